using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lambda.Tests.Hosting;

public sealed class An_application_on_lambda : IAsyncLifetime
{
    private FakeRuntimeApi api = null!;
    private WebApplication app = null!;

    public async ValueTask InitializeAsync()
    {
        api = await FakeRuntimeApi.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddLambdaHosting(api.Options);
        app = builder.Build();
        app.MapPost("/echo", static async (HttpContext http) =>
        {
            http.Response.ContentType = "text/plain";
            http.Response.OnStarting(static state =>
            {
                ((HttpResponse)state).Headers["X-Starting"] = "yes";
                return Task.CompletedTask;
            }, http.Response);
            await http.Request.Body.CopyToAsync(http.Response.Body);
        });
        app.MapGet("/who", static (HttpContext http) => http.Features.Get<GatewayCaller>()?.UserArn ?? "nobody");
        app.MapGet("/sub", static (HttpContext http) => http.Features.Get<GatewayCaller>()?.Claims["sub"]);
        app.MapGet("/throw", string () => throw new InvalidOperationException("broken"));
        app.MapGet("/link", static (HttpContext http) => $"{http.Request.PathBase}{http.Request.Path}");
        await app.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        await api.DisposeAsync();
    }

    [Fact]
    public async Task Answers_with_the_body_and_late_headers()
    {
        var answer = await CallAsync("""{"httpMethod":"POST","path":"/echo","body":"hello"}""");
        Assert.Equal(200, answer.GetProperty("statusCode").GetInt32());
        Assert.Equal("hello", answer.GetProperty("body").GetString());
        Assert.Equal("yes", answer.GetProperty("multiValueHeaders").GetProperty("X-Starting")[0].GetString());
    }

    [Fact]
    public async Task Knows_its_caller()
    {
        var answer = await CallAsync("""{"httpMethod":"GET","path":"/who","requestContext":{"identity":{"userArn":"arn:aws:iam::111122223333:user/u"}}}""");
        Assert.Equal("arn:aws:iam::111122223333:user/u", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Makes_links_below_its_stage()
    {
        var answer = await CallAsync("""{"httpMethod":"GET","path":"/link","requestContext":{"path":"/prod/link","stage":"prod"}}""");
        Assert.Equal("/prod/link", answer.GetProperty("body").GetString());
    }

    [Fact]
    public async Task Answers_an_http_api_in_its_own_format()
    {
        var answer = await CallAsync("""
            {"version":"2.0","routeKey":"GET /sub","rawPath":"/sub","rawQueryString":"","headers":{"authorization":"Bearer token"},
             "requestContext":{"authorizer":{"jwt":{"claims":{"sub":"u-1"},"scopes":null}},"http":{"method":"GET","path":"/sub","protocol":"HTTP/1.1","sourceIp":"203.0.113.9"},"stage":"$default"},
             "isBase64Encoded":false}
            """);
        Assert.Equal((200, "u-1"), (answer.GetProperty("statusCode").GetInt32(), answer.GetProperty("body").GetString()));
        Assert.StartsWith("text/plain", answer.GetProperty("headers").GetProperty("Content-Type").GetString(), StringComparison.Ordinal);
        Assert.False(answer.TryGetProperty("multiValueHeaders", out _));
    }

    [Fact]
    public async Task Answers_404_for_a_route_that_it_does_not_have() =>
        Assert.Equal(404, (await CallAsync("""{"httpMethod":"GET","path":"/none"}""")).GetProperty("statusCode").GetInt32());

    [Fact]
    public async Task Answers_500_when_it_throws_and_goes_on()
    {
        var broken = await CallAsync("""{"httpMethod":"GET","path":"/throw"}""");
        Assert.Equal(500, broken.GetProperty("statusCode").GetInt32());
        Assert.Equal("", broken.GetProperty("body").GetString());
        Assert.Equal(200, (await CallAsync("""{"httpMethod":"GET","path":"/who"}""")).GetProperty("statusCode").GetInt32());
    }

    [Fact]
    public async Task Reports_an_event_that_is_none()
    {
        api.Invoke("1", """{"Records":[]}""");
        var report = await api.ReportAsync();
        Assert.Equal("invocation/1/error", report.Path);
        Assert.Contains("Expected the proxy event of an API Gateway REST API", report.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stops_when_its_host_is_gone()
    {
        await CallAsync("""{"httpMethod":"GET","path":"/who"}""");
        await api.VanishAsync();
        await app.WaitForShutdownAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, Environment.ExitCode);
    }

    private async Task<JsonElement> CallAsync(string payload)
    {
        api.Invoke("1", payload);
        var report = await api.ReportAsync();
        Assert.Equal("invocation/1/response", report.Path);
        return JsonDocument.Parse(report.Body).RootElement;
    }
}
