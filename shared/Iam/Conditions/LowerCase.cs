using System.Globalization;
using System.Text;

namespace Iam.Conditions;

/// <summary>
/// How the operators that ignore case compare: in lower case, each UTF-16 unit for itself, with the final sigma of Greek. That is not Unicode's case
/// folding: the Kelvin sign is a k, but the long s is no s, and the pairs beyond the basic plane differ. Observed on AWS.
/// </summary>
internal static class LowerCase
{
    private const char Sigma = '\u03A3';

    /// <summary>Whether two texts are the same in lower case. Allocates only for letters beyond ASCII.</summary>
    public static bool AreEqual(ReadOnlySpan<char> one, ReadOnlySpan<char> other) =>
        Ascii.IsValid(one) && Ascii.IsValid(other) ? Ascii.EqualsIgnoreCase(one, other) : string.Equals(Of(one), Of(other), StringComparison.Ordinal);

    private static string Of(ReadOnlySpan<char> text)
    {
        var lower = new StringBuilder(text.Length + 1);
        for (var i = 0; i < text.Length; i++)
        {
            _ = text[i] switch
            {
                // The capital I with a dot is the one letter whose lower case is two.
                '\u0130' => lower.Append('i').Append('\u0307'),
                Sigma => lower.Append(IsFinal(text, i) ? '\u03C2' : '\u03C3'),
                var other => lower.Append(char.ToLowerInvariant(other)),
            };
        }

        return lower.ToString();
    }

    /// <summary>The Unicode Standard, "Default Case Algorithms": a sigma after a letter that has case, and with none after it, ends a word.</summary>
    private static bool IsFinal(ReadOnlySpan<char> text, int sigma)
    {
        var before = text[..sigma];
        while (Rune.DecodeLastFromUtf16(before, out var rune, out var length) == System.Buffers.OperationStatus.Done && IsIgnorable(rune))
        {
            before = before[..^length];
        }

        var after = text[(sigma + 1)..];
        while (Rune.DecodeFromUtf16(after, out var rune, out var length) == System.Buffers.OperationStatus.Done && IsIgnorable(rune))
        {
            after = after[length..];
        }

        return Rune.DecodeLastFromUtf16(before, out var last, out _) == System.Buffers.OperationStatus.Done && IsCased(last)
            && !(Rune.DecodeFromUtf16(after, out var next, out _) == System.Buffers.OperationStatus.Done && IsCased(next));
    }

    private static bool IsCased(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter;

    private static bool IsIgnorable(Rune rune) =>
        Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark or UnicodeCategory.Format
            or UnicodeCategory.ModifierLetter or UnicodeCategory.ModifierSymbol
        || rune.Value is '\'' or '.' or ':' or '\u00B7' or '\u2019';
}
