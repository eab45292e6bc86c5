using Emulation.Gateway.Apis;
using Emulation.Tokens;
using Sam;

namespace Emulation.Gateway.Authorizers;

/// <summary>The issuers of a JWT authorizer: local pools, whose tokens name their local address, and anybody else's.</summary>
internal sealed class JwtTrust(JwtAuthorizer authorizer, DeployedApi api, IUserPoolIssuers pools, OpenIdKeys others) : ITokenTrust
{
    public string Known =>
        string.Join(", ", authorizer.Issuers.Select(i => pools.ByIssuer(i.Issuer) is { } pool && pool.Issuer != i.Issuer ? $"{i.Issuer} (here {pool.Issuer})" : i.Issuer));

    /// <summary>The configuration of the issuer that was found last.</summary>
    public JwtIssuer? Found { get; private set; }

    public TrustedIssuer? IssuerOf(TokenClaims claims)
    {
        foreach (var issuer in authorizer.Issuers)
        {
            var pool = pools.ByIssuer(issuer.Issuer);
            if (claims.Issuer is { } claimed && claimed == (pool?.Issuer ?? issuer.Issuer))
            {
                Found = issuer;
                return new TrustedIssuer(issuer.Issuer, claimed, pool is null ? others : pool, api.AlgorithmsOf(issuer));
            }
        }

        return null;
    }
}
