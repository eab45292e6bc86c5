using System.Runtime.CompilerServices;
using Emulation.Decisions;
using Emulation.Organizations;
using Emulation.Wire;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Whether a service of AWS may call a function on behalf of a resource: the function's own policy must let it, as it is now, with the permissions that were
/// added at run time. Asked before every call that no caller signed: of an API's route, of its authorizer, of a user pool's trigger. AWS Lambda Developer Guide,
/// "Using resource-based policies for Lambda".
/// </summary>
/// <param name="policies">A function's resource policy, as it is now.</param>
/// <param name="environment">What surrounds every request.</param>
/// <param name="roles">A role by its ARN, as it is now; by default there is none.</param>
internal sealed class FunctionPermission(Func<Function, Policy?> policies, RequestEnvironment environment, Func<string, Role?>? roles = null)
{
    private static readonly string[] FixedKeys = ["aws:SourceArn", "aws:SourceAccount"];

    // By policy: whether nothing in it depends on more than the source.
    private static readonly ConditionalWeakTable<Policy, StrongBox<bool>> Fixed = [];

    /// <summary>What is asked instead where the service calls with other credentials than its own.</summary>
    public InvocationQuestions Questions { get; } = new(policies, roles ?? (static _ => null), environment);

    /// <summary>Why a service, such as <c>apigateway.amazonaws.com</c>, must not call the function for a source, and what to do; null when it may.</summary>
    public PermissionRefusal? Refusal(string service, Function function, string sourceArn, AccountId account, DateTimeOffset at)
    {
        var principal = new ServicePrincipal(service);
        var context = new ConditionContext(principal).SetTime(at).Set("aws:SourceArn", sourceArn).Set("aws:SourceAccount", account.ToString());
        var access = new AccessRequest(principal, LambdaOperation.Invoke, function.Arn.ToString(), account, environment.Complete(context, null));
        var decision = global::Iam.Authorizer.Decide(access, PrincipalPolicies.None, policies(function));
        return decision.Verdict == Verdict.Allow ? null
            : decision.Closed is not null ? new PermissionRefusal(DecisionText.For(access, decision), IsClosed: true)
            : decision.Verdict == Verdict.ImplicitDeny && Closed(function, service) is { } closed
                ? new PermissionRefusal($"{DecisionText.For(access, decision)} Whether a permission lets it cannot be told: {closed}", IsClosed: true)
            : new PermissionRefusal(
                $"{DecisionText.For(access, decision)} The source ARN is {sourceArn}. Give the permission with aws lambda add-permission --function-name {function.FunctionName} "
                    + $"--action {LambdaOperation.Invoke} --principal {service} --source-arn {ShellText.Word(sourceArn)} --statement-id ...",
                IsClosed: false);
    }

    /// <summary>What a permission was found in, for whoever asks often: the same answer holds while this stays equal. Null when it depends on the request.</summary>
    public PermissionSource? SourceOf(Function function) =>
        policies(function) is { } policy && Fixed.GetValue(policy, static p => new StrongBox<bool>(IsFixed(p))).Value ? new PermissionSource(policy, environment.Version) : null;

    /// <summary>What closes a permission that the service may have; null when there is none such.</summary>
    private static Closure? Closed(Function function, string service) =>
        function.ClosedPermissions.FirstOrDefault(permission => permission.Principal is null or "*" || permission.Principal == service)?.Closure;

    private static bool IsFixed(Policy policy) =>
        policy.Statements.All(static s => s.ConditionTexts.All(static c => FixedKeys.Contains(c.Key, StringComparer.OrdinalIgnoreCase)));
}

/// <summary>Why a service must not call a function.</summary>
/// <param name="Why">The sentence, with what to do.</param>
/// <param name="IsClosed">Whether nobody can tell here whether it may: what decides is closed.</param>
internal sealed record PermissionRefusal(string Why, bool IsClosed);

/// <summary>A policy, and the environment at one moment.</summary>
internal readonly record struct PermissionSource(Policy Policy, int Environment);
