using Emulation.Calls;
using Emulation.S3.Asks;
using Emulation.S3.Store;
using Emulation.S3.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// The markers of deleted objects, of which GetObject and HeadObject are told before policies are looked at: a recorded caller got 404, and of a marker by its version 405,
/// under a policy that denies the read of every version. Only who may see the marker in a list is told so here; what is not deleted stays refused.
/// </summary>
internal sealed class DeleteMarkers(IObjectServer objects, S3Asks asks)
{
    private const string Header = "x-amz-delete-marker";

    /// <summary>What a caller is told of a deleted object who may not read it; null where the refusal stands.</summary>
    public async ValueTask<S3Refusal?> OfRefusedAsync(ServiceCall<S3Request> call, S3Keys keys)
    {
        var request = call.Parameters;
        return request.Route!.Operation is "GetObject" or "HeadObject" && call.Allows(asks.OfMarker(request, keys, call))
            && await objects.DeletedAsync(request.Bucket!, request.Key!, request.Query.GetValueOrDefault("versionId"), call.Cancellation).ConfigureAwait(false) is { } deleted
            ? deleted with { Reason = call.Why } : null;
    }

    /// <summary>What a server says of a deleted object, in S3's words; null where it is not deleted.</summary>
    public static S3Refusal? Told(HttpResponseMessage answer, string key, bool isNamed)
    {
        if (answer.IsSuccessStatusCode || !answer.Headers.TryGetValues(Header, out var marker) || marker.FirstOrDefault() != "true")
        {
            return null;
        }

        var version = answer.Headers.TryGetValues("x-amz-version-id", out var id) ? id.FirstOrDefault() : null;
        return (isNamed ? S3Refusals.MethodNotAllowed("GET", "DeleteMarker") : S3Refusals.NoSuchKey(key)) with
        {
            Headers = AnswerHeaders.Of([(Header, "true"), ("x-amz-version-id", version), ("Allow", isNamed ? "DELETE" : null)]).Alone(),
        };
    }
}
