using Billing.Charging;
using Billing.Partners;
using Billing.Refunding;
using Billing.Storage;
using Billing.Webhooks;
using ServiceDefaults;

// Two functions run this program; the template says which one a process is.
if (PartnerAuthorizer.IsEntry())
{
    await PartnerAuthorizer.RunAsync();
    return;
}

var builder = WebApplication.CreateSlimBuilder(args);
builder.AddServiceDefaults();
builder.Services.AddCharging();
builder.Services.AddRefunding();
builder.Services.AddWebhooks();
builder.Services.AddStorage();
builder.Services.AddOpenApi();

var app = builder.Build();
app.Services.OpenStore<IBillingStore>();
app.UseServiceDefaults();
app.MapCharging();
app.MapRefunding();
app.MapWebhooks();
app.MapOpenApi();
app.MapDefaultEndpoints();
await app.RunAsync();
