using System.Buffers;
using System.Globalization;
using System.Text;

namespace Emulation.Wire;

/// <summary>
/// A client's text where it enters a log, a record or a page: cut, since whoever sent it chose its length, and without characters that a terminal obeys, that
/// begin a new line or that turn the direction of reading around. What is shown cannot be mistaken for what LocalAws says itself.
/// </summary>
internal static class ClientText
{
    /// <summary>Of a name, a path, an ARN; in characters.</summary>
    public const int Longest = 256;

    /// <summary>Of a sentence that may have several of them in it.</summary>
    public const int LongestSentence = 1024;

    // Nearly every text is plain, and then nothing is made anew.
    private static readonly SearchValues<char> Plain = SearchValues.Create(Enumerable.Range(' ', '~' - ' ' + 1).Select(static c => (char)c).ToArray());

    public static string Shown(string? text, int longest = Longest)
    {
        if (text is null)
        {
            return "";
        }

        var cut = text.Length > longest ? $"{text.AsSpan(0, longest)}..." : text;
        return cut.AsSpan().ContainsAnyExcept(Plain) ? Escaped(cut) : cut;
    }

    /// <summary>A page of several lines, as it is but for what a terminal obeys.</summary>
    public static string Page(string text) => string.Join('\n', text.Split('\n').Select(static line => Shown(line, int.MaxValue)));

    private static string Escaped(string text)
    {
        var shown = new StringBuilder(text.Length + 16);
        foreach (var rune in text.EnumerateRunes())
        {
            // Half of a surrogate pair comes as the replacement character.
            if (IsShown(rune))
            {
                shown.Append(rune);
            }
            else
            {
                shown.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            }
        }

        return shown.ToString();
    }

    private static bool IsShown(Rune rune) => Rune.GetUnicodeCategory(rune) is not (
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse or UnicodeCategory.Surrogate);
}
