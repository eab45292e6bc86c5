namespace Iam.Matching;

/// <summary>
/// Matches text against a pattern whose wildcards are single characters outside of Unicode's assigned ones, so that text put in for a policy
/// variable can hold any character and never becomes a wildcard.
/// </summary>
internal static class Glob
{
    /// <summary>Any run of characters.</summary>
    public const char Star = '\uFDD0';

    /// <summary>Any run of characters without a colon.</summary>
    public const char SegmentStar = '\uFDD1';

    /// <summary>One character.</summary>
    public const char Question = '\uFDD2';

    /// <summary>One character that is no colon.</summary>
    public const char SegmentQuestion = '\uFDD3';

    /// <summary>In a text: a run of characters that is not known, of at least one. Only a star that may cross colons takes it in.</summary>
    public const char Unknown = '\uFDD4';

    /// <summary>
    /// Whether the whole text matches. Backtracks to the last star of each kind only: for stars of one kind the earliest match is never worse,
    /// and a segment star that meets a colon hands back to the last star that may cross one.
    /// </summary>
    public static bool IsMatch(ReadOnlySpan<char> pattern, ReadOnlySpan<char> text, bool ignoreCase)
    {
        int p = 0, t = 0;
        int star = -1, starText = 0, segmentStar = -1, segmentText = 0;
        while (t < text.Length)
        {
            if (p < pattern.Length && pattern[p] == Star)
            {
                star = p;
                starText = t;
                segmentStar = -1;
                if (!TryPass(pattern, star, text, ref starText, ignoreCase, out p, out t))
                {
                    return false;
                }
            }
            else if (p < pattern.Length && pattern[p] == SegmentStar)
            {
                segmentStar = p++;
                segmentText = t;
            }
            else if (p < pattern.Length && MatchesOne(pattern[p], text[t], ignoreCase))
            {
                p++;
                t++;
            }
            else if (segmentStar >= 0 && text[segmentText] is not (':' or Unknown))
            {
                t = ++segmentText;
                p = segmentStar + 1;
            }
            else if (star >= 0)
            {
                starText++;
                segmentStar = -1;
                if (!TryPass(pattern, star, text, ref starText, ignoreCase, out p, out t))
                {
                    return false;
                }
            }
            else
            {
                return false;
            }
        }

        while (p < pattern.Length && pattern[p] is Star or SegmentStar)
        {
            p++;
        }

        return p == pattern.Length;
    }

    /// <summary>
    /// Goes from a star to where the literal text after it stands next, or to the end of the text when that is the pattern's end. False when it is
    /// nowhere: then nothing before the star can help. Searching is vectorised, so that a hostile pattern costs little more than reading the text.
    /// </summary>
    private static bool TryPass(ReadOnlySpan<char> pattern, int star, ReadOnlySpan<char> text, ref int starText, bool ignoreCase, out int p, out int t)
    {
        var end = star + 1;
        while (end < pattern.Length && pattern[end] is not (>= Star and <= SegmentQuestion))
        {
            end++;
        }

        var literal = pattern[(star + 1)..end];
        p = star + 1 + literal.Length;
        t = starText;
        if (literal.IsEmpty)
        {
            return true;
        }

        if (end == pattern.Length)
        {
            t = text.Length;
            return ignoreCase ? text[starText..].EndsWith(literal, StringComparison.OrdinalIgnoreCase) : text[starText..].EndsWith(literal);
        }

        var found = ignoreCase ? text[starText..].IndexOf(literal, StringComparison.OrdinalIgnoreCase) : text[starText..].IndexOf(literal);
        starText += found;
        t = starText + literal.Length;
        return found >= 0;
    }

    private static bool MatchesOne(char pattern, char text, bool ignoreCase) => pattern switch
    {
        Question => text != Unknown,
        SegmentQuestion => text is not (':' or Unknown),
        // By upper case, as OrdinalIgnoreCase does: a pattern and plain text must agree on which letters are the same.
        _ => pattern == text || (ignoreCase && char.ToUpperInvariant(pattern) == char.ToUpperInvariant(text)),
    };
}
