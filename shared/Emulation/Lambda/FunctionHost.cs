using Emulation.Sessions;
using Emulation.State;
using Sam;

namespace Emulation.Lambda;

/// <summary>What the functions of a stack run with.</summary>
internal sealed record FunctionHostOptions
{
    public required IReadOnlyList<DeployedFunction> Functions { get; init; }

    public required FunctionBuild Build { get; init; }

    /// <summary>The most processes of one function at a time.</summary>
    public required int MaxEnvironments { get; init; }

    /// <summary>The execution role's credentials for a new process.</summary>
    public required Func<Function, SessionCredentials> Credentials { get; init; }

    /// <summary>The variables of the template, with local addresses, and LocalAws's own.</summary>
    public required Func<Function, IReadOnlyDictionary<string, string>> Environment { get; init; }

    /// <summary>What answers a function's next invocation in place of its processes; null for them.</summary>
    public Func<Function, FunctionStandIn?> StandIn { get; init; } = static _ => null;

    /// <summary>Where each process gets a folder of its own for as long as it runs. Whatever else is there is deleted.</summary>
    public required string HomeFolder { get; init; }

    /// <summary>Where the functions' output goes, a file each; null for nowhere.</summary>
    public string? LogFolder { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logging { get; init; }
}

/// <summary>Runs the functions of a stack: a pool of processes for each, started with the first call.</summary>
internal sealed class FunctionHost : IFunctions, IAsyncDisposable
{
    private readonly FunctionHostOptions options;
    private readonly OrphanWatch orphans;
    private readonly Dictionary<string, FunctionPool> pools;

    public FunctionHost(FunctionHostOptions options)
    {
        this.options = options;
        FunctionHome.DeleteAll(options.HomeFolder);
        var logStreams = new LogStreams(options.Ids);
        orphans = new OrphanWatch(logStreams.Owner);
        pools = options.Functions.ToDictionary(static f => f.Name, f => new FunctionPool(f, options, logStreams, orphans), StringComparer.Ordinal);
    }

    public Task<InvocationResult> InvokeAsync(FunctionCall call)
    {
        var requestId = options.Ids.RequestId();
        var traceId = TraceHeader.Read(call.TraceId) ?? options.Ids.TraceId(options.Time.GetUtcNow());
        return pools[call.Function.FunctionName].InvokeAsync(new Invocation(requestId, call.Payload, traceId, call.CognitoIdentity), call.Cancellation);
    }

    /// <summary>Stops every process, and waits until none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(pools.Values.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        orphans.Dispose();
        FunctionHome.DeleteAll(options.HomeFolder);
    }
}
