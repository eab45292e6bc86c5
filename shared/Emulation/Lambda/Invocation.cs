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

    /// <summary>What few answers have; null of any other.</summary>
    public AnswerDetails? Details { get; init; }

    /// <summary>What a runtime that streams its answer says that it is; null of any other.</summary>
    public string? ContentType
    {
        get => Details?.ContentType;
        init => Details = value is null ? null : new AnswerDetails { ContentType = value };
    }

    /// <summary>The same with the last lines of the log; itself where nobody wants them.</summary>
    public InvocationResult WithLog(byte[]? tail) => tail is null ? this : this with { Details = (Details ?? new AnswerDetails()) with { LogTail = tail } };

    /// <summary>How long a stand-in that does not wait says the function worked; zero when it took the time that it took.</summary>
    public TimeSpan ClaimedDuration { get; init; }

    /// <summary>The function's time was up. Lambda's words.</summary>
    public static InvocationResult TimedOut(string requestId, TimeSpan limit) =>
        Failed("Sandbox.Timedout", string.Create(CultureInfo.InvariantCulture, $"RequestId: {requestId} Error: Task timed out after {limit.TotalSeconds:0.00} seconds"));

    /// <summary>The function's process ended while it worked, or before. Lambda's words: nothing is told of one that says that all is well.</summary>
    public static InvocationResult Exited(string requestId, string errorType, string status) => Failed(
        errorType,
        status == FunctionProcess.Success
            ? $"RequestId: {requestId} Error: Runtime exited without providing a reason"
            : $"RequestId: {requestId} Error: Runtime exited with error: {status}");

    /// <summary>The answer is longer than one may be, in bytes.</summary>
    public static InvocationResult TooLarge(int limit) =>
        Failed("Function.ResponseSizeTooLarge", string.Create(CultureInfo.InvariantCulture, $"Response payload size exceeded maximum allowed payload size ({limit} bytes)."));

    /// <summary>An error document as Lambda writes it when the function cannot.</summary>
    public static InvocationResult Failed(string errorType, string message) => new(
        JsonSerializer.SerializeToUtf8Bytes(new FunctionErrorDocument(message, errorType), FunctionErrorJson.Default.FunctionErrorDocument), "Unhandled");
}

/// <summary>What an answer has that is streamed, or whose caller wants the log too.</summary>
internal sealed record AnswerDetails
{
    /// <summary>What a runtime that streams its answer says that it is; null of any other.</summary>
    public string? ContentType { get; init; }

    /// <summary>The answer as it is written, where it is handed on before the function has ended; null of one that is whole.</summary>
    public StreamedBody? Body { get; init; }

    /// <summary>The last lines of the invocation's log, for whoever asked for them.</summary>
    public byte[]? LogTail { get; init; }
}

/// <summary>One call of a function, from the moment it is asked for until it is answered.</summary>
internal sealed class Invocation(string requestId, ReadOnlyMemory<byte> payload, string traceId, CallDetails? details = null)
{
    private readonly TaskCompletionSource<InvocationResult> completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private StreamedBody? body;

    public string RequestId { get; } = requestId;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public string TraceId { get; } = traceId;

    /// <summary>What few callers ask for; null for an answer and no more.</summary>
    public CallDetails? Details { get; } = details;

    /// <summary>Whether the answer waits for the last lines of the log.</summary>
    public bool WantsLog => Details is { WantsLog: true };

    /// <summary>Where it is told that a process has taken it; null when nobody watches.</summary>
    public FunctionSpans? Spans { get; init; }

    public Task<InvocationResult> Result => completion.Task;

    /// <summary>Hands on an answer as it is written; null where the caller wants it whole, or is gone.</summary>
    public StreamedBody? BeginStream(string contentType)
    {
        if (Details is not { WantsStream: true })
        {
            return null;
        }

        var begun = new StreamedBody(contentType);
        if (!completion.TrySetResult(new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = contentType, Body = begun } }))
        {
            return null;
        }

        return body = begun;
    }

    /// <summary>False when it is answered already: by the function, its time limit or its process's end, whichever came first.</summary>
    public bool Complete(InvocationResult result) => body is { } begun ? begun.End(result) : completion.TrySetResult(result);

    public bool Cancel() => completion.TrySetCanceled();
}

internal sealed record FunctionErrorDocument(string ErrorMessage, string ErrorType);

[System.Text.Json.Serialization.JsonSerializable(typeof(FunctionErrorDocument))]
[System.Text.Json.Serialization.JsonSourceGenerationOptions(PropertyNamingPolicy = System.Text.Json.Serialization.JsonKnownNamingPolicy.CamelCase)]
internal sealed partial class FunctionErrorJson : System.Text.Json.Serialization.JsonSerializerContext;
