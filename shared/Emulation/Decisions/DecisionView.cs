using System.Text.Json.Serialization;
using Emulation.Wire;
using Iam;

namespace Emulation.Decisions;

/// <summary>A decision as others see it: on LocalAws's own page and in tests, in this process or elsewhere.</summary>
internal sealed record DecisionView
{
    /// <summary>The request id, also in the answer's <c>x-localaws-decision</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>HTTP method, or the service's action.</summary>
    public required string Method { get; init; }

    /// <summary>Path below the stage, without its query, or the resource.</summary>
    public required string Path { get; init; }

    /// <summary>Logical id of the API, or the service.</summary>
    public required string Target { get; init; }

    /// <summary>ARN of the caller; null when nobody was authenticated.</summary>
    public required string? Principal { get; init; }

    /// <summary>HTTP status of the refusal; null when the request passed.</summary>
    public required int? Refused { get; init; }

    /// <summary>Why.</summary>
    public required string Reason { get; init; }

    /// <summary>What policies said; an implicit deny also where the request was refused before any was asked.</summary>
    [JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
    public required Verdict Verdict { get; init; }

    /// <summary>Such as <c>execute-api:Invoke</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN that was asked for; of a request that came to no policy its path.</summary>
    public required string Resource { get; init; }

    /// <summary>The <c>Sid</c> of the deciding statement, its number counted from 1 when it has none; null when no statement decided.</summary>
    public required string? Statement { get; init; }

    /// <summary>The name of the policy that the statement is in.</summary>
    public required string? Policy { get; init; }

    /// <summary>False of a request to an API that no route took: no authorizer and no policy was asked.</summary>
    public required bool HasRoute { get; init; }

    /// <summary>False of a refusal that neither an authorizer nor a policy decided.</summary>
    public required bool IsOfAuthorization { get; init; }

    /// <summary>What was let pass although it could not be told (<c>--allow-underived</c>), in a sentence; null where nothing was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Underived { get; init; }

    /// <summary>Whether an API was called, and not a service's own action.</summary>
    [JsonIgnore]
    public bool IsOfApi => IsApiCall(Method);

    public static DecisionView Of(DecisionEntry entry)
    {
        // The engine decides once more, from what it decided from before.
        var decision = entry.Subject?.Decide();
        return new DecisionView
        {
            Id = entry.Id,
            At = entry.At,
            Method = entry.Method,
            Path = entry.Path,
            Target = entry.Target,
            Principal = entry.Principal,
            Refused = entry.Refused,
            Reason = entry.Reason,
            Verdict = entry.Refused is null ? Verdict.Allow : decision?.Verdict is Verdict.ExplicitDeny ? Verdict.ExplicitDeny : Verdict.ImplicitDeny,
            Action = entry.Subject?.Request.Action ?? (IsApiCall(entry.Method) ? ApiGatewayRules.Invoke : entry.Method),
            Resource = entry.Subject is { } subject ? ClientText.Shown(subject.Request.Resource, ClientText.LongestSentence) : entry.Path,
            Statement = decision?.Statement?.DisplayName.Trim('\''),
            Policy = decision?.Policy?.Origin.Name,
            HasRoute = entry.HasRoute,
            IsOfAuthorization = entry.IsOfAuthorization,
            Underived = entry.Underived,
        };
    }

    public static bool IsApiCall(string method) => !method.Contains(':', StringComparison.Ordinal);
}
