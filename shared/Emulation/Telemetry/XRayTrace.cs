using System.Buffers;
using System.Diagnostics;

namespace Emulation.Telemetry;

/// <summary>
/// What is taken of an <c>X-Amzn-Trace-Id</c> that somebody sent: the trace, the caller's part of it, and whether it is kept. Each only in its own form, and nothing else of what
/// is written there: the text goes on into functions' processes. AWS X-Ray Developer Guide, "Tracing header".
/// </summary>
/// <param name="Root"><c>Root=1-{8 hex digits}-{24 hex digits}</c>.</param>
/// <param name="Parent">Sixteen hex digits; null without.</param>
/// <param name="Sampled"><c>1</c>, <c>0</c>, or <c>?</c> for whoever is next to decide; null without.</param>
internal sealed record XRayTrace(string Root, string? Parent, string? Sampled)
{
    public const string Header = "X-Amzn-Trace-Id";

    private const string RootField = "Root=";
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");

    /// <summary>Null without such a header, and of one whose root has another form.</summary>
    public static XRayTrace? Of(HttpRequest request)
    {
        if (request.Headers[Header] is not [{ } text])
        {
            return null;
        }

        string? root = null, parent = null, sampled = null;
        foreach (var range in text.AsSpan().Split(';'))
        {
            var field = text.AsSpan()[range].Trim();
            if (root is null && field.StartsWith(RootField, StringComparison.Ordinal))
            {
                if (!IsTraceId(field[RootField.Length..]))
                {
                    return null;
                }

                root = field.ToString();
            }
            else if (parent is null && field.StartsWith("Parent=", StringComparison.Ordinal) && field.Length == 23 && !field[7..].ContainsAnyExcept(Hex))
            {
                parent = field[7..].ToString();
            }
            else if (field is "Sampled=1" or "Sampled=0" or "Sampled=?")
            {
                sampled ??= field[8..].ToString();
            }
        }

        return root is null ? null : new XRayTrace(root, parent, sampled);
    }

    /// <summary>A trace of OpenTelemetry's as X-Ray writes it: the same digits.</summary>
    public static string RootOf(ActivityTraceId trace)
    {
        var digits = trace.ToHexString();
        return $"{RootField}1-{digits.AsSpan(0, 8)}-{digits.AsSpan(8)}";
    }

    /// <summary>The header with which a span is continued.</summary>
    public static string ContinuationOf(Activity span) => $"{RootOf(span.TraceId)};Parent={span.SpanId.ToHexString()};Sampled={(span.Recorded ? 1 : 0)}";

    /// <summary>The same trace for spans. Who says nothing about keeping it leaves that to us.</summary>
    public ActivityContext Context
    {
        get
        {
            Span<char> digits = stackalloc char[32];
            Root.AsSpan(7, 8).CopyTo(digits);
            Root.AsSpan(16).CopyTo(digits[8..]);
            return new ActivityContext(
                ActivityTraceId.CreateFromString(digits),
                Parent is null ? default : ActivitySpanId.CreateFromString(Parent),
                Sampled == "0" ? ActivityTraceFlags.None : ActivityTraceFlags.Recorded,
                isRemote: true);
        }
    }

    /// <summary>The header, of what was taken.</summary>
    public override string ToString() => $"{Root}{(Parent is null ? "" : $";Parent={Parent}")}{(Sampled is null ? "" : $";Sampled={Sampled}")}";

    private static bool IsTraceId(ReadOnlySpan<char> id) =>
        id is ['1', '-', ..] && id.Length == 35 && id[10] == '-' && !id[2..10].ContainsAnyExcept(Hex) && !id[11..].ContainsAnyExcept(Hex);
}
