using ServiceDefaults;
using Billing;
using Billing.Charging;
using Billing.Problems;
using Billing.Storage;
using Billing.Webhooks;
using Lambda;

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
