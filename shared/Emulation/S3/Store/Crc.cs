using System.Buffers.Binary;

namespace Emulation.S3.Store;

/// <summary>A cyclic redundancy check of S3: of 32 or 64 bits, bits in reverse, all ones before and after.</summary>
/// <param name="Width">In bits.</param>
/// <param name="Polynomial">With its bits in reverse.</param>
internal sealed record Crc(int Width, ulong Polynomial)
{
    public static Crc Crc32 { get; } = new(32, 0xEDB8_8320);

    /// <summary>Castagnoli's.</summary>
    public static Crc Crc32C { get; } = new(32, 0x82F6_3B78);

    /// <summary>That of NVM Express, which the SDKs and S3 take where nobody says.</summary>
    public static Crc Crc64Nvme { get; } = new(64, 0x9A6C_9329_AC4B_C9B5);

    /// <summary>
    /// The check of two texts behind each other, from that of each and the length of the second. By that S3 tells a <c>FULL_OBJECT</c> checksum of an upload in parts
    /// without reading them again.
    /// </summary>
    public ulong Join(ulong first, ulong second, long secondLength) => Multiply(PowerOfX(checked((ulong)secondLength * 8)), first) ^ second;

    public ulong Read(ReadOnlySpan<byte> bytes) => Width == 32 ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : BinaryPrimitives.ReadUInt64BigEndian(bytes);

    public byte[] Write(ulong check)
    {
        var bytes = new byte[Width / 8];
        if (Width == 32)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)check);
        }
        else
        {
            BinaryPrimitives.WriteUInt64BigEndian(bytes, check);
        }

        return bytes;
    }

    /// <summary>The product of two polynomials modulo this one; the first is not nothing.</summary>
    private ulong Multiply(ulong factor, ulong other)
    {
        var product = 0UL;
        for (var bit = 1UL << (Width - 1); ; bit >>= 1)
        {
            if ((factor & bit) != 0)
            {
                product ^= other;
                if ((factor & (bit - 1)) == 0)
                {
                    return product;
                }
            }

            other = (other & 1) != 0 ? (other >> 1) ^ Polynomial : other >> 1;
        }
    }

    private ulong PowerOfX(ulong exponent)
    {
        var (power, square) = (1UL << (Width - 1), 1UL << (Width - 2));
        for (; exponent != 0; exponent >>= 1)
        {
            if ((exponent & 1) != 0)
            {
                power = Multiply(square, power);
            }

            square = Multiply(square, square);
        }

        return power;
    }
}
