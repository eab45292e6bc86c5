namespace Emulation.Tokens;

/// <summary>The keys of a user pool of this LocalAws, as they are at this moment.</summary>
internal sealed class LocalPoolKeys(UserPoolIssuer pool) : ISigningKeys
{
    public ValueTask<TokenSigningKey> FindAsync(string issuer, string keyId, CancellationToken cancellation) => new(TokenSigningKey.Of(pool.Keys, keyId, pool.Issuer));
}
