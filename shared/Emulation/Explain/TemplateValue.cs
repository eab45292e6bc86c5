using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace Emulation.Explain;

/// <summary>Text to be pasted into a template, and the names that it refers to: those that were put in, never what somebody else's text looks like.</summary>
/// <param name="Text">YAML in one line, or JSON.</param>
/// <param name="Names">Logical ids and parameters.</param>
internal sealed record TemplateValue(string Text, ImmutableArray<string> Names)
{
    /// <summary>A word that the template's author wrote or that is our own, quoted where YAML could take it for more than one word.</summary>
    public static TemplateValue OfWord(string word, bool isJson)
    {
        var isPlain = char.IsAsciiLetter(word.FirstOrDefault()) && !word.EndsWith(':') && word.All(static c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '-' or '_');
        return new TemplateValue(isPlain && !isJson ? word : Quoted(word), []);
    }

    /// <summary>A map of one line in the language of the template.</summary>
    public static TemplateValue Map(bool isJson, params ReadOnlySpan<(string Key, TemplateValue Value)> entries)
    {
        var all = entries.ToArray();
        var text = isJson
            ? $"{{{string.Join(", ", all.Select(static entry => $"\"{entry.Key}\": {entry.Value.Text}"))}}}"
            : $"{{ {string.Join(", ", all.Select(static entry => $"{entry.Key}: {entry.Value.Text}"))} }}";
        return new TemplateValue(text, [.. all.SelectMany(static entry => entry.Value.Names)]);
    }

    /// <summary>In quotes, as YAML and JSON both read it.</summary>
    public static string Quoted(string text) => $"\"{OneLine(text.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal))}\"";

    /// <summary>Text of others as one line that a terminal shows as it is: what ends a line, moves the cursor, hides or turns round is written by its number.</summary>
    public static string OneLine(string text)
    {
        var written = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text, i))
            {
                var isHidden = IsHidden(CharUnicodeInfo.GetUnicodeCategory(text, i));
                written.Append(isHidden ? Escaped(text[i]) : text[i].ToString()).Append(isHidden ? Escaped(text[i + 1]) : text[i + 1].ToString());
                i++;
            }
            else
            {
                written.Append(IsHidden(char.GetUnicodeCategory(text[i])) ? Escaped(text[i]) : text[i].ToString());
            }
        }

        return written.ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private static string Escaped(char c) => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");

    private static bool IsHidden(UnicodeCategory category) => category is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator or UnicodeCategory.Surrogate or UnicodeCategory.OtherNotAssigned;
}
