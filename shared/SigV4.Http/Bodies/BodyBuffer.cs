using System.Security.Cryptography;

namespace SigV4.Http.Bodies;

/// <summary>
/// Keeps what is written to it and hashes it on the way. Grows by whole segments that are never copied, so a body of n bytes
/// needs n bytes and at most one segment more.
/// </summary>
internal sealed class BodyBuffer(long maxBytes) : WriteOnlyStream
{
    private const int FirstSegment = 4 * 1024;
    private const int LargestSegment = 1024 * 1024;

    private readonly List<byte[]> segments = [];
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private int usedOfLast;

    public long BytesWritten { get; private set; }

    /// <summary>The SHA-256 of all that was written. Ends the writing.</summary>
    public byte[] Complete()
    {
        var sha256 = hash.GetHashAndReset();
        hash.Dispose();
        return sha256;
    }

    public void WriteTo(Stream destination)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            destination.Write(Filled(i).Span);
        }
    }

    public async Task WriteToAsync(Stream destination, CancellationToken cancellationToken)
    {
        for (var i = 0; i < segments.Count; i++)
        {
            await destination.WriteAsync(Filled(i), cancellationToken).ConfigureAwait(false);
        }
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (BytesWritten + buffer.Length > maxBytes)
        {
            throw new RequestBodyTooLargeException(maxBytes);
        }

        BytesWritten += buffer.Length;
        hash.AppendData(buffer);
        while (!buffer.IsEmpty)
        {
            var free = FreeOfLast();
            var count = Math.Min(free.Length, buffer.Length);
            buffer[..count].CopyTo(free);
            usedOfLast += count;
            buffer = buffer[count..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            hash.Dispose();
        }

        base.Dispose(disposing);
    }

    private Span<byte> FreeOfLast()
    {
        if (segments.Count == 0 || usedOfLast == segments[^1].Length)
        {
            var size = segments.Count == 0 ? FirstSegment : Math.Min(LargestSegment, segments[^1].Length * 2);
            segments.Add(GC.AllocateUninitializedArray<byte>(size));
            usedOfLast = 0;
        }

        return segments[^1].AsSpan(usedOfLast);
    }

    private ReadOnlyMemory<byte> Filled(int segment) =>
        segment == segments.Count - 1 ? segments[segment].AsMemory(0, usedOfLast) : segments[segment];
}
