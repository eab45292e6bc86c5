using Emulation.Telemetry;
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
        pools = options.Functions.ToDictionary(static f => KeyOf(f.Function), f => new FunctionPool(f, options, logStreams, orphans));
    }

    public Task<InvocationResult> InvokeAsync(FunctionCall call) => RequestSpan.IsWanted ? InvokeWatchedAsync(call) : InvokeAsync(call, null);

    private async Task<InvocationResult> InvokeWatchedAsync(FunctionCall call)
    {
        var since = Measures.Now;
        using var own = call.Spans is null ? FunctionSpans.Begin(call.Function) : null;
        var spans = call.Spans ?? own;
        var result = await InvokeAsync(call, spans).ConfigureAwait(false);
        spans?.Answered(result);
        Measures.Invoked(call.Function.FunctionName, result.FunctionError is not null, since);
        return result;
    }

    private Task<InvocationResult> InvokeAsync(FunctionCall call, FunctionSpans? spans)
    {
        if (ClosureOf(call.Function) is { } closure)
        {
            return Task.FromResult(InvocationResult.Failed("LocalAws.Closed", closure.ToString()));
        }

        var requestId = options.Ids.RequestId();
        var traceId = spans?.TraceHeader ?? ReceivedTrace.Read(call.TraceId) ?? options.Ids.TraceId(options.Time.GetUtcNow());
        return pools[KeyOf(call.Function)].InvokeAsync(new Invocation(requestId, call.Payload, traceId, call.CognitoIdentity) { Spans = spans }, call.Cancellation);
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
