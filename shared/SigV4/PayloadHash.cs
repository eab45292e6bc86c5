using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using SigV4.Canonical;
using SigV4.Keys;

namespace SigV4;

/// <summary>
/// What a signature says about the body: its SHA-256, or that it is not signed. Source: Amazon S3 API Reference, "Authenticating Requests:
/// Using the Authorization Header", x-amz-content-sha256.
/// </summary>
public readonly struct PayloadHash
{
    private readonly string? literal;
    private readonly Sha256 hash;

    private PayloadHash(string literal) => this.literal = literal;

    private PayloadHash(ReadOnlySpan<byte> hash) => hash.CopyTo(this.hash);

    /// <summary>Of no body.</summary>
    public static PayloadHash Empty { get; } = Of([]);

    /// <summary><c>UNSIGNED-PAYLOAD</c>: anyone may change the body. S3 takes it, over TLS.</summary>
    public static PayloadHash NotSigned { get; } = new("UNSIGNED-PAYLOAD");

    /// <summary><c>STREAMING-UNSIGNED-PAYLOAD-TRAILER</c>: a chunked body whose checksum comes in its trailer.</summary>
    public static PayloadHash StreamingUnsignedTrailer { get; } = new("STREAMING-UNSIGNED-PAYLOAD-TRAILER");

    /// <summary><c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD</c>: a body in chunks, each with its own signature.</summary>
    public static PayloadHash StreamingSigned { get; } = new("STREAMING-AWS4-HMAC-SHA256-PAYLOAD");

    /// <summary><c>STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER</c>: likewise, with a signed trailer behind the chunks.</summary>
    public static PayloadHash StreamingSignedTrailer { get; } = new("STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER");

    /// <summary>False if the signature of the request does not cover the body by its hash.</summary>
    public bool IsSigned => literal is null;

    /// <summary>Of a body in memory.</summary>
    public static PayloadHash Of(ReadOnlySpan<byte> body)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        KeptSha256.HashData(body, hash);
        return new PayloadHash(hash);
    }

    /// <summary>Of a stream, read to its end in pieces and not kept.</summary>
    public static async ValueTask<PayloadHash> OfAsync(Stream body, CancellationToken cancellationToken = default) =>
        new(await SHA256.HashDataAsync(body, cancellationToken).ConfigureAwait(false));

    /// <summary>A hash that is known already.</summary>
    /// <param name="sha256">32 bytes.</param>
    /// <exception cref="ArgumentException">It is not 32 bytes long.</exception>
    public static PayloadHash FromSha256(ReadOnlySpan<byte> sha256) => sha256.Length == SHA256.HashSizeInBytes
        ? new PayloadHash(sha256)
        : throw new ArgumentException($"A SHA-256 is {SHA256.HashSizeInBytes} bytes, not {sha256.Length}.", nameof(sha256));

    /// <summary>Reads what <c>x-amz-content-sha256</c> says: 64 lower-case hexadecimal digits, or one of the literals above.</summary>
    /// <returns>False of anything else, SigV4A's literals among it.</returns>
    public static bool TryParse(ReadOnlySpan<char> text, out PayloadHash payload)
    {
        foreach (var known in (ReadOnlySpan<PayloadHash>)[NotSigned, StreamingUnsignedTrailer, StreamingSigned, StreamingSignedTrailer])
        {
            if (text.SequenceEqual(known.literal))
            {
                payload = known;
                return true;
            }
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        var isHash = text.Length == SHA256.HashSizeInBytes * 2 && !text.ContainsAnyInRange('A', 'F')
            && Convert.FromHexString(text, hash, out _, out _) == System.Buffers.OperationStatus.Done;
        payload = isHash ? new PayloadHash(hash) : default;
        return isHash;
    }

    /// <summary>As in <c>x-amz-content-sha256</c>: 64 lower-case hexadecimal digits, or the literal.</summary>
    public override string ToString() => literal ?? Convert.ToHexStringLower(hash);

    internal void AddTo(ref ByteWriter writer)
    {
        if (literal is not null)
        {
            writer.Add(literal);
        }
        else
        {
            StringToSign.AddHex(ref writer, hash);
        }
    }

    [InlineArray(SHA256.HashSizeInBytes)]
    private struct Sha256
    {
        private byte first;
    }
}
