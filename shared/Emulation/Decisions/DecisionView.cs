using System.Text.Json.Serialization;
using Emulation.Wire;
using Iam;

namespace Emulation.Decisions;

/// <summary>
/// A decision as others see it: on LocalAws's own page and in tests, in this process or elsewhere. Beside what <see cref="DecisionEntry"/> has: what policies said, an implicit deny also where
/// the request was refused before any was asked; the action, such as <c>execute-api:Invoke</c>; the ARN that was asked for, of a request that came to no policy its path; the <c>Sid</c> of the
/// deciding statement, its number counted from 1 when it has none, and the name of the policy that it is in, null when no statement decided.
/// </summary>
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
        // The engine decides once more, from what it decided from before.
        var decision = entry.Subject?.Decide();
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
            entry.Subject?.Request.Action ?? (IsApiCall(entry.Method) ? ApiGatewayRules.Invoke : entry.Method),
            entry.Subject is { } subject ? ClientText.Shown(subject.Request.Resource, ClientText.LongestSentence) : entry.Path,
            decision?.Statement?.DisplayName.Trim('\''),
            decision?.Policy?.Origin.Name,
            entry.HasRoute);
    }

    private static bool IsApiCall(string method) => !method.Contains(':', StringComparison.Ordinal);
}
