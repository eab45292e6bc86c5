using ServiceDefaults;
using Lambda;
using Orders;
using Orders.Charging;
using Orders.Problems;
using Orders.Resuming;
using Orders.Storage;

var builder = WebApplication.CreateSlimBuilder(args);
builder.Logging.AddJsonLines();
builder.Services.AddLambdaHosting();
builder.Services.AddOrdering();
builder.Services.AddBilling(builder.Configuration);
builder.Services.AddResuming();
builder.Services.AddStorage();
builder.Services.AddProblems();
builder.Services.AddOpenApi();
builder.Services.AddHealthChecks();

var app = builder.Build();
app.Services.OpenStore();
app.UseRequestScope();
app.UseProblems();
app.MapOrders();
app.MapOpenApi();
app.MapHealthChecks("/health");
await app.RunAsync();
