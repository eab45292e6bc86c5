using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Sam;

namespace Emulation.Cognito.Federation;

/// <summary>
/// What an identity provider must say of itself, by its type, in Cognito's words. What Cognito fetches when a provider is made, a discovery document or metadata at a URL, is
/// fetched here when somebody signs in: a template loads on a machine that is offline. Amazon Cognito API Reference, CreateIdentityProvider, ProviderDetails.
/// </summary>
internal static class ProviderRules
{
    private const int MostIdentifiers = 50;

    /// <exception cref="CognitoException">The provider is not as its type or its pool needs it.</exception>
    public static void Check(UserPool pool, JsonObject provider, DateTimeOffset now)
    {
        var fields = new Fields(provider);
        var (name, type) = (fields.Required("ProviderName"), fields.Required("ProviderType"));
        var kind = ProviderKind.Of(type);
        if (kind.IsOneCompany ? name != type : ProviderKind.All.Any(other => other.IsOneCompany && other.Type == name))
        {
            throw Refusal.Invalid($"Provider {name} cannot be of type {type}.");
        }

        if (fields.Texts("IdpIdentifiers").Length > MostIdentifiers)
        {
            fields.RequireAtMost(MostIdentifiers, "IdpIdentifiers", int.MaxValue);
        }

        CheckDetails(kind, fields.Map("ProviderDetails"), now);
        CheckMapping(pool, fields.Map("AttributeMapping"));
    }

    private static void CheckDetails(ProviderKind kind, ImmutableDictionary<string, string> details, DateTimeOffset now)
    {
        if (kind.Needed.Any(key => details.GetValueOrDefault(key) is not { Length: > 0 }))
        {
            throw Refusal.Invalid(kind.Refusal);
        }

        switch (kind.Type)
        {
            case "OIDC":
                CheckOpenId(details);
                break;
            case "SAML":
                CheckSaml(details, now);
                break;
        }
    }

    private static void CheckOpenId(ImmutableDictionary<string, string> details)
    {
        if (details["attributes_request_method"] is not ("GET" or "POST"))
        {
            throw Refusal.Invalid(
                "1 validation error detected: Value at 'attributesRequestMethod' failed to satisfy constraint: Member must satisfy enum value set: [POST, GET]");
        }

        foreach (var key in (ReadOnlySpan<string>)["oidc_issuer", "authorize_url", "token_url", "attributes_url", "jwks_uri"])
        {
            if (details.TryGetValue(key, out var address) && !IsSafe(address))
            {
                throw Refusal.Invalid("OIDC endpoint must start with https://");
            }
        }

        if (!details["authorize_scopes"].Split(' ').Contains("openid"))
        {
            throw Refusal.Invalid("authorize_scopes of an OIDC provider must have openid.");
        }
    }

    /// <summary>On AWS https alone; here what does not leave this machine too.</summary>
    private static bool IsSafe(string address) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && (uri.Scheme == Uri.UriSchemeHttps || (uri.Scheme == Uri.UriSchemeHttp && uri.IsLoopback));

    private static void CheckSaml(ImmutableDictionary<string, string> details, DateTimeOffset now)
    {
        switch (details.GetValueOrDefault("MetadataURL"), details.GetValueOrDefault("MetadataFile"))
        {
            case (null or "", null or ""):
                throw Refusal.Invalid("At least one of the MetadataURL or MetadataFile should be provided.");
            case ({ Length: > 0 }, { Length: > 0 }):
                throw Refusal.Invalid("Only one of the MetadataURL or MetadataFile should be provided.");
            case (_, { Length: > 0 } file):
                var metadata = SamlMetadata.Read(file, out var problem) ?? throw new CognitoException(
                    "InvalidParameterException", "Unable to unmarshall metadata", $"Of MetadataFile: {problem}");
                if (metadata.SignOnRedirect is null)
                {
                    throw Refusal.Invalid("No SingleSignOn Http redirect binding location found in metadata.");
                }

                if (metadata.Certificates.All(der => IsOver(der, now)))
                {
                    throw Refusal.Invalid("The signing certificate in the metadata has expired.");
                }

                break;
            case ({ } address, _) when !IsSafe(address):
                throw Refusal.Invalid("MetadataURL must start with https://");
        }

        foreach (var key in (ReadOnlySpan<string>)["IDPSignout", "IDPInit", "EncryptedResponses"])
        {
            if (details.TryGetValue(key, out var flag) && flag is not ("true" or "false"))
            {
                throw Refusal.Invalid($"{key} is true or false.");
            }
        }

        if (details.TryGetValue("RequestSigningAlgorithm", out var algorithm) && algorithm != "rsa-sha256")
        {
            throw Refusal.Invalid("RequestSigningAlgorithm is rsa-sha256.");
        }
    }

    private static bool IsOver(ImmutableArray<byte> der, DateTimeOffset now)
    {
        using var certificate = X509CertificateLoader.LoadCertificate([.. der]);
        return certificate.NotAfter.ToUniversalTime() < now.UtcDateTime;
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
