namespace Iam;

/// <summary>
/// How API Gateway combines an API's resource policy with a route's authorization. API Gateway Developer Guide, "How API Gateway resource
/// policies affect authorization workflow".
/// </summary>
public static class ApiGatewayRules
{
    /// <summary><c>AWS_IAM</c>: table A within an account, table B across accounts.</summary>
    public static Decision DecideIam(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy) => Authorizer.Decide(request, caller, resourcePolicy);

    /// <summary>Decides like <see cref="DecideIam"/>, and tells how each statement took part.</summary>
    public static Explanation ExplainIam(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy) => Authorizer.Explain(request, caller, resourcePolicy);

    /// <summary><c>NONE</c>: the resource policy alone, which must allow; without a policy the route is open to everyone.</summary>
    public static Decision DecideWithoutAuthentication(AccessRequest request, Policy? resourcePolicy) =>
        resourcePolicy is null ? new Decision(Verdict.Allow, DecidingPolicy.None, null, -1) : Authorizer.Decide(request, PrincipalPolicies.None, resourcePolicy);
}
