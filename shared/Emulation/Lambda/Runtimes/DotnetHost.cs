using System.Globalization;
using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>.NET as this machine has it, and as functions find it.</summary>
internal static class DotnetHost
{
    /// <summary>What to do where nothing can be compiled.</summary>
    public const string Elsewhere =
        "publish the functions elsewhere ('localaws publish --output FOLDER') and name that folder with --functions; the container image looks for it at /functions.";

    private const string RuntimePrefix = "dotnet";
    private const string RootVariable = "DOTNET_ROOT";
    private static readonly Lazy<IReadOnlyList<int>> Installed = new(FindInstalled);

    /// <summary>Arguments by which a program runs on the newest .NET that is here.</summary>
    public static readonly IReadOnlyList<string> OnTheLatest = ["--roll-forward", "LatestMajor"];

    /// <summary>Arguments by which a program runs on the next .NET that is here where its own is not.</summary>
    public static readonly IReadOnlyList<string> OnALaterOne = ["--roll-forward", "Major"];

    private static string Name => OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";

    /// <summary>The program that runs .NET assemblies; null where none is installed.</summary>
    public static string? Program { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") is { Length: > 0 } host ? host : Find();

    /// <summary>.NET keeps its heap within the function's memory, as it does in Lambda's own sandbox: three quarters, in hexadecimal bytes.</summary>
    public static Dictionary<string, string> VariablesOf(Function function)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["DOTNET_GCHeapHardLimit"] = (function.MemorySizeMb * 1024L * 1024 * 3 / 4).ToString("x", CultureInfo.InvariantCulture),
            ["DOTNET_gcServer"] = "0",
            ["DOTNET_TieredPGO"] = "0",
        };
        if (Environment.GetEnvironmentVariable(RootVariable) is { Length: > 0 } root)
        {
            variables[RootVariable] = root;
        }

        return variables;
    }

    /// <summary>What starts an assembly of a function.</summary>
    /// <exception cref="FunctionBuildException">There is no .NET here.</exception>
    public static string ProgramFor(DeployedFunction function, string assembly) => Program ?? throw new FunctionBuildException(
        $"{function.Shown} ({function.Function.Runtime}): {assembly} needs the .NET runtime, and there is no 'dotnet' here. "
        + "Publish it with its runtime ('localaws publish', or 'dotnet publish --self-contained'), which a class library cannot have, or install the runtime. "
        + OfImage);

    /// <summary>Where the container image has it from.</summary>
    public static string OfImage => ImageBase.With(".NET", "mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled");

    /// <summary>What to know of a function whose <c>Runtime</c> is a .NET that is not here; null when it is, or nobody can tell.</summary>
    public static string? NoteOf(DeployedFunction function) => NoteOf(function.Function.Runtime, Installed.Value);

    /// <inheritdoc cref="NoteOf(DeployedFunction)"/>
    /// <param name="runtime">Such as <c>dotnet8</c>.</param>
    /// <param name="installed">The major versions that are here.</param>
    public static string? NoteOf(string runtime, IReadOnlyList<int> installed) =>
        runtime.StartsWith(RuntimePrefix, StringComparison.Ordinal) && int.TryParse(runtime.AsSpan(RuntimePrefix.Length), CultureInfo.InvariantCulture, out var major)
        && !installed.Contains(major) && installed.Where(one => one > major).Order().FirstOrDefault() is > 0 and var later
            ? $"{runtime}: .NET {major} is not installed here, so it runs on .NET {later}."
            : null;

    private static string? Find() => OnSearchPath() is null ? null : Name;

    private static string? OnSearchPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(static folder => Path.Combine(folder, Name)).FirstOrDefault(File.Exists);

    /// <summary>The runtimes in the folder of the program itself; a package manager may have put a link on the search path.</summary>
    private static int[] FindInstalled()
    {
        var program = Program is { } name && Path.IsPathRooted(name) ? name : OnSearchPath();
        var folder = program is null ? null : Path.GetDirectoryName(File.ResolveLinkTarget(program, returnFinalTarget: true)?.FullName ?? program);
        var runtimes = Path.Combine(folder ?? "", "shared", "Microsoft.NETCore.App");
        return !Directory.Exists(runtimes) ? [] : [.. Directory.GetDirectories(runtimes)
            .Select(static one => Version.TryParse(Path.GetFileName(one), out var version) ? version.Major : 0).Where(static major => major > 0).Distinct()];
    }
}
