using System.Globalization;
using System.Net;
using Emulation.Telemetry;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// One environment of a function: a process, its Runtime API, and the invocation it works on. It takes invocations from its pool until it ends:
/// by a crash, a time limit, too much memory, or because it is told to.
/// </summary>
internal sealed class FunctionEnvironment : IRuntimeApiOwner, IFunctionEnvironment
{
    /// <summary>
    /// Lambda gives the start ten seconds, and starts once more within the function's own time limit. "Understanding the Lambda execution environment lifecycle".
    /// </summary>
    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);

    private readonly FunctionPool pool;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly FunctionPeers peers;
    private readonly CancellationTokenSource ending = new();
    private readonly CurrentInvocation work;
    private readonly Retirement retirement;
    private readonly EndOfWork end;
    private readonly FunctionDebugging? debugging;
    private EnvironmentLog log = null!;
    private RuntimeApi? api;
    private FunctionHome? home;
    private FunctionProcess? process;
    private bool hasWorked;
    private (InvocationResult Answer, FailedInit Why)? initError;
    private string? killedBecause;
    private bool isStopped;
    private bool wasTooLarge;

    public FunctionEnvironment(FunctionPool pool, TimeProvider time)
    {
        (this.pool, this.time, debugging) = (pool, time, pool.Debugging);
        peers = new FunctionPeers(pool);
        FunctionArn = Function.Arn.ToString();
        work = new CurrentInvocation(debugging is null ? Function.Timeout : null, time, EndLate);
        retirement = new Retirement(time);
        end = new EndOfWork(ending.Token, retirement.Token);
    }

    public string FunctionArn { get; }

    public bool HasStarted => ready.Task.IsCompleted;

    /// <summary>Completes when it asks for the first.</summary>
    public Task Ready => ready.Task;

    public bool IsIdle { get; private set; }

    private Function Function => pool.Deployed.Function;

    /// <summary>Runs until the process has ended. The result is a start that failed, or null.</summary>
    public async Task<FailedStart?> RunAsync(FunctionHostOptions options)
    {
        api = await RuntimeApi.StartAsync(this, options.Logging).ConfigureAwait(false);
        var credentials = options.Credentials(Function);
        retirement.Plan(credentials.Expiration);
        home = FunctionHome.In(options.HomeFolder);
        api.OfferExchange(options.HasExchanges ? home.SocketPath : null);
        var command = debugging is null ? options.CommandOf(pool.Deployed) : options.DebuggedCommandOf(pool.Deployed, FreePort.Of(debugging.Port));
        pool.Notes.Say(command.Note);
        using var watch = command.Watch?.Invoke(retirement.Now);
        var logStream = pool.LogStreams.Next(time.GetUtcNow());
        log = new EnvironmentLog(pool.Output, Function, logStream, time);
        log.Starting();
        process = FunctionProcess.Start(FunctionLaunch.Of(command, pool.Deployed, options, home, api.HostAndPort, logStream, credentials), log.Print);
        peers.Started(process);
        Log.FunctionStarted(pool.Logger, pool.Deployed.Shown, process.Id);
        debugging?.SayWhere(pool, command, process.Id);
        pool.Orphans.Add(process.Id);
        var watching = MemoryWatch.RunAsync(process, debugging is null ? Function.MemorySizeMb : int.MaxValue, time, Saw, EndTooLarge, ending.Token);

        // Whoever told it to end before there was a process could not end it.
        await (isStopped ? process.StopAsync() : StartedOrEndedAsync()).ConfigureAwait(false);
        await process.Exited.ConfigureAwait(false);
        pool.Orphans.Remove(process.Id);
        await ending.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return Finish();
    }

    public ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here) => peers.IsOwnAsync(peer, here);

    public ValueTask<bool> IsOwnAsync(int process) => peers.IsOwnAsync(process);

    public void Refused() => peers.Refused();

    public async Task<NextInvocation> NextAsync(Peer from, CancellationToken gone)
    {
        if (!work.TryAsk())
        {
            return NextInvocation.Refused;
        }

        try
        {
            await ReportAsync().ConfigureAwait(false);
            return await TakeAsync(gone).ConfigureAwait(false) is { } taken ? NextInvocation.Of(taken) : NextInvocation.End;
        }
        finally
        {
            work.EndAsking();
        }
    }

    public bool Answer(string requestId, InvocationResult result) => work.Answer(requestId, result);

    public StreamedBody? BeginStream(string requestId, string contentType) => work.BeginStream(requestId, contentType);

    public bool InitFailed(byte[] error, string? place)
    {
        if (ready.Task.IsCompleted)
        {
            return false;
        }

        initError = (new InvocationResult(error, "Unhandled"), FailedInit.Of(error, place));
        return true;
    }

    /// <summary>Asks the process to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        isStopped = true;
        try
        {
            await ending.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // It has ended by itself meanwhile.
            return;
        }

        await (process?.StopAsync() ?? Task.CompletedTask).ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing was started where this is news, and whoever calls is nobody's.
        peers.Started(null);
        if (api is not null)
        {
            await api.DisposeAsync().ConfigureAwait(false);
        }

        end.Dispose();
        await retirement.DisposeAsync().ConfigureAwait(false);
        work.Dispose();
        process?.Dispose();
        home?.Dispose();
        ending.Dispose();
    }

    /// <summary>The last invocation is over: the process asks for the next one. What it printed comes before the end in the log.</summary>
    private async ValueTask ReportAsync()
    {
        if (work.TakeAnswered(out var duration) is not { } over)
        {
            return;
        }

        if (process is { } printing)
        {
            await printing.PrintedAsync(over.Invocation.WantsLog).ConfigureAwait(false);
        }

        Report(over, duration);
    }

    private void Report(AnsweredInvocation over, TimeSpan duration)
    {
        var tail = log.End(over.Invocation, duration, over.IsLate ? PlatformEvents.Timeout : null);
        if (over.Invocation.WantsLog)
        {
            over.Invocation.Complete(over.Result.WithLog(tail));
        }
    }

    private async Task<TakenInvocation?> TakeAsync(CancellationToken gone)
    {
        if (ready.TrySetResult())
        {
            Saw(process?.MemoryMb ?? 0);
            log.Started();
            pool.Failures.Started(pool);
        }

        if (retirement.IsDue)
        {
            return null;
        }

        try
        {
            IsIdle = true;
            var invocation = await pool.TakeAsync(end.Of(gone)).ConfigureAwait(false);
            IsIdle = false;
            // The time may have jumped, as after a laptop's sleep, and its timers come later.
            if (retirement.IsDue)
            {
                pool.PutBack(invocation);
                return null;
            }

            invocation.Spans?.Taken(invocation.RequestId, isFirst: !hasWorked);
            if (!hasWorked)
            {
                hasWorked = true;
                Measures.StartedCold(Function.FunctionName);
            }

            log.Begin(invocation);
            return work.Begin(invocation);
        }
        catch (OperationCanceledException)
        {
            IsIdle = false;
            return null;
        }
    }

    private async Task StartedOrEndedAsync()
    {
        using var tooLong = new CancellationTokenSource(debugging is null ? InitLimit + Function.Timeout : Timeout.InfiniteTimeSpan, time);
        try
        {
            await Task.WhenAny(ready.Task, process!.Exited).WaitAsync(tooLong.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(string.Create(CultureInfo.InvariantCulture, $"it had not asked for an invocation {(InitLimit + Function.Timeout).TotalSeconds:0} s after its start"));
        }
    }

    private void EndLate(Invocation late) =>
        Kill(string.Create(CultureInfo.InvariantCulture, $"its invocation {late.RequestId} took longer than {Function.Timeout.TotalSeconds:0.00} s"));

    private void Saw(long usedMb) => log.PeakMemoryMb = Math.Max(log.PeakMemoryMb, usedMb);

    private void EndTooLarge(long usedMb)
    {
        wasTooLarge = true;
        Kill(string.Create(CultureInfo.InvariantCulture, $"it used {usedMb} MB of memory; its MemorySize is {Function.MemorySizeMb} MB"));
    }

    private void Kill(string because)
    {
        killedBecause = because;
        process!.KillNow();
    }

    /// <summary>Answers what the process left open, and says why it ended.</summary>
    private FailedStart? Finish()
    {
        var open = work.Abandon(out var duration);
        var over = work.TakeAnswered(out var answeredAfter);
        var status = process!.ExitStatus;
        var errorType = wasTooLarge ? "Runtime.OutOfMemory" : "Runtime.ExitError";
        if (over is { } answered)
        {
            Report(answered, answeredAfter);
        }

        if (open is not null)
        {
            open.Complete((initError?.Answer ?? InvocationResult.Exited(open.RequestId, errorType, status)).WithLog(log.End(open, duration, errorType)));
        }

        if (ready.Task.IsCompleted)
        {
            if (!isStopped && (open is not null || killedBecause is not null))
            {
                Log.FunctionEnded(pool.Logger, pool.Deployed.Shown, status, killedBecause ?? "it ended by itself");
            }

            return null;
        }

        log.StartFailed(errorType);
        if (!isStopped)
        {
            pool.Failures.Failed(pool, initError?.Why ?? new FailedInit($"its process ended ({status}): {killedBecause ?? "it ended by itself"}", null));
        }

        return new FailedStart(unlucky =>
        {
            log.Begin(unlucky);
            var tail = log.End(unlucky, TimeSpan.Zero, errorType);
            return (initError?.Answer ?? InvocationResult.Exited(unlucky.RequestId, errorType, status)).WithLog(tail);
        });
    }
}
