namespace Emulation.Lambda;

/// <summary>The invocation that a process works on, one at a time. Whichever comes first answers it: the process, its time limit, or the end of the process.</summary>
/// <param name="limit">The longest that one may take.</param>
/// <param name="time">The clock.</param>
/// <param name="late">Told of an invocation that took longer, once it is answered.</param>
internal sealed class CurrentInvocation(TimeSpan limit, TimeProvider time, Action<Invocation> late) : IDisposable
{
    private readonly Lock gate = new();
    private Invocation? current;
    private bool isAsking;
    private ITimer? timer;

    /// <summary>The process asks for an invocation; false when it has one already, or asks already.</summary>
    public bool TryAsk()
    {
        lock (gate)
        {
            if (isAsking || current is not null)
            {
                return false;
            }

            isAsking = true;
            return true;
        }
    }

    /// <summary>It got one or none.</summary>
    public void EndAsking()
    {
        lock (gate)
        {
            isAsking = false;
        }
    }

    /// <summary>From now on its time runs.</summary>
    public TakenInvocation Begin(Invocation invocation)
    {
        lock (gate)
        {
            current = invocation;
            timer = time.CreateTimer(static invocation => ((CurrentInvocation)invocation!).TimeOut(), this, limit, Timeout.InfiniteTimeSpan);
        }

        return new TakenInvocation(invocation, time.GetUtcNow() + limit);
    }

    /// <summary>False when the process has no such invocation, or its answer comes too late.</summary>
    public bool Answer(string requestId, InvocationResult result)
    {
        Invocation invocation;
        lock (gate)
        {
            if (current?.RequestId != requestId)
            {
                return false;
            }

            invocation = current;
            current = null;
            timer?.Dispose();
        }

        return invocation.Complete(result);
    }

    /// <summary>The process is at its end: what it has left open, which nobody answers any more but the caller.</summary>
    public Invocation? Abandon()
    {
        lock (gate)
        {
            var open = current;
            current = null;
            return open;
        }
    }

    public void Dispose() => timer?.Dispose();

    private void TimeOut()
    {
        if (Abandon() is { } invocation && invocation.Complete(InvocationResult.TimedOut(invocation.RequestId, limit)))
        {
            late(invocation);
        }
    }
}
