using Sam;

namespace Emulation.Lambda;

/// <summary>Runs the functions of the stacks: a pool of processes for each, started with the first call.</summary>
internal sealed class FunctionHost : IFunctions, IAsyncDisposable
{
    private readonly FunctionHostOptions options;
    private readonly OrphanWatch orphans;
    private readonly Dictionary<(string Account, string Region, string Name), FunctionPool> pools;

    public FunctionHost(FunctionHostOptions options)
    {
        this.options = options;
        FunctionHome.DeleteAll(options.HomeFolder);
        var logStreams = new LogStreams(options.Ids);
        orphans = new OrphanWatch(logStreams.Owner);
        var notes = new FunctionNotes(options.Logging.CreateLogger("Function"));
        pools = options.Functions.ToDictionary(static f => KeyOf(f.Function), f => new FunctionPool(f, options, logStreams, orphans, notes));
    }

    public Task<InvocationResult> InvokeAsync(FunctionCall call)
    {
        if (ClosureOf(call.Function) is { } closure)
        {
            return Task.FromResult(InvocationResult.Failed("LocalAws.Closed", closure.ToString()));
        }

        var requestId = options.Ids.RequestId();
        var traceId = ReceivedTrace.Read(call.TraceId) ?? options.Ids.TraceId(options.Time.GetUtcNow());
        return pools[KeyOf(call.Function)].InvokeAsync(new Invocation(requestId, call.Payload, traceId, call.CognitoIdentity), call.Cancellation);
    }

    /// <summary>A closed function runs all the same where something stands in for it.</summary>
    public Closure? ClosureOf(Function function) => pools.ContainsKey(KeyOf(function)) ? null : function.Closed;

    /// <summary>Stops every process, and waits until none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(pools.Values.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        orphans.Dispose();
        FunctionHome.DeleteAll(options.HomeFolder);
    }

    // Without the alias or version by which it is called: all of them run the same code here.
    private static (string Account, string Region, string Name) KeyOf(Function function) => (function.Arn.Account, function.Arn.Region, function.FunctionName);
}
