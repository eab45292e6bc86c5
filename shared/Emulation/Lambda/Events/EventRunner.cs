using System.Collections.Concurrent;
using Emulation.State;
using Sam;

namespace Emulation.Lambda.Events;

/// <summary>
/// Runs the events that functions get though nobody waits: in the order of their time, again when the function fails, and for as long as they are not too old. Lambda
/// Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".
/// </summary>
/// <param name="store">The events.</param>
/// <param name="begin">The functions of this moment, for one try.</param>
/// <param name="parts">What it needs besides.</param>
internal sealed class EventRunner(AcceptedEventStore store, Func<FunctionsTurn> begin, EventRunnerParts parts) : IAsyncDisposable
{
    private static readonly TimeSpan LongestBackoff = TimeSpan.FromMinutes(5);

    private readonly ILogger logger = parts.Logging.CreateLogger("Function");
    private readonly ConcurrentDictionary<string, Task> running = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource stopping = new();

    /// <summary>The events that are not done yet, in the order of their time.</summary>
    public IReadOnlyList<AcceptedEvent> Waiting => store.All();

    /// <summary>Goes on with what an earlier run has left.</summary>
    public void Start()
    {
        foreach (var left in store.All())
        {
            Run(left);
        }
    }

    /// <summary>Accepts an event: it is kept before this returns, and tried at once.</summary>
    /// <param name="requestId">The id of all its tries.</param>
    /// <param name="function">The function, as the alias or version that was called.</param>
    /// <param name="payload">The event.</param>
    /// <param name="traceId">The X-Ray trace header of whoever sent it, if any.</param>
    public void Accept(string requestId, Function function, byte[] payload, string? traceId)
    {
        var now = parts.Time.GetUtcNow();
        var accepted = new AcceptedEvent(requestId, function.Arn.ToString(), payload, now) { DueAt = now, TraceId = ReceivedTrace.Read(traceId) };
        store.Add(accepted);
        Run(accepted);
    }

    /// <summary>What is not done yet is left to the next run.</summary>
    public async ValueTask DisposeAsync()
    {
        await stopping.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(running.Values).ConfigureAwait(false);
        stopping.Dispose();
    }

    private void Run(AcceptedEvent accepted)
    {
        var task = RunAsync(accepted);
        running[accepted.RequestId] = task;
        if (task.IsCompleted)
        {
            running.TryRemove(accepted.RequestId, out _);
        }
    }

    private async Task RunAsync(AcceptedEvent waiting)
    {
        try
        {
            AcceptedEvent? next = waiting;
            while (next is not null)
            {
                waiting = next;
                next = await TryAsync(waiting).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It is kept.
        }
        catch (Exception e)
        {
            Log.EventFailed(logger, waiting.FunctionArn, waiting.RequestId, e);
        }
        finally
        {
            running.TryRemove(waiting.RequestId, out _);
        }
    }

    /// <summary>The event as it waits for its next try; null when it is over.</summary>
    private async Task<AcceptedEvent?> TryAsync(AcceptedEvent waiting)
    {
        if (waiting.DueAt - parts.Time.GetUtcNow() is var wait && wait > TimeSpan.Zero)
        {
            await Task.Delay(wait, parts.Time, stopping.Token).ConfigureAwait(false);
        }

        using var turn = begin();
        if (turn.Functions.Directory.WithArn(waiting.FunctionArn) is not { } function)
        {
            Log.EventDropped(logger, waiting.FunctionArn, waiting.RequestId);
            store.Replace(waiting, null);
            return null;
        }

        var settings = function.EventsOf(QualifierOf(function));
        if (function.ReservedConcurrency == 0)
        {
            return End(turn, waiting, function, EventOutcome.Of(EventCondition.ZeroReservedConcurrency, waiting.Failures));
        }

        if (parts.Time.GetUtcNow() - waiting.AcceptedAt > settings.MaximumEventAge)
        {
            return End(turn, waiting, function, EventOutcome.Of(EventCondition.EventAgeExceeded, waiting.Failures));
        }

        var call = new FunctionCall(function, waiting.Payload)
        {
            TraceId = waiting.TraceId,
            Details = new CallDetails { RequestId = waiting.RequestId },
            Cancellation = stopping.Token,
        };
        var result = await turn.Functions.Host.InvokeAsync(call).WaitAsync(stopping.Token).ConfigureAwait(false);
        stopping.Token.ThrowIfCancellationRequested();
        var now = parts.Time.GetUtcNow();
        if (result.IsThrottled)
        {
            var backoff = TimeSpan.FromSeconds(Math.Min(Math.Pow(2, waiting.Refusals), LongestBackoff.TotalSeconds));
            return Later(waiting with { DueAt = now + backoff, Refusals = waiting.Refusals + 1 });
        }

        if (result.FunctionError is null)
        {
            return End(turn, waiting, function, new EventOutcome(EventCondition.Success, waiting.Failures + 1, result));
        }

        var failures = waiting.Failures + 1;
        if (failures > settings.MaximumRetryAttempts)
        {
            return End(turn, waiting, function, new EventOutcome(EventCondition.RetriesExhausted, failures, result));
        }

        // A minute before the first retry, two before the second.
        var due = now + TimeSpan.FromMinutes(failures);
        if (due - waiting.AcceptedAt > settings.MaximumEventAge)
        {
            return End(turn, waiting, function, new EventOutcome(EventCondition.EventAgeExceeded, failures, result));
        }

        Log.EventRetried(logger, function.FunctionName, waiting.RequestId, failures);
        return Later(waiting with { DueAt = due, Failures = failures, Refusals = 0 });
    }

    private AcceptedEvent Later(AcceptedEvent changed)
    {
        store.Put(changed);
        return changed;
    }

    private AcceptedEvent? End(FunctionsTurn turn, AcceptedEvent ended, Function function, EventOutcome outcome)
    {
        if (outcome.Condition != EventCondition.Success)
        {
            Log.EventGivenUp(logger, function.FunctionName, ended.RequestId, outcome.Condition.ToString());
        }

        AcceptedEvent? told = null;
        try
        {
            told = turn.Destinations.Tell(ended, function, outcome, parts.Ids.RequestId());
        }
        catch (Exception e)
        {
            Log.EventNotTold(logger, function.FunctionName, ended.RequestId, e);
            turn.Destinations.KeepUntold(ended, function, outcome);
        }
        finally
        {
            // Whatever becomes of the telling, it is over: kept, it would run at each start.
            store.Replace(ended, told);
        }

        if (told is not null)
        {
            Run(told);
        }

        return null;
    }

    private static string? QualifierOf(Function function) =>
        function.Arn.Resource.Split(':') is [_, _, var qualifier] && qualifier != FunctionReference.Latest ? qualifier : null;
}

/// <summary>The functions of one moment, and whom they tell: until it is disposed of, nothing of them ends.</summary>
internal sealed record FunctionsTurn(CallableFunctions Functions, EventDestinations Destinations, IDisposable End) : IDisposable
{
    public void Dispose() => End.Dispose();
}

/// <summary>What the runner needs besides.</summary>
internal sealed record EventRunnerParts(IdSource Ids, TimeProvider Time, ILoggerFactory Logging);
