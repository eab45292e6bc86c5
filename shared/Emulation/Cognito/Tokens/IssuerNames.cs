using Emulation.Cognito.Pools;
using Emulation.Tokens;

namespace Emulation.Cognito.Tokens;

/// <summary>What tokens say in <c>iss</c>: the pool's URL at this LocalAws, or AWS's own when a verifier insists on it.</summary>
/// <param name="endpointUrl">The endpoint, once it is known.</param>
/// <param name="asAws">Whether tokens say AWS's issuer.</param>
internal sealed class IssuerNames(Func<string> endpointUrl, bool asAws)
{
    public string Of(string pool) => asAws ? AwsIssuer(pool) : LocalIssuer(pool);

    /// <summary>Where the pool's discovery document and keys really are.</summary>
    public string LocalIssuer(string pool) => $"{endpointUrl()}/{pool}";

    public static string AwsIssuer(string pool) => $"https://cognito-idp.{pool[..Math.Max(0, pool.IndexOf('_', StringComparison.Ordinal))]}.amazonaws.com/{pool}";
}

/// <summary>The pools as those see them who verify tokens.</summary>
internal sealed class UserPoolIssuers(PoolStore store, SigningKeys keys, IssuerNames names, Func<string, string> arnOf) : IUserPoolIssuers
{
    public UserPoolIssuer? ByArn(string userPoolArn) => Find(userPoolArn[(userPoolArn.LastIndexOf('/') + 1)..], pool => arnOf(pool) == userPoolArn);

    public UserPoolIssuer? ByIssuer(string issuer)
    {
        var pool = issuer[(issuer.LastIndexOf('/') + 1)..];
        return Find(pool, id => issuer == names.LocalIssuer(id) || issuer == IssuerNames.AwsIssuer(id));
    }

    private UserPoolIssuer? Find(string pool, Func<string, bool> isIt) =>
        pool.Contains('_', StringComparison.Ordinal) && isIt(pool) && store.HasPool(pool) ? new UserPoolIssuer(names.Of(pool), keys.Of(pool).Public) : null;
}
