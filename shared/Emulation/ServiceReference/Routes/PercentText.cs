using System.Globalization;
using System.Text;

namespace Emulation.ServiceReference.Routes;

/// <summary>Text of a URL, decoded once. What two readers may read differently is none.</summary>
internal static class PercentText
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text; null when it is not UTF-8 in percent-encoding.</summary>
    public static string? Decode(string text)
    {
        if (!text.Contains('%'))
        {
            return text;
        }

        var bytes = new List<byte>(text.Length);
        for (var at = 0; at < text.Length;)
        {
            if (text[at] != '%')
            {
                var end = text.IndexOf('%', at) is var next and >= 0 ? next : text.Length;
                bytes.AddRange(Encoding.UTF8.GetBytes(text[at..end]));
                at = end;
            }
            else if (at + 2 < text.Length && byte.TryParse(text.AsSpan(at + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            {
                bytes.Add(value);
                at += 3;
            }
            else
            {
                return null;
            }
        }

        try
        {
            return Strict.GetString([.. bytes]);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>The parameters of a query, in order; null when one cannot be read.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? Query(string query)
    {
        var parameters = new List<KeyValuePair<string, string>>();
        foreach (var one in query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = one.Split('=', 2) is [var before, var after] ? (before, after) : (one, "");
            if (Decode(name.Replace('+', ' ')) is not { } plain || Decode(value.Replace('+', ' ')) is not { } said)
            {
                return null;
            }

            parameters.Add(new(plain, said));
        }

        return parameters;
    }
}
