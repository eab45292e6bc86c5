namespace Emulation.Lambda;

/// <summary>A process that ended before it asked for an invocation.</summary>
/// <param name="Answer">What whoever waited for it is answered.</param>
internal sealed record FailedStart(Func<Invocation, InvocationResult> Answer);
