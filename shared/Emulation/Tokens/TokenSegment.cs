using System.Buffers;
using System.Buffers.Text;

namespace Emulation.Tokens;

/// <summary>
/// A segment of a token, base64url as RFC 7515, section 2, has it: no padding, no white space, and no bits behind the last byte. A token has one text, so that a
/// list of refused tokens, or a cache, that knows the text knows the token.
/// </summary>
internal static class TokenSegment
{
    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <summary>Whether every segment of a token is written so.</summary>
    public static bool AreCanonical(string token)
    {
        var text = token.AsSpan();
        foreach (var range in text.Split('.'))
        {
            var segment = text[range];
            if (segment.ContainsAnyExcept(Alphabet) || segment.Length % 4 == 1 || !IsCanonical(segment))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The bytes of a segment.</summary>
    /// <exception cref="FormatException">It is written otherwise.</exception>
    public static byte[] Decode(ReadOnlySpan<char> segment)
    {
        if (segment.ContainsAnyExcept(Alphabet))
        {
            throw new FormatException("A segment holds more than the alphabet of base64url.");
        }

        var bytes = Base64Url.DecodeFromChars(segment);
        return IsCanonical(segment) ? bytes : throw new FormatException("A segment has bits behind its last byte.");
    }

    /// <summary>The last character of two has four spare bits, of three two.</summary>
    private static bool IsCanonical(ReadOnlySpan<char> segment) => (segment.Length % 4) switch
    {
        2 => segment[^1] is 'A' or 'Q' or 'g' or 'w',
        3 => segment[^1] is 'A' or 'E' or 'I' or 'M' or 'Q' or 'U' or 'Y' or 'c' or 'g' or 'k' or 'o' or 's' or 'w' or '0' or '4' or '8',
        _ => true,
    };
}
