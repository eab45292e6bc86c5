using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Emulation.Cognito.Users;

/// <summary>
/// Who a user is at a provider: one of the user's attribute <c>identities</c>. Amazon Cognito Developer Guide, "Linking federated users to an existing user profile".
/// </summary>
/// <param name="UserId">The name there.</param>
/// <param name="ProviderName">The provider in the pool.</param>
/// <param name="ProviderType">Its type.</param>
/// <param name="Issuer">Of SAML the issuer, else null.</param>
/// <param name="Primary">Whether the user was made by it, rather than linked to it.</param>
/// <param name="DateCreated">Since when, in milliseconds since 1970.</param>
internal sealed record LinkedIdentity(
    [property: JsonPropertyName("userId")] string UserId,
    [property: JsonPropertyName("providerName")] string ProviderName,
    [property: JsonPropertyName("providerType")] string ProviderType,
    [property: JsonPropertyName("issuer")] string? Issuer,
    [property: JsonPropertyName("primary")] bool Primary,
    [property: JsonPropertyName("dateCreated")] long DateCreated)
{
    /// <summary>The attribute that has them, a text of JSON.</summary>
    public const string Attribute = "identities";

    /// <summary>Reads the attribute's text.</summary>
    public static ImmutableArray<LinkedIdentity> Read(string? text) => text is null ? [] : [.. JsonSerializer.Deserialize(text, IdentityJson.Default.LinkedIdentityArray)!];

    /// <summary>The attribute's text.</summary>
    public static string Write(IEnumerable<LinkedIdentity> identities) => JsonSerializer.Serialize([.. identities], IdentityJson.Default.LinkedIdentityArray);

    /// <summary>The claim of ID tokens: an array in which flags and times are texts. Amazon Cognito Developer Guide, "Understanding the identity (ID) token".</summary>
    public static JsonArray Claim(CognitoUser user) => new([.. user.Identities.Select(static one => (JsonNode)new JsonObject
    {
        ["dateCreated"] = one.DateCreated.ToString(CultureInfo.InvariantCulture),
        ["userId"] = one.UserId,
        ["providerName"] = one.ProviderName,
        ["providerType"] = one.ProviderType,
        ["issuer"] = one.Issuer,
        ["primary"] = one.Primary ? "true" : "false",
    })]);
}

/// <summary>
/// A link to somebody whose name at the provider is not known yet: whoever comes with the claim is the user, and from then on by that name. Amazon Cognito API Reference,
/// AdminLinkProviderForUser, SourceUser.
/// </summary>
/// <param name="Provider">The provider in the pool.</param>
/// <param name="Claim">The claim of the provider, such as <c>email</c>.</param>
/// <param name="Value">The claim's value, in that very spelling.</param>
internal sealed record AwaitedIdentity(string Provider, string Claim, string Value);

[JsonSerializable(typeof(LinkedIdentity[]))]
internal sealed partial class IdentityJson : JsonSerializerContext;
