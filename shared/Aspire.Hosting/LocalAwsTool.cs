using System.Reflection;

namespace Aspire.Hosting;

/// <summary>How the command line of LocalAws is run: the one that is installed, or else this package's version of it, which .NET fetches.</summary>
/// <param name="Program">The program.</param>
/// <param name="Arguments">What it takes before LocalAws's own arguments.</param>
internal sealed record LocalAwsTool(string Program, IReadOnlyList<string> Arguments)
{
    private const string Command = "localaws";

    /// <summary>A program of one's own: an executable, or an assembly that .NET runs.</summary>
    public static LocalAwsTool At(string path) =>
        path.EndsWith(".dll", StringComparison.OrdinalIgnoreCase) ? new LocalAwsTool("dotnet", ["exec", path]) : new LocalAwsTool(path, []);

    /// <summary>The tool that is installed, on the search path or where .NET puts a person's tools; without one, the package <c>LocalAws</c> of this version.</summary>
    public static LocalAwsTool Find(string? searchPath, string? home)
    {
        var name = OperatingSystem.IsWindows() ? $"{Command}.exe" : Command;
        var folders = (searchPath ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).ToList();
        if (!string.IsNullOrEmpty(home))
        {
            folders.Add(Path.Combine(home, ".dotnet", "tools"));
        }

        return folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists) is { } found
            ? new LocalAwsTool(found, [])
            : new LocalAwsTool("dotnet", ["tool", "exec", $"LocalAws@{Version}", "--yes", "--"]);
    }

    private static string Version => typeof(LocalAwsTool).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}
