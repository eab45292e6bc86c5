using System.Net;
using Emulation.Lambda.Runtimes;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// The environment of a function whose process a person starts, from an editor say: its Runtime API, and the file with the variables for that process. Any process of this
/// user may ask for events here, one at a time; nothing has a limit of time, and calls wait until somebody asks.
/// </summary>
internal sealed class AttachedEnvironment : IRuntimeApiOwner, IFunctionEnvironment
{
    private static readonly TimeSpan BeforeCredentialsEnd = TimeSpan.FromMinutes(30);

    /// <summary>Timers count milliseconds in 32 bits.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(40);

    private readonly FunctionPool pool;
    private readonly FunctionDebugging debugging;
    private readonly TimeProvider time;
    private readonly CurrentInvocation work;
    private readonly CancellationTokenSource ending = new();
    private readonly TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EnvironmentLog log = null!;
    private RuntimeApi? api;
    private FunctionHome? home;
    private AttachedProcess? worker;
    private readonly AttachedPresence presence;
    private bool hasRefused;

    public AttachedEnvironment(FunctionPool pool, FunctionDebugging debugging, TimeProvider time)
    {
        (this.pool, this.debugging, this.time) = (pool, debugging, time);
        FunctionArn = Function.Arn.ToString();
        work = new CurrentInvocation(limit: null, time, static _ => { });
        presence = new AttachedPresence(pool.Logger, debugging.Name, () => work.IsOpen, ending.Token);
    }

    public string FunctionArn { get; }

    public bool HasStarted { get; private set; }

    public bool IsIdle { get; private set; }

    private Function Function => pool.Deployed.Function;

    /// <summary>Keeps the file with the variables up to date until it is told to end.</summary>
    public async Task<FailedStart?> RunAsync(FunctionHostOptions options)
    {
        // Not one of those by which this LocalAws knows its processes: nobody ends one that a person has started.
        var logStream = new LogStreams(options.Ids).Next(time.GetUtcNow());
        log = new EnvironmentLog(pool.Output, Function, logStream, time);
        log.Starting();
        var command = DotnetDebugging.Findable(options.CommandOf(pool.Deployed));
        pool.Notes.Say(command.Note);
        api = await RuntimeApi.StartAsync(this, options.Logging).ConfigureAwait(false);
        home = FunctionHome.In(options.HomeFolder);
        var file = new AttachFile(options.AttachFolder, debugging.Name);
        var isSaid = false;
        try
        {
            while (true)
            {
                var credentials = options.Credentials(Function);
                file.Write(FunctionLaunch.Of(command, pool.Deployed, options, home, api.HostAndPort, logStream, credentials));
                if (!isSaid)
                {
                    Log.AttachAwaited(pool.Logger, debugging.Name, command.Folder, file.Path, file.CommandLine);
                    isSaid = true;
                }

                var left = credentials.Expiration - BeforeCredentialsEnd - time.GetUtcNow();
                await Task.Delay(left < TimeSpan.FromMinutes(1) ? TimeSpan.FromMinutes(1) : left > LongestTimer ? LongestTimer : left, time, ending.Token).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // It is told to end.
        }
        finally
        {
            file.Delete();
            ended.TrySetResult();
        }

        return null;
    }

    /// <summary>Any process of this user, who alone can read the file with the address; also where nobody can tell whose it is, for others could find the port by trying.</summary>
    public ValueTask<bool> IsOwnAsync(IPEndPoint peer, IPEndPoint here) => ValueTask.FromResult(!LoopbackPeer.CanBeTold || LoopbackPeer.IsOfThisUser(peer, here));

    /// <summary>No exchange is offered: a person who debugs has time.</summary>
    public ValueTask<bool> IsOwnAsync(int process) => ValueTask.FromResult(false);

    public void Refused()
    {
        if (!Interlocked.Exchange(ref hasRefused, true))
        {
            Log.OtherUserRefused(pool.Logger, debugging.Name);
        }
    }

    public async Task<NextInvocation> NextAsync(Peer from, CancellationToken gone)
    {
        if (!work.TryAsk())
        {
            Log.AttachedTwice(pool.Logger, debugging.Name);
            return NextInvocation.Refused;
        }

        try
        {
            worker?.Ask();
            Report();
            presence.Asks(from);
            if (!HasStarted)
            {
                HasStarted = true;
                log.Started();
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, ending.Token);
            IsIdle = true;
            var invocation = await pool.TakeAsync(either.Token).ConfigureAwait(false);
            IsIdle = false;
            invocation.Spans?.Taken(invocation.RequestId, isFirst: false);
            log.Begin(invocation);
            return NextInvocation.Of(work.Begin(invocation));
        }
        catch (OperationCanceledException)
        {
            if (!ending.IsCancellationRequested)
            {
                presence.Closed();
            }

            return NextInvocation.End;
        }
        finally
        {
            IsIdle = false;
            work.EndAsking();
        }
    }

    public void HandedOut(Invocation invocation, Peer to)
    {
        worker = new AttachedProcess(to, presence.ProcessOf(to), () => Lost(invocation), ending.Token);
    }

    public bool Answer(string requestId, InvocationResult result) => work.Answer(requestId, result);

    public StreamedBody? BeginStream(string requestId, string contentType) => work.BeginStream(requestId, contentType);

    public bool InitFailed(byte[] error, string? place)
    {
        Log.AttachedNotStarted(pool.Logger, debugging.Name);
        return true;
    }

    public async Task StopAsync()
    {
        await ending.CancelAsync().ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
    }

    public async ValueTask DisposeAsync()
    {
        ended.TrySetResult();
        await ending.CancelAsync().ConfigureAwait(false);
        if (worker is { } last)
        {
            await last.Over.ConfigureAwait(false);
        }

        if (work.Abandon(out var duration) is { } open)
        {
            Fail(open, duration);
        }

        Report();
        if (api is not null)
        {
            await api.DisposeAsync().ConfigureAwait(false);
        }

        work.Dispose();
        home?.Dispose();
        ending.Dispose();
    }

    /// <summary>The process that had an invocation is gone.</summary>
    private void Lost(Invocation invocation)
    {
        if (work.Abandon(out var duration, invocation.RequestId) is { } open)
        {
            presence.Leave();
            Log.AttachedGone(pool.Logger, debugging.Name, open.RequestId);
            Fail(open, duration);
        }
        else
        {
            presence.Gone();
        }

        Report();
    }

    private void Fail(Invocation open, TimeSpan duration)
    {
        const string errorType = "Runtime.ExitError";
        var tail = log.End(open, duration, errorType);
        open.Complete(InvocationResult.Exited(open.RequestId, errorType, FunctionProcess.Success).WithLog(tail));
    }

    /// <summary>An invocation that was answered is over: its process asks for another, or is gone.</summary>
    private void Report()
    {
        if (work.TakeAnswered(out var duration) is { } over)
        {
            var tail = log.End(over.Invocation, duration, null);
            if (over.Invocation.WantsLog)
            {
                over.Invocation.Complete(over.Result.WithLog(tail));
            }
        }
    }
}
