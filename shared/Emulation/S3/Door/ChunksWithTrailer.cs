using System.Globalization;
using System.Text;
using Emulation.Upstreams.Bodies;

namespace Emulation.S3.Door;

/// <summary>A body in chunks without signatures, each with its size before it, and a line behind the last one that is known only then.</summary>
/// <param name="body">The body.</param>
/// <param name="trailer">The line, once the body is read to its end.</param>
internal sealed class ChunksWithTrailer(Stream body, Func<string> trailer) : CheckedStream
{
    /// <summary>In bytes, of each chunk but the last one.</summary>
    public const int Chunk = 64 * 1024;

    private readonly byte[] pending = new byte[Chunk + 32];
    private readonly byte[] read = new byte[Chunk];
    private int at;
    private int end;
    private bool isAtEnd;

    /// <summary>How long it is as it is sent.</summary>
    /// <param name="length">Of the body, in bytes.</param>
    /// <param name="trailer">Of the line behind it.</param>
    public static long LengthOf(long length, int trailer)
    {
        var (whole, rest) = Math.DivRem(length, Chunk);
        return (whole * SizeOf(Chunk)) + (rest == 0 ? 0 : SizeOf((int)rest)) + "0\r\n".Length + trailer + "\r\n\r\n".Length;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty)
        {
            return 0;
        }

        if (at == end && !isAtEnd)
        {
            await FillAsync(cancellationToken).ConfigureAwait(false);
        }

        var count = Math.Min(buffer.Length, end - at);
        pending.AsMemory(at, count).CopyTo(buffer);
        at += count;
        return count;
    }

    private static int SizeOf(int chunk) => Line(chunk).Length + chunk + "\r\n".Length;

    private static string Line(int size) => string.Create(CultureInfo.InvariantCulture, $"{size:x}\r\n");

    private async ValueTask FillAsync(CancellationToken cancellation)
    {
        var size = await body.ReadAtLeastAsync(read, Chunk, throwOnEndOfStream: false, cancellation).ConfigureAwait(false);
        (at, end) = (0, 0);
        if (size > 0)
        {
            Add(Line(size));
            read.AsSpan(0, size).CopyTo(pending.AsSpan(end));
            end += size;
            Add("\r\n");
            return;
        }

        isAtEnd = true;
        Add($"{Line(0)}{trailer()}\r\n\r\n");
    }

    private void Add(string text) => end += Encoding.ASCII.GetBytes(text, pending.AsSpan(end));
}
