using System.Security;
using System.Text.RegularExpressions;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// Projects of .NET that are published by one MSBuild: it restores all of them together, compiles what they share once, and the rest side by side. Two at a time would write
/// the same files.
/// </summary>
internal sealed partial class DotnetBatch : IProjectBatch
{
    public static DotnetBatch Projects { get; } = new();

    public async Task<IReadOnlyDictionary<IFunctionProject, string>> BuildAsync(IReadOnlyList<ProjectBuild> builds, CancellationToken cancellation)
    {
        // For another system programs are published together with .NET, and libraries are not.
        var kinds = builds.GroupBy(static build => build.Output.System is not null && ((DotnetProject)build.Project).IsLibrary);
        var failures = new Dictionary<IFunctionProject, string>();
        foreach (var kind in kinds)
        {
            foreach (var (project, why) in await BuildAsync([.. kind], kind.Key, cancellation).ConfigureAwait(false))
            {
                failures[project] = why;
            }
        }

        return failures;
    }

    private static async Task<IReadOnlyDictionary<IFunctionProject, string>> BuildAsync(IReadOnlyList<ProjectBuild> builds, bool areLibraries, CancellationToken cancellation)
    {
        var projects = builds.Select(static build => (DotnetProject)build.Project).ToList();
        var output = builds[0].Output;
        Directory.CreateDirectory(output.Intermediate);
        var all = Path.Combine(Path.GetFullPath(output.Intermediate), areLibraries ? "libraries.proj" : "functions.proj");
        var places = Path.Combine(Path.GetFullPath(output.Intermediate), "places.targets");
        await File.WriteAllTextAsync(all, Traversal(projects), cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(places, Places(Path.GetDirectoryName(Path.GetFullPath(output.Folder))!), cancellation).ConfigureAwait(false);
        var (exitCode, lines) = await DotnetProject.PublishAsync(
            all, Path.GetDirectoryName(projects[0].File)!, [$"-p:CustomAfterMicrosoftCommonTargets={places}"], output, areLibraries, cancellation).ConfigureAwait(false);
        return exitCode == 0 ? new Dictionary<IFunctionProject, string>() : Failures(projects, lines);
    }

    /// <summary>Each project has the lines that end with the name of one of those that it is compiled of. What is nobody's is everybody's.</summary>
    private static Dictionary<IFunctionProject, string> Failures(List<DotnetProject> projects, string lines)
    {
        var told = lines.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(static line => (Line: line, Of: OfProject().Match(line).Groups[1].Value)).ToList();
        var failures = projects.Select(project => (Project: project, Parts: project.Parts))
            .Select(one => (one.Project, Lines: told.Where(line => one.Parts.Contains(line.Of)).Select(static line => line.Line).Distinct().ToList()))
            .Where(static one => one.Lines.Count > 0)
            .ToDictionary(static one => (IFunctionProject)one.Project, static one => one.Project.Failure(string.Join(Environment.NewLine, one.Lines)));
        return failures.Count > 0 ? failures : projects.ToDictionary(static project => (IFunctionProject)project, project => project.Failure(lines));
    }

    // NuGet restores what it is given by RestoreGraphProjectInput, as it does for a solution.
    private static string Traversal(List<DotnetProject> projects) =>
        $"""
        <Project>
          <ItemGroup>
            <Function Include="{string.Join(';', projects.Select(static project => Escape(project.File)))}" />
          </ItemGroup>
          <PropertyGroup>
            <RestoreGraphProjectInput>{string.Join(';', projects.Select(static project => Escape(project.File)))}</RestoreGraphProjectInput>
          </PropertyGroup>
          <Import Project="$(MSBuildToolsPath)/NuGet.targets" />
          <Target Name="Publish">
            <MSBuild Projects="@(Function)" Targets="Publish" BuildInParallel="true" ContinueOnError="ErrorAndContinue" />
          </Target>
        </Project>
        """;

    // A property of all projects alike: one of each would compile what they share for each.
    private static string Places(string folder) =>
        $"""
        <Project>
          <PropertyGroup>
            <PublishDir>{Escape(folder)}/$(MSBuildProjectName){ProjectBuilds.Apart}/</PublishDir>
          </PropertyGroup>
        </Project>
        """;

    /// <summary>As XML has it, and MSBuild in it.</summary>
    private static string Escape(string path) =>
        SecurityElement.Escape(path.Replace("%", "%25", StringComparison.Ordinal).Replace(";", "%3B", StringComparison.Ordinal).Replace("$", "%24", StringComparison.Ordinal)
            .Replace("@", "%40", StringComparison.Ordinal).Replace("'", "%27", StringComparison.Ordinal).Replace("*", "%2A", StringComparison.Ordinal)
            .Replace("?", "%3F", StringComparison.Ordinal));

    [GeneratedRegex(@"\[([^\[\]]+?)(::[^\[\]]*)?\]$", RegexOptions.CultureInvariant)]
    private static partial Regex OfProject();
}
