using YamlDotNet.Core;

namespace Sam.Documents;

/// <summary>
/// Lines of nothing but spaces at the start of a block of text, more of them than the block is indented by. YAML refuses them, and
/// the parsers of CloudFormation and the SAM CLI do not.
/// </summary>
internal static class BlankLines
{
    public static bool AreTooLong(YamlException error) => error.Message.Contains("found extra spaces in first line", StringComparison.Ordinal);

    /// <summary>The text with such lines emptied, so that every line keeps its number; null when there are none.</summary>
    public static string? Shortened(string text)
    {
        var lines = text.Split('\n');
        var changed = false;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length > 0 && lines[i].AsSpan().Trim(" \r").IsEmpty && lines[i].Contains(' ', StringComparison.Ordinal))
            {
                lines[i] = "";
                changed = true;
            }
        }

        return changed ? string.Join('\n', lines) : null;
    }
}
