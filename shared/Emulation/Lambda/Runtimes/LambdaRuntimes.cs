using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>The kinds of functions that LocalAws runs. The first that takes a function runs it.</summary>
internal sealed class LambdaRuntimes(params IReadOnlyList<IRuntime> runtimes)
{
    public static LambdaRuntimes Served { get; } = new(new PythonRuntime(), new NodeRuntime(), new DotnetRuntime(), new ProvidedRuntime(), new PackagedClientRuntime());

    /// <summary>Why the handler of a function cannot run here, which no build would change; null when nothing is known.</summary>
    public string? WhyNot(DeployedFunction function) => function.Source is null ? Of(function)?.WhyNot(function) : null;

    /// <summary>What closes a function here, which no build would change: where its code is, its handler, or that nothing here runs it. Null when nothing is known.</summary>
    public Closure? ClosureOf(DeployedFunction function)
    {
        // What is made first is there to be looked at then.
        if (function.Closed is not null)
        {
            return function.Closed;
        }

        var runtime = Of(function);
        var why = function.Source is not null ? runtime?.Misses(function) : runtime is not null ? runtime.WhyNot(function) : NoneTakes(function, function.Code);
        return why is null ? null : new Closure(function.Function.Line, function.Function.LogicalId, "Handler", why, "Its routes and policies count all the same.");
    }

    /// <summary>What must be made before a function starts; null when there is nothing to make.</summary>
    public IFunctionProject? ProjectOf(DeployedFunction function) => function.IsBuilt || function.Source is not null ? null : Of(function)?.ProjectOf(function);

    /// <summary>What a folder of a function for another machine is put together of; null where its project is built for that machine, or it has no folder.</summary>
    public PublishedParts? PublishedOf(DeployedFunction function) =>
        !Directory.Exists(function.Code) || function.Source is not null ? null : function.IsBuilt ? new PublishedParts() : Of(function)?.PublishedOf(function);

    /// <summary>How to start a function from the folder of its files.</summary>
    /// <exception cref="FunctionBuildException">There is nothing to start, or what there is cannot run here.</exception>
    public LaunchCommand CommandOf(DeployedFunction function, string code) => Of(function)?.CommandOf(function, code)
        ?? throw new FunctionBuildException($"{function.Function.LogicalId} ({function.Function.Runtime}): {NoneTakes(function, code)}");

    private string NoneTakes(DeployedFunction function, string code) => UnservedLanguage.WhyNot(function.Function, code) ??
        $"{code} has neither {List(runtimes.Select(runtime => runtime.FileOf(function)), " nor ")}. "
        + $"LocalAws runs functions that speak the Lambda Runtime API: let CodeUri name {List(runtimes.Select(static runtime => runtime.Takes), ", or ")}."
        + string.Concat(runtimes.Select(static runtime => runtime.Lacks is { } lacks ? $" {lacks}" : ""));

    private IRuntime? Of(DeployedFunction function) => runtimes.FirstOrDefault(runtime => runtime.Runs(function));

    private static string List(IEnumerable<string> all, string last) =>
        all.Where(static one => one.Length > 0).ToArray() is [.. { Length: > 0 } first, var end] ? $"{string.Join(", ", first)}{last}{end}" : string.Concat(all);
}
