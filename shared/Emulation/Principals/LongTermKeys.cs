using System.Security.Cryptography;
using System.Text;

namespace Emulation.Principals;

/// <summary>
/// The secrets of users' own access keys. Each follows from the key's id and the state folder's sealing key, so none is stored, and the end of all sessions
/// leaves them as they are.
/// </summary>
internal sealed class LongTermKeys(byte[] sealingKey)
{
    private readonly byte[] secrets = HKDF.DeriveKey(HashAlgorithmName.SHA256, sealingKey, 32, info: "secret access keys"u8.ToArray());

    /// <summary>The secret of a user's access key.</summary>
    public string SecretOf(string accessKeyId) => SecretAccessKey.Of(secrets, accessKeyId, []);

    /// <summary>Ten bytes that are the same for the same name in the same state folder: a user's access key id is made from them.</summary>
    public byte[] EntropyFor(string name) => HMACSHA256.HashData(secrets, Encoding.UTF8.GetBytes("id\n" + name))[..10];
}

/// <summary>Secret access keys that follow from their ids.</summary>
internal static class SecretAccessKey
{
    /// <summary>40 characters of base-64, as AWS's secrets are.</summary>
    /// <param name="key">What secrets follow from.</param>
    /// <param name="accessKeyId">The access key id.</param>
    /// <param name="nonce">At most twelve bytes more; none for a key that has no session.</param>
    public static string Of(byte[] key, string accessKeyId, ReadOnlySpan<byte> nonce)
    {
        Span<byte> input = stackalloc byte[64 + 12];
        var length = Encoding.UTF8.GetBytes(accessKeyId.AsSpan(0, Math.Min(accessKeyId.Length, 20)), input);
        nonce.CopyTo(input[length..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(key, input[..(length + nonce.Length)], hash);
        return Convert.ToBase64String(hash[..30]);
    }
}
