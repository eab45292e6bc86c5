using System.Globalization;
using Sam;

namespace Emulation.Lambda.Runtimes;

/// <summary>.NET as this machine has it, and as functions find it.</summary>
internal static class DotnetHost
{
    /// <summary>What to do where nothing can be compiled.</summary>
    public const string Elsewhere =
        "publish the functions elsewhere ('localaws publish --output FOLDER') and name that folder with --functions; the container image looks for it at /functions.";

    private const string RootVariable = "DOTNET_ROOT";

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

    private static string? Find()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, name))) ? name : null;
    }
}
