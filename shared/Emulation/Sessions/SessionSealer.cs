using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Emulation.Principals;
using Emulation.State;

namespace Emulation.Sessions;

/// <summary>
/// Makes and opens session tokens: AES-256-GCM over the claims, bound to the access key id. The secret key follows from the id and the token's
/// nonce, so nothing is stored, a restart loses no session, and another session key ends them all.
/// </summary>
internal sealed class SessionSealer : IDisposable
{
    private const byte Plain = 1;
    private const byte Deflated = 2;

    /// <summary>In bytes: what is shorter is not worth packing.</summary>
    private const int WorthPacking = 1024;
    private const int NonceSize = 12;
    private const int TagSize = 16;
    private const int HeaderSize = 1 + NonceSize;

    /// <summary>More than any token that <see cref="Seal"/> makes: STS bounds policies, tags and names, and their packed size.</summary>
    private const int LongestToken = 16_384;

    // AesGcm serves one thread at a time.
    private readonly Lock gate = new();
    private readonly AesGcm cipher;
    private readonly byte[] sessionSecrets;
    private readonly IdSource ids;

    /// <param name="sessionKey">The key of sessions, which can be replaced without the one that users' own secrets follow from.</param>
    /// <param name="ids">Draws nonces.</param>
    public SessionSealer(byte[] sessionKey, IdSource ids)
    {
        this.ids = ids;
        cipher = new AesGcm(Derive(sessionKey, "session tokens"u8), TagSize);
        sessionSecrets = Derive(sessionKey, "session secret access keys"u8);
    }

    /// <summary>Makes the secret and the token of a new session.</summary>
    public SealedSession Seal(string accessKeyId, SessionClaims claims)
    {
        var token = Close(accessKeyId, JsonSerializer.SerializeToUtf8Bytes(claims, SessionClaimsJson.Default.SessionClaims));
        return new SealedSession(SecretAccessKey.Of(sessionSecrets, accessKeyId, token.AsSpan(1, NonceSize)), Convert.ToBase64String(token));
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

        // The second test refuses the other spellings that base-64 allows (blanks, unused bits): one session, one token.
        if (!Convert.TryFromBase64String(token, bytes, out var length) || Convert.ToBase64String(bytes.AsSpan(0, length)) != token
            || Open(accessKeyId, bytes.AsSpan(0, length)) is not { } plain)
        {
            return false;
        }

        claims = JsonSerializer.Deserialize(plain, SessionClaimsJson.Default.SessionClaims);
        secret = SecretAccessKey.Of(sessionSecrets, accessKeyId, bytes.AsSpan(1, NonceSize));
        return claims is not null;
    }

    /// <summary>Seals bytes for a purpose, which an access key id is too.</summary>
    public byte[] Close(string purpose, byte[] plain)
    {
        var form = plain.Length < WorthPacking ? Plain : Deflated;
        plain = form == Deflated ? Pack(plain) : plain;
        var closed = new byte[HeaderSize + plain.Length + TagSize];
        closed[0] = form;
        var nonce = closed.AsSpan(1, NonceSize);
        ids.Fill(nonce);
        lock (gate)
        {
            cipher.Encrypt(nonce, plain, closed.AsSpan(HeaderSize, plain.Length), closed.AsSpan(HeaderSize + plain.Length), Context(form, purpose));
        }

        return closed;
    }

    /// <summary>Null for what was not sealed here for this purpose, or was altered.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> closed)
    {
        if (closed.Length < HeaderSize + TagSize || closed[0] is not (Plain or Deflated))
        {
            return null;
        }

        var plain = new byte[closed.Length - HeaderSize - TagSize];
        try
        {
            lock (gate)
            {
                cipher.Decrypt(closed.Slice(1, NonceSize), closed[HeaderSize..^TagSize], closed[^TagSize..], plain, Context(closed[0], purpose));
            }
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }

        return closed[0] == Deflated ? Unpack(plain) : plain;
    }

    /// <summary>Eight hexadecimal digits that change with the session key.</summary>
    public string SessionMark => Convert.ToHexStringLower(HMACSHA256.HashData(sessionSecrets, "session mark"u8).AsSpan(0, 4));

    public void Dispose() => cipher.Dispose();

    private static byte[] Derive(byte[] key, ReadOnlySpan<byte> purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, key, 32, info: purpose.ToArray());

    /// <summary>What is bound to the sealed bytes: their form, and the purpose.</summary>
    private static byte[] Context(byte form, string purpose) => [form, .. Encoding.UTF8.GetBytes(purpose)];

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
}

/// <summary>The two halves of a session's credentials that go with its access key id.</summary>
internal readonly record struct SealedSession(string SecretAccessKey, string SessionToken)
{
    public override string ToString() => "(sealed session)";
}
