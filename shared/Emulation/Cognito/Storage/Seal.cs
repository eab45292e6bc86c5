using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Emulation.State;

namespace Emulation.Cognito.Storage;

/// <summary>
/// Encrypts and authenticates what Cognito hands out or keeps and nobody may read or forge: sessions of a sign-in, refresh tokens, keys. Each purpose has a key of
/// its own, derived from the state folder's.
/// </summary>
/// <param name="stateKey">The state folder's 32 bytes.</param>
/// <param name="ids">The nonces.</param>
internal sealed class Seal(byte[] stateKey, IdSource ids)
{
    private const int NonceLength = 12;
    private const int TagLength = 16;

    /// <summary>Seals bytes into nonce, ciphertext and tag.</summary>
    public byte[] Close(string purpose, ReadOnlySpan<byte> plain, ReadOnlySpan<byte> context = default)
    {
        var result = new byte[NonceLength + plain.Length + TagLength];
        ids.Fill(result.AsSpan(0, NonceLength));
        using var aes = new AesGcm(KeyFor(purpose), TagLength);
        aes.Encrypt(result.AsSpan(0, NonceLength), plain, result.AsSpan(NonceLength, plain.Length), result.AsSpan(NonceLength + plain.Length), context);
        return result;
    }

    /// <summary>Null when the bytes were not sealed here for this purpose, or were altered.</summary>
    public byte[]? Open(string purpose, ReadOnlySpan<byte> closed, ReadOnlySpan<byte> context = default)
    {
        if (closed.Length < NonceLength + TagLength)
        {
            return null;
        }

        var plain = new byte[closed.Length - NonceLength - TagLength];
        using var aes = new AesGcm(KeyFor(purpose), TagLength);
        try
        {
            aes.Decrypt(closed[..NonceLength], closed[NonceLength..^TagLength], closed[^TagLength..], plain, context);
            return plain;
        }
        catch (AuthenticationTagMismatchException)
        {
            return null;
        }
    }

    public string CloseText(string purpose, string text) => Base64Url.EncodeToString(Close(purpose, Encoding.UTF8.GetBytes(text)));

    public string? OpenText(string purpose, string closed) =>
        TokenText.IsExact(closed) && Base64Url.IsValid(closed) && Open(purpose, Base64Url.DecodeFromChars(closed)) is { } plain ? Encoding.UTF8.GetString(plain) : null;

    /// <summary>A keyed hash, base64: to keep a short code without keeping the code.</summary>
    public string Hash(string purpose, string text) => Convert.ToBase64String(HMACSHA256.HashData(KeyFor(purpose), Encoding.UTF8.GetBytes(text)));

    private byte[] KeyFor(string purpose) => HKDF.DeriveKey(HashAlgorithmName.SHA256, stateKey, 32, info: Encoding.UTF8.GetBytes($"localaws cognito {purpose}"));
}
