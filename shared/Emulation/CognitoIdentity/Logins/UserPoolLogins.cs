using Emulation.Cognito.Protocol;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Pools;
using Emulation.Tokens;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>Logins by the ID token of a user pool. Amazon Cognito Developer Guide, "Accessing AWS services using an identity pool after sign-in".</summary>
internal sealed class UserPoolLogins(IUserPoolIssuers issuers, AccessTokens users, LoginTokens tokens)
{
    /// <exception cref="CognitoException">The token does not hold, or is not of a client that the identity pool takes.</exception>
    public async Task<VerifiedLogin> VerifyAsync(IdentityPool pool, string provider, string token, CancellationToken cancellation)
    {
        var accepted = pool.UserPools.Where(candidate => candidate.ProviderName == provider).ToList();
        if (accepted.Count == 0 || issuers.ByIssuer($"https://{provider}") is not { } issuer)
        {
            throw IdentityRefusal.UnsupportedProvider;
        }

        var claims = await tokens.VerifyAsync(token, new TrustedIssuer(issuer.Issuer, issuer.Issuer, issuer, PublicKeyAlgorithms.HttpApi), cancellation).ConfigureAwait(false);
        if (claims.TokenUse != "id")
        {
            throw IdentityRefusal.BadToken("Not a valid OpenId Connect identity token.");
        }

        var client = accepted.Find(candidate => claims.Audiences is [var audience] && audience == candidate.ClientId) ?? throw IdentityRefusal.UnsupportedProvider;
        var sub = claims.Text("sub")!;
        if (client.ServerSideTokenCheck && !IsStillSignedIn(provider, sub, claims))
        {
            throw IdentityRefusal.BadToken("The user is signed out, disabled or deleted.");
        }

        return new VerifiedLogin
        {
            Login = new Login(provider, sub),
            Amr = [provider, $"{provider}:CognitoSignIn:{sub}"],
            Names = [$"{provider}:{client.ClientId}", provider],
            Claims = LoginTokens.Flatten(claims),
        };
    }

    private bool IsStillSignedIn(string provider, string sub, TokenClaims claims)
    {
        claims.TryTime("auth_time", out var authTime);
        return users.IsStillSignedIn(provider[(provider.IndexOf('/', StringComparison.Ordinal) + 1)..], sub, claims.Text("origin_jti"), (long?)authTime);
    }
}
