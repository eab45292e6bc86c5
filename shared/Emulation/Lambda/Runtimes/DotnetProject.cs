using System.Diagnostics;
using System.Xml.Linq;

namespace Emulation.Lambda.Runtimes;

/// <summary>A project of .NET: <c>dotnet publish</c> makes what its functions are started from.</summary>
internal sealed class DotnetProject(string path) : IFunctionProject
{
    private static readonly string[] Kinds = ["*.csproj", "*.fsproj", "*.vbproj"];

    private static readonly string[] BuildFilesAbove =
        ["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", ".editorconfig", "BannedSymbols.txt", "NuGet.config", "nuget.config"];

    /// <summary>Whether a class library is made of it. On another system it runs on the .NET that is there, since no such library brings its own.</summary>
    public bool IsLibrary { get; init; }

    public string Name => Path.GetFileNameWithoutExtension(path);

    /// <summary>Of every file that its build reads: its own, those of the projects it refers to, and the build files in the folders above.</summary>
    public string Stamp
    {
        get
        {
            var projects = new SortedSet<string>(StringComparer.Ordinal);
            Collect(Path.GetFullPath(path), projects);
            return SourceStamp.Of(projects.SelectMany(static project => SourceStamp.FilesIn(new DirectoryInfo(Path.GetDirectoryName(project)!))).Concat(FilesAbove()));
        }
    }

    /// <summary>The project in a folder; null where there is none.</summary>
    public static DotnetProject? In(string folder, bool isLibrary = false) =>
        Directory.Exists(folder) && Kinds.SelectMany(kind => Directory.EnumerateFiles(folder, kind)).FirstOrDefault() is { } project
            ? new DotnetProject(project) { IsLibrary = isLibrary } : null;

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        if (DotnetHost.Program is not { } program)
        {
            throw new FunctionBuildException($"{path} must be compiled, and there is no 'dotnet' here. Install the .NET SDK, or {DotnetHost.Elsewhere}");
        }

        using var dotnet = Process.Start(Publish(program, output)) ?? throw new FunctionBuildException("dotnet could not be started. Put it on the PATH.");
        dotnet.StandardInput.Close();
        var lines = Task.WhenAll(dotnet.StandardOutput.ReadToEndAsync(cancellation), dotnet.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await dotnet.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            dotnet.Kill(entireProcessTree: true);
            throw;
        }

        if (dotnet.ExitCode != 0)
        {
            throw new FunctionBuildException($"{path} does not build:{Environment.NewLine}{string.Concat(await lines.ConfigureAwait(false)).Trim()}");
        }
    }

    private ProcessStartInfo Publish(string program, BuildOutput output)
    {
        // An artifacts folder of its own: a build in the working tree may go on at the same time, with other settings.
        var start = new ProcessStartInfo(
            program,
            [
                "publish", path, "--configuration", "Release", "--output", output.Folder, "--artifacts-path", output.Intermediate,
                "--nologo", "--verbosity", "quiet", "-p:PublishAot=false", "-p:RunAnalyzers=false",
                // A library has no settings of its runtime unless they are asked for; Lambda's own tools do.
                "-p:GenerateRuntimeConfigurationFiles=true",
                .. output.System is { } system ? ["--runtime", system, IsLibrary ? "--no-self-contained" : "--self-contained", "-p:PublishReadyToRun=true"] : (string[])[],
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = Path.GetDirectoryName(path),
        };

        // Neither what "dotnet run" and "dotnet test" hand down, nor helpers that outlive the build.
        foreach (var inherited in start.Environment.Keys.Where(static name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(inherited);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        return start;
    }

    private static void Collect(string project, SortedSet<string> projects)
    {
        if (!File.Exists(project) || !projects.Add(project))
        {
            return;
        }

        foreach (var reference in XDocument.Load(project).Descendants("ProjectReference").Attributes("Include"))
        {
            Collect(Path.GetFullPath(Path.Combine(Path.GetDirectoryName(project)!, reference.Value.Replace('\\', '/'))), projects);
        }
    }

    private IEnumerable<FileInfo> FilesAbove()
    {
        for (var folder = new FileInfo(path).Directory?.Parent; folder is not null; folder = folder.Parent)
        {
            foreach (var name in BuildFilesAbove)
            {
                var file = new FileInfo(Path.Combine(folder.FullName, name));
                if (file.Exists)
                {
                    yield return file;
                }
            }
        }
    }
}
