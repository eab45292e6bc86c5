using Iam.Decisions;

namespace Iam;

/// <summary>
/// How API Gateway combines an API's resource policy with a route's authorization. API Gateway Developer Guide, "How API Gateway resource
/// policies affect authorization workflow". Resource control policies have no say: AWS Organizations does not support them for API Gateway.
/// </summary>
public static class ApiGatewayRules
{
    /// <summary><c>AWS_IAM</c>: table A within an account, table B across accounts.</summary>
    public static Decision DecideIam(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null) =>
        Authorizer.Decide(request, caller, resourcePolicy, guardrails);

    /// <summary>Decides like <see cref="DecideIam"/>, and tells how each statement took part.</summary>
    public static Explanation ExplainIam(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null) =>
        Authorizer.Explain(request, caller, resourcePolicy, guardrails);

    /// <summary><c>NONE</c>: the resource policy alone, which must allow; without a policy the route is open to everyone.</summary>
    public static Decision DecideWithoutAuthentication(AccessRequest request, Policy? resourcePolicy) =>
        resourcePolicy is null ? Open : Authorizer.Decide(request, PrincipalPolicies.None, resourcePolicy);

    /// <summary>A Cognito user pool, once the token holds: the resource policy decides by itself, and must allow where there is one.</summary>
    public static Decision DecideUserPool(AccessRequest request, Policy? resourcePolicy) => DecideWithoutAuthentication(request, resourcePolicy);

    /// <summary>A Lambda authorizer, first phase: an explicit deny of the resource policy refuses before the function is called. Null to go on.</summary>
    public static Decision? DecideBeforeLambdaAuthorizer(AccessRequest request, Policy? resourcePolicy) =>
        resourcePolicy is not null && Authorizer.Decide(request, PrincipalPolicies.None, resourcePolicy) is { Verdict: Verdict.ExplicitDeny } deny ? deny : null;

    /// <summary>A Lambda authorizer, second phase: the policy that it returned and the resource policy, by table A.</summary>
    /// <param name="request">The request; its principal is <see cref="Anonymous"/>, since nobody signed it.</param>
    /// <param name="authorizerPolicy">The policy that the function returned.</param>
    /// <param name="resourcePolicy">The API's policy, when it has one.</param>
    public static Decision DecideAfterLambdaAuthorizer(AccessRequest request, Policy authorizerPolicy, Policy? resourcePolicy)
    {
        var silent = new Unobserved();
        return WalkAfterLambdaAuthorizer(request, authorizerPolicy, resourcePolicy, ref silent);
    }

    /// <summary>Decides like <see cref="DecideAfterLambdaAuthorizer"/>, and tells how each statement took part.</summary>
    public static Explanation ExplainAfterLambdaAuthorizer(AccessRequest request, Policy authorizerPolicy, Policy? resourcePolicy)
    {
        var trace = new Trace(request);
        return trace.Finish(WalkAfterLambdaAuthorizer(request, authorizerPolicy, resourcePolicy, ref trace));
    }

    private static Decision WalkAfterLambdaAuthorizer<TObserver>(AccessRequest request, Policy authorizerPolicy, Policy? resourcePolicy, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var resource = PolicyEffect.Of(DecidingPolicy.Resource, resourcePolicy, request, bounded: false, ref observer);
        var authorizer = PolicyEffect.Of(DecidingPolicy.Identity, authorizerPolicy, request, bounded: false, ref observer);
        return resource.Denies ? resource.ToDeny(DecidingPolicy.Resource)
            : authorizer.Denies ? authorizer.ToDeny(DecidingPolicy.Identity)
            : authorizer.Allows ? authorizer.ToAllow(DecidingPolicy.Identity)
            : resource.Allows ? resource.ToAllow(DecidingPolicy.Resource)
            : Decision.Missing(DecidingPolicy.Identity);
    }

    private static Decision Open => new(Verdict.Allow, DecidingPolicy.None, null, -1);
}
