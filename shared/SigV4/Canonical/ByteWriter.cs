using System.Buffers;
using System.Text;

namespace SigV4.Canonical;

/// <summary>
/// A growing run of bytes in a pooled array. One signature builds everything it hashes in one of these. Hand it on by reference: a copy
/// would not know when the array grows.
/// </summary>
internal struct ByteWriter
{
    /// <summary>In bytes: room for a session token, counted as the longest UTF-8 that it could be.</summary>
    public const int Usual = 4096;

    private byte[] array;

    public ByteWriter(int capacity) => array = ArrayPool<byte>.Shared.Rent(capacity);

    public int Length { get; private set; }

    public readonly ReadOnlySpan<byte> Written => array.AsSpan(0, Length);

    /// <summary>The bytes of <paramref name="range"/>, valid until the next write.</summary>
    public readonly ReadOnlySpan<byte> this[Range range] => array.AsSpan(0, Length)[range];

    /// <summary>The array behind <see cref="Written"/>, valid until the next write.</summary>
    public readonly byte[] Array => array;

    public void Add(byte value)
    {
        if (Length == array.Length)
        {
            Grow(1);
        }

        array[Length++] = value;
    }

    public void Add(scoped ReadOnlySpan<byte> bytes)
    {
        bytes.CopyTo(Reserve(bytes.Length));
        Length += bytes.Length;
    }

    /// <summary>Adds text as UTF-8.</summary>
    public void Add(scoped ReadOnlySpan<char> text) => Length += Encoding.UTF8.GetBytes(text, Reserve(Encoding.UTF8.GetMaxByteCount(text.Length)));

    /// <summary>Adds text as UTF-8, the letters A to Z in lower case.</summary>
    public void AddLower(scoped ReadOnlySpan<char> text)
    {
        var start = Length;
        Add(text);
        Ascii.ToLowerInPlace(array.AsSpan(start, Length - start), out _);
    }

    /// <summary>Room for <paramref name="count"/> bytes, which <see cref="Advance"/> then counts as written.</summary>
    public Span<byte> Reserve(int count)
    {
        if (array.Length - Length < count)
        {
            Grow(count);
        }

        return array.AsSpan(Length);
    }

    public void Advance(int count) => Length += count;

    public void Truncate(int length) => Length = length;

    public readonly void Dispose() => ArrayPool<byte>.Shared.Return(array);

    private void Grow(int count)
    {
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(array.Length * 2, Length + count));
        Written.CopyTo(larger);
        ArrayPool<byte>.Shared.Return(array);
        array = larger;
    }
}
