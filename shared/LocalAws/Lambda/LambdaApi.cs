using System.Text.Json;
using Emulation.Decisions;
using Emulation.FrontDoor;
using Emulation.Iam;
using Emulation.Organizations;
using Emulation.State;
using Iam;
using Sam;
using SigV4;

namespace Emulation.Lambda;

/// <summary>Invoke, AddPermission, RemovePermission and GetPolicy, for whom they are allowed. AWS Lambda API Reference.</summary>
internal sealed class LambdaApi(
    Keyring keyring, Stack stack, Surroundings surroundings, FunctionHost functions, FunctionPolicies policies, DecisionLog decisions, IdSource ids, TimeProvider time) : IAwsService
{
    private readonly PermissionOperations permissions = new(policies);
    private readonly SigV4Verifier verifier = new(new SigV4VerifierOptions { Region = stack.Region, Service = "lambda" });

    public bool Owns(ReceivedRequest request) => request.Target.StartsWith("/2015-03-31/", StringComparison.Ordinal);

    public async Task HandleAsync(ReceivedRequest request)
    {
        var now = time.GetUtcNow();
        var requestId = ids.RequestId();
        request.Http.Response.Headers["x-amzn-RequestId"] = requestId;
        var verified = verifier.Verify(request.Signed, keyring, now);
        var caller = (Caller?)verified.Identity;
        var refusal = verified.Failure is { } failure
            ? new LambdaError(failure.StatusCode, failure.ErrorType, failure.Message)
            : Find(request, out var asked, out var function) ?? Authorize(request, caller!, asked.Action, function!, now) ?? Supports(request, asked);
        Find(request, out var operation, out var target);
        var outcome = refusal is null && operation.Action != LambdaOperation.Invoke ? Permission(request, operation, target!) : default(PermissionOutcome?);
        refusal ??= outcome?.Error;
        decisions.Record(new DecisionEntry(
            requestId, now, operation.Action ?? "lambda", target?.Arn.ToString() ?? request.Path.ToString(), "lambda", caller?.Principal.Arn, refusal?.StatusCode, verified.Failure?.Error.ToString() ?? refusal?.Message ?? "answered"));
        if (refusal is not null)
        {
            await AnswerAsync(request.Http, refusal).ConfigureAwait(false);
            return;
        }

        if (outcome is { } answered)
        {
            await SendAsync(request.Http, answered.StatusCode, answered.Body).ConfigureAwait(false);
            return;
        }

        if (Header(request, "X-Amz-Invocation-Type") == "DryRun")
        {
            request.Http.Response.StatusCode = 204;
            return;
        }

        await InvokeAsync(request, target!, caller!).ConfigureAwait(false);
    }

    private async Task InvokeAsync(ReceivedRequest request, Function function, Caller caller)
    {
        var payload = request.Body.Length == 0 ? "{}"u8.ToArray() : request.Body;
        var result = await functions.InvokeForAsync(IdentityOf(caller), function.FunctionName, payload, Header(request, "X-Amzn-Trace-Id"), request.Http.RequestAborted).ConfigureAwait(false);
        if (result.IsThrottled)
        {
            await AnswerAsync(request.Http, LambdaError.Throttled).ConfigureAwait(false);
            return;
        }

        var response = request.Http.Response;
        response.Headers["X-Amz-Executed-Version"] = "$LATEST";
        if (result.FunctionError is { } error)
        {
            response.Headers["X-Amz-Function-Error"] = error;
        }

        response.ContentType = "application/json";
        response.ContentLength = result.Payload.Length;
        await response.Body.WriteAsync(result.Payload, request.Http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>"Using the Lambda runtime API for custom runtimes", <c>Lambda-Runtime-Cognito-Identity</c>: both are plain text without quotes.</summary>
    private static string? IdentityOf(Caller caller) =>
        CognitoSession.Of(caller) is { } cognito ? $$"""{"cognitoIdentityId":"{{cognito.IdentityId}}","cognitoIdentityPoolId":"{{cognito.PoolId}}"}""" : null;

    /// <summary>Null when the function is there.</summary>
    private LambdaError? Find(ReceivedRequest request, out LambdaOperation operation, out Function? function)
    {
        function = null;
        if (!LambdaOperation.TryRead(request.Method, request.Target.Split('?')[0], out operation))
        {
            return new LambdaError(404, "ResourceNotFoundException", $"LocalAws answers {LambdaOperation.Known} and no other operation of Lambda.");
        }

        var name = operation.Function;
        function = stack.Functions.FirstOrDefault(f => IsNameOf(name, f));
        return function is null
            ? new LambdaError(404, "ResourceNotFoundException", $"Function not found: arn:aws:lambda:{stack.Region}:{stack.AccountId}:function:{name}")
            : null;
    }

    /// <summary>A function's name, its partial or its whole ARN, with or without <c>:$LATEST</c>; and, here, its logical id.</summary>
    private bool IsNameOf(string name, Function function)
    {
        name = name.EndsWith(":$LATEST", StringComparison.Ordinal) ? name[..^":$LATEST".Length] : name;
        return name == function.FunctionName || name == function.LogicalId || name == function.Arn.ToString() || name == $"{stack.AccountId}:function:{function.FunctionName}";
    }

    private LambdaError? Authorize(ReceivedRequest request, Caller caller, string action, Function function, DateTimeOffset now)
    {
        var facts = new RequestFacts(request.Headers, request.SourceIp, request.Http.Request.IsHttps, stack.Region, now);
        var access = new AccessRequest(caller.Principal, action, function.Arn.ToString(), stack.AccountId, surroundings.Complete(facts.ContextOf(caller), caller.Principal.Account));
        var decision = global::Iam.Authorizer.Decide(access, caller.Policies, policies.Of(function), surroundings.ForCaller(caller.Principal.Account));
        return decision.Verdict == Verdict.Allow ? null : new LambdaError(403, "AccessDeniedException", RefusalMessage.For(access, decision)) { CapitalM = true };
    }

    private PermissionOutcome Permission(ReceivedRequest request, LambdaOperation operation, Function function) =>
        permissions.Perform(operation, function, request.Http.Request.Query["Qualifier"] is [var qualifier, ..] ? qualifier : null, request.Body);

    private static LambdaError? Supports(ReceivedRequest request, LambdaOperation operation) => Header(request, "X-Amz-Invocation-Type") switch
    {
        _ when operation.Action != LambdaOperation.Invoke => null,
        null or "RequestResponse" or "DryRun" => request.Body.Length > RuntimeApi.LongestAnswer
            ? new LambdaError(413, "RequestTooLargeException", $"Request must be smaller than {RuntimeApi.LongestAnswer} bytes for the InvokeFunction operation")
            : NotJson(request.Body),
        var type => new LambdaError(400, "InvalidParameterValueException", $"LocalAws invokes functions synchronously only; InvocationType '{type}' would be lost with this process. Use RequestResponse."),
    };

    private static LambdaError? NotJson(byte[] body)
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
            return new LambdaError(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Message}");
        }
    }

    private static string? Header(ReceivedRequest request, string name) => request.Http.Request.Headers[name] is [var value, ..] ? value : null;

    private static Task AnswerAsync(HttpContext http, LambdaError error)
    {
        http.Response.Headers["x-amzn-ErrorType"] = error.Type;
        return SendAsync(http, error.StatusCode, error.Body());
    }

    private static async Task SendAsync(HttpContext http, int status, byte[] body)
    {
        http.Response.StatusCode = status;
        if (body.Length > 0)
        {
            http.Response.ContentType = "application/json";
            http.Response.ContentLength = body.Length;
            await http.Response.Body.WriteAsync(body, http.RequestAborted).ConfigureAwait(false);
        }
    }
}
