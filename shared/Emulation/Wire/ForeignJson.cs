using System.Text;
using System.Text.Unicode;

namespace Emulation.Wire;

/// <summary>
/// JSON that functions and clients wrote. A text of it may be no text: JSON lets half of a surrogate pair be escaped, and bytes may be no UTF-8. Readers find out when they
/// come there, each in its own way; so it is mended before anything is read.
/// </summary>
internal static class ForeignJson
{
    private const int EscapeLength = 6;

    /// <summary>Whether each text of it is one.</summary>
    public static bool IsReadable(ReadOnlySpan<byte> json) => Utf8.IsValid(json) && NextHalf(json, 0) < 0;

    /// <summary>The same with U+FFFD wherever a text could not be read. Nothing is copied where there is no such place.</summary>
    public static ReadOnlySpan<byte> Readable(ReadOnlySpan<byte> json) => IsReadable(json) ? json : Mended(json);

    /// <inheritdoc cref="Readable(ReadOnlySpan{byte})"/>
    public static ReadOnlyMemory<byte> Readable(ReadOnlyMemory<byte> json) => IsReadable(json.Span) ? json : Mended(json.Span);

    private static byte[] Mended(ReadOnlySpan<byte> json)
    {
        var mended = Utf8.IsValid(json) ? json.ToArray() : Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(json));
        for (var at = 0; (at = NextHalf(mended, at)) >= 0; at += EscapeLength)
        {
            @"\ufffd"u8.CopyTo(mended.AsSpan(at));
        }

        return mended;
    }

    /// <summary>Where the next escape is that is half of a pair; negative where there is none. It begins to look at an escape, or between two.</summary>
    private static int NextHalf(ReadOnlySpan<byte> json, int from)
    {
        if (json[from..].IndexOf(@"\u"u8) < 0)
        {
            return -1;
        }

        for (var at = from; at < json.Length;)
        {
            var next = json[at..].IndexOf((byte)'\\');
            if (next < 0)
            {
                return -1;
            }

            at += next;
            if (UnitAt(json, at) is not { } unit)
            {
                at += 2;
            }
            else if (!char.IsSurrogate(unit))
            {
                at += EscapeLength;
            }
            else if (char.IsHighSurrogate(unit) && UnitAt(json, at + EscapeLength) is { } second && char.IsLowSurrogate(second))
            {
                at += 2 * EscapeLength;
            }
            else
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>What is escaped with four digits there; null where nothing is.</summary>
    private static char? UnitAt(ReadOnlySpan<byte> json, int at) =>
        json.Length - at >= EscapeLength && json[at] == '\\' && json[at + 1] == 'u'
        && ushort.TryParse(json.Slice(at + 2, 4), System.Globalization.NumberStyles.AllowHexSpecifier, System.Globalization.CultureInfo.InvariantCulture, out var unit)
            ? (char)unit : null;
}
