namespace Emulation.Lambda.Runtimes;

/// <summary>
/// .NET: a project, which is published first, or its published files. A class library for the runtimes of that name; and programs that speak the Runtime API by themselves,
/// whatever the <c>Runtime</c>, since on AWS such a program may also be of <c>provided.al2023</c>.
/// </summary>
internal sealed class DotnetRuntime : IRuntime
{
    public string Takes => "a .NET project whose assembly is the Handler, a folder with its published files";

    public string? Lacks => DotnetHost.Program is null ? $"Nothing can be compiled here: {DotnetHost.Elsewhere}" : null;

    public string FileOf(DeployedFunction function) => $"'{DotnetLibrary.AssemblyOf(function.Function.Handler)}.dll'";

    public bool Runs(DeployedFunction function) =>
        IsDotnet(function) || DotnetProject.In(function.Code) is not null
        || (File.Exists(AssemblyOf(function, function.Code)) && PublishedProgram.In(function, function.Code) is null);

    public string? WhyNot(DeployedFunction function) => DotnetLibrary.Of(function)?.WhyNot();

    public IFunctionProject? ProjectOf(DeployedFunction function) => DotnetProject.In(function.Code, isLibrary: DotnetLibrary.Of(function) is not null);

    public LaunchCommand? CommandOf(DeployedFunction function, string code)
    {
        if (DotnetLibrary.Of(function) is { } library)
        {
            return library.CommandOf(code);
        }

        if (PublishedProgram.In(function, code) is { } program)
        {
            return program;
        }

        var assembly = AssemblyOf(function, code);
        return !File.Exists(assembly) ? null : new LaunchCommand(DotnetHost.ProgramFor(function, assembly), ["exec", .. DotnetHost.OnALaterOne, assembly], code)
        {
            Variables = DotnetHost.VariablesOf(function.Function), Note = DotnetHost.NoteOf(function),
        };
    }

    public LaunchCommand? Debugged(LaunchCommand command, int port) => DotnetDebugging.Waiting(command);

    private static bool IsDotnet(DeployedFunction function) => function.Function.Runtime.StartsWith("dotnet", StringComparison.Ordinal);

    private static string AssemblyOf(DeployedFunction function, string code) => Path.Combine(code, $"{function.Function.Handler}.dll");
}
