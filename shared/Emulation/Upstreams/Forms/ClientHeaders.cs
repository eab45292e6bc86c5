using System.Collections.Frozen;
using SigV4;

namespace Emulation.Upstreams.Forms;

/// <summary>
/// The headers of a client's call that go to the server too: those that say nothing of what is asked. What a client calls itself is not among them: there are servers
/// that read a region there, and act in it.
/// </summary>
internal static class ClientHeaders
{
    private static readonly FrozenSet<string> Plain = FrozenSet.ToFrozenSet(
        [
            "accept", "accept-encoding", "accept-language",
            "amz-sdk-invocation-id", "amz-sdk-request", "x-amzn-query-mode", "x-amzn-trace-id", "traceparent",
        ],
        StringComparer.OrdinalIgnoreCase);

    public static IEnumerable<HeaderField> Of(IEnumerable<HeaderField> headers) => headers.Where(static header => Plain.Contains(header.Name));
}
