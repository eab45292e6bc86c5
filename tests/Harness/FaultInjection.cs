using Emulation.Lambda;

namespace Harness;

/// <summary>
/// What goes wrong on purpose, each until its result is disposed of: <c>using (aws.Faults.FunctionCrashes("OrdersFunction")) { ... }</c>. Faults concern
/// everybody who uses this <see cref="LocalAws"/>, so tests that run at the same time each start their own.
/// </summary>
public sealed class FaultInjection
{
    private readonly FunctionStandIns standIns;
    private long clientClockTicks;
    private int stsFaults;

    internal FaultInjection(FunctionStandIns standIns) => this.standIns = standIns;

    /// <summary>The time that a function may take, by its logical id, as the templates now say.</summary>
    internal Func<string, TimeSpan> TimeoutOf { get; set; } = static _ => TimeSpan.Zero;

    internal TimeSpan ClientClockOffset => new(Interlocked.Read(ref clientClockTicks));

    internal bool StsDown => Volatile.Read(ref stsFaults) > 0;

    /// <summary>
    /// Every invocation takes longer than the function's <c>Timeout</c>. The answer comes at once: 502 of a REST API and 500 of an HTTP API, or the time-out of
    /// the gateway, 504 and 503, when the function may take longer than the gateway waits.
    /// </summary>
    /// <param name="function">The function's logical id.</param>
    /// <exception cref="ArgumentException">The template has no such function.</exception>
    public IDisposable FunctionTimesOut(string function)
    {
        var timeout = TimeoutOf(function);
        return standIns.Put(function, (invocation, _) => Task.FromResult(InvocationResult.TimedOut(invocation.RequestId, timeout) with { ClaimedDuration = timeout }));
    }

    /// <summary>The function's process ends at every invocation.</summary>
    /// <inheritdoc cref="FunctionTimesOut"/>
    public IDisposable FunctionCrashes(string function) => Put(function, static invocation => InvocationResult.Exited(invocation.RequestId, "Runtime.ExitError", "exit status 1"));

    /// <summary>The function throws at every invocation.</summary>
    /// <inheritdoc cref="FunctionTimesOut"/>
    /// <param name="function">The function's logical id.</param>
    /// <param name="errorType">The exception's type. </param>
    /// <param name="message">Its message.</param>
    public IDisposable FunctionThrows(string function, string errorType, string message) => Put(function, _ => InvocationResult.Failed(errorType, message));

    /// <summary>The function's concurrency is used up: Lambda refuses every invocation with <c>TooManyRequestsException</c>.</summary>
    /// <inheritdoc cref="FunctionTimesOut"/>
    public IDisposable FunctionIsThrottled(string function) => Put(function, static _ => InvocationResult.Throttled);

    /// <summary>STS answers 503 <c>ServiceUnavailable</c> to every call. Sessions that exist go on.</summary>
    public IDisposable StsIsDown()
    {
        Interlocked.Increment(ref stsFaults);
        return new Ending(() => Interlocked.Decrement(ref stsFaults));
    }

    /// <summary>
    /// The harness's clients sign with a clock that is wrong and cannot learn the right time; AWS takes five minutes either way. (The signing client of
    /// <c>shared/SigV4.Http</c> corrects itself otherwise.) Not the functions' clients, which have their processes' clock.
    /// </summary>
    /// <param name="offset">How far ahead the clock is; negative when it is slow.</param>
    public IDisposable ClientClockIsOffBy(TimeSpan offset)
    {
        Interlocked.Add(ref clientClockTicks, offset.Ticks);
        return new Ending(() => Interlocked.Add(ref clientClockTicks, -offset.Ticks));
    }

    private IDisposable Put(string function, Func<Invocation, InvocationResult> answer)
    {
        _ = TimeoutOf(function);
        return standIns.Put(function, (invocation, _) => Task.FromResult(answer(invocation)));
    }

    /// <summary>Takes a fault back, once.</summary>
    private sealed class Ending(Action end) : IDisposable
    {
        private Action? end = end;

        public void Dispose() => Interlocked.Exchange(ref end, null)?.Invoke();
    }
}
