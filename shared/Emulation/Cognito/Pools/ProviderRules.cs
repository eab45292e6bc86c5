using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>What an identity provider must say of itself, by its type. Amazon Cognito API Reference, CreateIdentityProvider, ProviderDetails.</summary>
internal static class ProviderRules
{
    private const string Social = "clientId, clientSecret and authorizeScopes are all required idp details.";

    private static readonly (string Type, string[] Needed, string Refusal)[] Details =
    [
        ("Google", ["client_id", "client_secret", "authorize_scopes"], Social),
        ("Facebook", ["client_id", "client_secret", "authorize_scopes"], Social),
        ("LoginWithAmazon", ["client_id", "client_secret", "authorize_scopes"], Social),
        ("SignInWithApple", ["client_id", "team_id", "key_id", "private_key"], "clientId, privateKey, teamId, and keyId are all required idp details."),
        ("OIDC", ["client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"],
            "clientId, authorizeScopes, oidcIssuer and attributesRequestMethod are all required idp details."),
    ];

    /// <summary>The types that name one company each: the provider's name is the type's.</summary>
    private static readonly string[] NamedByType = ["Google", "Facebook", "LoginWithAmazon", "SignInWithApple"];

    /// <exception cref="CognitoException">The provider is not as its type or its pool needs it.</exception>
    public static void Check(UserPool pool, JsonObject provider)
    {
        var fields = new Fields(provider);
        var (name, type) = (fields.Required("ProviderName"), fields.Required("ProviderType"));
        if (NamedByType.Contains(type) ? name != type : NamedByType.Contains(name))
        {
            throw Refusal.Invalid($"Provider {name} cannot be of type {type}.");
        }

        CheckDetails(type, fields.Map("ProviderDetails"));
        CheckMapping(pool, fields.Map("AttributeMapping"));
    }

    private static void CheckDetails(string type, ImmutableDictionary<string, string> details)
    {
        if (Array.Find(Details, rule => rule.Type == type) is { Needed: { } needed } rule && !needed.All(key => details.GetValueOrDefault(key) is { Length: > 0 }))
        {
            throw Refusal.Invalid(rule.Refusal);
        }

        if (type == "SAML" && !details.ContainsKey("MetadataURL") && !details.ContainsKey("MetadataFile"))
        {
            throw Refusal.Invalid("Either MetadataURL or MetadataFile is required of a SAML provider.");
        }
    }

    /// <summary>The keys are the pool's attributes, and <c>username</c>; an attribute that the pool requires has to come from somewhere.</summary>
    private static void CheckMapping(UserPool pool, ImmutableDictionary<string, string> mapping)
    {
        if (mapping.Keys.Where(name => name != "username" && pool.Schema.Find(name) is null).ToList() is { Count: > 0 } unknown)
        {
            throw Refusal.Invalid($"AttributeMapping contains invalid mapping: [{string.Join(", ", unknown)}]");
        }

        if (pool.Schema.All.Where(attribute => attribute.Required && attribute.Name != "sub" && !mapping.ContainsKey(attribute.Name))
            .Select(static attribute => attribute.Name).ToList() is { Count: > 0 } missing)
        {
            throw Refusal.Invalid($"The attribute mapping is missing required attributes [{string.Join(", ", missing)}]");
        }
    }
}
