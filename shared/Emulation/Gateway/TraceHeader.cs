using Emulation.Telemetry;

namespace Emulation.Gateway;

/// <summary><c>X-Amzn-Trace-Id</c> as the gateway writes it. AWS X-Ray Developer Guide, "Tracing header".</summary>
internal static class TraceHeader
{
    /// <summary>
    /// As functions see it: the gateway's own root, or the caller's with the gateway's part of it before it (captured: an event of a REST API behind a proxy of a client's).
    /// </summary>
    public static string ForFunctions(string own, XRayTrace? sent) => sent is null ? own : $"Self={own.AsSpan(own.IndexOf('=') + 1)};{sent}";

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
}
