using System.Collections.Concurrent;
using System.Text.RegularExpressions;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// Functions of the Python runtimes, run from their own folder on an interpreter of this machine: a runtime client of ours hands events to the handler. AWS Lambda Developer
/// Guide, "Building Lambda functions with Python".
/// </summary>
/// <param name="find">The interpreter for a version, such as <c>3.13</c>; null where there is none.</param>
internal sealed partial class PythonRuntime(Func<string, Interpreter?> find) : IRuntime
{
    private const string Prefix = "python";
    private const string TaskRoot = "LAMBDA_TASK_ROOT";

    /// <summary>Where code is on Lambda.</summary>
    private const string Task = "/var/task";

    /// <summary>The version and the path, of what is not too old for the runtime client.</summary>
    private const string Question = "import sys; v = sys.version_info; v < (3, 8) and sys.exit(1); print('%d.%d.%d' % v[:3]); print(sys.executable)";

    private static readonly RuntimeClient Client = new("python", "bootstrap.py");

    private static readonly ConcurrentDictionary<string, Interpreter?> Found = new(StringComparer.Ordinal);

    public PythonRuntime()
        : this(static version => Found.GetOrAdd(version, static asked => Interpreter.Find([$"python{asked}", "python3", "python"], "-E", "-S", "-c", Question)))
    {
    }

    public string Takes => "a folder of Python modules for one of the python3 runtimes";

    public string? Lacks => null;

    public string FileOf(DeployedFunction function) => $"'{function.Function.Handler.Split('.')[0]}.py'";

    public bool Runs(DeployedFunction function) => function.Function.Runtime.StartsWith($"{Prefix}3", StringComparison.Ordinal);

    public string? WhyNot(DeployedFunction function) =>
        !Taken().IsMatch(function.Function.Handler)
            ? $"Lambda takes no function with the handler '{function.Function.Handler}': it is up to 128 characters without a space. "
                + "Name module and function: 'Handler: app.handler'."
        : Misses(function)
            ?? (IsMissing(function.Code) ? $"{function.Code} is not there. Name the folder of its modules, relative to the template." : null);

    public string? Misses(DeployedFunction function) => find(VersionOf(function)) is not null ? null
        : $"{function.Function.Runtime} needs Python, and neither 'python{VersionOf(function)}', 'python3' nor 'python' on the PATH is one of 3.8 or later. "
            + $"Install Python {VersionOf(function)}, or any of 3.8 or later, so that 'python3 --version' answers. "
            + ImageBase.With("Python", $"python:{VersionOf(function)}-slim");

    public IFunctionProject? ProjectOf(DeployedFunction function) =>
        find(VersionOf(function)) is { } interpreter && PythonPackages.Of(function.Code, interpreter) is { } packages ? packages : null;

    public PublishedParts PublishedOf(DeployedFunction function) => new()
    {
        Packages = find(VersionOf(function)) is { } interpreter ? PythonPackages.Of(function.Code, interpreter, VersionOf(function)) : null,
    };

    public LaunchCommand? CommandOf(DeployedFunction function, string code)
    {
        var interpreter = find(VersionOf(function)) ?? throw new FunctionBuildException($"{function.Shown}: {WhyNot(function)}");
        return new LaunchCommand(interpreter.Program, [], function.Code)
        {
            Client = Client,
            Version = $"Python {interpreter.Version}",
            Variables = VariablesOf(function, code == function.Code ? null : PythonPackages.FolderIn(code)),
            Note = VersionOf(function) == interpreter.Version.ToString(2) ? null
                : $"{function.Function.Runtime} is not here: Python {interpreter.Version} runs its functions ({interpreter.Program}).",
        };
    }

    public LaunchCommand? Debugged(LaunchCommand command, int port) => Debugpy.Waiting(command, port);

    /// <summary>
    /// What Lambda's runtime sets, and what makes an interpreter behave as in its sandbox: the code's folder is not written to, text is UTF-8, and what is printed is in the
    /// log at once.
    /// </summary>
    private static Dictionary<string, string> VariablesOf(DeployedFunction function, string? packages)
    {
        var given = function.Function.Environment;
        var variables = new Dictionary<string, string>(StringComparer.Ordinal) { [TaskRoot] = Path.TrimEndingDirectorySeparator(function.Code) };
        foreach (var name in (string[])["PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED", "PYTHONUTF8"])
        {
            if (!given.ContainsKey(name))
            {
                variables[name] = "1";
            }
        }

        var own = given.GetValueOrDefault("PYTHONPATH", "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Here(folder, variables[TaskRoot]));
        string[] path = packages is null ? [.. own] : [.. own, packages];
        if (path.Length > 0)
        {
            variables["PYTHONPATH"] = string.Join(Path.PathSeparator, path);
        }

        return variables;
    }

    private static string Here(string folder, string root) => folder == Task || folder.StartsWith($"{Task}/", StringComparison.Ordinal) ? $"{root}{folder[Task.Length..]}" : folder;

    /// <summary>Code that is made first, of an archive or of the template's own text, is in no folder yet.</summary>
    private static bool IsMissing(string code) => code.Length > 0 && !Directory.Exists(code) && !File.Exists(code);

    private static string VersionOf(DeployedFunction function) => function.Function.Runtime[Prefix.Length..];

    /// <summary>Lambda API Reference, "CreateFunction", <c>Handler</c>.</summary>
    [GeneratedRegex(@"\A\S{1,128}\z")]
    private static partial Regex Taken();
}
