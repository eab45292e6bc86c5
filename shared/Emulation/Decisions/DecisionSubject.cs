using Iam;

namespace Emulation.Decisions;

/// <summary>Everything that a decision was made from, so that it can be made again in slow motion.</summary>
/// <param name="Title">What was asked, such as <c>POST /charges of BillingApi by StorefrontRole</c>.</param>
/// <param name="Request">The request.</param>
/// <param name="Caller">The caller's policies.</param>
/// <param name="ResourcePolicy">The API's policy, or the role's trust policy.</param>
/// <param name="Guardrails">The organisation's policies.</param>
/// <param name="ShownResource">The resource as AWS's refusal shows it.</param>
/// <param name="IsOpen">Whether the route authenticates nobody: the resource policy alone decides, and none lets everybody in.</param>
internal sealed record DecisionSubject(
    string Title, AccessRequest Request, PrincipalPolicies Caller, Policy? ResourcePolicy, Guardrails Guardrails, string? ShownResource = null, bool IsOpen = false)
{
    /// <summary>Why an authorizer let the request come this far; null where none did.</summary>
    public string? AuthorizedBy { get; init; }

    /// <summary>The policy that a Lambda authorizer returned; null where none did.</summary>
    public Policy? AuthorizerPolicy { get; init; }

    /// <summary>API Gateway's words for a refusal, where they are not the sentence that names caller, action and resource.</summary>
    public string? RefusalText { get; init; }

    /// <summary>The why in one sentence.</summary>
    public string Why(Decision decision) => AuthorizerPolicy is not null && decision.Verdict == Verdict.ImplicitDeny
        ? $"The policy {AuthorizerPolicy.Origin.Name} does not allow {Request.Action} on {Request.Resource}."
        : DecisionText.For(Request, decision);

    /// <summary>AWS's words for a refusal.</summary>
    public string Refusal(Decision decision) => RefusalText ?? RefusalMessage.For(Request, decision, ShownResource);

    /// <summary>Decides, by the same branch as <see cref="Explain"/>.</summary>
    public Decision Decide() => AuthorizerPolicy is not null
        ? ApiGatewayRules.DecideAfterLambdaAuthorizer(Request, AuthorizerPolicy, ResourcePolicy)
        : ResourcePolicy?.Kind == PolicyKind.Trust
        ? Authorizer.DecideAssumeRole(Request, Caller, ResourcePolicy, Guardrails)
        : IsOpen && ResourcePolicy is null
            ? ApiGatewayRules.DecideWithoutAuthentication(Request, null)
            : Authorizer.Decide(Request, Caller, ResourcePolicy, Guardrails);

    public Explanation Explain() => AuthorizerPolicy is not null
        ? ApiGatewayRules.ExplainAfterLambdaAuthorizer(Request, AuthorizerPolicy, ResourcePolicy)
        : ResourcePolicy?.Kind == PolicyKind.Trust
        ? Authorizer.ExplainAssumeRole(Request, Caller, ResourcePolicy, Guardrails)
        : IsOpen && ResourcePolicy is null
            ? new Explanation(ApiGatewayRules.DecideWithoutAuthentication(Request, null), Request, [])
            : Authorizer.Explain(Request, Caller, ResourcePolicy, Guardrails);
}
