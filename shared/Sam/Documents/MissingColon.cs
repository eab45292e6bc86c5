using YamlDotNet.Core;

namespace Sam.Documents;

/// <summary>A line of a map without its colon, or of a list without the space behind the dash. The parser takes it for the start of a text, and tells of the next line.</summary>
internal static class MissingColon
{
    /// <summary>The line, from 1; null when the error is another.</summary>
    public static int? LineOf(YamlException error, string text)
    {
        if (!error.Message.Contains("multiline plain scalar, found invalid mapping", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var lines = text.Split('\n');
        for (var number = Math.Min((int)error.End.Line, lines.Length) - 1; number >= 1; number--)
        {
            if (lines[number - 1].AsSpan().Trim() is { Length: > 0 } line && line[0] != '#')
            {
                return number;
            }
        }

        return null;
    }
}
