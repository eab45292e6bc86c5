using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>A pool whose client signs in through one OpenID Connect provider of this machine, and the way of a browser there and back.</summary>
internal sealed class FederatedPool(RunningLocalAws aws, HostedPool hosted, ProviderServer server) : IAsyncDisposable
{
    public const string Provider = "Partner";

    public HostedPool Hosted => hosted;

    public ProviderServer Server => server;

    /// <param name="aws">Where it is.</param>
    /// <param name="pool">Changes the pool.</param>
    /// <param name="mapping">Which attributes come from which claims.</param>
    /// <param name="details">Changes what the provider is told.</param>
    /// <param name="client">Changes the client.</param>
    public static async Task<FederatedPool> MakeAsync(
        RunningLocalAws aws, Action<JsonObject>? pool = null, JsonObject? mapping = null, Action<JsonObject>? details = null, Action<JsonObject>? client = null)
    {
        var server = await ProviderServer.StartAsync();
        var hosted = await aws.PoolAsync(document =>
        {
            document["UsernameConfiguration"] = new JsonObject { ["CaseSensitive"] = false };
            pool?.Invoke(document);
        });
        var told = new JsonObject
        {
            ["client_id"] = "shop", ["client_secret"] = "s3cret", ["oidc_issuer"] = server.Issuer, ["authorize_scopes"] = "openid email", ["attributes_request_method"] = "GET",
        };
        details?.Invoke(told);
        await hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = Provider,
            ["ProviderType"] = "OIDC",
            ["ProviderDetails"] = told,
            ["AttributeMapping"] = mapping ?? new JsonObject { ["email"] = "email", ["given_name"] = "given_name" },
            ["IdpIdentifiers"] = new JsonArray("partner.example.com"),
        });
        hosted.Client = await hosted.NewClientAsync(document =>
        {
            document["SupportedIdentityProviders"] = new JsonArray("COGNITO", Provider);
            client?.Invoke(document);
        });
        return new FederatedPool(aws, hosted, server);
    }

    public ValueTask DisposeAsync() => server.DisposeAsync();

    /// <summary>The claims of somebody, as the provider signs them.</summary>
    public JsonObject Claims(params ReadOnlySpan<(string Name, JsonNode? Value)> changes)
    {
        var claims = new JsonObject
        {
            ["iss"] = server.Issuer,
            ["sub"] = "Ann-1",
            ["aud"] = "shop",
            ["iat"] = aws.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["exp"] = aws.Time.GetUtcNow().ToUnixTimeSeconds() + 3600,
            ["email"] = "ann@partner.example.com",
            ["given_name"] = "Ann",
        };
        foreach (var (name, value) in changes)
        {
            claims[name] = value;
        }

        return claims;
    }

    /// <summary>Sends a browser to the provider.</summary>
    public Task<Reply> LeaveAsync(Browser browser, params ReadOnlySpan<(string Name, string? Value)> changes) =>
        browser.GetAsync($"/oauth2/authorize?{hosted.Query([("identity_provider", Provider), .. changes])}");

    /// <summary>Brings it back, with whatever the provider adds to the address.</summary>
    public static Task<Reply> ReturnAsync(Browser browser, Reply left, params (string Name, string? Value)[] parameters)
    {
        var query = QueryHelpers.ParseQuery(new Uri(left.Location).Query);
        return browser.GetAsync(QueryHelpers.AddQueryString(
            new Uri(query["redirect_uri"].ToString()).PathAndQuery, parameters.Prepend(("state", query["state"])).Where(static one => one.Item2 is not null).Select(static one => KeyValuePair.Create(one.Item1, one.Item2))));
    }

    /// <summary>There and back, as somebody.</summary>
    public async Task<Reply> SignInAsync(Browser browser, params (string Name, JsonNode? Value)[] changes) =>
        await ReturnAsync(browser, await LeaveAsync(browser), ("code", server.Agree(Claims(changes))));

    /// <summary>The claims of the ID token that a sign-in ends with.</summary>
    public async Task<JsonObject> IdTokenAsync(Reply back) =>
        (JsonObject)JsonNode.Parse(System.Buffers.Text.Base64Url.DecodeFromChars(((string)(await hosted.PostAsync("/oauth2/token", hosted.Exchange(back.Parameter("code")))).Json["id_token"]!).Split('.')[1]))!;

    /// <summary>A user of the pool, as an administrator sees it.</summary>
    public Task<JsonObject> UserAsync(string name) => hosted.CallAsync("AdminGetUser", new JsonObject { ["Username"] = name });

    public async Task<string?> AttributeAsync(string user, string attribute) =>
        (await UserAsync(user))["UserAttributes"]!.AsArray().Where(one => (string?)one!["Name"] == attribute).Select(static one => (string?)one!["Value"]).FirstOrDefault();
}
