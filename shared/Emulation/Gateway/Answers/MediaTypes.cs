using System.Collections.Immutable;

namespace Emulation.Gateway.Answers;

/// <summary>
/// Matches a Content-Type or the first entry of an Accept header against an API's binary media types, <c>*/*</c> and <c>image/*</c> included.
/// API Gateway Developer Guide, "Content type conversions in API Gateway".
/// </summary>
internal static class MediaTypes
{
    public static bool AnyMatches(ImmutableArray<string> patterns, string? header)
    {
        if (patterns.IsDefaultOrEmpty)
        {
            return false;
        }

        var type = FirstType(header ?? "");
        foreach (var pattern in patterns)
        {
            if (Matches(pattern, type))
            {
                return true;
            }
        }

        return false;
    }

    private static ReadOnlySpan<char> FirstType(ReadOnlySpan<char> header)
    {
        var end = header.IndexOfAny(',', ';');
        return (end < 0 ? header : header[..end]).Trim();
    }

    private static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> type) =>
        pattern is "*/*" ||
        (pattern.EndsWith("/*", StringComparison.Ordinal)
            ? type.StartsWith(pattern[..^1], StringComparison.OrdinalIgnoreCase)
            : type.Equals(pattern, StringComparison.OrdinalIgnoreCase));
}
