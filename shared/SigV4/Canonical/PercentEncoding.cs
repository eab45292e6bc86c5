using System.Buffers;
using System.Text;

namespace SigV4.Canonical;

/// <summary>
/// URI encoding as signatures want it: the unreserved characters of RFC 3986 stand for themselves, every other byte is <c>%XX</c> in
/// upper case. Source: IAM User Guide, "Create a signed AWS API request", UriEncode().
/// </summary>
internal static class PercentEncoding
{
    private const string UnreservedCharacters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private static readonly SearchValues<char> Unreserved = SearchValues.Create(UnreservedCharacters);
    private static readonly SearchValues<byte> UnreservedBytes = SearchValues.Create(Encoding.ASCII.GetBytes(UnreservedCharacters));

    /// <summary>Adds <paramref name="text"/>, encoded. A <c>%</c> in it is a character like any other and becomes <c>%25</c>.</summary>
    public static void Add(ref ByteWriter writer, scoped ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            var plain = text.IndexOfAnyExcept(Unreserved);
            if (plain != 0)
            {
                writer.Add(plain < 0 ? text : text[..plain]);
                if (plain < 0)
                {
                    return;
                }
            }

            text = text[plain..];
            text = text[AddEncoded(ref writer, text)..];
        }
    }

    /// <summary>
    /// Adds a piece of a query as it would be encoded by the book: what is encoded on the wire is decoded, then all is encoded. A
    /// <c>%</c> that starts no escape stands for itself.
    /// </summary>
    /// <param name="writer">Takes the piece.</param>
    /// <param name="text">As on the wire.</param>
    /// <param name="plusIsSpace">
    /// Whether a <c>+</c> stands for a space, as forms have it: API Gateway's "should have been" shows <c>%20</c> where a plus was sent.
    /// </param>
    public static void AddReencoded(ref ByteWriter writer, scoped ReadOnlySpan<char> text, bool plusIsSpace)
    {
        while (!text.IsEmpty)
        {
            var special = plusIsSpace ? text.IndexOfAny('%', '+') : text.IndexOf('%');
            Add(ref writer, special < 0 ? text : text[..special]);
            if (special < 0)
            {
                return;
            }

            text = text[special..];
            if (text[0] == '+')
            {
                AddEscape(ref writer, (byte)' ');
                text = text[1..];
            }
            else if (TryDecode(text, out var value))
            {
                Add(ref writer, value);
                text = text[3..];
            }
            else
            {
                Add(ref writer, (byte)'%');
                text = text[1..];
            }
        }
    }

    /// <summary>
    /// Adds a path as S3 signs it, encoded once: escapes of the wire stay, what should have been one becomes one, and a slash separates.
    /// </summary>
    public static void AddOnce(ref ByteWriter writer, scoped ReadOnlySpan<char> path)
    {
        while (!path.IsEmpty)
        {
            if (path[0] == '/')
            {
                writer.Add((byte)'/');
                path = path[1..];
            }
            else if (TryDecode(path, out var value))
            {
                AddEscape(ref writer, value);
                path = path[3..];
            }
            else
            {
                var end = path[1..].IndexOfAny('/', '%') + 1;
                Add(ref writer, end == 0 ? path : path[..end]);
                path = end == 0 ? [] : path[end..];
            }
        }
    }

    private static bool TryDecode(ReadOnlySpan<char> text, out byte value)
    {
        value = 0;
        if (text.Length < 3 || text[0] != '%' || !char.IsAsciiHexDigit(text[1]) || !char.IsAsciiHexDigit(text[2]))
        {
            return false;
        }

        value = (byte)((Digit(text[1]) << 4) | Digit(text[2]));
        return true;

        static int Digit(char hex) => hex <= '9' ? hex - '0' : (hex | 0x20) - 'a' + 10;
    }

    private static void Add(ref ByteWriter writer, byte value)
    {
        if (UnreservedBytes.Contains(value))
        {
            writer.Add(value);
        }
        else
        {
            AddEscape(ref writer, value);
        }
    }

    /// <summary>Adds the first character of <paramref name="text"/> as escapes of its UTF-8 bytes. Returns how many chars it was.</summary>
    private static int AddEncoded(ref ByteWriter writer, scoped ReadOnlySpan<char> text)
    {
        Rune.DecodeFromUtf16(text, out var rune, out var consumed);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var value in utf8[..rune.EncodeToUtf8(utf8)])
        {
            AddEscape(ref writer, value);
        }

        return consumed;
    }

    private static void AddEscape(ref ByteWriter writer, byte value)
    {
        var room = writer.Reserve(3);
        room[0] = (byte)'%';
        room[1] = "0123456789ABCDEF"u8[value >> 4];
        room[2] = "0123456789ABCDEF"u8[value & 0xF];
        writer.Advance(3);
    }
}
