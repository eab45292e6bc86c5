using YamlDotNet.Core;

namespace Sam.Documents;

/// <summary>A tab in the indentation, which YAML refuses. The parser tells of it where the value began that it is in, be that at the top of the file.</summary>
internal static class TabIndentation
{
    /// <summary>The line of the tab, from 1, at or after the one that the parser tells; null when the error is another.</summary>
    public static int? LineOf(YamlException error, string text)
    {
        if (!error.Message.Contains("tab", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            if (++number >= error.Start.Line && line[..(line.Length - line.TrimStart(" \t").Length)].Contains('\t'))
            {
                return number;
            }
        }

        return null;
    }
}
