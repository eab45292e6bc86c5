using Iam.Decisions;

namespace Iam;

/// <summary>
/// How API Gateway combines an API's resource policy with a route's authorization: one rule for each thing that an authorizer can mean for policies. API
/// Gateway Developer Guide, "How API Gateway resource policies affect authorization workflow". Resource control policies have no say: AWS Organizations does
/// not support them for API Gateway.
/// </summary>
public static class ApiGatewayRules
{
    /// <summary>The action that each call of a route needs.</summary>
    public const string Invoke = "execute-api:Invoke";

    /// <summary>The caller signs, <c>AWS_IAM</c>: table A within an account, table B across accounts.</summary>
    public static DecisionRule SignedCall => DecisionRule.Access;

    /// <summary>
    /// Nobody signs, <c>NONE</c>, or a token holds, of a user pool or of an issuer: the resource policy decides by itself, and must allow; without one
    /// everybody may pass who comes this far. The caller is <see cref="Anonymous"/>, and no policies but the resource's count.
    /// </summary>
    public static DecisionRule ResourcePolicyAlone => DecisionRule.ResourcePolicyAlone;

    /// <summary>
    /// A Lambda authorizer, once its function has answered: the policy that it returned, which is the caller's, and the resource policy, by table A. The caller
    /// is <see cref="Anonymous"/>, since nobody signed.
    /// </summary>
    public static DecisionRule FunctionsPolicy => DecisionRule.FunctionsPolicy;

    /// <summary>A route that is closed: nobody passes, and no policy is asked.</summary>
    public static DecisionRule Nobody => DecisionRule.Nobody;

    /// <summary>A Lambda authorizer, before its function is asked: whether an explicit deny of the resource policy refuses at once.</summary>
    /// <param name="request">The request; its principal is <see cref="Anonymous"/>.</param>
    /// <param name="resourcePolicy">The API's policy, when it has one.</param>
    public static bool Vetoes(AccessRequest request, Policy? resourcePolicy) =>
        resourcePolicy is not null && ResourcePolicyAlone.Decide(request, PrincipalPolicies.None, resourcePolicy).Verdict == Verdict.ExplicitDeny;

    internal static Decision WalkResourcePolicy<TObserver>(AccessRequest request, Policy? resourcePolicy, ref TObserver observer)
        where TObserver : IWalkObserver => resourcePolicy is null
            ? new Decision(Verdict.Allow, DecidingPolicy.None, null, -1)
            : Authorizer.Walk(request, PrincipalPolicies.None, resourcePolicy, Guardrails.None, ref observer);

    internal static Decision WalkFunctionsPolicy<TObserver>(AccessRequest request, PrincipalPolicies returned, Policy? resourcePolicy, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var resource = PolicyEffect.Of(DecidingPolicy.Resource, resourcePolicy, request, bounded: false, ref observer);
        var function = PolicyEffect.Of(DecidingPolicy.Identity, returned.Identity, request, bounded: false, ref observer);
        return resource.Denies ? resource.ToDeny(DecidingPolicy.Resource)
            : function.Denies ? function.ToDeny(DecidingPolicy.Identity)
            : function.Allows ? function.ToAllow(DecidingPolicy.Identity)
            : resource.Allows ? resource.ToAllow(DecidingPolicy.Resource)
            : Decision.Missing(DecidingPolicy.Identity);
    }
}
