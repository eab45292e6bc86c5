using System.Security.Cryptography;
using System.Text;
using SigV4.Canonical;
using SigV4.Keys;

namespace SigV4;

/// <summary>
/// Proves the chunks of a body one after the other: each signature covers the one before, the first that of the request. One reading at a time. Source: Amazon S3 API Reference,
/// "Signature calculations for the authorization header: transferring payload in multiple chunks" and "Signature calculations for trailing headers".
/// </summary>
public sealed class ChunkSignatures
{
    private const string Chunk = "AWS4-HMAC-SHA256-PAYLOAD";
    private const string Trailer = "AWS4-HMAC-SHA256-TRAILER";
    private static readonly string HashOfNothing = PayloadHash.Empty.ToString();
    private readonly SigningKey key;
    private readonly string timeAndScope;
    private string previous;

    internal ChunkSignatures(SigningKey key, SigningTime time, CredentialScope scope, string seed)
    {
        this.key = key;
        timeAndScope = $"{time}\n{scope}";
        previous = seed;
    }

    /// <summary>Whether a signature is the next chunk's. After one that is not, none is.</summary>
    /// <param name="hash">The SHA-256 of the chunk's data.</param>
    /// <param name="signature">What the chunk says: 64 hexadecimal digits.</param>
    public bool Prove(ReadOnlySpan<byte> hash, ReadOnlySpan<char> signature) =>
        Follow($"{Chunk}\n{timeAndScope}\n{previous}\n{HashOfNothing}\n{Convert.ToHexStringLower(hash)}", signature);

    /// <summary>Whether a signature is that of the trailer behind the last chunk.</summary>
    /// <param name="hash">The SHA-256 of the trailer's lines, each <c>name:value</c> and a line feed.</param>
    /// <param name="signature">What the trailer says.</param>
    public bool ProveTrailer(ReadOnlySpan<byte> hash, ReadOnlySpan<char> signature) =>
        Follow($"{Trailer}\n{timeAndScope}\n{previous}\n{Convert.ToHexStringLower(hash)}", signature);

    private bool Follow(string stringToSign, ReadOnlySpan<char> signature)
    {
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        key.Sign(Encoding.ASCII.GetBytes(stringToSign), expected);
        var isSame = SigV4Verifier.IsSame(signature, expected);
        previous = isSame ? signature.ToString() : "";
        return isSame;
    }
}
