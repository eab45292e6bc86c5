using System.Buffers;

namespace Lambda.Runtime;

/// <summary>
/// A growing byte buffer over pooled arrays that one invocation after the other writes into: no invocation allocates for
/// its payload. Not for use by two threads at once.
/// </summary>
internal sealed class PooledBuffer : IBufferWriter<byte>, IDisposable
{
    // One large payload must not pin its memory for the life of the process.
    private const int Kept = 1024 * 1024;
    private const int Initial = 4096;

    private byte[] array = [];

    public int Length { get; private set; }

    public ReadOnlyMemory<byte> WrittenMemory => array.AsMemory(0, Length);

    public Span<byte> WrittenSpan => array.AsSpan(0, Length);

    public ArraySegment<byte> Written => new(array, 0, Length);

    public void Advance(int count)
    {
        if ((uint)count > (uint)(array.Length - Length))
        {
            throw new ArgumentOutOfRangeException(nameof(count), count, "More was written than the buffer has room for.");
        }

        Length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        Grow(sizeHint);
        return array.AsMemory(Length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        Grow(sizeHint);
        return array.AsSpan(Length);
    }

    /// <summary>Forgets what was written.</summary>
    public void Clear()
    {
        Length = 0;
        if (array.Length > Kept)
        {
            Dispose();
        }
    }

    public void Dispose()
    {
        var returned = array;
        array = [];
        Length = 0;
        if (returned.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(returned);
        }
    }

    private void Grow(int sizeHint)
    {
        if (array.Length - Length >= Math.Max(sizeHint, 1))
        {
            return;
        }

        var wanted = Math.Max(Math.Max(Length + Math.Max(sizeHint, 1), Initial), (int)Math.Min(array.Length * 2L, Array.MaxLength));
        var larger = ArrayPool<byte>.Shared.Rent(wanted);
        array.AsSpan(0, Length).CopyTo(larger);
        var returned = array;
        array = larger;
        if (returned.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(returned);
        }
    }
}
