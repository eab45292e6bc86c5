using Emulation.Explain;

namespace Emulation.Decisions;

/// <summary>One decision, as the log prints it. It holds no secret: no header, body, key or token.</summary>
/// <param name="Id">The request id, also in the answer's <c>x-localaws-decision</c>.</param>
/// <param name="At">When the request arrived.</param>
/// <param name="Method">HTTP method, or the service's action.</param>
/// <param name="Path">Path below the stage, without its query, or the resource.</param>
/// <param name="Target">Logical id of the API, or the service.</param>
/// <param name="Principal">ARN of the caller; null when nobody was authenticated.</param>
/// <param name="Refused">HTTP status of the refusal; null when the request passed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Subject">What policies were asked, so that the decision can be explained; null when none were.</param>
internal sealed record DecisionEntry(
    string Id, DateTimeOffset At, string Method, string Path, string Target, string? Principal, int? Refused, string Reason, DecisionSubject? Subject = null)
{
    /// <summary>False of a request to an API that no route took: no authorizer and no policy was asked.</summary>
    public bool HasRoute { get; init; } = true;
}
