namespace Emulation.Lambda;

/// <summary>
/// The invocation that a process works on, one at a time. Whichever comes first answers it: the process, its time limit, or the end of the process. It is over when the
/// process asks for the next one, or ends.
/// </summary>
/// <param name="limit">The longest that one may take; null for as long as it likes.</param>
/// <param name="time">The clock.</param>
/// <param name="late">Told of an invocation that took longer, once it is answered.</param>
internal sealed class CurrentInvocation(TimeSpan? limit, TimeProvider time, Action<Invocation> late) : IDisposable
{
    /// <summary>What a process is told that has no limit: it may end its own work by it.</summary>
    private static readonly TimeSpan NoLimit = TimeSpan.FromDays(1);

    private readonly Lock gate = new();
    private Invocation? current;
    private AnsweredInvocation? answered;
    private long began;
    private bool isAsking;
    private ITimer? timer;

    /// <summary>Whether an invocation waits for its answer.</summary>
    public bool IsOpen
    {
        get
        {
            lock (gate)
            {
                return current is not null;
            }
        }
    }

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
            began = time.GetTimestamp();
            if (limit is { } longest)
            {
                timer ??= time.CreateTimer(static invocation => ((CurrentInvocation)invocation!).TimeOut(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
                timer.Change(longest, Timeout.InfiniteTimeSpan);
            }
        }

        return new TakenInvocation(invocation, time.GetUtcNow() + (limit ?? NoLimit));
    }

    /// <summary>Hands on the answer as it is written; null when the process has no such invocation, or its caller wants it whole.</summary>
    public StreamedBody? BeginStream(string requestId, string contentType)
    {
        lock (gate)
        {
            return current?.RequestId == requestId ? current.BeginStream(contentType) : null;
        }
    }

    /// <summary>False when the process has no such invocation, or its answer comes too late. Whoever wants the log as well waits until the invocation is over.</summary>
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
            answered = new AnsweredInvocation(invocation, result, IsLate: false);
            if (!invocation.WantsLog)
            {
                StopTimer();
            }
        }

        return invocation.WantsLog || invocation.Complete(result);
    }

    /// <summary>What was answered since this was asked for last, and how long it took.</summary>
    public AnsweredInvocation? TakeAnswered(out TimeSpan duration)
    {
        lock (gate)
        {
            var over = answered;
            answered = null;
            StopTimer();
            duration = over is { IsLate: true } && limit is { } longest ? longest : time.GetElapsedTime(began);
            return over;
        }
    }

    /// <summary>The process is at its end: what it has left open, which nobody answers any more but the caller, and how long it took.</summary>
    /// <param name="duration">How long it took.</param>
    /// <param name="requestId">The invocation that it had; null for whichever it is.</param>
    public Invocation? Abandon(out TimeSpan duration, string? requestId = null)
    {
        lock (gate)
        {
            if (requestId is not null && current?.RequestId != requestId)
            {
                duration = default;
                return null;
            }

            var open = current;
            current = null;
            StopTimer();
            duration = time.GetElapsedTime(began);
            return open;
        }
    }

    public void Dispose() => timer?.Dispose();

    private void StopTimer() => timer?.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    private void TimeOut()
    {
        AnsweredInvocation over;
        lock (gate)
        {
            // It may have been on its way here when the invocation before was over.
            if (limit is { } longest && time.GetElapsedTime(began) is var passed && passed < longest && (current is not null || answered is { IsLate: false }))
            {
                timer?.Change(longest - passed, Timeout.InfiniteTimeSpan);
                return;
            }

            if (current is { } invocation)
            {
                current = null;
                over = new AnsweredInvocation(invocation, InvocationResult.TimedOut(invocation.RequestId, limit ?? NoLimit), IsLate: true);
                answered = over;
            }
            else if (answered is { IsLate: false } unfinished)
            {
                // It answered and went on working, while its caller waits for the log.
                over = unfinished with { IsLate = true };
                answered = over;
            }
            else
            {
                return;
            }
        }

        if (!over.Invocation.WantsLog)
        {
            over.Invocation.Complete(over.Result);
        }

        late(over.Invocation);
    }
}

/// <summary>An invocation that was answered, and is not over yet.</summary>
/// <param name="Invocation">The invocation.</param>
/// <param name="Result">The answer.</param>
/// <param name="IsLate">Whether its time was up.</param>
internal readonly record struct AnsweredInvocation(Invocation Invocation, InvocationResult Result, bool IsLate);
