using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.Tests.Gateway.Authorizers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Tokens;

/// <summary>An OpenID Connect issuer on a port of its own, which answers as a test wants.</summary>
internal sealed class IssuerServer : IAsyncDisposable
{
    private readonly WebApplication web;

    private IssuerServer(WebApplication web) => this.web = web;

    public TokenMaker Maker { get; private set; } = null!;

    /// <summary>The paths that were asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = new();

    public Func<HttpContext, Task>? Discovery { get; set; }

    public Func<HttpContext, Task>? Keys { get; set; }

    public JsonObject Document => new() { ["issuer"] = Maker.Issuer, ["jwks_uri"] = $"{Maker.Issuer}/keys" };

    public static async Task<IssuerServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new IssuerServer(builder.Build());
        server.web.Run(server.AnswerAsync);
        await server.web.StartAsync(TestContext.Current.CancellationToken);
        server.Maker = new TokenMaker(server.web.Urls.First());
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        Maker.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Path.Value!);
        return http.Request.Path.Value switch
        {
            "/.well-known/openid-configuration" => Discovery?.Invoke(http) ?? http.Response.WriteAsync(Document.ToJsonString()),
            "/keys" => Keys?.Invoke(http) ?? http.Response.WriteAsync(Maker.KeySet().ToJsonString()),
            _ => Task.FromResult(http.Response.StatusCode = 404),
        };
    }
}
