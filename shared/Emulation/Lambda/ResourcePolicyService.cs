using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.Protocols.RestJson;

namespace Emulation.Lambda;

/// <summary>
/// The operations on a function's resource policy as a whole. What they do to its statements they need the rights for, of each principal that is named: Lambda Developer
/// Guide, "Working with resource-based policies in Lambda".
/// </summary>
internal sealed class ResourcePolicyService(FunctionAsks asks, FunctionPolicies policies)
{
    /// <summary>AWS Lambda API Reference, PutResourcePolicy.</summary>
    public const string Prefix = "/2026-07-09/resource-policy/";

    private const string PrincipalKey = "lambda:Principal";
    private readonly ResourcePolicyOperations operations = new(policies);

    public static ImmutableArray<RestRoute> Routes { get; } =
    [
        new("PutResourcePolicy", "PUT", $"{Prefix}{{ResourceArn}}"),
        new("GetResourcePolicy", "GET", $"{Prefix}{{ResourceArn}}"),
        new("DeleteResourcePolicy", "DELETE", $"{Prefix}{{ResourceArn}}"),
    ];

    public ImmutableArray<ServiceOperation<RestRequest, RestAnswer>> Operations =>
    [
        new("PutResourcePolicy", "ResourceArn", Put),
        new("GetResourcePolicy", "ResourceArn", call =>
            On(call, [new(LambdaOperation.GetResourcePolicy, []), new(LambdaOperation.GetPolicy, [])], target => operations.Get(target.Function!))),
        new("DeleteResourcePolicy", "ResourceArn RevisionId", Delete),
    ];

    private Intent<RestAnswer> Put(ServiceCall<RestRequest> call)
    {
        if (ResourcePolicyInput.Read(call.Parameters.Body, out var input) is { } unread)
        {
            return unread;
        }

        return operations.Check(input.Policy, out var policy) is { } refusal ? refusal : On(
            call,
            EachOf(
                policy.Statements.SelectMany(static statement => statement.PrincipalTexts),
                LambdaOperation.PutResourcePolicy,
                LambdaOperation.AddPermission,
                LambdaOperation.RemovePermission),
            target => target.Qualifier is FunctionReference.Latest
                ? LambdaRefusal.Invalid("We currently do not support adding policies for $LATEST.")
                : operations.Put(target.Function!, policy, input.RevisionId));
    }

    private Intent<RestAnswer> Delete(ServiceCall<RestRequest> call) => On(
        call,
        EachOf(
            asks.FindByArn(call)?.Function is { } function ? policies.PrincipalsOf(function) : [], LambdaOperation.DeleteResourcePolicy, LambdaOperation.RemovePermission),
        target => operations.Delete(target.Function!, call.Parameters["RevisionId"]));

    /// <summary>One request has one principal: of several each is asked about.</summary>
    private static IEnumerable<NeededPermission> EachOf(IEnumerable<string> principals, params string[] actions)
    {
        var named = principals.Distinct(StringComparer.Ordinal).ToList();
        return actions.SelectMany(action => named.Count == 0
            ? [new NeededPermission(action, [])]
            : named.Select(principal => new NeededPermission(action, [new ConditionKey(PrincipalKey, principal)])));
    }

    private Intent<RestAnswer> On(ServiceCall<RestRequest> call, IEnumerable<NeededPermission> needs, Func<FunctionReference, RestAnswer> perform) =>
        asks.FindByArn(call) is not { } target
            ? LambdaRefusal.Of(
                400,
                "ValidationException",
                $"1 validation error detected: Value '{call.Parameters["ResourceArn"]}' at 'resourceArn' failed to satisfy constraint: Member must satisfy regular expression "
                    + "pattern: arn:(aws[a-zA-Z-]*)?:lambda:(eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:\\d{12}:function:[a-zA-Z0-9-_]+"
                    + "(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_])+)?")
            : asks.On(target, needs, asked => ValueTask.FromResult(asked.IsOfNoVersion ? LambdaRefusal.NoVersion(asked) : perform(asked)));
}
