using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Emulation.State;

namespace Emulation.Sts;

/// <summary>
/// Makes and opens session tokens: AES-256-GCM over the claims, bound to the access key id. The secret key follows from the id and the token's
/// nonce, so nothing is stored, a restart loses no session, and rotating the sealing key ends them all.
/// </summary>
internal sealed class SessionSealer : IDisposable
{
    private const byte Plain = 1;
    private const byte Deflated = 2;

    /// <summary>In bytes: shorter claims are not worth packing.</summary>
    private const int WorthPacking = 1024;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize;

    /// <summary>More than any token that <see cref="Seal"/> makes: STS bounds policies, tags and names, and their packed size.</summary>
    private const int LongestToken = 16_384;

    // AesGcm serves one thread at a time.
    private readonly Lock gate = new();
    private readonly AesGcm cipher;
    private readonly byte[] secretsKey;
    private readonly IdSource ids;

    public SessionSealer(byte[] sealingKey, IdSource ids)
    {
        this.ids = ids;
        cipher = new AesGcm(HKDF.DeriveKey(HashAlgorithmName.SHA256, sealingKey, 32, info: "session tokens"u8.ToArray()), TagSize);
        secretsKey = HKDF.DeriveKey(HashAlgorithmName.SHA256, sealingKey, 32, info: "secret access keys"u8.ToArray());
    }

    /// <summary>Makes the secret and the token of a new session.</summary>
    public SealedSession Seal(string accessKeyId, SessionClaims claims)
    {
        var plain = JsonSerializer.SerializeToUtf8Bytes(claims, SessionClaimsJson.Default.SessionClaims);
        var form = plain.Length < WorthPacking ? Plain : Deflated;
        plain = form == Deflated ? Pack(plain) : plain;
        var token = new byte[HeaderSize + plain.Length + TagSize];
        token[0] = form;
        var nonce = token.AsSpan(1, NonceSize);
        ids.Fill(nonce);
        lock (gate)
        {
            cipher.Encrypt(nonce, plain, token.AsSpan(HeaderSize, plain.Length), token.AsSpan(HeaderSize + plain.Length), Context(form, accessKeyId));
        }

        return new SealedSession(Secret(accessKeyId, nonce), Convert.ToBase64String(token));
    }

    /// <summary>Opens a token; false when it was not made here, was altered, or belongs to another access key id.</summary>
    public bool TryOpen(string accessKeyId, string token, [NotNullWhen(true)] out SessionClaims? claims, out string secret)
    {
        claims = null;
        secret = "";
        if (token.Length > LongestToken)
        {
            return false;
        }

        var bytes = new byte[token.Length / 4 * 3];
        if (!Convert.TryFromBase64String(token, bytes, out var length) || length < HeaderSize + TagSize || bytes[0] is not (Plain or Deflated) ||
            Convert.ToBase64String(bytes.AsSpan(0, length)) != token)
        {
            // The last test refuses the second spellings that base-64 allows (blanks, unused bits): one session, one token.
            return false;
        }

        var sealedClaims = bytes.AsSpan(HeaderSize, length - HeaderSize - TagSize);
        var nonce = bytes.AsSpan(1, NonceSize);
        var plain = new byte[sealedClaims.Length];
        try
        {
            lock (gate)
            {
                cipher.Decrypt(nonce, sealedClaims, bytes.AsSpan(length - TagSize, TagSize), plain, Context(bytes[0], accessKeyId));
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }

        claims = JsonSerializer.Deserialize(bytes[0] == Deflated ? Unpack(plain) : plain, SessionClaimsJson.Default.SessionClaims);
        secret = Secret(accessKeyId, nonce);
        return claims is not null;
    }

    /// <summary>The secret of a user's long-term access key.</summary>
    public string LongTermSecret(string accessKeyId) => Secret(accessKeyId, []);

    /// <summary>Ten bytes that are the same for the same name in the same state folder: a user's access key id is made from them.</summary>
    public byte[] EntropyFor(string name) => HMACSHA256.HashData(secretsKey, Encoding.UTF8.GetBytes("id\n" + name))[..10];

    public void Dispose() => cipher.Dispose();

    /// <summary>What a token is bound to: its form, and the access key id.</summary>
    private static byte[] Context(byte form, string accessKeyId) => [form, .. Encoding.UTF8.GetBytes(accessKeyId)];

    private static byte[] Pack(byte[] plain)
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            deflate.Write(plain);
        }

        return packed.ToArray();
    }

    /// <summary>Only of what was sealed here: nobody else chooses what it unpacks to.</summary>
    private static byte[] Unpack(byte[] packed)
    {
        using var plain = new MemoryStream();
        using var inflate = new DeflateStream(new MemoryStream(packed), CompressionMode.Decompress);
        inflate.CopyTo(plain);
        return plain.ToArray();
    }

    /// <summary>40 characters of base-64, as AWS's secrets are.</summary>
    private string Secret(string accessKeyId, ReadOnlySpan<byte> nonce)
    {
        Span<byte> input = stackalloc byte[64 + NonceSize];
        var length = Encoding.UTF8.GetBytes(accessKeyId.AsSpan(0, Math.Min(accessKeyId.Length, 20)), input);
        nonce.CopyTo(input[length..]);
        Span<byte> hash = stackalloc byte[32];
        HMACSHA256.HashData(secretsKey, input[..(length + nonce.Length)], hash);
        return Convert.ToBase64String(hash[..30]);
    }
}

/// <summary>The two halves of a session's credentials that go with its access key id.</summary>
internal readonly record struct SealedSession(string SecretAccessKey, string SessionToken)
{
    public override string ToString() => "(sealed session)";
}
