using System.Collections.Immutable;
using Microsoft.Win32.SafeHandles;

namespace Emulation.S3.Store;

/// <summary>The bytes of a range of a body, read from its files one after the other, one of them open at a time.</summary>
internal sealed class BodyStream(BodyFiles files, ImmutableArray<BodyFile> body, ByteRange range) : Stream
{
    private SafeFileHandle? handle;
    private int at = -1;
    private long within;
    private long left = range.Length;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => range.Length;

    public override long Position
    {
        get => range.Length - left;
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer)
    {
        if (left == 0 || buffer.IsEmpty)
        {
            return 0;
        }

        while (handle is null || within >= body[at].Size)
        {
            Advance();
        }

        var wanted = (int)Math.Min(buffer.Length, Math.Min(left, body[at].Size - within));
        var read = RandomAccess.Read(handle, buffer[..wanted], within);
        if (read == 0)
        {
            throw new EndOfStreamException($"The file {body[at].Name} of the folder s3/bodies is shorter than it was written.");
        }

        (within, left) = (within + read, left - read);
        return read;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.FromResult(Read(buffer.Span));
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        handle?.Dispose();
        base.Dispose(disposing);
    }

    private void Advance()
    {
        handle?.Dispose();
        if (at < 0)
        {
            within = range.From;
            for (at = 0; within >= body[at].Size; at++)
            {
                within -= body[at].Size;
            }
        }
        else
        {
            (at, within) = (at + 1, 0);
        }

        handle = files.Open(body[at]);
    }
}
