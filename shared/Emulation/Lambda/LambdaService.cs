using Emulation.Calls;
using Emulation.Protocols.RestJson;

namespace Emulation.Lambda;

/// <summary>Lambda's operations as the door has them: calls of functions, and who may make them. AWS Lambda API Reference.</summary>
internal sealed class LambdaService(
    FunctionDirectory directory, FunctionPolicies policies, Func<FunctionAsks, InvocationService> invocations, Func<FunctionAsks, FunctionUrlService> urls)
{
    private const string Prefix = "/2015-03-31/functions/{FunctionName}/";
    private readonly FunctionAsks asks = new(directory, policies);
    private readonly PermissionOperations permissions = new(policies);

    public AwsService<RestRequest, RestAnswer> Service => new(
        "lambda",
        new RestJsonWire(
            [
                .. InvocationService.Routes,
                new("AddPermission", "POST", $"{Prefix}policy"),
                new("GetPolicy", "GET", $"{Prefix}policy"),
                new("RemovePermission", "DELETE", $"{Prefix}policy/{{StatementId}}"),
                .. ResourcePolicyService.Routes,
                .. FunctionUrlService.Routes,
            ],
            "Invoke, InvokeWithResponseStream, AddPermission, RemovePermission, GetPolicy, the ResourcePolicy and the FunctionUrlConfig operations, "
                + "and no other operation of Lambda",
            LambdaRefusal.Fault),
        [
            .. invocations(asks).Operations,
            new ServiceOperation<RestRequest, RestAnswer>("AddPermission", "FunctionName Qualifier", AddPermission),
            new ServiceOperation<RestRequest, RestAnswer>("GetPolicy", "FunctionName Qualifier", GetPolicy),
            new ServiceOperation<RestRequest, RestAnswer>("RemovePermission", "FunctionName StatementId Qualifier RevisionId", RemovePermission),
            .. new ResourcePolicyService(asks, policies).Operations,
            .. urls(asks).Operations,
        ])
    {
        Region = directory.Region,
        MayWait = static request => InvocationService.IsCall(request.Path),
        Owns = static request => request.Target.StartsWith("/2015-03-31/", StringComparison.Ordinal)
            || request.Target.StartsWith(InvocationService.StreamPrefix, StringComparison.Ordinal)
            || request.Target.StartsWith(ResourcePolicyService.Prefix, StringComparison.Ordinal)
            || request.Target.StartsWith(FunctionUrlService.Prefix, StringComparison.Ordinal),
    };

    private Intent<RestAnswer> AddPermission(ServiceCall<RestRequest> call)
    {
        if (PermissionInput.Read(call.Parameters.Body, out var input) is { } refusal)
        {
            return refusal;
        }

        IEnumerable<ConditionKey> keys = [new("lambda:Principal", input.Principal!), .. ConditionKey.IfAny(PermissionInput.AuthTypeKey, input.FunctionUrlAuthType)];
        return asks.On(call, LambdaOperation.AddPermission, keys, target =>
            target.Qualifier is FunctionReference.Latest ? Refused(LambdaRefusal.Invalid("We currently do not support adding policies for $LATEST."))
            : target.IsOfNoVersion ? Refused(LambdaRefusal.NoVersion(target))
            : ValueTask.FromResult(permissions.Add(target.Function!, input)));
    }

    private Intent<RestAnswer> GetPolicy(ServiceCall<RestRequest> call) => asks.On(call, LambdaOperation.GetPolicy, [], target =>
        target.IsOfNoVersion ? Refused(LambdaRefusal.NoVersion(target))
        : ValueTask.FromResult(permissions.Get(target.Qualifier is FunctionReference.Latest ? null : target.Function!)));

    private Intent<RestAnswer> RemovePermission(ServiceCall<RestRequest> call)
    {
        var statement = call.Parameters["StatementId"]!;
        var removed = asks.Find(call)?.Function is { } function ? policies.StatementOf(function, statement) : null;
        IEnumerable<ConditionKey> keys =
        [
            .. ConditionKey.IfAny("lambda:Principal", removed?.PrincipalTexts.FirstOrDefault()),
            .. ConditionKey.IfAny(
                PermissionInput.AuthTypeKey,
                removed?.ConditionTexts.Where(static one => one.Key.Equals(PermissionInput.AuthTypeKey, StringComparison.OrdinalIgnoreCase))
                    .SelectMany(static one => one.Values).FirstOrDefault()),
        ];
        return asks.On(call, LambdaOperation.RemovePermission, keys, target =>
            target.IsOfNoVersion ? Refused(LambdaRefusal.NoVersion(target))
            : ValueTask.FromResult(permissions.Remove(target.Qualifier is FunctionReference.Latest ? null : target.Function!, statement, call.Parameters["RevisionId"])));
    }

    private static ValueTask<RestAnswer> Refused(RestRefusal refusal) => ValueTask.FromResult(RestAnswer.Refused(refusal));
}
