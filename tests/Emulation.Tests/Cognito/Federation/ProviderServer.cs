using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.Tests.Gateway.Authorizers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>An identity provider of OpenID Connect, as far as a user pool talks to it: it gives each code what a test wants its tokens to say.</summary>
internal sealed class ProviderServer : IAsyncDisposable
{
    private readonly WebApplication web;
    private readonly ConcurrentDictionary<string, JsonObject> codes = new(StringComparer.Ordinal);

    private ProviderServer(WebApplication web) => this.web = web;

    public TokenMaker Maker { get; private set; } = null!;

    public string Issuer => Maker.Issuer;

    /// <summary>The requests so far: method, path, and the form or query.</summary>
    public ConcurrentQueue<(string Asked, string Parameters)> Requests { get; } = new();

    /// <summary>What the user info endpoint answers; by default the subject of the last ID token alone.</summary>
    public JsonObject? UserInfo { get; set; }

    private string? subject;

    /// <summary>Answers in place of the token endpoint.</summary>
    public Func<HttpContext, Task>? Token { get; set; }

    /// <summary>Changes the ID token before it is signed.</summary>
    public Action<JsonObject>? Change { get; set; }

    /// <summary>Makes the ID token in place of the maker.</summary>
    public Func<JsonObject, string>? Sign { get; set; }

    public static async Task<ProviderServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ProviderServer(builder.Build());
        server.web.Run(server.AnswerAsync);
        await server.web.StartAsync(TestContext.Current.CancellationToken);
        server.Maker = new TokenMaker(server.web.Urls.First(), key: "a provider's");
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        Maker.Dispose();
    }

    /// <summary>What the provider's page does once its user has agreed: a code for the claims.</summary>
    public string Agree(JsonObject claims)
    {
        var code = Guid.NewGuid().ToString("N");
        codes[code] = claims;
        return code;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        var parameters = http.Request.HasFormContentType
            ? string.Join('&', (await http.Request.ReadFormAsync()).Select(static one => $"{one.Key}={one.Value}"))
            : http.Request.QueryString.Value ?? "";
        Requests.Enqueue(($"{http.Request.Method} {http.Request.Path}", parameters));
        switch (http.Request.Path.Value)
        {
            case "/.well-known/openid-configuration":
                await http.Response.WriteAsync(new JsonObject
                {
                    ["issuer"] = Issuer,
                    ["authorization_endpoint"] = $"{Issuer}/authorize",
                    ["token_endpoint"] = $"{Issuer}/token",
                    ["userinfo_endpoint"] = $"{Issuer}/me",
                    ["jwks_uri"] = $"{Issuer}/keys",
                }.ToJsonString());
                break;
            case "/keys":
                await http.Response.WriteAsync(Maker.KeySet().ToJsonString());
                break;
            case "/token" when Token is { } own:
                await own(http);
                break;
            case "/token":
                var code = QueryHelpers.ParseQuery(parameters)["code"].ToString();
                await (codes.TryRemove(code, out var claims) ? http.Response.WriteAsync(Tokens(claims).ToJsonString()) : RefuseAsync(http));
                break;
            case "/me":
                await http.Response.WriteAsync((UserInfo ?? new JsonObject { ["sub"] = subject }).ToJsonString());
                break;
            default:
                http.Response.StatusCode = 404;
                break;
        }
    }

    private JsonObject Tokens(JsonObject claims)
    {
        Change?.Invoke(claims);
        subject = (string?)claims["sub"];
        return new JsonObject { ["access_token"] = "at", ["token_type"] = "Bearer", ["id_token"] = Sign is { } own ? own(claims) : Maker.Sign(claims) };
    }

    private static Task RefuseAsync(HttpContext http)
    {
        http.Response.StatusCode = 400;
        return http.Response.WriteAsync("""{"error":"invalid_grant","error_description":"The code was used."}""");
    }
}
