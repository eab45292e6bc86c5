using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace Emulation.Gateway.Routing;

/// <summary>
/// The one reading of a request's path: each segment is decoded once, before a route is chosen, so that route, ARN, event and function mean the same.
/// What reads as another path to somebody behind the gateway is nobody's path: a separator, a dot segment, an empty segment or a control character,
/// however it is written, and percent-encoding that decodes to no text.
/// </summary>
internal static class RequestPath
{
    /// <summary>What stands for itself in a path: all that is printed but the percent sign, and the backslash, which some frameworks take for a separator.</summary>
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range('!', '~' - '!' + 1).Select(static c => (char)c)
        .Where(static c => c is not ('%' or '\\'))]);

    /// <summary>Reads a path; false for one that no route has.</summary>
    /// <param name="path">The path below the stage as sent, with its leading slash.</param>
    /// <param name="sent">Its segments as sent; the last one is empty when a slash ends the path.</param>
    /// <param name="decoded">Its segments decoded: the same array when nothing is encoded.</param>
    public static bool TryRead(string path, out string[] sent, out string[] decoded)
    {
        sent = decoded = path.Length <= 1 ? [] : path[1..].Split('/');
        if (path.AsSpan().ContainsAnyExcept(Plain))
        {
            decoded = new string[sent.Length];
            for (var i = 0; i < sent.Length; i++)
            {
                if (!TryDecode(sent[i], out decoded[i]!))
                {
                    return false;
                }
            }
        }

        for (var i = 0; i < decoded.Length; i++)
        {
            if (decoded[i] is "." or ".." || (decoded[i].Length == 0 && i < decoded.Length - 1))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Decodes one segment; false when it is no text, or holds a separator or a control character.</summary>
    public static bool TryDecode(string segment, [NotNullWhen(true)] out string? decoded)
    {
        decoded = null;
        var bytes = new byte[segment.Length];
        var length = 0;
        for (var i = 0; i < segment.Length; i++)
        {
            int value = segment[i];
            if (value == '%')
            {
                if (i + 2 >= segment.Length || !char.IsAsciiHexDigit(segment[i + 1]) || !char.IsAsciiHexDigit(segment[i + 2]))
                {
                    return false;
                }

                value = Convert.FromHexString(segment.AsSpan(i + 1, 2))[0];
                i += 2;
            }
            else if (value is <= ' ' or > '~')
            {
                return false;
            }

            bytes[length++] = (byte)value;
        }

        if (!Utf8.IsValid(bytes.AsSpan(0, length)))
        {
            return false;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        decoded = text.AsSpan().ContainsAny('/', '\\') || text.Any(char.IsControl) ? null : text;
        return decoded is not null;
    }
}
