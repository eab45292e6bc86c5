using Sam;

namespace Emulation.Lambda;

/// <summary>Invokes the functions of a stack.</summary>
internal interface IFunctions
{
    /// <summary>Invokes a function and waits for its answer.</summary>
    Task<InvocationResult> InvokeAsync(FunctionCall call);

    /// <summary>Why a function cannot be run here; null when it can.</summary>
    Closure? ClosureOf(Function function) => function.Closed;
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

    /// <summary>The identity of an identity pool that calls the function itself, as JSON.</summary>
    public string? CognitoIdentity { get; init; }

    /// <summary>Gives up the wait, and the invocation if no process has taken it yet.</summary>
    public CancellationToken Cancellation { get; init; }
}
