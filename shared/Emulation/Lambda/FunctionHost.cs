using Emulation.Telemetry;
using Sam;

namespace Emulation.Lambda;

/// <summary>Runs the functions of the stacks: a pool of processes for each, started with the first call.</summary>
internal sealed class FunctionHost : IFunctions, IAsyncDisposable
{
    /// <summary>So many functions are tried though nobody has called them yet.</summary>
    private const int Few = 4;

    /// <summary>So many are tried at once.</summary>
    private const int AtOnce = 2;

    private readonly FunctionHostOptions options;
    private readonly ProcessCommons commons;
    private readonly Dictionary<(string Account, string Region, string Name), FunctionPool> pools;
    private FunctionHost? before;
    private HashSet<FunctionPool>? takenOver;
    private readonly List<FunctionPool> tried = [];
    private FunctionPool[] outdated = [];
    private Task trying = Task.CompletedTask;

    /// <param name="options">What the functions run with.</param>
    /// <param name="before">Whose place this one takes: it takes over the processes of functions that would run the same. Null when there was none.</param>
    public FunctionHost(FunctionHostOptions options, FunctionHost? before = null)
    {
        (this.options, this.before) = (options, before);
        if (before is null)
        {
            FunctionHome.DeleteAll(options.HomeFolder);
        }

        commons = before?.commons ?? ProcessCommons.Of(options);
        pools = options.Functions.ToDictionary(
            static f => KeyOf(f.Function),
            f => before?.pools.GetValueOrDefault(KeyOf(f.Function)) is { } pool && pool.MayGoOn(f, options) ? pool : new FunctionPool(f, options, commons));
        if (before is not null)
        {
            var renewed = pools.Where(one => !before.pools.ContainsValue(one.Value)).ToList();
            Renewed = [.. renewed.Select(static one => one.Value.Deployed.Function.LogicalId)];
            tried.AddRange(renewed.Where(one => renewed.Count <= Few || before.pools.GetValueOrDefault(one.Key)?.WasUsed == true).Select(static one => one.Value));
        }
    }

    /// <summary>What the processes run of what is built.</summary>
    public RunningCode? Code => options.Code;

    /// <summary>Takes the place of the one before, whose processes it goes on with.</summary>
    public void TakeOver()
    {
        if (before is not null)
        {
            foreach (var function in options.Functions)
            {
                pools[KeyOf(function.Function)].GoOn(function, options);
            }

            before.takenOver = [.. pools.Values];
            outdated = [.. before.pools.Values.Except(pools.Values).Where(static pool => pool.Debugging is not null)];
            before = null;
        }
    }

    /// <summary>Starts what a person debugs. Of one that has changed the process ends first, wherever it stands: an editor's next session is about the new one.</summary>
    public async Task StartDebuggedAsync()
    {
        await Task.WhenAll(outdated.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        outdated = [];
        foreach (var pool in pools.Values)
        {
            pool.StartDebugged();
        }
    }

    /// <summary>
    /// Starts a process of each function that got new ones: whether its new code can start is known at once, and the next call need not wait for it. Of many functions those alone
    /// that had been called before.
    /// </summary>
    /// <returns>Completes when all are tried; nobody has to wait.</returns>
    public Task TryRenewedAsync() => trying = Parallel.ForEachAsync(
        tried, new ParallelOptions { MaxDegreeOfParallelism = AtOnce }, static async (pool, _) => await pool.TryAsync().ConfigureAwait(false));

    public bool HasLimits(Function function) => options.DebuggingOf(function) is null;

    /// <summary>The logical ids of functions that get new processes, since their code or what they run with is another.</summary>
    public IReadOnlyList<string> Renewed { get; } = [];

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

        var requestId = call.Details?.RequestId ?? options.Ids.RequestId();
        var traceId = spans?.TraceHeader ?? ReceivedTrace.Read(call.TraceId) ?? options.Ids.TraceId(options.Time.GetUtcNow());
        return pools[KeyOf(call.Function)].InvokeAsync(new Invocation(requestId, call.Payload, traceId, call.Details) { Spans = spans }, call.Cancellation);
    }

    /// <summary>A closed function runs all the same where something stands in for it.</summary>
    public Closure? ClosureOf(Function function) => pools.ContainsKey(KeyOf(function)) ? null : function.Closed;

    /// <summary>Keeps lines in a function's log.</summary>
    public void Keep(Function function, string lines)
    {
        if (pools.TryGetValue(KeyOf(function), out var pool))
        {
            pool.Output.WriteOwn(lines);
        }
    }

    /// <summary>Stops every process that no other host has, and waits until none is left.</summary>
    public async ValueTask DisposeAsync()
    {
        var others = takenOver ?? before?.pools.Values.ToHashSet();
        var own = others is null ? pools.Values : pools.Values.Except(others);
        await Task.WhenAll(own.Select(static pool => pool.DisposeAsync().AsTask())).ConfigureAwait(false);
        await trying.ConfigureAwait(false);
        options.Code?.Dispose();
        if (others is null)
        {
            commons.Orphans.Dispose();
            FunctionHome.DeleteAll(options.HomeFolder);
        }
    }

    // Without the alias or version by which it is called: all of them run the same code here.
    private static (string Account, string Region, string Name) KeyOf(Function function) => (function.Arn.Account, function.Arn.Region, function.FunctionName);
}
