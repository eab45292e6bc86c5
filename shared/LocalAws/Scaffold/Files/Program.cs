using Lambda;

var builder = WebApplication.CreateSlimBuilder(args);

// On Lambda, and behind LocalAws, requests come as events; otherwise this is an ordinary web application.
builder.Services.AddLambdaHosting();

var app = builder.Build();
app.MapGet("/greetings/{name}", (string name, HttpContext http) => new Dictionary<string, string?>
{
    ["greeting"] = $"Hello, {name}!",
    ["caller"] = http.Features.Get<GatewayCaller>()?.UserArn,
});
app.Run();
