using System.Runtime.CompilerServices;
using Emulation.Decisions;
using Emulation.Organizations;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Whether a service of AWS may call a function on behalf of a resource: the function's own policy must let it, as it is now, with the permissions that were
/// added at run time. Asked before every call that no caller signed: of an API's route, of its authorizer, of a user pool's trigger. AWS Lambda Developer Guide,
/// "Using resource-based policies for Lambda".
/// </summary>
/// <param name="policies">A function's policy; null when nobody was given a permission.</param>
/// <param name="environment">Condition keys that cannot be known here.</param>
internal sealed class FunctionPermission(Func<Function, Policy?> policies, RequestEnvironment environment)
{
    private static readonly string[] FixedKeys = ["aws:SourceArn", "aws:SourceAccount"];

    // By policy: whether nothing in it depends on more than the source.
    private static readonly ConditionalWeakTable<Policy, StrongBox<bool>> Fixed = [];

    /// <summary>Why the service must not call the function, and what to do; null when it may.</summary>
    /// <param name="service">Such as <c>apigateway.amazonaws.com</c>.</param>
    /// <param name="function">The function.</param>
    /// <param name="sourceArn">What the service acts for.</param>
    /// <param name="account">Whose that is.</param>
    /// <param name="at">When.</param>
    public string? Refusal(string service, Function function, string sourceArn, AccountId account, DateTimeOffset at)
    {
        var principal = new ServicePrincipal(service);
        var context = new ConditionContext(principal).SetTime(at).Set("aws:SourceArn", sourceArn).Set("aws:SourceAccount", account.ToString());
        var access = new AccessRequest(principal, LambdaOperation.Invoke, function.Arn.ToString(), account, environment.Complete(context, null));
        var decision = global::Iam.Authorizer.Decide(access, PrincipalPolicies.None, policies(function));
        return decision.Verdict == Verdict.Allow ? null
            : $"{DecisionText.For(access, decision)} The source ARN is {sourceArn}. Give the permission with aws lambda add-permission --function-name {function.FunctionName} "
                + $"--action {LambdaOperation.Invoke} --principal {service} --source-arn {sourceArn} --statement-id ...";
    }

    /// <summary>What a permission was found in, for whoever asks often: the same answer holds while this stays equal. Null when it depends on the request.</summary>
    public PermissionSource? SourceOf(Function function) =>
        policies(function) is { } policy && Fixed.GetValue(policy, static p => new StrongBox<bool>(IsFixed(p))).Value ? new PermissionSource(policy, environment.Version) : null;

    private static bool IsFixed(Policy policy) =>
        policy.Statements.All(static s => s.ConditionTexts.All(static c => FixedKeys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>A policy, and the environment at one moment.</summary>
internal readonly record struct PermissionSource(Policy Policy, int Environment);
