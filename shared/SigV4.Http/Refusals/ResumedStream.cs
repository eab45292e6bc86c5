namespace SigV4.Http.Refusals;

/// <summary>What was read of a stream already, then the rest of it.</summary>
/// <param name="start">The bytes that were read.</param>
/// <param name="rest">The stream behind them.</param>
/// <param name="owner">Goes with this stream.</param>
internal sealed class ResumedStream(byte[] start, Stream rest, IDisposable owner) : Stream
{
    private int next;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override int Read(Span<byte> buffer) => TakeStart(buffer) is var count and > 0 ? count : rest.Read(buffer);

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TakeStart(buffer.Span) is var count and > 0 ? ValueTask.FromResult(count) : rest.ReadAsync(buffer, cancellationToken);

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
        if (disposing)
        {
            rest.Dispose();
            owner.Dispose();
        }

        base.Dispose(disposing);
    }

    private int TakeStart(Span<byte> buffer)
    {
        var count = Math.Min(buffer.Length, start.Length - next);
        start.AsSpan(next, count).CopyTo(buffer);
        next += count;
        return count;
    }
}
