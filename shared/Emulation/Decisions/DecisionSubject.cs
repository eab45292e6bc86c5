using System.Collections.Immutable;
using Iam;

namespace Emulation.Decisions;

/// <summary>Everything that a decision was made from, so that it can be made again in slow motion.</summary>
/// <param name="Title">What was asked.</param>
/// <param name="Request">The request.</param>
/// <param name="Caller">The caller's policies; the policy that a Lambda authorizer returned is the only one of its caller.</param>
/// <param name="ResourcePolicy">The API's policy, or the role's trust policy.</param>
/// <param name="Guardrails">The organisation's policies.</param>
/// <param name="ShownResource">The resource as AWS's refusal shows it.</param>
internal sealed record DecisionSubject(
    SubjectTitle Title, AccessRequest Request, PrincipalPolicies Caller, Policy? ResourcePolicy, Guardrails Guardrails, string? ShownResource = null)
{
    /// <summary>By which rule it is decided: of a route by that of its authorizer, else by that of the resource's policy.</summary>
    public DecisionRule Rule { get; init; } = DecisionRule.Of(ResourcePolicy);

    /// <summary>Why an authorizer let the request come this far; null where none did.</summary>
    public string? AuthorizedBy { get; init; }

    /// <summary>A sentence before the why: in whose name it is asked, where that is not plain.</summary>
    public string? Preamble { get; init; }

    /// <summary>Whether a policy decides that a Lambda authorizer returned.</summary>
    public bool IsOfFunction => Rule == ApiGatewayRules.FunctionsPolicy;

    /// <summary>API Gateway's words for a refusal, where they are not the sentence that names caller, action and resource.</summary>
    public string? RefusalText { get; init; }

    /// <summary>The action as AWS's refusal shows it; null for its name.</summary>
    public string? ShownAction { get; init; }

    /// <summary>What a refusal by the caller's own policies shows of the resource, where it does not name it; null where it does.</summary>
    public string? ShownPlace { get; init; }

    /// <summary>What a refusal shows in the place of as many first characters of the resource; null when it shows them.</summary>
    public string? ShownBeginning { get; init; }

    /// <summary>Which resources the request may touch, where it does not say which: what each of them is decided to is decided. Null where it is known.</summary>
    public ResourceShape? OneOf { get; init; }

    /// <summary>Condition keys of which nothing is known; of all others it is known whether the request has them.</summary>
    public ImmutableArray<string> UnknownKeys { get; init; } = [];

    /// <summary>The why in one sentence, and why an authorizer let the request come this far.</summary>
    public string Reason(Decision decision) => AuthorizedBy is null ? Why(decision)
        : decision.Policy is null && decision.Verdict == Verdict.Allow ? AuthorizedBy
        : $"{AuthorizedBy} {Why(decision)}";

    /// <summary>The why in one sentence.</summary>
    public string Why(Decision decision) => Preamble is null ? Sentence(decision) : $"{Preamble} {Sentence(decision)}";

    private string Sentence(Decision decision) => OneOf is not null && Together() is { Verdict: SymbolicVerdict.Conditional } unsure
        ? $"Which resource {Request.Action} touches cannot be told here, one of {OneOf}, and policies let some of them pass only: {unsure.Condition}."
        : IsOfFunction && decision.Verdict == Verdict.ImplicitDeny
        ? $"The policy {Caller.Identity[0].Origin.Name} does not allow {Request.Action} on {Request.Resource}."
        : DecisionText.For(Request, decision);

    /// <summary>AWS's words for a refusal.</summary>
    public string Refusal(Decision decision) =>
        ShownPlace is { } place && decision.By is DecidingPolicy.Identity or DecidingPolicy.Boundary or DecidingPolicy.Session or DecidingPolicy.ServiceControl
            ? RefusalOn(place, decision)
            : RefusalText ?? RefusalMessage.For(Request, decision, Shown(), ShownAction);

    public Decision Decide() => OneOf is null ? Rule.Decide(Request, Caller, ResourcePolicy, Guardrails)
        : Together() is { Verdict: not SymbolicVerdict.Conditional } same ? same.Decision
        : new Decision(Verdict.ImplicitDeny, DecidingPolicy.None, null, -1);

    public Explanation Explain() => Rule.Explain(Request, Caller, ResourcePolicy, Guardrails);

    private SymbolicDecision Together() => SymbolicAuthorizer.DecideBy(
        Rule,
        new AccessQuestion(Request.Principal, Request.Action, OneOf!, Request.ResourceAccount, PartialContext.OfRequest(Request.Context, UnknownKeys)),
        Caller,
        ResourcePolicy,
        Guardrails);

    private string RefusalOn(string place, Decision decision)
    {
        var beginning = $"User: {Request.Principal.Arn} is not authorized to perform: {ShownAction ?? Request.Action}";
        return $"{beginning} on {place}{RefusalMessage.For(Request, decision, shownResource: "", ShownAction)[beginning.Length..]}";
    }

    private string? Shown() => ShownBeginning is { } beginning ? string.Concat(beginning, Request.Resource.AsSpan(beginning.Length))
        : ShownResource ?? OneOf?.Starred;
}
