using System.Text.Json;
using Emulation.Calls;
using Emulation.Principals;
using Emulation.Protocols.RestJson;
using Emulation.Sessions;
using Sam;

namespace Emulation.Lambda;

/// <summary>Lambda's operations as the door has them: calls of functions, and who may make them. AWS Lambda API Reference.</summary>
internal sealed class LambdaService(FunctionDirectory directory, IFunctions functions, FunctionPolicies policies, Func<FunctionAsks, FunctionUrlService> urls)
{
    private const string Prefix = "/2015-03-31/functions/{FunctionName}/";
    private readonly FunctionAsks asks = new(directory, policies);
    private readonly PermissionOperations permissions = new(policies);

    public AwsService<RestRequest, RestAnswer> Service => new(
        "lambda",
        new RestJsonWire(
            [
                new("Invoke", "POST", $"{Prefix}invocations"),
                new("AddPermission", "POST", $"{Prefix}policy"),
                new("GetPolicy", "GET", $"{Prefix}policy"),
                new("RemovePermission", "DELETE", $"{Prefix}policy/{{StatementId}}"),
                .. ResourcePolicyService.Routes,
                .. FunctionUrlService.Routes,
            ],
            "Invoke, AddPermission, RemovePermission, GetPolicy, the ResourcePolicy and the FunctionUrlConfig operations, and no other operation of Lambda",
            LambdaRefusal.Fault),
        [
            new ServiceOperation<RestRequest, RestAnswer>("Invoke", "FunctionName Qualifier", Invoke),
            new ServiceOperation<RestRequest, RestAnswer>("AddPermission", "FunctionName Qualifier", AddPermission),
            new ServiceOperation<RestRequest, RestAnswer>("GetPolicy", "FunctionName Qualifier", GetPolicy),
            new ServiceOperation<RestRequest, RestAnswer>("RemovePermission", "FunctionName StatementId Qualifier RevisionId", RemovePermission),
            .. new ResourcePolicyService(asks, policies).Operations,
            .. urls(asks).Operations,
        ])
    {
        Region = directory.Region,
        MayWait = static request => request.Path.EndsWith("/invocations", StringComparison.Ordinal),
        Owns = static request => request.Target.StartsWith("/2015-03-31/", StringComparison.Ordinal)
            || request.Target.StartsWith(ResourcePolicyService.Prefix, StringComparison.Ordinal)
            || request.Target.StartsWith(FunctionUrlService.Prefix, StringComparison.Ordinal),
    };

    private Intent<RestAnswer> Invoke(ServiceCall<RestRequest> call) => asks.On(call, LambdaOperation.Invoke, [], target =>
        target.IsOfNoVersion ? Refused(LambdaRefusal.NotFound($"Function not found: {target.QualifiedArn}"))
        : Unsupported(call) is { } unsupported ? Refused(unsupported)
        : Header(call, "X-Amz-Invocation-Type") == "DryRun" ? ValueTask.FromResult(RestAnswer.NoContent)
        : functions.ClosureOf(target.Function!) is { } closure ? Refused(LambdaRefusal.Closed(closure))
        : InvokeAsync(call, target.Function!));

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

    private async ValueTask<RestAnswer> InvokeAsync(ServiceCall<RestRequest> call, Function function)
    {
        var payload = call.Parameters.Body.Length == 0 ? "{}"u8.ToArray() : call.Parameters.Body;
        var result = await functions.InvokeAsync(new FunctionCall(function, payload)
        {
            TraceId = Header(call, "X-Amzn-Trace-Id"),
            CognitoIdentity = IdentityOf(call.Signer),
            Cancellation = call.Cancellation,
        }).ConfigureAwait(false);
        return result.IsThrottled
            ? LambdaRefusal.Throttled
            : new RestAnswer(200, result.Payload)
            {
                Headers =
                [
                    new("X-Amz-Executed-Version", FunctionReference.Latest),
                    .. result.FunctionError is { } error ? [new("X-Amz-Function-Error", error)] : Array.Empty<KeyValuePair<string, string>>(),
                ],
            };
    }

    /// <summary>"Using the Lambda runtime API for custom runtimes", <c>Lambda-Runtime-Cognito-Identity</c>: both are plain text without quotes.</summary>
    private static string? IdentityOf(Caller caller) =>
        CognitoSession.Of(caller) is { } cognito ? $$"""{"cognitoIdentityId":"{{cognito.IdentityId}}","cognitoIdentityPoolId":"{{cognito.PoolId}}"}""" : null;

    private static RestRefusal? Unsupported(ServiceCall<RestRequest> call) => Header(call, "X-Amz-Invocation-Type") switch
    {
        null or "RequestResponse" or "DryRun" => call.Parameters.Body.Length > RuntimeApi.LongestAnswer
            ? LambdaRefusal.Of(413, "RequestTooLargeException", $"Request must be smaller than {RuntimeApi.LongestAnswer} bytes for the InvokeFunction operation")
            : NotJson(call.Parameters.Body),
        var type => LambdaRefusal.Invalid($"LocalAws invokes functions synchronously only; InvocationType '{type}' would be lost with this process. Use RequestResponse."),
    };

    private static RestRefusal? NotJson(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
            }

            return null;
        }
        catch (JsonException e)
        {
            return LambdaRefusal.Of(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Message}");
        }
    }

    private static ValueTask<RestAnswer> Refused(RestRefusal refusal) => ValueTask.FromResult(RestAnswer.Refused(refusal));

    private static string? Header(ServiceCall<RestRequest> call, string name) => call.Request?.Http.Request.Headers[name] is [var value, ..] ? value : null;
}
