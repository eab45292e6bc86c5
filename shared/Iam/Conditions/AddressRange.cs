using System.Buffers.Binary;
using System.Globalization;
using System.Net;

namespace Iam.Conditions;

/// <summary>An IPv4 or IPv6 address as a number. An IPv4 address written as an IPv6 one (<c>::ffff:10.0.0.1</c>) is the IPv4 address.</summary>
internal readonly record struct Address(UInt128 Value, bool IsV4)
{
    /// <summary>Reads an address; IPv4 without allocating, since every request has one.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        if (TryParseV4(text, out var number))
        {
            address = new Address(number, true);
            return true;
        }

        address = default;
        if (!text.Contains(':') || !IPAddress.TryParse(text, out var parsed))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[16];
        if (parsed.IsIPv4MappedToIPv6)
        {
            parsed.MapToIPv4().TryWriteBytes(bytes, out _);
            address = new Address(BinaryPrimitives.ReadUInt32BigEndian(bytes), true);
        }
        else
        {
            parsed.TryWriteBytes(bytes, out _);
            address = new Address(BinaryPrimitives.ReadUInt128BigEndian(bytes), false);
        }

        return true;
    }

    /// <summary>Four decimal numbers: no other notation of an IPv4 address is one to IAM.</summary>
    private static bool TryParseV4(ReadOnlySpan<char> text, out uint number)
    {
        number = 0;
        int fields = 0, digits = 0;
        uint field = 0;
        foreach (var c in text)
        {
            if (char.IsAsciiDigit(c) && digits < 3)
            {
                field = (field * 10) + (uint)(c - '0');
                digits++;
            }
            else if (c == '.' && digits > 0 && field <= 255 && fields < 3)
            {
                number = (number << 8) | field;
                fields++;
                field = 0;
                digits = 0;
            }
            else
            {
                return false;
            }
        }

        number = (number << 8) | field;
        return fields == 3 && digits > 0 && field <= 255;
    }
}

/// <summary>A range in CIDR notation; an address without a prefix length stands for itself. AWS takes 10.0.0.1/8 for 10.0.0.0/8.</summary>
/// <param name="First">The range's first address.</param>
/// <param name="Length">The prefix length in bits.</param>
internal readonly record struct AddressRange(Address First, int Length)
{
    private int Bits => First.IsV4 ? 32 : 128;

    /// <summary>The range's last address.</summary>
    public UInt128 Last => First.Value | HostMask(Bits, Length);

    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!Address.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
        {
            return false;
        }

        var bits = address.IsV4 ? 32 : 128;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return false;
        }

        range = new AddressRange(address with { Value = address.Value & ~HostMask(bits, length) }, length);
        return true;
    }

    public bool Contains(Address address) => address.IsV4 == First.IsV4 && address.Value >= First.Value && address.Value <= Last;

    private static UInt128 HostMask(int bits, int length) => bits == length ? 0 : UInt128.MaxValue >> (128 - (bits - length));
}
