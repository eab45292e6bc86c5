using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Lambda.Events;
using Emulation.Principals;
using Emulation.Protocols.RestJson;
using Emulation.Sessions;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// The operations that call a function: for its answer, for its answer as it is written, or for nothing. AWS Lambda API Reference, Invoke and InvokeWithResponseStream.
/// </summary>
internal sealed class InvocationService(FunctionAsks asks, IFunctions functions, EventRunner events)
{
    /// <summary>Of the operation that hands on answers as they are written.</summary>
    public const string StreamPrefix = "/2021-11-15/";

    private const string Whole = "/invocations";

    private const string Streaming = "/response-streaming-invocations";

    /// <summary>The longest event that nobody waits for, in bytes, since October 2025. "Lambda quotas".</summary>
    private const int LongestEvent = 1024 * 1024;

    /// <summary>In bytes of base64. AWS Lambda API Reference, Invoke, <c>X-Amz-Client-Context</c>.</summary>
    private const int LongestClientContext = 3583;

    public static ImmutableArray<RestRoute> Routes { get; } =
    [
        new("Invoke", "POST", $"/2015-03-31/functions/{{FunctionName}}{Whole}"),
        new("InvokeWithResponseStream", "POST", $"{StreamPrefix}functions/{{FunctionName}}{Streaming}"),
    ];

    /// <summary>Whether a path is that of a call, which lasts as long as the function works.</summary>
    public static bool IsCall(ReadOnlySpan<char> path) => path.EndsWith(Whole, StringComparison.Ordinal) || path.EndsWith(Streaming, StringComparison.Ordinal);

    public ImmutableArray<ServiceOperation<RestRequest, RestAnswer>> Operations =>
    [
        new("Invoke", "FunctionName Qualifier", Invoke),
        new("InvokeWithResponseStream", "FunctionName Qualifier", InvokeWithResponseStream),
    ];

    private Intent<RestAnswer> Invoke(ServiceCall<RestRequest> call)
    {
        var type = Header(call, "X-Amz-Invocation-Type") ?? "RequestResponse";
        return asks.On(call, LambdaOperation.Invoke, [], target =>
            Refuses(call, target, type) is { } refusal ? Refused(refusal)
            : type == "DryRun" ? ValueTask.FromResult(RestAnswer.NoContent)
            : functions.ClosureOf(target.Function!) is { } closure ? Refused(LambdaRefusal.Closed(closure))
            : type == "Event" ? ValueTask.FromResult(Accept(call, target.Function!))
            : InvokeAsync(call, target.Function!));
    }

    /// <summary>Whatever the type of the invocation, the function is run (captured: <c>lambda/streaming.json</c> of radkawar/stackd).</summary>
    private Intent<RestAnswer> InvokeWithResponseStream(ServiceCall<RestRequest> call) => asks.On(call, LambdaOperation.Invoke, [], target =>
        Refuses(call, target, "RequestResponse") is { } refusal ? Refused(refusal)
        : functions.ClosureOf(target.Function!) is { } closure ? Refused(LambdaRefusal.Closed(closure))
        : StreamAsync(call, target.Function!));

    private RestAnswer Accept(ServiceCall<RestRequest> call, Function function)
    {
        events.Accept(call.Id, function, PayloadOf(call), Header(call, "X-Amzn-Trace-Id"));
        return new RestAnswer(202, ReadOnlyMemory<byte>.Empty) { HasNoContent = true };
    }

    private async ValueTask<RestAnswer> InvokeAsync(ServiceCall<RestRequest> call, Function function)
    {
        if (DetailsOf(call, wantsStream: false, out var details) is { } wrong)
        {
            return wrong;
        }

        var result = await CallAsync(call, function, details).ConfigureAwait(false);
        return result.IsThrottled
            ? LambdaRefusal.Throttled
            : new RestAnswer(200, result.Payload)
            {
                // Lambda knows of a stream only that it is bytes.
                ContentType = result.ContentType is not null && !result.Payload.IsEmpty && !IsJson(result.Payload.Span) ? "application/octet-stream" : null,
                Headers =
                [
                    new("X-Amz-Executed-Version", FunctionReference.Latest),
                    .. result.FunctionError is { } error ? [new("X-Amz-Function-Error", error)] : Array.Empty<KeyValuePair<string, string>>(),
                    .. result.Details?.LogTail is { } tail ? [new("X-Amz-Log-Result", Convert.ToBase64String(tail))] : Array.Empty<KeyValuePair<string, string>>(),
                ],
            };
    }

    private async ValueTask<RestAnswer> StreamAsync(ServiceCall<RestRequest> call, Function function)
    {
        if (DetailsOf(call, wantsStream: true, out var details) is { } wrong)
        {
            return wrong;
        }

        var result = await CallAsync(call, function, details).ConfigureAwait(false);
        return result.IsThrottled
            ? LambdaRefusal.Throttled
            : new RestAnswer(200, ReadOnlyMemory<byte>.Empty)
            {
                ContentType = EventStream.ContentType,
                Headers =
                [
                    new("X-Amz-Executed-Version", FunctionReference.Latest),
                    new("x-amzn-Remapped-Content-Type", Emulation.Wire.HeaderText.Printable(result.ContentType ?? "application/json")),
                ],
                WriteAsync = (body, cancellation) => new ResponseStreamWriter(body).WriteAsync(result, cancellation),
            };
    }

    private Task<InvocationResult> CallAsync(ServiceCall<RestRequest> call, Function function, CallDetails details) => functions.InvokeAsync(
        new FunctionCall(function, PayloadOf(call)) { TraceId = Header(call, "X-Amzn-Trace-Id"), Details = details, Cancellation = call.Cancellation });

    private static RestRefusal? DetailsOf(ServiceCall<RestRequest> call, bool wantsStream, out CallDetails details)
    {
        details = new CallDetails
        {
            RequestId = call.Id,
            CognitoIdentity = IdentityOf(call.Signer),
            WantsLog = Header(call, "X-Amz-Log-Type") == "Tail",
            WantsStream = wantsStream,
        };
        if (Header(call, "X-Amz-Client-Context") is not { } encoded)
        {
            return null;
        }

        if (encoded.Length > LongestClientContext)
        {
            return LambdaRefusal.Of(
                400, "InvalidRequestContentException", $"Client context must be at most {LongestClientContext} bytes of Base64-encoded data; this one has {encoded.Length}.");
        }

        try
        {
            if (JsonNode.Parse(Convert.FromBase64String(encoded)) is JsonObject context)
            {
                // Escaped as a header needs it.
                details = details with { ClientContext = context.ToJsonString() };
                return null;
            }
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException or ArgumentException)
        {
            // Told below. Half of a surrogate pair, and a member that is there twice, come to light only when it is written.
        }

        return LambdaRefusal.Of(400, "InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
    }

    private static RestRefusal? Refuses(ServiceCall<RestRequest> call, FunctionReference target, string type) =>
        target.IsOfNoVersion ? LambdaRefusal.NotFound($"Function not found: {target.QualifiedArn}")
        : type is not ("RequestResponse" or "Event" or "DryRun") ? LambdaRefusal.NotOf("invocationType", type, "Event, RequestResponse, DryRun")
        : call.Parameters.Body.Length > RuntimeApi.LongestEvent
            ? TooLarge($"Request must be smaller than {RuntimeApi.LongestEvent} bytes for the InvokeFunction operation")
        : type == "Event" && call.Parameters.Body.Length > LongestEvent
            ? TooLarge($"{call.Parameters.Body.Length} byte payload is too large for the Event invocation type (limit {LongestEvent} bytes)")
        : NotJson(call.Parameters.Body);

    private static RestRefusal TooLarge(string message) => LambdaRefusal.Of(413, "RequestEntityTooLargeException", message);

    private static byte[] PayloadOf(ServiceCall<RestRequest> call) => call.Parameters.Body.Length == 0 ? "{}"u8.ToArray() : call.Parameters.Body;

    /// <summary>"Using the Lambda runtime API for custom runtimes", <c>Lambda-Runtime-Cognito-Identity</c>: both are plain text without quotes.</summary>
    private static string? IdentityOf(Caller caller) =>
        CognitoSession.Of(caller) is { } cognito ? $$"""{"cognitoIdentityId":"{{cognito.IdentityId}}","cognitoIdentityPoolId":"{{cognito.PoolId}}"}""" : null;

    private static RestRefusal? NotJson(byte[] body)
    {
        if (body.Length == 0)
        {
            return null;
        }

        try
        {
            Read(body);
            return null;
        }
        catch (JsonException e)
        {
            return LambdaRefusal.Of(400, "InvalidRequestContentException", $"Could not parse request body into json: {e.Message}");
        }
    }

    private static bool IsJson(ReadOnlySpan<byte> bytes)
    {
        try
        {
            Read(bytes);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <exception cref="JsonException">It is no JSON.</exception>
    private static void Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
        }
    }

    private static ValueTask<RestAnswer> Refused(RestRefusal refusal) => ValueTask.FromResult(RestAnswer.Refused(refusal));

    private static string? Header(ServiceCall<RestRequest> call, string name) => call.Request?.Http.Request.Headers[name] is [var value, ..] ? value : null;
}
