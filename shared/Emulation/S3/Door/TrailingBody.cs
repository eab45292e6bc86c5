using System.Globalization;
using System.Text;
using Emulation.Upstreams.Bodies;

namespace Emulation.S3.Door;

/// <summary>
/// A body in unsigned chunks with its checksum behind it, as the client sent it to LocalAws: a server may ask for the checksum and keeps it, and it is known only at the end.
/// Amazon S3 API Reference, "Including trailing headers in chunked uploads".
/// </summary>
/// <param name="body">The body without chunks. Its end is told only when it is known to be right.</param>
/// <param name="length">In bytes, of the body without chunks.</param>
/// <param name="trailer">The checksum's name.</param>
/// <param name="trailers">The checksum; there once the body is read.</param>
internal sealed class TrailingBody(Stream body, long length, string trailer, IReadOnlyDictionary<string, string> trailers) : CheckedStream
{
    private const int Piece = 64 * 1024;

    /// <summary>In bytes, the checksums in Base64.</summary>
    private static readonly Dictionary<string, int> Lengths = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x-amz-checksum-crc32"] = 8,
        ["x-amz-checksum-crc32c"] = 8,
        ["x-amz-checksum-crc64nvme"] = 12,
        ["x-amz-checksum-xxhash3"] = 12,
        ["x-amz-checksum-xxhash64"] = 12,
        ["x-amz-checksum-xxhash128"] = 24,
        ["x-amz-checksum-md5"] = 24,
        ["x-amz-checksum-sha1"] = 28,
        ["x-amz-checksum-sha256"] = 44,
        ["x-amz-checksum-sha512"] = 88,
    };

    private readonly byte[] piece = new byte[8 + Piece + 2];
    private ReadOnlyMemory<byte> ready;
    private bool isAtEnd;

    /// <summary>Whether it is known how long a checksum is, and so the whole.</summary>
    public static bool Has(string trailer) => Lengths.ContainsKey(trailer);

    /// <summary>In bytes, with chunks and checksum.</summary>
    public static long LengthOf(long length, string trailer)
    {
        var (whole, rest) = Math.DivRem(length, Piece);
        return (whole * OfChunk(Piece)) + (rest == 0 ? 0 : OfChunk((int)rest)) + "0\r\n".Length + trailer.Length + ":".Length + Lengths[trailer] + "\r\n\r\n".Length;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (ready.IsEmpty && !isAtEnd)
        {
            await NextAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, ready.Length);
        ready[..count].CopyTo(buffer);
        ready = ready[count..];
        return count;
    }

    private static int OfChunk(int size) => Head(size).Length + size + 2;

    private static string Head(int size) => string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n");

    private async ValueTask NextAsync(CancellationToken cancellation)
    {
        var size = (int)Math.Min(Piece, length);
        length -= size;
        if (size == 0)
        {
            // The read of nothing proves the body, and brings the trailers.
            while (await body.ReadAsync(piece, cancellation).ConfigureAwait(false) > 0)
            {
            }

            isAtEnd = true;
            ready = Encoding.ASCII.GetBytes($"0\r\n{trailer}:{trailers.GetValueOrDefault(trailer)}\r\n\r\n");
            return;
        }

        var head = Encoding.ASCII.GetBytes(Head(size), piece);
        await body.ReadExactlyAsync(piece.AsMemory(head, size), cancellation).ConfigureAwait(false);
        "\r\n"u8.CopyTo(piece.AsSpan(head + size));
        ready = piece.AsMemory(0, head + size + 2);
    }
}
