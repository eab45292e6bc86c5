using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Tokens;
using Emulation.Sessions;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.CognitoIdentity.Tokens;

/// <summary>What a token of an identity pool says.</summary>
/// <param name="Identity">Whose it is.</param>
/// <param name="Tags">The principal tags that a developer gave along.</param>
internal sealed record OpenIdToken(CognitoSession Identity, ImmutableSortedDictionary<string, string> Tags);

/// <summary>
/// The OpenID tokens of identity pools: what the basic flow takes to STS, and what a developer's backend hands to its users. Amazon Cognito Developer Guide, "Identity
/// pools authentication flow".
/// </summary>
internal sealed class OpenIdTokens(SigningKeys keys, TimeProvider time)
{
    /// <summary>AWS's, wherever LocalAws runs: trust policies name it.</summary>
    public const string Issuer = $"https://{CognitoSession.Provider}";

    /// <summary>The algorithm of AWS's own.</summary>
    public const string Algorithm = SecurityAlgorithms.RsaSha512;

    /// <summary>IAM User Guide, "Pass session tags using AssumeRoleWithWebIdentity".</summary>
    private const string TagsClaim = "https://aws.amazon.com/tags";

    public string Issue(OpenIdToken token, TimeSpan lifetime)
    {
        var key = keys.Of(CognitoSession.Provider).Id;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var claims = new JsonObject
        {
            ["sub"] = token.Identity.IdentityId,
            ["aud"] = token.Identity.PoolId,
            ["amr"] = Texts(token.Identity.Amr),
            ["iss"] = Issuer,
        };
        if (token.Tags.Count > 0)
        {
            claims[TagsClaim] = new JsonObject
            {
                ["principal_tags"] = new JsonObject(token.Tags.Select(static tag => KeyValuePair.Create(tag.Key, (JsonNode?)Texts([tag.Value])))),
                ["transitive_tag_keys"] = new JsonArray(),
            };
        }

        claims["exp"] = now + (long)lifetime.TotalSeconds;
        claims["iat"] = now;
        return Jwt.Sign(new JsonObject { ["kid"] = key.KeyId, ["typ"] = "JWS", ["alg"] = Algorithm }, claims, key);
    }

    /// <summary>The token, or null with what is wrong with it.</summary>
    public async Task<(OpenIdToken? Token, JwtProblem Problem)> ReadAsync(string text)
    {
        var (verified, problem) = await Jwt.VerifyAsync(text, Issuer, keys.Of(CognitoSession.Provider).Public, time, Algorithm).ConfigureAwait(false);
        return verified is null || verified.Audiences.FirstOrDefault() is not { } pool
            ? (null, verified is null ? problem : JwtProblem.Invalid)
            : (new OpenIdToken(new CognitoSession(verified.Subject, pool, [.. verified.GetPayloadValue<string[]>("amr")]), TagsOf(verified)), JwtProblem.None);
    }

    /// <summary>The keys, for whoever verifies these tokens elsewhere.</summary>
    public JsonObject KeySet => Jwt.KeySet(keys.Of(CognitoSession.Provider).Public, Algorithm);

    private static ImmutableSortedDictionary<string, string> TagsOf(JsonWebToken token) =>
        token.TryGetPayloadValue<JsonElement>(TagsClaim, out var claim) && claim.TryGetProperty("principal_tags", out var tags)
            ? tags.EnumerateObject().ToImmutableSortedDictionary(static tag => tag.Name, static tag => tag.Value[0].GetString()!, StringComparer.OrdinalIgnoreCase)
            : ImmutableSortedDictionary.Create<string, string>(StringComparer.OrdinalIgnoreCase);

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(static text => (JsonNode)text)]);
}
