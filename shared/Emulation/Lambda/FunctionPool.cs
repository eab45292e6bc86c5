using System.Diagnostics;
using System.Threading.Channels;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// The environments of one function and the invocations that wait for one. Whichever environment is free takes the next invocation; a new one is
/// started when more wait than are free.
/// </summary>
internal sealed class FunctionPool(DeployedFunction deployed, FunctionHostOptions hostOptions, ProcessCommons commons) : IAsyncDisposable
{
    // Hot path: whoever calls hands the event to the process itself, without another thread between them.
    private readonly Channel<Invocation> waiting = Channel.CreateUnbounded<Invocation>(new UnboundedChannelOptions { AllowSynchronousContinuations = true });
    private readonly Dictionary<IFunctionEnvironment, Task> running = [];
    private readonly Lock gate = new();
    private volatile FunctionHostOptions options = hostOptions;
    private int inFlight;
    private volatile bool stopping;

    private static InvocationResult Ended => InvocationResult.Failed(
        "Runtime.ExitError", "The function's processes were ended: LocalAws stops, or has new code for it. Call again.");

    public DeployedFunction Deployed { get; private set; } = deployed;

    /// <summary>Another when the code is another.</summary>
    public string Stamp { get; } = hostOptions.StampOf(deployed);

    public ILogger Logger { get; } = hostOptions.Logging.CreateLogger("Function");

    /// <summary>What the processes print.</summary>
    public FunctionLog Output { get; } = new(hostOptions.LogFolder, deployed, hostOptions.Logging.CreateLogger("Function"));

    /// <summary>Ends the processes should this one be killed.</summary>
    public OrphanWatch Orphans => commons.Orphans;

    public LogStreams LogStreams => commons.LogStreams;

    /// <summary>What a person should know of how functions run.</summary>
    public FunctionNotes Notes => commons.Notes;

    /// <summary>Tells of functions that cannot start.</summary>
    public StartFailures Failures => commons.Failures;

    /// <summary>Whether a process was ever started for it.</summary>
    public bool WasUsed { get; private set; }

    /// <summary>How a person debugs the function; null when nobody does.</summary>
    public FunctionDebugging? Debugging => options.DebuggingOf(Function);

    private Function Function => Deployed.Function;

    /// <summary>Whether the processes of a function that is read anew would be the same as these.</summary>
    public bool MayGoOn(DeployedFunction fresh, FunctionHostOptions freshOptions) =>
        FunctionTraits.Of(Deployed, options, Stamp) == FunctionTraits.Of(fresh, freshOptions, freshOptions.StampOf(fresh));

    /// <summary>Goes on for a function as it is read anew.</summary>
    public void GoOn(DeployedFunction fresh, FunctionHostOptions freshOptions) => (Deployed, options) = (fresh, freshOptions);

    /// <summary>Invokes the function and waits for its answer.</summary>
    public async Task<InvocationResult> InvokeAsync(Invocation invocation, CancellationToken cancellation)
    {
        if (Interlocked.Increment(ref inFlight) > (Function.ReservedConcurrency ?? int.MaxValue))
        {
            Interlocked.Decrement(ref inFlight);
            return InvocationResult.Throttled;
        }

        try
        {
            if (options.StandIn(Function) is { } standIn)
            {
                return await AskAsync(standIn, invocation).ConfigureAwait(false);
            }

            waiting.Writer.TryWrite(invocation);
            StartIfShort();
            SayIfItWaits();
            if (stopping)
            {
                // Nobody takes it any more.
                invocation.Complete(Ended);
            }

            using var registration = cancellation.Register(static waiting => ((Invocation)waiting!).Cancel(), invocation);
            return await invocation.Result.ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref inFlight);
        }
    }

    /// <summary>Nothing moves on the screen of whoever called: a person who debugs should know why.</summary>
    private void SayIfItWaits()
    {
        if (Debugging is not { } debugging)
        {
            return;
        }

        lock (gate)
        {
            if (running.Keys.Any(static environment => environment.HasStarted))
            {
                return;
            }
        }

        Log.CallWaits(Logger, Deployed.Shown, debugging.IsAttached ? "the process that you start" : "your debugger");
    }

    /// <summary>The next invocation that somebody still waits for.</summary>
    public async ValueTask<Invocation> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            var next = await waiting.Reader.ReadAsync(cancellation).ConfigureAwait(false);
            if (!next.Result.IsCompleted)
            {
                return next;
            }
        }
    }

    /// <summary>Leaves an invocation to another environment.</summary>
    public void PutBack(Invocation invocation)
    {
        waiting.Writer.TryWrite(invocation);
        StartIfShort();
    }

    /// <summary>Starts what a person debugs before anybody calls it, so that an editor finds it.</summary>
    public void StartDebugged()
    {
        lock (gate)
        {
            if (!stopping && Debugging is not null && running.Count == 0)
            {
                Start();
            }
        }
    }

    /// <summary>Starts a process before anybody calls, to see whether it can: completes when it asks for its first invocation, or has ended.</summary>
    public async Task TryAsync()
    {
        Task begun;
        lock (gate)
        {
            if (stopping || Debugging is not null || running.Count > 0 || options.StandIn(Function) is not null)
            {
                return;
            }

            var environment = Start();
            begun = environment is FunctionEnvironment own ? Task.WhenAny(own.Ready, running[environment]) : Task.CompletedTask;
        }

        await begun.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        KeyValuePair<IFunctionEnvironment, Task>[] environments;
        lock (gate)
        {
            stopping = true;
            environments = [.. running];
        }

        await Task.WhenAll(environments.Select(static environment => environment.Key.StopAsync())).ConfigureAwait(false);
        await Task.WhenAll(environments.Select(static environment => environment.Value)).ConfigureAwait(false);
        while (waiting.Reader.TryRead(out var left))
        {
            left.Complete(Ended);
        }

        Output.Dispose();
    }

    /// <summary>A stand-in has the function's time limit, and fails as a function does.</summary>
    private async Task<InvocationResult> AskAsync(FunctionStandIn standIn, Invocation invocation)
    {
        using var limit = new CancellationTokenSource(Function.Timeout, options.Time);
        invocation.Spans?.Taken(invocation.RequestId, isFirst: false);
        try
        {
            return await standIn(invocation, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (limit.IsCancellationRequested)
        {
            return InvocationResult.TimedOut(invocation.RequestId, Function.Timeout);
        }
        catch (Exception e)
        {
            return InvocationResult.Failed(e.GetType().Name, e.Message);
        }
    }

    private void StartIfShort()
    {
        lock (gate)
        {
            var free = running.Keys.Count(static environment => environment.IsIdle || !environment.HasStarted);
            if (!stopping && running.Count < (Debugging is null ? options.MaxEnvironments : 1) && waiting.Reader.Count > free)
            {
                Start();
            }
        }
    }

    private IFunctionEnvironment Start()
    {
        WasUsed = true;
        IFunctionEnvironment environment =
            Debugging is { IsAttached: true } attached ? new AttachedEnvironment(this, attached, options.Time) : new FunctionEnvironment(this, options.Time);
        running[environment] = RunAsync(environment);
        return environment;
    }

    private async Task RunAsync(IFunctionEnvironment environment)
    {
        // Off the caller's thread, which holds the lock and has a request to answer.
        await Task.Yield();

        // It outlives that request, and is no part of its trace.
        Activity.Current = null;
        FailedStart? failed;
        try
        {
            failed = await environment.RunAsync(options).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.FunctionNotStarted(Logger, Deployed.Shown, e);
            failed = new FailedStart(_ => InvocationResult.Failed("Runtime.InvalidEntrypoint", $"{Deployed.Shown} could not be started: {e.Message}"));
        }

        await environment.DisposeAsync().ConfigureAwait(false);
        lock (gate)
        {
            running.Remove(environment);
        }

        // A start that failed answers one invocation. The others may be luckier, and a function that never starts answers them one by one.
        if (failed is { } start && waiting.Reader.TryRead(out var unlucky))
        {
            unlucky.Complete(start.Answer(unlucky));
        }

        if (waiting.Reader.Count > 0)
        {
            StartIfShort();
        }
    }
}
