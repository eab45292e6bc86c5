using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Pools;
using Emulation.Principals;
using Emulation.Tokens;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>
/// Logins by the ID token of any issuer that the account's IAM knows as an OpenID Connect provider. Amazon Cognito Developer Guide, "Setting up an OIDC provider
/// as an identity pool IdP".
/// </summary>
internal sealed class OpenIdLogins(IdentityProviders providers, IUserPoolIssuers pools, OpenIdKeys keys, LoginTokens tokens)
{
    /// <summary>Verifies a token of the issuer that <c>Logins</c> names, without its scheme.</summary>
    /// <exception cref="CognitoException">The token does not hold, or is of an issuer that the identity pool does not take.</exception>
    public async Task<VerifiedLogin> VerifyAsync(IdentityPool pool, string name, string token, CancellationToken cancellation)
    {
        var provider = pool.OpenIdProviders.Select(providers.OidcByArn).OfType<KnownOidcProvider>().FirstOrDefault(known => known.Name == name)
            ?? throw IdentityRefusal.UnsupportedProvider;
        var claims = await tokens.VerifyAsync(token, IssuerOf(provider), cancellation).ConfigureAwait(false);
        if ((claims.Text("azp") is { } party ? [party] : claims.Audiences).FirstOrDefault(provider.ClientIds.Contains) is not { } audience)
        {
            throw IdentityRefusal.BadToken("Incorrect token audience");
        }

        var sub = claims.Text("sub") ?? throw IdentityRefusal.BadToken("Missing a required claim: sub");
        return new VerifiedLogin
        {
            Login = new Login(name, sub),
            Amr = [name, $"{name}:{audience}:{sub}"],
            Names = [provider.Arn, name],
            Claims = LoginTokens.Flatten(claims),
        };
    }

    /// <summary>A user pool here says its local address in its tokens, though IAM knows AWS's.</summary>
    private TrustedIssuer IssuerOf(KnownOidcProvider provider) => pools.ByIssuer(provider.Url) is { } pool
        ? new TrustedIssuer(provider.Url, pool.Issuer, pool, PublicKeyAlgorithms.HttpApi)
        : new TrustedIssuer(provider.Url, provider.Url, keys, PublicKeyAlgorithms.All);
}
