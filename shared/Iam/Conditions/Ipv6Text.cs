using System.Globalization;
using System.Text;

namespace Iam.Conditions;

/// <summary>
/// IPv6 addresses as IAM reads them, which is looser than RFC 4291: one more colon at the gap (<c>2001:db8:::1</c>), a colon at the end, and a lone one at the
/// beginning for a zero are taken. Observed on AWS.
/// </summary>
internal static class Ipv6Text
{
    private const int Groups = 8;

    /// <summary>Reads an address.</summary>
    /// <param name="text">The text.</param>
    /// <param name="dotted">Whether the last two groups may be written as an IPv4 address.</param>
    /// <param name="address">The address.</param>
    public static bool TryParse(ReadOnlySpan<char> text, bool dotted, out UInt128 address)
    {
        address = 0;
        Span<ushort> groups = stackalloc ushort[Groups];
        int count = 0, gap = -1, at = 0;
        while (at < text.Length)
        {
            var start = at;
            while (at < text.Length && text[at] == ':')
            {
                at++;
            }

            switch (at - start)
            {
                case 0 when start == 0:
                case 1 when start > 0:
                    break;
                case 1 when at < text.Length:
                    groups[count++] = 0;
                    break;
                case 2 or 3 when gap < 0:
                    gap = count;
                    break;
                default:
                    return false;
            }

            if (at < text.Length && !TryGroups(text, ref at, dotted, groups, ref count))
            {
                return false;
            }
        }

        if (gap < 0 ? count != Groups : count == Groups)
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            var place = gap >= 0 && i >= gap ? Groups - count + i : i;
            address |= (UInt128)groups[i] << (16 * (Groups - 1 - place));
        }

        return true;
    }

    /// <summary>Eight groups in full: never with dots, which do not read back as they were.</summary>
    public static string Write(UInt128 address)
    {
        var text = new StringBuilder();
        for (var place = Groups - 1; place >= 0; place--)
        {
            text.Append(CultureInfo.InvariantCulture, $"{(ushort)((address >> (16 * place)) & 0xFFFF):x}").Append(place == 0 ? "" : ":");
        }

        return text.ToString();
    }

    /// <summary>Reads a group, or the IPv4 address at the end, which is two.</summary>
    private static bool TryGroups(ReadOnlySpan<char> text, ref int at, bool dotted, Span<ushort> groups, ref int count)
    {
        var rest = text[at..];
        var length = rest.IndexOf(':') is var colon and >= 0 ? colon : rest.Length;
        var group = rest[..length];
        at += length;
        if (dotted && at == text.Length && group.Contains('.') && count <= Groups - 2 && Address.TryParseV4(group, out var v4))
        {
            groups[count++] = (ushort)(v4 >> 16);
            groups[count++] = (ushort)(v4 & 0xFFFF);
            return true;
        }

        return count < Groups && length <= 4 && ushort.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out groups[count++]);
    }
}
