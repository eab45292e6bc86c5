using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.CognitoIdentity.Logins;
using Emulation.CognitoIdentity.Pools;
using Emulation.Tests.Gateway.Authorizers;
using Emulation.Tokens;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.CognitoIdentity;

/// <summary>Google and Apple as far as their keys go, Facebook and Amazon as far as they are asked about access tokens.</summary>
internal sealed class StandInCompanies : ISocialEndpoints, IAsyncDisposable
{
    private readonly WebApplication web;

    private StandInCompanies(WebApplication web) => this.web = web;

    public TokenMaker Google { get; } = new("https://accounts.google.com");

    public TokenMaker Apple { get; } = new("https://appleid.apple.com");

    /// <summary>Access tokens: the application and the user that each is of.</summary>
    public ConcurrentDictionary<string, (string Application, string User)> AccessTokens { get; } = new(StringComparer.Ordinal);

    /// <summary>The addresses that were asked, without their host.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Answers in place of the companies.</summary>
    public Func<HttpContext, Task>? Answer { get; set; }

    public static async Task<StandInCompanies> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var companies = new StandInCompanies(builder.Build());
        companies.web.Run(companies.AnswerAsync);
        await companies.web.StartAsync(TestContext.Current.CancellationToken);
        return companies;
    }

    /// <inheritdoc/>
    public ISigningKeys KeysOf(IdentityPool pool, string company) => new Keys(company == "accounts.google.com" ? Google : Apple);

    /// <inheritdoc/>
    public string AddressOf(IdentityPool pool, string address) => $"{web.Urls.First()}{new Uri(address).PathAndQuery}";

    public async ValueTask DisposeAsync()
    {
        await web.DisposeAsync();
        Google.Dispose();
        Apple.Dispose();
    }

    private Task AnswerAsync(HttpContext http)
    {
        Asked.Enqueue(http.Request.Path.Value!);
        if (Answer is { } own)
        {
            return own(http);
        }

        var token = http.Request.Query["access_token"].FirstOrDefault() ?? http.Request.Headers.Authorization.ToString().Replace("Bearer ", "", StringComparison.Ordinal);
        if (!AccessTokens.TryGetValue(token, out var known))
        {
            http.Response.StatusCode = 400;
            return http.Response.WriteAsync("""{"error":{"message":"Invalid OAuth access token."}}""");
        }

        return http.Response.WriteAsync((http.Request.Path.Value switch
        {
            "/app" => new JsonObject { ["id"] = known.Application },
            "/me" => new JsonObject { ["id"] = known.User },
            _ => new JsonObject { ["iss"] = "https://www.amazon.com", ["user_id"] = known.User, ["aud"] = $"{known.Application}.client", ["app_id"] = known.Application, ["exp"] = 3597 },
        }).ToJsonString());
    }

    private sealed class Keys(TokenMaker maker) : ISigningKeys
    {
        public ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation) => new(issuer == maker.Issuer
            ? TokenSigningKey.Of([maker.PublicKey], keyId, issuer) : new TokenSigningKey(null, TokenRefusal.Invalid("no keys", $"{issuer} has none.")));
    }
}
