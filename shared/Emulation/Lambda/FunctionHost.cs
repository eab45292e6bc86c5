using Emulation.Sessions;
using Emulation.State;

namespace Emulation.Lambda;

/// <summary>What the functions of a stack run with.</summary>
internal sealed record FunctionHostOptions
{
    public required IReadOnlyList<FunctionSpec> Functions { get; init; }

    public required FunctionBuild Build { get; init; }

    /// <summary>The most processes of one function at a time.</summary>
    public required int MaxEnvironments { get; init; }

    /// <summary>The execution role's credentials for a new process.</summary>
    public required Func<FunctionSpec, SessionCredentials> Credentials { get; init; }

    /// <summary>The variables of the template, with local addresses, and LocalAws's own.</summary>
    public required Func<FunctionSpec, IReadOnlyDictionary<string, string>> Environment { get; init; }

    /// <summary>What answers a function's next invocation in place of its processes; null for them.</summary>
    public Func<FunctionSpec, FunctionStandIn?> StandIn { get; init; } = static _ => null;

    /// <summary>Where each process gets a folder of its own for as long as it runs. Whatever else is there is deleted.</summary>
    public required string HomeFolder { get; init; }

    /// <summary>Where the functions' output goes, a file each; null for nowhere.</summary>
    public string? LogFolder { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logging { get; init; }
}

/// <summary>Runs the functions of a stack: a pool of processes for each, started with the first call.</summary>
internal sealed class FunctionHost : IAsyncDisposable
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

    /// <summary>Invokes a function and waits for its answer.</summary>
    /// <param name="function">Its name.</param>
    /// <param name="payload">The event, UTF-8 JSON. It must stay as it is until the answer.</param>
    /// <param name="traceId">The X-Ray trace header, if any. Without one, or with one that is none, the invocation gets one as Lambda gives it.</param>
    /// <param name="cancellation">Gives up the wait, and the invocation if no process has taken it yet.</param>
    public Task<InvocationResult> InvokeAsync(string function, ReadOnlyMemory<byte> payload, string? traceId, CancellationToken cancellation) =>
        InvokeForAsync(null, function, payload, traceId, cancellation);

    /// <summary>The same for a caller that is an identity of an identity pool.</summary>
    public Task<InvocationResult> InvokeForAsync(string? cognitoIdentity, string function, ReadOnlyMemory<byte> payload, string? traceId, CancellationToken cancellation) =>
        pools[function].InvokeAsync(new Invocation(options.Ids.RequestId(), payload, TraceHeader.Read(traceId) ?? options.Ids.TraceId(options.Time.GetUtcNow()), cognitoIdentity), cancellation);

    /// <summary>Stops every process, and waits until none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(pools.Values.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        orphans.Dispose();
        FunctionHome.DeleteAll(options.HomeFolder);
    }
}
