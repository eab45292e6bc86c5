using System.Text;

namespace Emulation.S3.Wire;

/// <summary>Percent-encoding as S3 has it: a key is decoded once, and a plus is a plus.</summary>
internal static class S3Text
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes once; false where a percent sign is followed by no byte, or the bytes are no UTF-8.</summary>
    public static bool TryDecode(ReadOnlySpan<char> text, out string decoded)
    {
        decoded = "";
        if (!text.Contains('%') && !text.ContainsAnyExceptInRange(' ', '~'))
        {
            decoded = text.ToString();
            return true;
        }

        var bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        var length = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '%')
            {
                var end = text[i..].IndexOf('%') is var next and >= 0 ? i + next : text.Length;
                length += Encoding.UTF8.GetBytes(text[i..end], bytes.AsSpan(length));
                i = end - 1;
            }
            else if (i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
            {
                bytes[length++] = (byte)((Convert.FromHexString(text.Slice(i + 1, 2)))[0]);
                i += 2;
            }
            else
            {
                return false;
            }
        }

        try
        {
            decoded = Strict.GetString(bytes, 0, length);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }

    /// <summary>Encodes all but what may stand in a path as it is, so that no reader takes a part of a key for another thing.</summary>
    public static string EncodeKey(string key) => string.Join('/', key.Split('/').Select(static part => part is "." or ".." ? part.Replace(".", "%2E", StringComparison.Ordinal) : Encode(part)));

    /// <summary>Encodes all but letters, digits and <c>-._~</c>.</summary>
    public static string Encode(string text) => Uri.EscapeDataString(text);
}
