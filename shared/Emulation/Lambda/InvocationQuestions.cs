using Emulation.Calls;
using Emulation.Decisions;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// What policies are asked before a service of AWS calls a function with other credentials than its own: those of whoever called the service, or of a role. The
/// function's permission for the service is of no help then (captured: apigateway/rest_integration_credentials and rest_authorizer_roles of radkawar/stackd).
/// </summary>
/// <param name="policies">A function's resource policy, as it is now.</param>
/// <param name="roles">A role by its ARN, as it is now; null when there is none.</param>
/// <param name="environment">What surrounds every request.</param>
internal sealed class InvocationQuestions(Func<Function, Policy?> policies, Func<string, Role?> roles, RequestEnvironment environment)
{
    /// <summary>API Gateway's, as CloudTrail shows it of every role that integrations have.</summary>
    private const string SessionName = "BackplaneAssumeRoleSession";

    /// <summary>Whether whoever called the service may call the function, through it: IAM User Guide, "Forward access sessions".</summary>
    /// <param name="service">The service, such as <c>apigateway.amazonaws.com</c>.</param>
    /// <param name="function">The function.</param>
    /// <param name="call">The call of the service, which was allowed.</param>
    public DecisionSubject OfCaller(string service, Function function, DecisionSubject call) =>
        Invoke(call.Request.Principal, call.Caller, function, call.Request.Context.ForwardedBy(service), "The function is called with its caller's own credentials.");

    /// <summary>Whether the service may assume a role, and whether the role may call the function; null when there is no such role.</summary>
    /// <param name="service">The service.</param>
    /// <param name="function">The function.</param>
    /// <param name="roleArn">The role.</param>
    /// <param name="at">When.</param>
    public IReadOnlyList<DecisionSubject>? OfRole(string service, Function function, string roleArn, DateTimeOffset at)
    {
        if (roles(roleArn) is not { } role)
        {
            return null;
        }

        var preamble = $"The function is called as {role.LogicalId}.";
        var owner = AccountId.Parse(role.Arn.Account);
        var session = new AssumedRole(owner, role.Path, role.Name, SessionName, role.UniqueId, role.Tags);
        return
        [
            Assume(service, role, owner, function, at) with { Preamble = preamble },
            Invoke(
                session,
                new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary]),
                function,
                environment.Complete(OfService(session, function, at).Set("aws:TokenIssueTime", TimeOf(at)).Set("aws:MultiFactorAuthPresent", "false"), owner, OwnerOf(function)),
                preamble),
        ];
    }

    /// <summary>Whether a function's execution role may call another function for Lambda, which tells that one how an event ended; null when there is no such role.</summary>
    /// <param name="function">The function whose event it was.</param>
    /// <param name="told">The function that is told.</param>
    /// <param name="at">When.</param>
    public DecisionSubject? OfExecutionRole(Function function, Function told, DateTimeOffset at)
    {
        if (roles(function.RoleArn.ToString()) is not { } role)
        {
            return null;
        }

        var owner = AccountId.Parse(role.Arn.Account);
        // The name as SQS tells it (captured: lambda/streaming_async of radkawar/stackd).
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"awslambda_0_{at.UtcDateTime:yyyyMMddHHmmssfff}");
        var session = new AssumedRole(owner, role.Path, role.Name, name, role.UniqueId, role.Tags);
        return Invoke(
            session,
            new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary]),
            told,
            environment.Complete(OfService(session, told, at).Set("aws:TokenIssueTime", TimeOf(at)).Set("aws:MultiFactorAuthPresent", "false"), owner, OwnerOf(told)),
            $"{told.LogicalId} is told how events of {function.LogicalId} end, as {role.LogicalId}.");
    }

    /// <summary>The service tells the trust policy neither for what resource nor for what account it asks, and counts as the session of a role (captured, as above).</summary>
    private DecisionSubject Assume(string service, Role role, AccountId owner, Function function, DateTimeOffset at)
    {
        var principal = new ServicePrincipal(service);
        var context = environment.Complete(OfService(principal, function, at).Set("aws:PrincipalType", "AssumedRole").Set("sts:RoleSessionName", SessionName), null, owner);
        foreach (var key in ConditionKey.OfResource(role.Tags, "iam"))
        {
            key.AddTo(context);
        }

        return new DecisionSubject(
            SubjectTitle.OfAction("sts:AssumeRole", role.Arn.ToString(), service),
            new AccessRequest(principal, "sts:AssumeRole", role.Arn.ToString(), owner, context),
            PrincipalPolicies.None, role.TrustPolicy, environment.For(null, owner, "sts:AssumeRole"));
    }

    private DecisionSubject Invoke(Principal principal, PrincipalPolicies own, Function function, ConditionContext context, string preamble)
    {
        foreach (var key in ConditionKey.OfResource(function.Tags))
        {
            key.AddTo(context);
        }

        var owner = OwnerOf(function);
        return new DecisionSubject(
            SubjectTitle.OfAction(LambdaOperation.Invoke, function.Arn.ToString(), principal.Arn),
            new AccessRequest(principal, LambdaOperation.Invoke, function.Arn.ToString(), owner, context),
            own, policies(function), environment.For(principal.Account, owner, LambdaOperation.Invoke)) { Preamble = preamble };
    }

    /// <summary>The keys of a request that a service makes for itself: it comes from no address that is known.</summary>
    private static ConditionContext OfService(Principal principal, Function function, DateTimeOffset at) =>
        new ConditionContext(principal).SetTime(at).Set("aws:SecureTransport", "true").Set("aws:RequestedRegion", function.Arn.Region);

    private static AccountId OwnerOf(Function function) => AccountId.Parse(function.Arn.Account);

    private static string TimeOf(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", System.Globalization.CultureInfo.InvariantCulture);
}
