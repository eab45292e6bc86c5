using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>The kinds of functions that LocalAws runs. The first that takes a function runs it.</summary>
internal sealed class LambdaRuntimes(params IReadOnlyList<IRuntime> runtimes)
{
    public static LambdaRuntimes Served { get; } = new(new DotnetRuntime(), new ProvidedRuntime());

    /// <summary>Why a function cannot run here, which no build would change; null when nothing is known.</summary>
    public string? WhyNot(DeployedFunction function) => Of(function)?.WhyNot(function);

    /// <summary>The functions of a stack that cannot run for that reason, as errors of the template.</summary>
    public IEnumerable<TemplateError> Errors(Stack stack) =>
        from function in stack.Functions
        let why = WhyNot(new DeployedFunction(function, function.CodeUri))
        where why is not null
        select new TemplateError(function.Line, function.LogicalId, "Handler", why, "");

    /// <summary>What must be made before a function starts; null when there is nothing to make.</summary>
    public IFunctionProject? ProjectOf(DeployedFunction function) => Of(function)?.ProjectOf(function);

    /// <summary>How to start a function from the folder of its files.</summary>
    /// <exception cref="FunctionBuildException">There is nothing to start, or what there is cannot run here.</exception>
    public LaunchCommand CommandOf(DeployedFunction function, string code) => Of(function)?.CommandOf(function, code)
        ?? throw new FunctionBuildException(
            $"{function.Name} ({function.Function.Runtime}): {code} has neither {List(runtimes.Select(runtime => runtime.FileOf(function)), " nor ")}. "
            + $"LocalAws runs functions that speak the Lambda Runtime API: let CodeUri name {List(runtimes.Select(static runtime => runtime.Takes), ", or ")}."
            + string.Concat(runtimes.Select(static runtime => runtime.Lacks is { } lacks ? $" {lacks}" : "")));

    private IRuntime? Of(DeployedFunction function) => runtimes.FirstOrDefault(runtime => runtime.Runs(function));

    private static string List(IEnumerable<string> all, string last) =>
        all.ToArray() is [.. { Length: > 0 } first, var end] ? $"{string.Join(", ", first)}{last}{end}" : string.Concat(all);
}
