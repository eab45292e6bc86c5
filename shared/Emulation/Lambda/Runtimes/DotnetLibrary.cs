namespace Emulation.Lambda.Runtimes;

/// <summary>
/// A handler of the form <c>Assembly::Namespace.Type::Method</c>: a method of a class library, which a program of ours loads as Lambda's managed runtime does, on the .NET
/// and with the files that the library's own <c>.runtimeconfig.json</c> and <c>.deps.json</c> name. Lambda Developer Guide, "Define Lambda function handler in C#".
/// </summary>
internal sealed class DotnetLibrary
{
    private const string Separator = "::";

    /// <summary>The .NET of the program that loads libraries: one for an older .NET runs on the latest that is here.</summary>
    private const int HostMajor = 8;

    private static readonly RuntimeClient Host = new("Dotnet", "LambdaHost.dll");
    private readonly DeployedFunction function;

    private DotnetLibrary(DeployedFunction function) => this.function = function;

    private string Assembly => AssemblyOf(function.Function.Handler);

    /// <summary>Null when the function is of another kind. A folder with a bootstrap says by that how it is started.</summary>
    public static DotnetLibrary? Of(DeployedFunction function) =>
        function.Function.Runtime.StartsWith("dotnet", StringComparison.Ordinal) && function.Function.Handler.Contains(Separator, StringComparison.Ordinal)
        && !File.Exists(Path.Combine(function.Code, PublishedProgram.Bootstrap)) ? new DotnetLibrary(function) : null;

    /// <summary>The assembly that a handler names; of a program it is the whole handler.</summary>
    public static string AssemblyOf(string handler) => handler.Split(Separator)[0].Trim();

    /// <summary>Why nothing can be called by that name; null when it has the right form.</summary>
    public string? WhyNot()
    {
        var handler = function.Function.Handler;
        return handler.Split(Separator, 3) is [_, _, _] parts && parts.All(static part => !string.IsNullOrWhiteSpace(part))
            ? DotnetHost.Program is not null ? null
                : $"A class library needs .NET, and there is no 'dotnet' on the PATH. Install it and start LocalAws again. {DotnetHost.OfImage}"
            : $"Invalid lambda function handler: '{handler}'. The valid format is 'ASSEMBLY::TYPE::METHOD'. Name assembly, type with its namespace, and method.";
    }

    /// <summary>How it is started; null when the assembly is not there.</summary>
    /// <exception cref="FunctionBuildException">The folder lacks what the start needs.</exception>
    public LaunchCommand? CommandOf(string code)
    {
        var assembly = Path.Combine(code, $"{Assembly}.dll");
        if (!File.Exists(assembly))
        {
            return null;
        }

        var files = Beside(code, ".deps.json") ?? throw Lacks($"{Assembly}.deps.json", "what 'dotnet publish' makes of the project");
        var settings = Beside(code, ".runtimeconfig.json")
            ?? throw Lacks($"{Assembly}.runtimeconfig.json", "what 'dotnet publish -p:GenerateRuntimeConfigurationFiles=true' makes of the project");
        var runtime = DotnetSettings.Read(settings);
        if (runtime.BringsItself)
        {
            throw new FunctionBuildException(
                $"{function.Shown} ({function.Function.Runtime}): {assembly} is published with .NET itself, and a class library runs on the .NET of Lambda's managed runtime. "
                + "Publish it with --no-self-contained.");
        }

        IReadOnlyList<string> onALaterOne = runtime.OldestMajor < HostMajor ? DotnetHost.OnTheLatest : DotnetHost.OnALaterOne;
        var variables = DotnetHost.VariablesOf(function.Function);
        variables["LAMBDA_TASK_ROOT"] = code;
        return new LaunchCommand(DotnetHost.ProgramFor(function, assembly), ["exec", .. onALaterOne, "--depsfile", files, "--runtimeconfig", settings], code)
        {
            Variables = variables, Client = Host, Note = DotnetHost.NoteOf(function),
        };
    }

    /// <summary>The assembly's own file of a kind, or the only one in the folder, as the managed runtime looks for them.</summary>
    private string? Beside(string code, string extension)
    {
        var own = Path.Combine(code, $"{Assembly}{extension}");
        return File.Exists(own) ? own : Directory.GetFiles(code, $"*{extension}") is [var only] ? only : null;
    }

    private FunctionBuildException Lacks(string file, string take) => new(
        $"{function.Shown} ({function.Function.Runtime}): beside {Assembly}.dll there is no {file}, without which Lambda's managed runtime does not start it either. "
        + $"Let CodeUri name the project, or a folder with {take}.");
}
