using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Tokens;

namespace Emulation.Cognito.Federation;

/// <summary>Somebody whom a provider vouches for.</summary>
/// <param name="UserId">Who it is at the provider, for good.</param>
/// <param name="Claims">What the provider says of them, each a text. What it signed counts before what it answered.</param>
internal sealed record ExternalUser(string UserId, ImmutableDictionary<string, string> Claims)
{
    /// <summary>The assertion's issuer; null of providers that are no SAML ones, where Cognito keeps none.</summary>
    public string? Issuer { get; init; }

    /// <summary>What came from the provider as it came: <c>tokenResponse</c>, <c>idToken</c>, <c>userInfo</c>, <c>samlResponse</c>.</summary>
    public JsonObject Received { get; init; } = [];

    /// <summary>
    /// The claims as texts. Several values are one text, <c>[a,b]</c>, each of them encoded as in a form; an object is its JSON. Amazon Cognito Developer Guide, "Mapping IdP
    /// attributes to profiles and tokens".
    /// </summary>
    public static IEnumerable<KeyValuePair<string, string>> TextsOf(TokenClaims claims) => claims.All.Where(static claim => claim.Kind != JsonValueKind.Null)
        .Select(static claim => KeyValuePair.Create(claim.Name, claim.Kind == JsonValueKind.Array ? Several(claim.Values) : claim.Value));

    /// <summary>Several values as one text.</summary>
    public static string Several(IEnumerable<string> values) => $"[{string.Join(',', values.Select(WebUtility.UrlEncode))}]";
}
