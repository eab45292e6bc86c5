using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Users;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>People who come to a pool by its providers, without a browser: as if the provider had just vouched for them.</summary>
internal static class ArrivingUsers
{
    public const string Partner = "Partner";

    /// <summary>The pool's providers: Google, and one of OpenID Connect that maps the email and the given name.</summary>
    public static async Task AddProvidersAsync(this TestPool pool)
    {
        await pool.DoAsync("CreateIdentityProvider", """
            {"ProviderName":"Google","ProviderType":"Google","ProviderDetails":{"client_id":"1","client_secret":"2","authorize_scopes":"openid email"},"AttributeMapping":{"email":"email"}}
            """);
        await pool.DoAsync("CreateIdentityProvider", """
            {
              "ProviderName":"Partner","ProviderType":"OIDC","AttributeMapping":{"email":"email","given_name":"given_name"},
              "ProviderDetails":{"client_id":"1","oidc_issuer":"https://id.example.com","authorize_scopes":"openid","attributes_request_method":"GET"}
            }
            """);
    }

    /// <summary>Somebody comes in.</summary>
    /// <exception cref="FederationException">They may not.</exception>
    public static Task<CognitoUser> ComeInAsync(this TestPool pool, string provider, string subject, params ReadOnlySpan<(string Name, string Value)> claims)
    {
        var all = ImmutableDictionary<string, string>.Empty.Add("sub", subject);
        foreach (var (name, value) in claims)
        {
            all = all.SetItem(name, value);
        }

        return pool.Service.FederatedUsers.ComeInAsync(
            new ExternalProviders(pool.Service.Stores.Pools).Named(pool.PoolId, provider)!, new ExternalUser(subject, all), pool.Service.Directory.Pool(pool.PoolId),
            pool.Service.Directory.Client(pool.ClientId), TestContext.Current.CancellationToken);
    }

    /// <summary>Links somebody at a provider to a user of the pool.</summary>
    public static Task<JsonObject> LinkAsync(this TestPool pool, string user, string provider, string value, string claim = "Cognito_Subject") =>
        pool.DoAsync("AdminLinkProviderForUser", Link(user, provider, value, claim));

    public static string Link(string user, string provider, string value, string? claim = "Cognito_Subject", string destination = "Cognito") => new JsonObject
    {
        ["DestinationUser"] = new JsonObject { ["ProviderName"] = destination, ["ProviderAttributeValue"] = user },
        ["SourceUser"] = Named(provider, value, claim),
    }.ToJsonString();

    /// <summary>The request of AdminDisableProviderForUser.</summary>
    public static string Part(string provider, string value, string? claim = "Cognito_Subject") => new JsonObject { ["User"] = Named(provider, value, claim) }.ToJsonString();

    /// <summary>The names of a user's identities, each behind its provider.</summary>
    public static async Task<string> IdentitiesAsync(this TestPool pool, string user) =>
        string.Join(' ', LinkedIdentity.Read(await pool.AttributeAsync(user, "identities")).Select(static one => $"{one.ProviderName}:{one.UserId}:{(one.Primary ? "own" : "linked")}"));

    /// <summary>The claims of the ID token of a user who signs in with the password.</summary>
    public static async Task<JsonObject> IdClaimsAsync(this TestPool pool, string user) => TestTokens.Claims((await pool.TokensAsync(user)).Id!);

    private static JsonObject Named(string provider, string value, string? claim) => new() { ["ProviderName"] = provider, ["ProviderAttributeName"] = claim, ["ProviderAttributeValue"] = value };
}
