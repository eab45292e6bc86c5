using System.Collections.Immutable;
using System.Globalization;
using Emulation.Cognito.Protocol;
using Emulation.Tokens;

namespace Emulation.CognitoIdentity.Logins;

/// <summary>Verifies the OpenID Connect ID token of a login, whichever issuer made it, and says in Cognito's words what is wrong.</summary>
internal sealed class LoginTokens(TimeProvider time)
{
    private readonly TokenVerifier verifier = new(time);

    /// <exception cref="CognitoException">It does not hold.</exception>
    public async Task<TokenClaims> VerifyAsync(string token, TrustedIssuer issuer, CancellationToken cancellation)
    {
        var claims = ReceivedToken.Parse(token, out _)?.Claims ?? throw IdentityRefusal.BadToken("Not a valid OpenId Connect identity token.");
        foreach (var required in (ReadOnlySpan<string>)["iss", "aud", "sub", "exp"])
        {
            if (claims.Find(required) is null)
            {
                throw IdentityRefusal.BadToken($"Missing a required claim: {required}");
            }
        }

        if (claims.Issuer != issuer.Claimed)
        {
            throw IdentityRefusal.BadToken("Issuer doesn't match providerName");
        }

        var result = await verifier.VerifyAsync(token.AsMemory(), new OneIssuer(issuer), cancellation).ConfigureAwait(false);
        return result.Refusal switch
        {
            null => result.Claims!,
            { Kind: TokenRefusalKind.Expired } => throw Expired(claims),
            _ => throw IdentityRefusal.BadToken("Couldn't verify signed token.", result.Refusal.Reason),
        };
    }

    /// <summary>The claims as rules and tags read them.</summary>
    public static ImmutableDictionary<string, ImmutableArray<string>> Flatten(TokenClaims claims) =>
        claims.All.ToImmutableDictionary(static claim => claim.Name, static claim => claim.Values, StringComparer.Ordinal);

    private CognitoException Expired(TokenClaims claims)
    {
        claims.TryTime("exp", out var end);
        return IdentityRefusal.BadToken(string.Create(CultureInfo.InvariantCulture, $"Token expired: {time.GetUtcNow().ToUnixTimeSeconds()} >= {end}"));
    }

    private sealed class OneIssuer(TrustedIssuer issuer) : ITokenTrust
    {
        public string Known => issuer.Claimed;

        public TrustedIssuer? IssuerOf(TokenClaims claims) => claims.Issuer == issuer.Claimed ? issuer : null;
    }
}
