namespace Emulation.Tokens;

/// <summary>The keys of a user pool of this LocalAws, as they are at this moment.</summary>
internal sealed class LocalPoolKeys(UserPoolIssuer pool) : ISigningKeys
{
    public ValueTask<SigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation) => new(SigningKey.Of(pool.Keys, keyId, pool.Issuer));
}
