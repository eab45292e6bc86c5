using System.Diagnostics;
using System.Text;
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

    /// <summary>The absolute path of the project's file.</summary>
    public string File { get; } = Path.GetFullPath(path);

    public bool IsMadeApart => true;

    public IProjectBatch Batch => DotnetBatch.Projects;

    public string Stamp => SourceStamp.Of(Files);

    /// <summary>Every file that its build reads: its own, those of the projects it refers to, and the build files in the folders above.</summary>
    public IEnumerable<FileInfo> Files =>
        Parts.SelectMany(static project => SourceStamp.FilesIn(new DirectoryInfo(Path.GetDirectoryName(project)!))).Concat(FilesAbove());

    /// <summary>The files of the project and of those that it refers to.</summary>
    public IReadOnlyCollection<string> Parts
    {
        get
        {
            var projects = new SortedSet<string>(StringComparer.Ordinal);
            Collect(File, projects);
            return projects;
        }
    }

    /// <summary>The project in a folder; null where there is none.</summary>
    public static DotnetProject? In(string folder, bool isLibrary = false) =>
        Directory.Exists(folder) && Kinds.SelectMany(kind => Directory.EnumerateFiles(folder, kind)).FirstOrDefault() is { } project
            ? new DotnetProject(project) { IsLibrary = isLibrary } : null;

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        var (exitCode, lines) = await PublishAsync(path, Path.GetDirectoryName(File)!, ["--output", output.Folder], output, IsLibrary, cancellation).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new FunctionBuildException(Failure(lines));
        }
    }

    /// <summary>How a person is told that it does not compile.</summary>
    public string Failure(string lines)
    {
        // Of what was printed the errors, if there are any: the rest is progress and warnings.
        var errors = lines.Split('\n', StringSplitOptions.TrimEntries).Where(static line => line.Contains("error ", StringComparison.Ordinal)).Distinct().ToList();
        return $"{path} does not build:{Environment.NewLine}{(errors.Count > 0 ? string.Join(Environment.NewLine, errors) : lines.Trim())}";
    }

    /// <summary>Publishes a project, or one that stands for several.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="folder">The folder whose <c>global.json</c> counts.</param>
    /// <param name="place">The arguments that say where the files go.</param>
    /// <param name="output">Where compilers keep what they make on the way, and for which system.</param>
    /// <param name="isLibrary">Whether class libraries are made of it.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The status, and what was printed.</returns>
    public static async Task<(int ExitCode, string Lines)> PublishAsync(
        string path, string folder, IEnumerable<string> place, BuildOutput output, bool isLibrary, CancellationToken cancellation)
    {
        if (DotnetHost.Program is not { } program)
        {
            throw new FunctionBuildException($"{path} must be compiled, and there is no 'dotnet' here. Install the .NET SDK, or {DotnetHost.Elsewhere}");
        }

        using var dotnet = Process.Start(Publish(program, path, folder, place, output, isLibrary))
            ?? throw new FunctionBuildException("dotnet could not be started. Put it on the PATH.");
        dotnet.StandardInput.Close();
        var lines = Task.WhenAll(ReadAsync(dotnet.StandardOutput, output.Step, cancellation), dotnet.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await dotnet.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            dotnet.Kill(entireProcessTree: true);
            throw;
        }

        return (dotnet.ExitCode, string.Concat(await lines.ConfigureAwait(false)));
    }

    /// <summary>Reads what the build prints, and tells each project that is made: "  Orders -> /path/Orders.dll".</summary>
    private static async Task<string> ReadAsync(StreamReader output, Action<string> step, CancellationToken cancellation)
    {
        const string made = " -> ";
        var lines = new StringBuilder();
        step("restoring packages");
        while (await output.ReadLineAsync(cancellation).ConfigureAwait(false) is { } line)
        {
            lines.AppendLine(line);
            if (line.IndexOf(made, StringComparison.Ordinal) is > 0 and var end)
            {
                step($"compiled {line[..end].Trim()}");
            }
        }

        return lines.ToString();
    }

    private static ProcessStartInfo Publish(string program, string path, string folder, IEnumerable<string> place, BuildOutput output, bool isLibrary)
    {
        // An artifacts folder of its own: a build in the working tree may go on at the same time, with other settings.
        var start = new ProcessStartInfo(
            program,
            [
                "publish", path, "--configuration", "Release", .. place, "--artifacts-path", output.Intermediate,
                "--nologo", "--verbosity", "minimal", "-p:PublishAot=false", "-p:RunAnalyzers=false",
                // Which packages have known weaknesses is for the project's own build to say.
                "-p:NuGetAudit=false",
                // A library has no settings of its runtime unless they are asked for; Lambda's own tools do.
                "-p:GenerateRuntimeConfigurationFiles=true",
                .. output.System is { } system ? ["--runtime", system, isLibrary ? "--no-self-contained" : "--self-contained", "-p:PublishReadyToRun=true"] : (string[])[],
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
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
        if (!System.IO.File.Exists(project) || !projects.Add(project))
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
