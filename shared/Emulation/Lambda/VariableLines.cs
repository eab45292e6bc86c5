using System.Text;

namespace Emulation.Lambda;

/// <summary>
/// Variables as lines of a file that a shell takes with <c>.</c> and that Visual Studio Code's debuggers take as <c>envFile</c>. Each reads quotes and backslashes in its own way:
/// a value is written in a form that all of them read alike; one that has none is there twice, once for editors within a text that shells skip, and once as a command that
/// editors skip.
/// </summary>
/// <remarks>
/// POSIX, "Shell Command Language", 2.2 and 2.6. Of the editors' readers js-debug takes dotenv's rules; those of debugpy and of C# take one line each, a quote away at each end,
/// and <c>\n</c> for an end of line: debugpy in any quotes, the others in double quotes.
/// </remarks>
internal static class VariableLines
{
    private const string ForEditors = "FOR_EDITORS";

    public static string Of(IEnumerable<KeyValuePair<string, string>> variables)
    {
        var (both, editors, shells) = (new StringBuilder(), new StringBuilder(), new StringBuilder());
        foreach (var (name, value) in variables.OrderBy(static variable => variable.Key, StringComparer.Ordinal))
        {
            if (Common(value) is { } written)
            {
                both.Append(name).Append('=').Append(written).Append('\n');
            }
            else
            {
                editors.Append(name).Append('=').Append(Edited(value)).Append('\n');
                shells.Append("command export ").Append(name).Append("=\"$(printf '%b.' '").Append(Printed(value)).Append("')\"; ").Append(name).Append("=${").Append(name)
                    .Append("%.}\n");
            }
        }

        return editors.Length == 0 ? both.ToString() : $"{both}: <<'{ForEditors}'\n{editors}{ForEditors}\n{shells}";
    }

    /// <summary>The form that all read alike; null where there is none.</summary>
    private static string? Common(string value) =>
        value.All(static c => char.IsAsciiLetterOrDigit(c) || "_./:@%+,=-".Contains(c, StringComparison.Ordinal)) ? value
        : HasLineEnd(value) || value.Contains("\\n", StringComparison.Ordinal) || value.EndsWith('\\') ? null
        : !value.Contains('\'', StringComparison.Ordinal) ? $"'{value}'"
        : value.AsSpan().IndexOfAny("\"\\$`") < 0 ? $"\"{value}\""
        : null;

    /// <summary>The form that editors read.</summary>
    private static string Edited(string value) =>
        HasLineEnd(value) ? $"\"{value.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\\n", StringComparison.Ordinal)}\""
        : value.Contains('#', StringComparison.Ordinal) || value != value.Trim() || value.AsSpan()[0] is '"' or '\'' or '`' || value.AsSpan()[^1] is '"' or '\'' or '`'
            ? value.Contains('\'', StringComparison.Ordinal) && !value.Contains('"', StringComparison.Ordinal) ? $"\"{value}\"" : $"'{value}'"
        : value;

    private static bool HasLineEnd(string value) => value.AsSpan().IndexOfAny('\n', '\r') >= 0;

    /// <summary>As <c>printf</c> takes it in single quotes, in one line.</summary>
    private static string Printed(string value)
    {
        var text = new StringBuilder();
        foreach (var c in value)
        {
            _ = c switch
            {
                '\n' => text.Append("\\0012"),
                '\r' => text.Append("\\0015"),
                '\'' => text.Append("\\0047"),
                '\\' => text.Append("\\0134"),
                _ => text.Append(c),
            };
        }

        return text.ToString();
    }
}
