using System.Globalization;
using System.Text.Json;

namespace Emulation.Lambda;

/// <summary>What an invocation came to.</summary>
/// <param name="Payload">The function's answer, or the error document, UTF-8 JSON.</param>
/// <param name="FunctionError"><c>Unhandled</c> when the function failed; null when it answered.</param>
internal readonly record struct InvocationResult(ReadOnlyMemory<byte> Payload, string? FunctionError)
{
    /// <summary>Refused without a try: the function's reserved concurrency is used up.</summary>
    public bool IsThrottled { get; init; }

    public static InvocationResult Throttled => new(default, null) { IsThrottled = true };

    /// <summary>What a runtime that streams its answer says that it is; null of any other.</summary>
    public string? ContentType { get; init; }

    /// <summary>How long a stand-in that does not wait says the function worked; zero when it took the time that it took.</summary>
    public TimeSpan ClaimedDuration { get; init; }

    /// <summary>The function's time was up. Lambda's words.</summary>
    public static InvocationResult TimedOut(string requestId, TimeSpan limit) =>
        Failed("Sandbox.Timedout", string.Create(CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {limit.TotalSeconds:0.00} seconds"));

    /// <summary>The function's process ended while it worked. Lambda's words.</summary>
    public static InvocationResult Exited(string requestId, string status) => Failed("Runtime.ExitError", $"RequestId: {requestId} Error: Runtime exited with error: {status}");

    /// <summary>An error document as Lambda writes it when the function cannot.</summary>
    public static InvocationResult Failed(string errorType, string message) => new(
        JsonSerializer.SerializeToUtf8Bytes(new FunctionErrorDocument(message, errorType), FunctionErrorJson.Default.FunctionErrorDocument), "Unhandled");
}

/// <summary>One call of a function, from the moment it is asked for until it is answered.</summary>
internal sealed class Invocation(string requestId, ReadOnlyMemory<byte> payload, string traceId, string? cognitoIdentity = null)
{
    private readonly TaskCompletionSource<InvocationResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public string RequestId { get; } = requestId;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public string TraceId { get; } = traceId;

    /// <summary>The identity of an identity pool that called the function itself, as JSON: <c>context.identity</c> in the function.</summary>
    public string? CognitoIdentity { get; } = cognitoIdentity;

    /// <summary>Where it is told that a process has taken it; null when nobody watches.</summary>
    public FunctionSpans? Spans { get; init; }

    public Task<InvocationResult> Result => completion.Task;

    /// <summary>False when it is answered already: by the function, its time limit or its process's end, whichever came first.</summary>
    public bool Complete(InvocationResult result) => completion.TrySetResult(result);

    public bool Cancel() => completion.TrySetCanceled();
}

internal sealed record FunctionErrorDocument(string ErrorMessage, string ErrorType);

[System.Text.Json.Serialization.JsonSerializable(typeof(FunctionErrorDocument))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FunctionErrorJson : System.Text.Json.Serialization.JsonSerializerContext;
