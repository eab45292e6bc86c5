using System.Net;

namespace Emulation.Lambda;

/// <summary>The process behind a Runtime API: what its calls mean to it. Tests stand in for it.</summary>
internal interface IRuntimeApiOwner
{
    string FunctionArn { get; }

    /// <summary>Whether the process, or one that it started, is at the other end of a connection; also where nobody can tell.</summary>
    ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here);

    /// <summary>Whether a process is the one, or one that it started.</summary>
    ValueTask<bool> IsOwnAsync(int process);

    /// <summary>Somebody else was refused.</summary>
    void Refused();

    /// <summary>The next invocation, one at a time.</summary>
    /// <param name="from">Who asks.</param>
    /// <param name="gone">Cancelled when its connection ends.</param>
    Task<NextInvocation> NextAsync(Peer from, CancellationToken gone);

    /// <summary>A process got an invocation, over a connection that is open as yet.</summary>
    void HandedOut(Invocation invocation, Peer to)
    {
    }

    /// <summary>False when no such invocation waits for an answer.</summary>
    bool Answer(string requestId, InvocationResult result);

    /// <summary>Hands on the answer as it is written; null when no such invocation waits for one, or its caller wants it whole.</summary>
    StreamedBody? BeginStream(string requestId, string contentType);

    /// <summary>False when the start was over already.</summary>
    /// <param name="error">Why it failed.</param>
    /// <param name="place">The place in the function's code, as <see cref="FailedInit"/> takes it; null where the process does not tell it.</param>
    bool InitFailed(byte[] error, string? place);
}

/// <summary>An invocation that a process took, and when it must have answered.</summary>
internal readonly record struct TakenInvocation(Invocation Invocation, DateTimeOffset Deadline);

/// <summary>What a process that asks for work gets: an invocation, the end, or a refusal, since it has one already or asks already.</summary>
internal readonly record struct NextInvocation(TakenInvocation? Taken, bool IsRefused)
{
    public static NextInvocation End => default;

    public static NextInvocation Refused => new(null, true);

    public static NextInvocation Of(TakenInvocation taken) => new(taken, false);
}
