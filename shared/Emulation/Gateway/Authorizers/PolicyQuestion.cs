using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Gateway.Answers;
using Emulation.Organizations;
using Emulation.Principals;
using Iam;

namespace Emulation.Gateway.Authorizers;

/// <summary>Puts a request to the policies, and makes the answer of their decision: what every kind of authorizer ends with.</summary>
internal sealed class PolicyQuestion(RequestEnvironment environment)
{
    public RequestEnvironment Environment => environment;

    /// <summary>The request as policies see it; without a caller it is one that nobody signed.</summary>
    public AccessRequest AccessOf(GatewayRequest request, Caller? caller) => AccessOf(request, caller, request.Target.Needs[0]);

    private AccessRequest AccessOf(GatewayRequest request, Caller? caller, in NeededPermission needed) =>
        new(
            caller?.Principal ?? Anonymous.Instance, needed.Action, request.Arn, request.Target.AccountId,
            environment.Complete(needed.Complete(request.Facts.ContextOf(caller)), caller?.Principal.Account, request.Target.AccountId));

    /// <param name="request">The request.</param>
    /// <param name="access">The same as policies see it.</param>
    /// <param name="policies">The caller's.</param>
    /// <param name="guardrails">Those of the caller's organisation.</param>
    /// <param name="by">Who a title says it is; null for the principal.</param>
    public static DecisionSubject SubjectOf(GatewayRequest request, AccessRequest access, PrincipalPolicies policies, Guardrails guardrails, string? by = null) => new(
        SubjectTitle.OfCall(request.Method, request.Path, request.Target.Api.LogicalId, by ?? access.Principal.Arn), access, policies, request.Target.ResourcePolicy, guardrails)
    {
        Rule = request.Route.Authorizer.Rule,
        ShownBeginning = request.Target.ShownBeginning,
        RefusalText = request.Target.Answers.RefusalText,
    };

    public static GatewayDecision Answer(GatewayRequest request, Caller? caller, DecisionSubject subject)
    {
        var decision = subject.DecideTraced();
        return decision.Verdict == Verdict.Allow
            ? GatewayDecision.Allow(caller, subject)
            : GatewayDecision.Refuse(caller, ErrorOf(request, subject, decision), subject.Reason(decision), subject);
    }

    /// <summary>Asks for all that a caller must be allowed, of which <paramref name="first"/> comes first.</summary>
    public GatewayDecision AnswerAll(GatewayRequest request, Caller? caller, DecisionSubject first)
    {
        var needs = request.Target.Needs;
        if (needs.Length == 1)
        {
            return Answer(request, caller, first);
        }

        ImmutableArray<DecisionSubject> asked = [first, .. needs.Skip(1).Select(needed => first with { Request = AccessOf(request, caller, needed) })];
        var refused = asked.Where(static subject => subject.DecideTraced().Verdict != Verdict.Allow).ToList();
        return (refused.Count == 0
            ? GatewayDecision.Allow(caller, first)
            : GatewayDecision.Refuse(
                caller, ErrorOf(request, refused[0], refused[0].Decide()), string.Join(' ', refused.Select(static subject => subject.Reason(subject.Decide()))), refused[0]))
            with { Asked = asked };
    }

    /// <summary>What here only is not known is told as such, and not as AWS's refusal.</summary>
    private static GatewayError ErrorOf(GatewayRequest request, DecisionSubject subject, Decision decision) =>
        decision.Closed is null ? request.Target.Answers.Denied(subject, decision) : request.Target.Errors.NotImplemented;

    /// <summary>The resource policy alone decides, and must allow where there is one: of routes that authenticate nobody, and of those that took a token.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">What the token said; null when nobody was authenticated.</param>
    /// <param name="passed">Why the token holds, for the reason; null when nobody was authenticated.</param>
    public GatewayDecision DecideByResourcePolicy(GatewayRequest request, AuthorizerContext? context = null, string? passed = null)
    {
        var access = AccessOf(request, null);
        var subject = SubjectOf(request, access, PrincipalPolicies.None, Guardrails.None) with { AuthorizedBy = passed };
        return AnswerAll(request, null, subject) with { Context = context };
    }
}
