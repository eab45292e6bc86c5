using System.Globalization;
using System.Net;

namespace Emulation.Lambda;

/// <summary>
/// One environment of a function: a process, its Runtime API, and the invocation it works on. It takes invocations from its pool until it ends:
/// by a crash, a time limit, too much memory, or because it is told to.
/// </summary>
internal sealed class FunctionEnvironment : IRuntimeApiOwner, IAsyncDisposable
{
    /// <summary>Lambda gives the start ten seconds, and starts once more within the function's own time limit. "Understanding the Lambda execution environment lifecycle".</summary>
    private static readonly TimeSpan InitLimit = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MemoryCheckInterval = TimeSpan.FromSeconds(1);

    /// <summary>A process ends this long before its credentials do, which it has from its start and cannot renew.</summary>
    private static readonly TimeSpan RetireBefore = TimeSpan.FromMinutes(30);

    /// <summary>Timers count milliseconds in 32 bits.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly FunctionPool pool;
    private readonly TimeProvider time;
    private readonly TaskCompletionSource ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<FunctionProcess?> started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource ending = new();
    private readonly CancellationTokenSource retiring = new();
    private readonly Lock gate = new();
    private RuntimeApi? api;
    private FunctionHome? home;
    private FunctionProcess? process;
    private Invocation? current;
    private bool isAsking;
    private bool hasRefused;
    private ITimer? limit;
    private InvocationResult? initError;
    private string? killedBecause;
    private DateTimeOffset retireAt = DateTimeOffset.MaxValue;

    public FunctionEnvironment(FunctionPool pool, TimeProvider time)
    {
        this.pool = pool;
        this.time = time;
    }

    public string FunctionArn => pool.Function.Arn;

    /// <summary>Whether the process has asked for an invocation yet.</summary>
    public bool HasStarted => ready.Task.IsCompleted;

    /// <summary>Whether it is waiting for its next invocation.</summary>
    public bool IsIdle { get; private set; }

    /// <summary>Runs until the process has ended. The result is the error of a start that failed, or null.</summary>
    public async Task<InvocationResult?> RunAsync(FunctionHostOptions options)
    {
        api = await RuntimeApi.StartAsync(this, options.Logging).ConfigureAwait(false);
        var credentials = options.Credentials(pool.Function);
        retireAt = credentials.Expiration - RetireBefore;
        await using var retirement = RetirementTimer().ConfigureAwait(false);
        home = FunctionHome.In(options.HomeFolder);
        process = FunctionProcess.Start(
            options.Build.CommandOf(pool.Function),
            FunctionProcess.EnvironmentOf(pool.Function, api.HostAndPort, pool.LogStreams.Next(time.GetUtcNow()), home.Path, credentials, options.Environment(pool.Function)),
            pool.Output.Write);
        started.SetResult(process);
        pool.Orphans.Add(process.Id);
        var watching = WatchMemoryAsync();
        await StartedOrEndedAsync().ConfigureAwait(false);
        await process.Exited.ConfigureAwait(false);
        pool.Orphans.Remove(process.Id);
        await ending.CancelAsync().ConfigureAwait(false);
        await watching.ConfigureAwait(false);
        return Finish();
    }

    public async ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here)
    {
        if (!LoopbackPeer.CanBeTold)
        {
            return true;
        }

        // A process may call before its start has returned.
        return await started.Task.ConfigureAwait(false) is { } own && LoopbackPeer.IsOneOf(peer, here, own.Family) != false;
    }

    /// <summary>Said once: whoever it is may go on trying.</summary>
    public void Refused()
    {
        if (!Interlocked.Exchange(ref hasRefused, true))
        {
            Log.StrangerRefused(pool.Logger, pool.Function.Name);
        }
    }

    public async Task<NextInvocation> NextAsync(CancellationToken gone)
    {
        lock (gate)
        {
            if (isAsking || current is not null)
            {
                return NextInvocation.Refused;
            }

            isAsking = true;
        }

        try
        {
            return await TakeAsync(gone).ConfigureAwait(false) is { } taken ? NextInvocation.Of(taken) : NextInvocation.End;
        }
        finally
        {
            lock (gate)
            {
                isAsking = false;
            }
        }
    }

    private async Task<TakenInvocation?> TakeAsync(CancellationToken gone)
    {
        ready.TrySetResult();
        if (time.GetUtcNow() >= retireAt)
        {
            return null;
        }

        using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, ending.Token, retiring.Token);
        try
        {
            IsIdle = true;
            var invocation = await pool.TakeAsync(either.Token).ConfigureAwait(false);
            IsIdle = false;
            lock (gate)
            {
                current = invocation;
                limit = time.CreateTimer(static environment => ((FunctionEnvironment)environment!).TimeOut(), this, pool.Function.Timeout, Timeout.InfiniteTimeSpan);
            }

            return new TakenInvocation(invocation, time.GetUtcNow() + pool.Function.Timeout);
        }
        catch (OperationCanceledException)
        {
            IsIdle = false;
            return null;
        }
    }

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
            limit?.Dispose();
        }

        return invocation.Complete(result);
    }

    public bool InitFailed(byte[] error)
    {
        if (ready.Task.IsCompleted)
        {
            return false;
        }

        initError = new InvocationResult(error, "Unhandled");
        return true;
    }

    /// <summary>Asks the process to end, and waits until it has.</summary>
    public async Task StopAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        if (process is not null)
        {
            await process.StopAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        // Nothing was started where this is news, and whoever calls is nobody's.
        started.TrySetResult(null);
        if (api is not null)
        {
            await api.DisposeAsync().ConfigureAwait(false);
        }

        limit?.Dispose();
        process?.Dispose();
        home?.Dispose();
        ending.Dispose();
        retiring.Dispose();
    }

    /// <summary>A process that waits for work when its credentials are about to end goes then; one that works goes afterwards.</summary>
    private ITimer RetirementTimer()
    {
        var left = retireAt - time.GetUtcNow();
        return time.CreateTimer(static retiring => ((CancellationTokenSource)retiring!).Cancel(), retiring, left > TimeSpan.Zero && left < LongestTimer ? left : LongestTimer, Timeout.InfiniteTimeSpan);
    }

    private async Task StartedOrEndedAsync()
    {
        using var tooLong = new CancellationTokenSource(InitLimit + pool.Function.Timeout, time);
        try
        {
            await Task.WhenAny(ready.Task, process!.Exited).WaitAsync(tooLong.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Kill(string.Create(CultureInfo.InvariantCulture, $"it had not asked for an invocation {(InitLimit + pool.Function.Timeout).TotalSeconds:0} s after its start"));
        }
    }

    private void TimeOut()
    {
        Invocation? late;
        lock (gate)
        {
            late = current;
            current = null;
        }

        if (late is not null && late.Complete(InvocationResult.TimedOut(late.RequestId, pool.Function.Timeout)))
        {
            Kill(string.Create(CultureInfo.InvariantCulture, $"its invocation {late.RequestId} took longer than {pool.Function.Timeout.TotalSeconds:0.00} s"));
        }
    }

    private async Task WatchMemoryAsync()
    {
        using var timer = new PeriodicTimer(MemoryCheckInterval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ending.Token).ConfigureAwait(false))
            {
                if (process!.MemoryMb is var used && used > pool.Function.MemorySizeMb)
                {
                    Kill(string.Create(CultureInfo.InvariantCulture, $"it used {used} MB of memory; its MemorySize is {pool.Function.MemorySizeMb} MB"));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The process has ended.
        }
    }

    private void Kill(string because)
    {
        killedBecause = because;
        process!.KillNow();
    }

    /// <summary>Answers what the process left open, and says why it ended.</summary>
    private InvocationResult? Finish()
    {
        Invocation? open;
        lock (gate)
        {
            open = current;
            current = null;
        }

        var status = process!.ExitStatus;
        if (open is not null)
        {
            open.Complete(initError ?? InvocationResult.Exited(open.RequestId, status));
        }

        if (open is not null || killedBecause is not null || !ready.Task.IsCompleted)
        {
            Log.FunctionEnded(pool.Logger, pool.Function.Name, status, killedBecause ?? "it ended by itself");
        }

        return ready.Task.IsCompleted ? null : initError ?? InvocationResult.Failed("Runtime.ExitError", $"Error: Runtime exited without providing a reason: {status}");
    }
}
