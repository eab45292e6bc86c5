using Emulation.Cognito.Protocol;
using Emulation.CognitoIdentity.Storage;
using Emulation.Principals;

namespace Emulation.CognitoIdentity.Pools;

/// <summary>Finds the pool that a request names.</summary>
internal sealed class IdentityPoolDirectory(IdentityStore store, ResourceOwners owners, string region)
{
    public string ArnOf(string id) =>
        $"arn:aws:cognito-identity:{(id.IndexOf(':', StringComparison.Ordinal) is var end and > 0 ? id[..end] : region)}:{owners.OfPool(id)}:identitypool/{id}";

    /// <exception cref="CognitoException">There is no such pool, or it is not named as it must be.</exception>
    public IdentityPool PoolOf(Fields fields) => Pool(PoolId(fields));

    public static string PoolId(Fields fields) => fields.Required("IdentityPoolId", 1, IdentityPoolDocument.LongestId, IdentityPoolDocument.IdPattern);

    /// <exception cref="CognitoException">There is no such pool.</exception>
    public IdentityPool Pool(string id) => store.Pool(id) ?? throw IdentityRefusal.NoPool(id);

    /// <summary>The pool of a request that names an identity only.</summary>
    /// <exception cref="CognitoException">There is no such identity.</exception>
    public IdentityPool PoolOfIdentity(string identityId) =>
        store.Identity(identityId) is { } identity && store.Pool(identity.PoolId) is { } pool ? pool : throw IdentityRefusal.NoIdentity(identityId);

    public static string IdentityId(Fields fields) => fields.Required("IdentityId", 1, IdentityPoolDocument.LongestId, IdentityPoolDocument.IdPattern);

    /// <exception cref="CognitoException">The ARN is not that of a pool here.</exception>
    public IdentityPool PoolOfArn(Fields fields)
    {
        var arn = fields.Required("ResourceArn", 20, 2048);
        return ByArn(arn) ?? throw Refusal.NotFound($"Resource '{arn}' not found.");
    }

    /// <summary>The pool whose ARN this is, and no other's.</summary>
    public IdentityPool? ByArn(string arn) => store.Pool(arn[(arn.LastIndexOf('/') + 1)..]) is { } pool && ArnOf(pool.Id) == arn ? pool : null;
}
