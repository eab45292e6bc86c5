using System.Text.RegularExpressions;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>How Visual Studio Code's debuggers read an <c>envFile</c>.</summary>
internal static partial class EditorsOfFiles
{
    /// <summary>debugpy and C#: a line each; quotes at both ends go, and in them <c>\n</c> ends a line.</summary>
    /// <param name="text">The file.</param>
    /// <param name="inAnyQuotes">Whether it does so in single quotes too, as debugpy has it; C# in double quotes alone.</param>
    public static Dictionary<string, string> Line(string text, bool inAnyQuotes)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var match in text.Split('\n').Select(line => OneLine().Match(line)).Where(static match => match.Success))
        {
            var value = match.Groups[2].Value.Trim();
            var quote = value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' ? value[0] : '\0';
            value = quote == '"' || (inAnyQuotes && quote == '\'') ? value.Replace("\\n", "\n", StringComparison.Ordinal) : value;
            read[match.Groups[1].Value] = inAnyQuotes ? (quote == '\0' ? value : value[1..^1]) : OneEnd(OneEnd(value, 0), ^1);
        }

        return read;
    }

    /// <summary>js-debug, by dotenv: quotes may hold ends of lines, <c>#</c> begins a comment elsewhere, and <c>\n</c> ends a line in double quotes.</summary>
    public static Dictionary<string, string> Dotenv(string text)
    {
        var read = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Match match in Quoted().Matches(text))
        {
            var value = match.Groups[2].Value.Trim();
            var quote = value.Length > 1 && value[0] == value[^1] && value[0] is '"' or '\'' or '`' ? value[0] : '\0';
            var inside = quote == '\0' ? value : value[1..^1];
            read[match.Groups[1].Value] = quote == '"' ? inside.Replace("\\n", "\n", StringComparison.Ordinal).Replace("\\r", "\r", StringComparison.Ordinal) : inside;
        }

        return read;
    }

    /// <summary>C# takes a quote away at each end, whether there are two or one.</summary>
    private static string OneEnd(string value, Index end) =>
        value.Length > 0 && value[end] is '"' or '\'' ? value.Remove(end.GetOffset(value.Length), 1) : value;

    [GeneratedRegex(@"^\s*(_*[A-Za-z]\w*)\s*=(.*)$")]
    private static partial Regex OneLine();

    [GeneratedRegex("""^[^\S\n]*(?:export[^\S\n]+)?([\w.-]+)[^\S\n]*=((?:\s*'(?:\\'|[^'])*'|\s*"(?:\\"|[^"])*"|\s*`(?:\\`|[^`])*`|[^#\n]+)?)[^\S\n]*(?:#.*)?$""", RegexOptions.Multiline)]
    private static partial Regex Quoted();
}
