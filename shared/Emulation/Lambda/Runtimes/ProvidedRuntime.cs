namespace Emulation.Lambda.Runtimes;

/// <summary>Programs that speak the Runtime API by themselves, in any language. Lambda Developer Guide, "Building a custom runtime for AWS Lambda".</summary>
internal sealed class ProvidedRuntime : IRuntime
{
    public string Takes => "a folder with a bootstrap";

    public string? Lacks => null;

    public string FileOf(DeployedFunction function) => $"'{PublishedProgram.Bootstrap}'";

    public bool Runs(DeployedFunction function) => PublishedProgram.In(function, function.Code) is not null;

    public string? WhyNot(DeployedFunction function) => null;

    public IFunctionProject? ProjectOf(DeployedFunction function) => null;

    public LaunchCommand? CommandOf(DeployedFunction function, string code) => PublishedProgram.In(function, code);

    public LaunchCommand? Debugged(LaunchCommand command, int port) => DotnetDebugging.Waiting(command);
}
