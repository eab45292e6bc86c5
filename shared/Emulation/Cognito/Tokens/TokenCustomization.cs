using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Groups;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Triggers;

namespace Emulation.Cognito.Tokens;

/// <summary>What a pre token generation trigger changes about one token.</summary>
internal sealed record ClaimChanges(JsonObject? AddOrOverride, ImmutableArray<string> Suppress, ImmutableArray<string> ScopesToAdd, ImmutableArray<string> ScopesToSuppress)
{
    public static ClaimChanges None { get; } = new(null, [], [], []);

    /// <summary>Claims that no trigger may change: they are who the token is for. "Pre token generation Lambda trigger", "Claims and scopes reference".</summary>
    private static readonly ImmutableHashSet<string> Fixed = ImmutableHashSet.Create(
        StringComparer.Ordinal,
        "acr", "amr", "at_hash", "auth_time", "azp", "client_id", "cognito:username", "device_key", "event_id", "exp", "iat", "identities", "iss",
        "jti", "nbf", "nonce", "origin_jti", "sub", "token_use", "username", "version");

    public void Apply(JsonObject claims)
    {
        foreach (var (name, value) in AddOrOverride ?? [])
        {
            // An access token may be given an audience, and only its own client's.
            var isOwnAudience = name == "aud" && (string?)claims["token_use"] == "access"
                && (value as JsonValue)?.TryGetValue<string>(out var audience) == true && audience == (string?)claims["client_id"];
            if (!Fixed.Contains(name) && (name != "aud" || isOwnAudience) && value is not null)
            {
                claims[name] = value.DeepClone();
            }
        }

        // "If your function both suppresses and replaces a claim value, then Amazon Cognito suppresses the claim."
        foreach (var name in Suppress.Where(static name => !Fixed.Contains(name) && name != "aud"))
        {
            claims.Remove(name);
        }

        if (claims["scope"] is { } scope)
        {
            claims["scope"] = string.Join(' ', ((string)scope!).Split(' ', StringSplitOptions.RemoveEmptyEntries).Except(ScopesToSuppress).Union(ScopesToAdd));
        }
    }
}

/// <summary>What the trigger changes about a sign-in's tokens. Null groups stay as they are.</summary>
internal sealed record TokenChanges(ClaimChanges Id, ClaimChanges Access, UserGroups? Groups)
{
    public static TokenChanges None { get; } = new(ClaimChanges.None, ClaimChanges.None, null);
}

/// <summary>The pre token generation trigger, versions 1 to 3. Amazon Cognito Developer Guide, "Pre token generation Lambda trigger".</summary>
internal sealed class TokenCustomization(TriggerRunner triggers)
{
    private const string Trigger = "PreTokenGeneration";

    public async Task<TokenChanges> AskAsync(TokenRequest request, UserGroups groups, CancellationToken cancellation)
    {
        var version = TriggerRunner.TokenEventVersion(request.Pool);
        var asked = new JsonObject
        {
            ["userAttributes"] = TriggerRunner.AttributesOf(request.User),
            ["groupConfiguration"] = new JsonObject
            {
                ["groupsToOverride"] = Texts(groups.Names),
                ["iamRolesToOverride"] = Texts(groups.Roles),
                ["preferredRole"] = groups.PreferredRole,
            },
        };
        if (version > 1)
        {
            asked["scopes"] = Texts(request.Grant.Scopes);
        }

        if (request.ClientMetadata is { Count: > 0 } metadata)
        {
            asked["clientMetadata"] = TriggerRunner.Map(metadata);
        }

        var details = version == 1 ? "claimsOverrideDetails" : "claimsAndScopeOverrideDetails";
        var answer = await triggers.RunAsync(
            Trigger, request.Source, new(request.Pool, request.Client.Id, request.User.Username), asked, new JsonObject { [details] = null },
            cancellation, version.ToString(System.Globalization.CultureInfo.InvariantCulture)).ConfigureAwait(false);
        return answer?[details] is not JsonObject changes ? TokenChanges.None
            : version == 1 ? new(Changes(changes), ClaimChanges.None, GroupsOf(changes))
            : new(Changes(changes["idTokenGeneration"]), Changes(changes["accessTokenGeneration"]), GroupsOf(changes));
    }

    /// <summary>A client's own tokens are customised by version 3 alone.</summary>
    public async Task<ClaimChanges> AskForClientAsync(
        UserPool pool,
        UserPoolClient client,
        ImmutableArray<string> scopes,
        ImmutableDictionary<string, string> metadata,
        CancellationToken cancellation)
    {
        if (TriggerRunner.TokenEventVersion(pool) != 3)
        {
            return ClaimChanges.None;
        }

        var asked = new JsonObject { ["scopes"] = Texts(scopes), ["clientMetadata"] = TriggerRunner.Map(metadata) };
        var answer = await triggers.RunAsync(
            Trigger, "TokenGeneration_ClientCredentials", new(pool, client.Id, client.Id), asked,
            new JsonObject { ["claimsAndScopeOverrideDetails"] = null }, cancellation, "3").ConfigureAwait(false);
        return Changes(answer?["claimsAndScopeOverrideDetails"]?["accessTokenGeneration"]);
    }

    private static ClaimChanges Changes(JsonNode? node) => node is not JsonObject changes
        ? ClaimChanges.None
        : new(changes["claimsToAddOrOverride"] as JsonObject, Read(changes["claimsToSuppress"]), Read(changes["scopesToAdd"]), Read(changes["scopesToSuppress"]));

    private static UserGroups? GroupsOf(JsonObject changes) => changes["groupOverrideDetails"] is JsonObject groups
        ? new(Read(groups["groupsToOverride"]), Read(groups["iamRolesToOverride"]), (groups["preferredRole"] as JsonValue)?.ToString())
        : null;

    private static ImmutableArray<string> Read(JsonNode? node) => node is JsonArray array ? [.. array.OfType<JsonValue>().Select(static value => value.ToString())] : [];

    private static JsonArray Texts(ImmutableArray<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}
