using System.Buffers.Binary;
using System.Numerics;

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

/// <summary>The running check of NVM Express, eight bytes a step by tables.</summary>
internal sealed class RunningCrc64Nvme : IRunningChecksum
{
    private static readonly ulong[][] Tables = MakeTables();
    private ulong check = ulong.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var now = check;
        var (t0, t1, t2, t3, t4, t5, t6, t7) = (Tables[0], Tables[1], Tables[2], Tables[3], Tables[4], Tables[5], Tables[6], Tables[7]);
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            now ^= BinaryPrimitives.ReadUInt64LittleEndian(bytes);
            now = t7[now & 0xFF] ^ t6[(now >> 8) & 0xFF] ^ t5[(now >> 16) & 0xFF] ^ t4[(now >> 24) & 0xFF]
                ^ t3[(now >> 32) & 0xFF] ^ t2[(now >> 40) & 0xFF] ^ t1[(now >> 48) & 0xFF] ^ t0[now >> 56];
        }

        foreach (var one in bytes)
        {
            now = t0[(now & 0xFF) ^ one] ^ (now >> 8);
        }

        check = now;
    }

    public byte[] Finish() => Crc.Crc64Nvme.Write(~check);

    private static ulong[][] MakeTables()
    {
        var tables = new ulong[8][];
        for (var table = 0; table < tables.Length; table++)
        {
            tables[table] = new ulong[256];
            for (var i = 0; i < 256; i++)
            {
                tables[table][i] = table == 0 ? OfByte((ulong)i) : tables[0][tables[table - 1][i] & 0xFF] ^ (tables[table - 1][i] >> 8);
            }
        }

        return tables;
    }

    private static ulong OfByte(ulong value)
    {
        for (var bit = 0; bit < 8; bit++)
        {
            value = (value & 1) != 0 ? (value >> 1) ^ Crc.Crc64Nvme.Polynomial : value >> 1;
        }

        return value;
    }
}

/// <summary>The running check of Castagnoli's polynomial, by the processor's own instruction where it has one.</summary>
internal sealed class RunningCrc32C : IRunningChecksum
{
    private uint check = uint.MaxValue;

    public void Append(ReadOnlySpan<byte> bytes)
    {
        var now = check;
        for (; bytes.Length >= 8; bytes = bytes[8..])
        {
            now = BitOperations.Crc32C(now, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (var one in bytes)
        {
            now = BitOperations.Crc32C(now, one);
        }

        check = now;
    }

    public byte[] Finish() => Crc.Crc32C.Write(~check);
}
