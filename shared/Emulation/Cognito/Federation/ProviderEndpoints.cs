using System.Net;
using System.Text.Json;
using Emulation.Tokens;

namespace Emulation.Cognito.Federation;

/// <summary>Where a provider is asked.</summary>
/// <param name="Authorize">Where browsers are sent.</param>
/// <param name="Token">Where a code is turned into tokens.</param>
/// <param name="Attributes">Where a user's claims are; null where the ID token has all of them.</param>
/// <param name="Keys">Where the keys of its ID tokens are; null of a provider without ID tokens.</param>
internal sealed record ProviderEndpoints(string Authorize, string Token, string? Attributes, string? Keys)
{
    /// <summary>
    /// The endpoints that a provider was told, else those of its issuer's discovery document. Of Google and Apple the addresses are known, and the document says where their
    /// keys are. Amazon Cognito Developer Guide, "Using OIDC identity providers with a user pool".
    /// </summary>
    /// <exception cref="FederationException">The document could not be had, or is another's.</exception>
    public static async Task<ProviderEndpoints> OfAsync(ExternalProvider provider, ProviderHttp http, CancellationToken cancellation)
    {
        var issuer = provider["oidc_issuer"];
        var (authorize, token, attributes, keys) = (provider["authorize_url"], provider["token_url"], provider["attributes_url"], provider["jwks_uri"]);
        if (issuer is not null && (authorize is null || token is null || keys is null || (attributes is null && provider.Kind.Type == "OIDC")))
        {
            var document = await DiscoverAsync(issuer, http, cancellation).ConfigureAwait(false);
            (authorize, token, keys) = (authorize ?? document.Text("authorization_endpoint"), token ?? document.Text("token_endpoint"), keys ?? document.Text("jwks_uri"));
            attributes ??= provider.Kind.Type == "OIDC" ? document.Text("userinfo_endpoint") : null;
        }

        return authorize is null || token is null || (issuer is not null && keys is null)
            ? throw new FederationException("Unable to contact well-known endpoint", $"The discovery document of {issuer} lacks an endpoint for authorization, tokens or keys.")
            : new ProviderEndpoints(authorize, token, attributes, keys);
    }

    private static async Task<TokenClaims> DiscoverAsync(string issuer, ProviderHttp http, CancellationToken cancellation)
    {
        const string Failure = "Unable to contact well-known endpoint";
        var answer = await http.GetAsync($"{issuer.TrimEnd('/')}/.well-known/openid-configuration", null, Failure, cancellation).ConfigureAwait(false);
        if (answer.Status != HttpStatusCode.OK)
        {
            throw new FederationException(Failure, $"The discovery document of {issuer} is answered with {(int)answer.Status}.");
        }

        try
        {
            var document = TokenClaims.Read(answer.Body);
            return document.Text("issuer") == issuer ? document
                : throw new FederationException(Failure, $"The discovery document of {issuer} is that of the issuer '{TokenSigningKey.Shown(document.Text("issuer"))}'.");
        }
        catch (JsonException)
        {
            throw new FederationException(Failure, $"The discovery document of {issuer} is no JSON object, or names a member twice.");
        }
    }
}
