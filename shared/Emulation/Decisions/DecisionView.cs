using System.Text.Json.Serialization;
using Emulation.Wire;
using Iam;

namespace Emulation.Decisions;

/// <summary>A decision as others see it: on LocalAws's own page and in tests, in this process or elsewhere.</summary>
/// <param name="Id">The request id, also in the answer's <c>x-localaws-decision</c>.</param>
/// <param name="At">When the request arrived.</param>
/// <param name="Method">HTTP method, or the service's action.</param>
/// <param name="Path">Path below the stage, without its query, or the resource.</param>
/// <param name="Target">Logical id of the API, or the service.</param>
/// <param name="Principal">ARN of the caller; null when nobody was authenticated.</param>
/// <param name="Refused">HTTP status of the refusal; null when the request passed.</param>
/// <param name="Reason">Why.</param>
/// <param name="Verdict">What policies said; an implicit deny also where the request was refused before any was asked.</param>
/// <param name="Action">Such as <c>execute-api:Invoke</c>.</param>
/// <param name="Resource">The ARN that was asked for; of a request that came to no policy its path.</param>
/// <param name="Statement">The <c>Sid</c> of the deciding statement, its number counted from 1 when it has none; null when no statement decided.</param>
/// <param name="Policy">The name of the policy that the statement is in.</param>
/// <param name="HasRoute">False of a request to an API that no route took: no authorizer and no policy was asked.</param>
internal sealed record DecisionView(
    string Id,
    DateTimeOffset At,
    string Method,
    string Path,
    string Target,
    string? Principal,
    int? Refused,
    string Reason,
    [property: JsonConverter(typeof(JsonStringEnumConverter<Verdict>))] Verdict Verdict,
    string Action,
    string Resource,
    string? Statement,
    string? Policy,
    bool HasRoute = true)
{
    /// <summary>Whether an API was called, and not a service's own action.</summary>
    [JsonIgnore]
    public bool IsOfApi => IsApiCall(Method);

    public static DecisionView Of(DecisionEntry entry)
    {
        // The engine decides once more, the slow way, from what it decided from before.
        var decision = entry.Subject?.Explain().Decision;
        return new DecisionView(
            entry.Id,
            entry.At,
            entry.Method,
            entry.Path,
            entry.Target,
            entry.Principal,
            entry.Refused,
            entry.Reason,
            entry.Refused is null ? Verdict.Allow : decision?.Verdict is Verdict.ExplicitDeny ? Verdict.ExplicitDeny : Verdict.ImplicitDeny,
            entry.Subject?.Request.Action ?? (IsApiCall(entry.Method) ? "execute-api:Invoke" : entry.Method),
            entry.Subject is { } subject ? ClientText.Shown(subject.Request.Resource, ClientText.LongestSentence) : entry.Path,
            decision?.Statement?.DisplayName.Trim('\''),
            decision?.Policy?.Origin.Name,
            entry.HasRoute);
    }

    private static bool IsApiCall(string method) => !method.Contains(':', StringComparison.Ordinal);
}
