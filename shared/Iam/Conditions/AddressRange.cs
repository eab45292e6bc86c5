using System.Globalization;
using System.Net;

namespace Iam.Conditions;

/// <summary>An IPv4 or IPv6 range in CIDR notation; an address without a prefix length stands for itself.</summary>
internal readonly record struct AddressRange(IPNetwork Network)
{
    public static bool TryParse(string text, out AddressRange range)
    {
        range = default;
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!IPAddress.TryParse(slash < 0 ? text : text.AsSpan(0, slash), out var address))
        {
            return false;
        }

        var bits = address.GetAddressBytes().Length * 8;
        var length = bits;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits))
        {
            return false;
        }

        range = new AddressRange(new IPNetwork(Masked(address, length), length));
        return true;
    }

    public bool Contains(IPAddress address) => Network.Contains(address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address);

    /// <summary>AWS takes 10.0.0.1/8 for 10.0.0.0/8.</summary>
    private static IPAddress Masked(IPAddress address, int length)
    {
        var bytes = address.GetAddressBytes();
        for (var i = 0; i < bytes.Length; i++)
        {
            var kept = Math.Clamp(length - (i * 8), 0, 8);
            bytes[i] = (byte)(bytes[i] & (0xFF00 >> kept));
        }

        return new IPAddress(bytes);
    }
}
