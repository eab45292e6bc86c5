using System.Globalization;

namespace Iam.Conditions;

/// <summary>An IPv4 or IPv6 address as a number.</summary>
internal readonly record struct Address(UInt128 Value, bool IsV4)
{
    /// <summary>The IPv6 addresses that stand for IPv4 ones.</summary>
    public static readonly UInt128 FirstMapped = new(0, 0xFFFF_0000_0000), LastMapped = new(0, 0xFFFF_FFFF_FFFF);

    /// <summary>
    /// Reads an address of a request; IPv4 without allocating, since every request has one. An IPv4 address written as an IPv6 one
    /// (<c>::ffff:10.0.0.1</c>) is the IPv4 address; no other may end in dots.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> text, out Address address)
    {
        if (!TryParseWritten(text, dotted: true, out address) || address.IsV4)
        {
            return address.IsV4;
        }

        if (address.Value >= FirstMapped && address.Value <= LastMapped)
        {
            address = new Address(address.Value - FirstMapped, true);
            return true;
        }

        return !text.Contains('.');
    }

    /// <summary>Reads an address in the family that it is written in.</summary>
    public static bool TryParseWritten(ReadOnlySpan<char> text, bool dotted, out Address address)
    {
        if (TryParseV4(text, out var number))
        {
            address = new Address(number, true);
            return true;
        }

        var read = Ipv6Text.TryParse(text, dotted, out var value);
        address = new Address(value, false);
        return read;
    }

    public override string ToString() => IsV4 ? $"{Byte(24)}.{Byte(16)}.{Byte(8)}.{Byte(0)}" : Ipv6Text.Write(Value);

    private byte Byte(int shift) => (byte)((Value >> shift) & 0xFF);

    /// <summary>Four decimal numbers: no other notation of an IPv4 address is one to IAM.</summary>
    internal static bool TryParseV4(ReadOnlySpan<char> text, out uint number)
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

/// <summary>
/// A range in CIDR notation; an address without a prefix length stands for itself. It has the family that it is written in. AWS takes 10.0.0.1/8 for
/// 10.0.0.0/8, but of IPv6 no range with bits set behind the prefix.
/// </summary>
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
        if (!Address.TryParseWritten(slash < 0 ? text : text.AsSpan(0, slash), dotted: false, out var address))
        {
            return false;
        }

        var bits = address.IsV4 ? 32 : 128;
        var length = bits;
        if (slash >= 0 && !TryLength(text.AsSpan(slash + 1), bits, out length))
        {
            return false;
        }

        var first = address.Value & ~HostMask(bits, length);
        range = new AddressRange(address with { Value = first }, length);
        return address.IsV4 || first == address.Value;
    }

    public bool Contains(Address address) => address.IsV4 == First.IsV4 && address.Value >= First.Value && address.Value <= Last;

    /// <summary>Leading zeros and a plus are taken.</summary>
    private static bool TryLength(ReadOnlySpan<char> text, int bits, out int length) =>
        int.TryParse(text is ['+', ..] ? text[1..] : text, NumberStyles.None, CultureInfo.InvariantCulture, out length) && length <= bits;

    private static UInt128 HostMask(int bits, int length) => bits == length ? 0 : UInt128.MaxValue >> (128 - (bits - length));
}
