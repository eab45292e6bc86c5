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

    /// <summary>What is let pass though it cannot be told.</summary>
    public UntoldRisk Risk { get; init; }

    /// <summary>Which resources it may be, for whoever takes that risk; null for <see cref="OneOf"/>.</summary>
    public ResourceShape? RiskedOn { get; init; }

    /// <summary>What could not be told and was let pass, in a sentence; null of what is allowed without any risk, and of what is refused.</summary>
    public string? Underived => Risk != UntoldRisk.None && Strict() is { Verdict: not Verdict.Allow } strict && Risked() is not null
        ? "Let pass by --allow-underived, though on AWS it may be refused. "
            + $"{(Risk == UntoldRisk.MayNotBeAsked ? $"Whether AWS asks {Request.Action} too cannot be told here. " : "")}{Sentence(strict)}"
        : null;

    /// <summary>What is decided of all that the request may be, where some of it passes only; null where it is all the same.</summary>
    public SymbolicDecision? Unsure => OneOf is not null && Together(Caller) is { Verdict: SymbolicVerdict.Conditional } unsure ? unsure : null;

    /// <summary>The why in one sentence, and why an authorizer let the request come this far.</summary>
    public string Reason(Decision decision) => AuthorizedBy is null ? Why(decision)
        : decision.Policy is null && decision.Verdict == Verdict.Allow ? AuthorizedBy
        : $"{AuthorizedBy} {Why(decision)}";

    /// <summary>The why in one sentence.</summary>
    public string Why(Decision decision) => decision.Verdict == Verdict.Allow && Underived is { } risk ? risk
        : Preamble is null ? Sentence(decision)
        : $"{Preamble} {Sentence(decision)}";

    private string Sentence(Decision decision) => Unsure is { } unsure
        ? $"Which resource {Request.Action} touches cannot be told here, one of {OneOf}, and policies let some of them pass only: {unsure.Condition}."
        : IsOfFunction && decision.Verdict == Verdict.ImplicitDeny
        ? $"The policy {Caller.Identity[0].Origin.Name} does not allow {Request.Action} on {Request.Resource}."
        : DecisionText.For(Request, decision);

    /// <summary>AWS's words for a refusal.</summary>
    public string Refusal(Decision decision) =>
        ShownPlace is { } place && decision.By is DecidingPolicy.Identity or DecidingPolicy.Boundary or DecidingPolicy.Session or DecidingPolicy.ServiceControl
            ? RefusalOn(place, decision)
            : RefusalText ?? RefusalMessage.For(Request, decision, Shown(), ShownAction);

    public Decision Decide()
    {
        var strict = Strict();
        return Risk == UntoldRisk.None || strict.Verdict == Verdict.Allow ? strict : Risked() ?? strict;
    }

    public Explanation Explain() => Rule.Explain(Request, Caller, ResourcePolicy, Guardrails);

    /// <summary>Whatever cannot be told refuses.</summary>
    private Decision Strict() => OneOf is null ? Rule.Decide(Request, Caller, ResourcePolicy, Guardrails)
        : Together(Caller) is { Verdict: not SymbolicVerdict.Conditional } same ? same.Decision
        : new Decision(Verdict.ImplicitDeny, DecidingPolicy.None, null, -1);

    /// <summary>The decision that somebody takes the risk for; null where that allows nothing either.</summary>
    private Decision? Risked() => Passing(Together(Caller, RiskedOn)) ?? (Risk == UntoldRisk.MayNotBeAsked ? Passing(Together(UnlessDenied.Of(Caller), RiskedOn)) : null);

    /// <summary>That of a request which passes, where no other of them may be denied.</summary>
    private static Decision? Passing(SymbolicDecision together) =>
        together is { Verdict: not SymbolicVerdict.Deny, MayBeDenied: false, Decision.Verdict: Verdict.Allow } ? together.Decision : null;

    private SymbolicDecision Together(PrincipalPolicies caller, ResourceShape? on = null) => SymbolicAuthorizer.DecideBy(
        Rule,
        new AccessQuestion(
            Request.Principal, Request.Action, on ?? OneOf ?? ResourceShape.Literal(Request.Resource), Request.ResourceAccount,
            PartialContext.OfRequest(Request.Context, UnknownKeys)),
        caller,
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
