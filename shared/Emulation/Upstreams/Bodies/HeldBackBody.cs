namespace Emulation.Upstreams.Bodies;

/// <summary>
/// A body whose last byte is given away only when its end is there, so that whoever passes it on with its length cannot have sent all of it before it is known to be right.
/// </summary>
internal sealed class HeldBackBody(Stream body) : CheckedStream
{
    private readonly byte[] one = new byte[1];
    private byte last;
    private bool isHolding;
    private bool isAtEnd;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (isAtEnd || buffer.IsEmpty)
        {
            return 0;
        }

        if (!isHolding)
        {
            if (await body.ReadAsync(one, cancellationToken).ConfigureAwait(false) == 0)
            {
                isAtEnd = true;
                return 0;
            }

            (last, isHolding) = (one[0], true);
        }

        // What is held back comes first, and the last that was read is held back in its place.
        var next = buffer.Length == 1 ? one.AsMemory() : buffer[1..];
        var read = await body.ReadAsync(next, cancellationToken).ConfigureAwait(false);
        buffer.Span[0] = last;
        if (read == 0)
        {
            isAtEnd = true;
            return 1;
        }

        last = next.Span[read - 1];
        return read;
    }
}
