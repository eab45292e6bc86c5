using System.Buffers;

namespace Emulation.Gateway;

/// <summary>
/// <c>X-Amzn-Trace-Id</c>. A client's root is kept when it has the form of one, and nothing else of what it wrote: the text goes on into the function's process.
/// AWS X-Ray Developer Guide, "Tracing header".
/// </summary>
internal static class TraceHeader
{
    private const string Name = "X-Amzn-Trace-Id";
    private const string Root = "Root=";
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary><c>Root=1-{8 hex digits}-{24 hex digits}</c> of a request; null when it has no such header, or another form.</summary>
    public static string? RootOf(HttpRequest request)
    {
        if (request.Headers[Name] is not [{ } header])
        {
            return null;
        }

        var text = header.AsSpan();
        foreach (var range in text.Split(';'))
        {
            var part = text[range];
            if (part.StartsWith(Root, StringComparison.Ordinal))
            {
                return IsTraceId(part[Root.Length..]) ? part.ToString() : null;
            }
        }

        return null;
    }

    /// <summary>The root with the function's segment: not sampled, and of the lineage of one function.</summary>
    public static string OfCall(RequestIds ids, string function) => $"{ids.TraceId};Parent={Hash(ids.RequestId):x16};Sampled=0;Lineage=1:{Hash(function) & uint.MaxValue:x8}:0";

    /// <summary>The same for the same text: FNV-1a.</summary>
    private static ulong Hash(string text)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in text)
        {
            hash = unchecked((hash ^ c) * 1099511628211UL);
        }

        return hash;
    }

    private static bool IsTraceId(ReadOnlySpan<char> id) =>
        id is ['1', '-', ..] && id.Length == 35 && id[10] == '-' && !id[2..10].ContainsAnyExcept(Hex) && !id[11..].ContainsAnyExcept(Hex);
}
