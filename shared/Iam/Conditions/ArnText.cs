using Iam.Matching;

namespace Iam.Conditions;

/// <summary>What the ARN operators take for an ARN.</summary>
internal static class ArnText
{
    private const int Colons = 5;

    /// <summary>Whether a text begins as an ARN and has its six parts.</summary>
    public static bool IsArn(ReadOnlySpan<char> text) => text.StartsWith("arn:", StringComparison.Ordinal) && text.Count(':') >= Colons;

    /// <summary>Whether a policy's value, its wildcards as <see cref="Glob"/> has them, can stand for ARNs: one itself, a pattern that begins as one does, or <c>*</c>.</summary>
    public static bool IsPattern(ReadOnlySpan<char> pattern)
    {
        var wildcard = pattern.IndexOfAnyInRange(Glob.Star, Glob.SegmentQuestion);
        if (wildcard < 0)
        {
            return IsArn(pattern);
        }

        var first = pattern.IndexOf(':');
        return first < 0 ? pattern is [Glob.Star] : Glob.IsMatch(pattern[..first], "arn", ignoreCase: false);
    }
}
