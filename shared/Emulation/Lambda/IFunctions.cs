using Sam;

namespace Emulation.Lambda;

/// <summary>Invokes the functions of a stack.</summary>
internal interface IFunctions
{
    /// <summary>Invokes a function and waits for its answer.</summary>
    Task<InvocationResult> InvokeAsync(FunctionCall call);

    /// <summary>Why a function cannot be run here; null when it can.</summary>
    Closure? ClosureOf(Function function) => function.Closed;

    /// <summary>Whether whoever calls a function waits no longer than AWS does; false of one that a person debugs.</summary>
    bool HasLimits(Function function) => true;
}

/// <summary>What is asked of a function.</summary>
/// <param name="Function">The function.</param>
/// <param name="Payload">The event, UTF-8 JSON. It must stay as it is until the answer.</param>
internal readonly record struct FunctionCall(Function Function, ReadOnlyMemory<byte> Payload)
{
    /// <summary>The X-Ray trace header, if any. Without one, or with one that is none, the invocation gets one as Lambda gives it.</summary>
    public string? TraceId { get; init; }

    /// <summary>The spans of the call, where whoever calls has begun them; they are begun anew without, where they are wanted.</summary>
    public FunctionSpans? Spans { get; init; }

    /// <summary>What few callers ask for; null for an answer and no more.</summary>
    public CallDetails? Details { get; init; }

    /// <summary>Gives up the wait, and the invocation if no process has taken it yet.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>What a call of a function may ask for beside its answer, and tell beside its event.</summary>
internal sealed record CallDetails
{
    /// <summary>For the answer as it is written, where the function streams it.</summary>
    public static CallDetails Streamed { get; } = new() { WantsStream = true };

    /// <summary>The invocation's id, where the caller has told it already; null for a new one.</summary>
    public string? RequestId { get; init; }

    /// <summary>The identity of an identity pool that calls the function itself, as JSON: <c>context.identity</c> in the function.</summary>
    public string? CognitoIdentity { get; init; }

    /// <summary>What a client tells of itself, as JSON: <c>context.clientContext</c> in the function.</summary>
    public string? ClientContext { get; init; }

    /// <summary>Whether the answer has the last lines of the log.</summary>
    public bool WantsLog { get; init; }

    /// <summary>Whether the answer is handed on as it is written, where the function streams it.</summary>
    public bool WantsStream { get; init; }
}
