using Emulation.Decisions;
using Iam;

namespace Harness;

/// <summary>What was decided about one request, and why. No secret is in it.</summary>
public sealed record AccessDecision
{
    /// <summary>The request's id: the answer's <c>x-localaws-decision</c>.</summary>
    public required string Id { get; init; }

    /// <summary>When the request arrived.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>The caller's ARN, or who a token is about; null when nobody was authenticated.</summary>
    public string? Caller { get; init; }

    /// <summary>Such as <c>execute-api:Invoke</c> or <c>sts:AssumeRole</c>.</summary>
    public required string Action { get; init; }

    /// <summary>The ARN that was asked for; of a request that came to no policy its path.</summary>
    public required string Resource { get; init; }

    /// <summary>The API's logical id, or the service, such as <c>sts</c>.</summary>
    public required string Target { get; init; }

    /// <summary>The HTTP method of a request to an API.</summary>
    public string? Method { get; init; }

    /// <summary>The path below the stage of a request to an API.</summary>
    public string? Path { get; init; }

    /// <summary>
    /// What policies said. <see cref="Verdict.ImplicitDeny"/> also when the request was refused before any policy was asked, by a signature that does not
    /// hold for instance.
    /// </summary>
    public required Verdict Verdict { get; init; }

    /// <summary>False where an API has no such route, stage or method: the request was refused, but no authorizer and no policy was asked.</summary>
    public bool HasRoute { get; init; } = true;

    /// <summary>
    /// False of a refusal that neither an authorizer nor a policy decided, and that so says nothing of who may call: no such route, too many calls, a missing API key,
    /// a body that is not what the route says, an authorizer that failed.
    /// </summary>
    public bool IsOfAuthorization { get; init; } = true;

    /// <summary>Whether the request passed.</summary>
    public bool IsAllowed => Verdict == Verdict.Allow;

    /// <summary>The HTTP status of the refusal; null when the request passed.</summary>
    public int? RefusedWith { get; init; }

    /// <summary>Why, in a sentence that names policy, statement and line.</summary>
    public required string Reason { get; init; }

    /// <summary>The <c>Sid</c> of the deciding statement, its number counted from 1 when it has none; null when no statement decided.</summary>
    public string? Statement { get; init; }

    /// <summary>The name of the policy that the statement is in.</summary>
    public string? Policy { get; init; }

    /// <summary>What was let pass although it could not be told (<see cref="LocalAwsOptions.AllowUnderived"/>), in a sentence; null where nothing was.</summary>
    public string? Underived { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Verdict}: {Caller ?? "anonymous"} {Action} on {Resource}: {Reason}";

    internal static AccessDecision Of(DecisionView view) => new()
    {
        Id = view.Id,
        At = view.At,
        Caller = view.Principal,
        Action = view.Action,
        Resource = view.Resource,
        Target = view.Target,
        Method = view.IsOfApi ? view.Method : null,
        Path = view.IsOfApi ? view.Path : null,
        Verdict = view.Verdict,
        RefusedWith = view.Refused,
        Reason = view.Reason,
        Statement = view.Statement,
        Policy = view.Policy,
        HasRoute = view.HasRoute,
        IsOfAuthorization = view.IsOfAuthorization,
        Underived = view.Underived,
    };
}
