using System.Buffers.Binary;
using System.Security.Cryptography;

namespace ServiceDefaults;

/// <summary>Where new ids come from.</summary>
public interface IIdSource
{
    /// <summary>A new id.</summary>
    string Next(IdFormat format);
}

/// <summary>Ids that sort by the millisecond they were made in: 48 bits of time, then 80 random bits, as a ULID has them.</summary>
public sealed class TimeOrderedIds(TimeProvider time) : IIdSource
{
    private const int RandomBits = 80;

    /// <inheritdoc/>
    public string Next(IdFormat format)
    {
        Span<byte> random = stackalloc byte[16];
        RandomNumberGenerator.Fill(random[6..]);
        var value = BinaryPrimitives.ReadUInt128BigEndian(random) | ((UInt128)time.GetUtcNow().ToUnixTimeMilliseconds() << RandomBits);

        Span<char> text = stackalloc char[IdFormat.RandomLength];
        for (var i = text.Length - 1; i >= 0; i--)
        {
            text[i] = IdFormat.Alphabet[(int)(value & 31)];
            value >>= 5;
        }

        return string.Concat(format.Prefix, text);
    }
}

/// <summary>Times as stores keep them.</summary>
public static class StorableTime
{
    /// <summary>Now, in whole milliseconds: what a store keeps, so that a first answer and its repeat agree.</summary>
    public static DateTimeOffset GetStorableNow(this TimeProvider time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
}
