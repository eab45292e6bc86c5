using System.Collections.Concurrent;
using System.Security.Cryptography;
using Emulation.Cognito.Storage;
using Emulation.State;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Cognito.Tokens;

/// <summary>
/// The pools' RSA keys: one for ID tokens and another for access tokens. After a rotation the old keys stay in the key set as long as a token of theirs may live.
/// </summary>
internal sealed class SigningKeys(KeyStore store, Seal seal, IdSource ids, TimeProvider time)
{
    private const string Purpose = "signing key";

    /// <summary>ID and access tokens live a day at most.</summary>
    private static readonly TimeSpan LongestToken = TimeSpan.FromDays(1);
    private readonly ConcurrentDictionary<string, PoolKeys> keysOf = new(StringComparer.Ordinal);
    private readonly Lock gate = new();

    /// <summary>The keys of a pool, made when they are first asked for.</summary>
    public PoolKeys Of(string pool) => keysOf.TryGetValue(pool, out var keys) ? keys : Load(pool);

    /// <summary>New keys from now on. Tokens signed with the old ones stay good until they expire.</summary>
    public void Rotate(string pool)
    {
        lock (gate)
        {
            Generate(pool);
            var rotatedBefore = time.GetUtcNow() - LongestToken;
            foreach (var purpose in store.Of(pool).GroupBy(static key => key.Purpose))
            {
                // A key was in use until the next one was made.
                foreach (var (old, successor) in purpose.Skip(1).Zip(purpose).Where(pair => pair.Second.Created < rotatedBefore))
                {
                    store.Delete(old.Kid);
                }
            }

            keysOf.TryRemove(pool, out _);
        }
    }

    public void Forget(string pool) => keysOf.TryRemove(pool, out _);

    private PoolKeys Load(string pool)
    {
        lock (gate)
        {
            if (keysOf.TryGetValue(pool, out var loaded))
            {
                return loaded;
            }

            var rows = store.Of(pool);
            if (rows.Count == 0)
            {
                Generate(pool);
                rows = store.Of(pool);
            }

            var opened = rows.ConvertAll(row => (row.Purpose, Key: Open(row.Kid, row.Sealed)));
            return keysOf[pool] = new PoolKeys(
                opened.First(static key => key.Purpose == "id").Key, opened.First(static key => key.Purpose == "access").Key, [.. opened.Select(static key => PublicOf(key.Key))]);
        }
    }

    private void Generate(string pool) => store.Atomically(() =>
    {
        foreach (var purpose in (ReadOnlySpan<string>)["id", "access"])
        {
            using var rsa = ids.RsaKey();
            var kid = Convert.ToBase64String(SHA256.HashData(rsa.ExportSubjectPublicKeyInfo()));
            store.Add(pool, kid, purpose, time.GetUtcNow(), Convert.ToBase64String(seal.Close(Purpose, rsa.ExportPkcs8PrivateKey())));
        }

        return true;
    });

    private RsaSecurityKey Open(string kid, string sealedKey)
    {
        var rsa = RSA.Create();
        rsa.ImportPkcs8PrivateKey(
            seal.Open(Purpose, Convert.FromBase64String(sealedKey))
                ?? throw new InvalidOperationException("A signing key was sealed with another key than the state folder has. Delete cognito.db, or bring back sealing.key."),
            out _);
        return new RsaSecurityKey(rsa) { KeyId = kid };
    }

    private static RsaSecurityKey PublicOf(RsaSecurityKey key) => new(key.Rsa.ExportParameters(includePrivateParameters: false)) { KeyId = key.KeyId };
}

/// <summary>A pool's keys.</summary>
/// <param name="Id">Signs ID tokens.</param>
/// <param name="Access">Signs access tokens.</param>
/// <param name="Public">The key set: present and former ones.</param>
internal sealed record PoolKeys(RsaSecurityKey Id, RsaSecurityKey Access, IReadOnlyList<SecurityKey> Public);
