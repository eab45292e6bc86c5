using ServiceDefaults;
using Billing;
using Billing.Charging;
using Billing.Partners;
using Billing.Problems;
using Billing.Storage;
using Billing.Webhooks;
using Lambda;

// Two functions run this program; the template says which one a process is.
if (PartnerAuthorizer.IsEntry())
{
    await PartnerAuthorizer.RunAsync();
    return;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddJsonLines();
builder.Services.AddLambdaHosting();
builder.Services.AddCharging();
builder.Services.AddStorage();
builder.Services.AddProblems();
builder.Services.AddBillingJson();
builder.Services.AddOpenApi();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.Services.OpenStore();
app.UseRequestScope();
app.UseProblems();
app.MapCharges();
app.MapWebhooks();
app.MapOpenApi();
app.MapHealthChecks("/health");
await app.RunAsync();
