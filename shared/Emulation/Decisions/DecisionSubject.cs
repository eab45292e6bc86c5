using Iam;

namespace Emulation.Decisions;

/// <summary>Everything that a decision was made from, so that it can be made again in slow motion.</summary>
/// <param name="Title">What was asked, such as <c>POST /charges of BillingApi by StorefrontRole</c>.</param>
/// <param name="Request">The request.</param>
/// <param name="Caller">The caller's policies; the policy that a Lambda authorizer returned is the only one of its caller.</param>
/// <param name="ResourcePolicy">The API's policy, or the role's trust policy.</param>
/// <param name="Guardrails">The organisation's policies.</param>
/// <param name="ShownResource">The resource as AWS's refusal shows it.</param>
internal sealed record DecisionSubject(
    string Title, AccessRequest Request, PrincipalPolicies Caller, Policy? ResourcePolicy, Guardrails Guardrails, string? ShownResource = null)
{
    /// <summary>By which rule it is decided: of a route by that of its authorizer, else by that of the resource's policy.</summary>
    public DecisionRule Rule { get; init; } = DecisionRule.Of(ResourcePolicy);

    /// <summary>Why an authorizer let the request come this far; null where none did.</summary>
    public string? AuthorizedBy { get; init; }

    /// <summary>Whether a policy decides that a Lambda authorizer returned.</summary>
    public bool IsOfFunction => Rule == ApiGatewayRules.FunctionsPolicy;

    /// <summary>API Gateway's words for a refusal, where they are not the sentence that names caller, action and resource.</summary>
    public string? RefusalText { get; init; }

    /// <summary>The why in one sentence.</summary>
    public string Why(Decision decision) => IsOfFunction && decision.Verdict == Verdict.ImplicitDeny
        ? $"The policy {Caller.Identity[0].Origin.Name} does not allow {Request.Action} on {Request.Resource}."
        : DecisionText.For(Request, decision);

    /// <summary>AWS's words for a refusal.</summary>
    public string Refusal(Decision decision) => RefusalText ?? RefusalMessage.For(Request, decision, ShownResource);

    public Decision Decide() => Rule.Decide(Request, Caller, ResourcePolicy, Guardrails);

    public Explanation Explain() => Rule.Explain(Request, Caller, ResourcePolicy, Guardrails);
}
