using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace Lambda.Runtime;

/// <summary>
/// Makes an invocation's X-Ray trace the ambient one: in <c>_X_AMZN_TRACE_ID</c>, where AWS's SDKs look, and as the
/// current <see cref="Activity"/>, so that logs and outgoing calls carry its trace id. Source: X-Ray guide, "Tracing header".
/// </summary>
internal static class InvocationTrace
{
    public const string Variable = "_X_AMZN_TRACE_ID";

    private static readonly ActivitySource Source = new("Lambda");

    public static Activity? Begin(InvocationHead head)
    {
        Environment.SetEnvironmentVariable(Variable, head.TraceId);
        if (!TryParse(head.TraceId, out var parent))
        {
            return null;
        }

        // Without a listener the source makes nothing, but the trace id is wanted in the log all the same.
        return Described(Source.StartActivity("Lambda.Invoke", ActivityKind.Server, parent), head)
            ?? new Activity("Lambda.Invoke").SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }

    /// <summary>OpenTelemetry's semantic conventions for AWS Lambda.</summary>
    private static Activity? Described(Activity? invocation, InvocationHead head) => invocation is not { IsAllDataRequested: true } ? invocation : invocation
        .SetTag("faas.invocation_id", head.RequestId)
        .SetTag("faas.name", LambdaFunction.Current.Name)
        .SetTag("cloud.resource_id", head.InvokedFunctionArn);

    /// <summary>
    /// Lets the application begin where the invocation does: a caller's <c>traceparent</c> of the same trace names a span above it, and the application's spans would stand beside
    /// the invocation's. One of another trace is left to the application.
    /// </summary>
    public static void Continue(IHeaderDictionary headers)
    {
        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C } invocation && headers.TraceParent is [{ } sent]
            && ActivityContext.TryParse(sent, traceState: null, out var parent) && parent.TraceId == invocation.TraceId)
        {
            headers.TraceParent = invocation.Id;
        }
    }

    /// <summary>Reads <c>Root=1-67891233-abcdef012345678912345678;Parent=463ac35c9f6413ad;Sampled=1</c>.</summary>
    public static bool TryParse(string? header, out ActivityContext context)
    {
        ReadOnlySpan<char> root = default, parent = default, sampled = default;
        var rest = header.AsSpan();
        foreach (var part in rest.Split(';'))
        {
            var field = rest[part].Trim();
            var equals = field.IndexOf('=');
            var value = equals < 0 ? default : field[(equals + 1)..];
            switch (equals < 0 ? default : field[..equals])
            {
                case "Root":
                    root = value;
                    break;
                case "Parent":
                    parent = value;
                    break;
                case "Sampled":
                    sampled = value;
                    break;
            }
        }

        context = default;
        if (root.Length != 35 || root[1] != '-' || root[10] != '-')
        {
            return false;
        }

        Span<char> traceId = stackalloc char[32];
        root[2..10].CopyTo(traceId);
        root[11..].CopyTo(traceId[8..]);
        if (traceId.ContainsAnyExcept(LowerHex) || (parent.Length > 0 && (parent.Length != 16 || parent.ContainsAnyExcept(LowerHex))))
        {
            return false;
        }

        context = new ActivityContext(
            ActivityTraceId.CreateFromString(traceId),
            parent.Length == 0 ? ActivitySpanId.CreateRandom() : ActivitySpanId.CreateFromString(parent),
            sampled is "1" ? ActivityTraceFlags.Recorded : ActivityTraceFlags.None,
            isRemote: true);
        return true;
    }

    private static readonly System.Buffers.SearchValues<char> LowerHex = System.Buffers.SearchValues.Create("0123456789abcdef");
}
