namespace Emulation.Lambda.Runtimes;

/// <summary>
/// Programs of .NET that speak the Runtime API by themselves: a project, which is published first, or its published files. Whatever the <c>Runtime</c>, since on AWS such
/// a program may also be of <c>provided.al2023</c>.
/// </summary>
internal sealed class DotnetRuntime : IRuntime
{
    public string Takes => "a .NET project whose assembly is the Handler, a folder with its published files";

    public string? Lacks => DotnetHost.Program is null ? $"Nothing can be compiled here: {DotnetHost.Elsewhere}" : null;

    public string FileOf(DeployedFunction function) => $"'{function.Function.Handler}.dll'";

    public bool Runs(DeployedFunction function) =>
        IsDotnet(function) || DotnetProject.In(function.Code) is not null
        || (File.Exists(AssemblyOf(function, function.Code)) && PublishedProgram.In(function, function.Code) is null);

    /// <summary>
    /// A handler of the form <c>Assembly::Type::Method</c> is of a class library, which Lambda's own .NET runtime loads, unless the folder says how to start it. Lambda
    /// Developer Guide, "Define Lambda function handler in C#".
    /// </summary>
    public string? WhyNot(DeployedFunction function)
    {
        var handler = function.Function.Handler;
        return !IsDotnet(function) || !handler.Contains("::", StringComparison.Ordinal) || File.Exists(Path.Combine(function.Code, PublishedProgram.Bootstrap))
            ? null
            : $"The handler '{handler}' is a method of a class library, which Lambda's own runtime for .NET loads; LocalAws starts programs. "
                + $"Make {handler.Split("::")[0]} a program that speaks the Lambda Runtime API and name it: 'Handler: {handler.Split("::")[0]}'.";
    }

    public IFunctionProject? ProjectOf(DeployedFunction function) => DotnetProject.In(function.Code);

    public LaunchCommand? CommandOf(DeployedFunction function, string code)
    {
        if (PublishedProgram.In(function, code) is { } program)
        {
            return program;
        }

        var assembly = AssemblyOf(function, code);
        return !File.Exists(assembly) ? null
            : DotnetHost.Program is { } dotnet ? new LaunchCommand(dotnet, ["exec", assembly], code) { Variables = DotnetHost.VariablesOf(function.Function) }
            : throw new FunctionBuildException(
                $"{function.Function.LogicalId} ({function.Function.Runtime}): {assembly} needs the .NET runtime, and there is no 'dotnet' here. "
                + "Publish it with its runtime ('localaws publish', or 'dotnet publish --self-contained'), or install the runtime; "
                + "for the container image choose a base that has it: docker build --build-arg BASE=mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled.");
    }

    private static bool IsDotnet(DeployedFunction function) => function.Function.Runtime.StartsWith("dotnet", StringComparison.Ordinal);

    private static string AssemblyOf(DeployedFunction function, string code) => Path.Combine(code, $"{function.Function.Handler}.dll");
}
