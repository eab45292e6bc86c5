using System.Collections.Concurrent;
using Emulation.Lambda.Runtimes;
using Emulation.Lambda.Sources;

namespace Emulation.Lambda;

/// <summary>
/// Builds the projects whose sources have changed: those of one kind together where that is quicker, the others side by side. One that fails does not keep the others.
/// </summary>
/// <param name="due">The projects.</param>
/// <param name="report">Is told each project as its build begins.</param>
internal sealed class ProjectBuilds(IEnumerable<DueProject> due, Action<string> report)
{
    public const string StampFile = ".localaws-stamp";

    /// <summary>The end of the names of folders in which something is made apart.</summary>
    public const string Apart = ".next";

    private readonly ConcurrentDictionary<string, string> failures = new(StringComparer.Ordinal);
    private readonly Lock reporting = new();

    /// <returns>Why projects failed, by their names.</returns>
    public async Task<IReadOnlyDictionary<string, string>> RunAsync(CancellationToken cancellation)
    {
        var all = due.ToList();
        var together = all.Where(static one => one.Project.Batch is not null).GroupBy(static one => one.Project.Batch!).Where(static batch => batch.Count() > 1).ToList();
        var alone = all.Except(together.SelectMany(static batch => batch)).ToList();
        await Task.WhenAll(
            Task.WhenAll(together.Select(batch => BuildAsync(batch.Key, [.. batch], cancellation))),
            Parallel.ForEachAsync(alone, cancellation, async (one, ending) => await BuildAsync(one, ending).ConfigureAwait(false))).ConfigureAwait(false);
        return failures;
    }

    private async Task BuildAsync(IProjectBatch batch, IReadOnlyList<DueProject> projects, CancellationToken cancellation)
    {
        foreach (var one in projects)
        {
            Begin(one);
        }

        try
        {
            var failed = await batch.BuildAsync([.. projects.Select(static one => new ProjectBuild(one.Project, one.Making))], cancellation).ConfigureAwait(false);
            foreach (var one in projects)
            {
                await EndAsync(one, failed.GetValueOrDefault(one.Project), cancellation).ConfigureAwait(false);
            }
        }
        catch (FunctionBuildException e)
        {
            failures[projects[0].Project.Name] = e.Message;
        }
    }

    private async Task BuildAsync(DueProject one, CancellationToken cancellation)
    {
        Begin(one);
        try
        {
            await one.Project.BuildAsync(one.Making, cancellation).ConfigureAwait(false);
            await EndAsync(one, null, cancellation).ConfigureAwait(false);
        }
        catch (FunctionBuildException e)
        {
            failures[one.Project.Name] = e.Message;
            Forget(one);
        }
    }

    /// <summary>A build takes the stamp away first and writes it last; one that is made apart leaves what there is until it is whole.</summary>
    private void Begin(DueProject one)
    {
        lock (reporting)
        {
            report(one.Project.Name);
        }

        if (one.Project.IsMadeApart)
        {
            FolderCopy.Delete(one.Making.Folder);
        }

        Directory.CreateDirectory(one.Making.Folder);
        File.Delete(Path.Combine(one.Making.Folder, StampFile));
    }

    private async Task EndAsync(DueProject one, string? failure, CancellationToken cancellation)
    {
        if (failure is not null)
        {
            failures[one.Project.Name] = failure;
            Forget(one);
            return;
        }

        await File.WriteAllTextAsync(Path.Combine(one.Making.Folder, StampFile), one.Stamp, cancellation).ConfigureAwait(false);
        if (one.Project.IsMadeApart)
        {
            Replace(one.Output.Folder, one.Making.Folder);
        }
    }

    /// <summary>What was made of it in vain.</summary>
    private static void Forget(DueProject one)
    {
        if (one.Project.IsMadeApart)
        {
            FolderCopy.Delete(one.Making.Folder);
        }
    }

    private static void Replace(string place, string made)
    {
        var before = $"{place}.before";
        FolderCopy.Delete(before);
        if (Directory.Exists(place))
        {
            Directory.Move(place, before);
        }

        Directory.Move(made, place);
        FolderCopy.Delete(before);
    }
}

/// <summary>A project whose sources are not those that it was last built of.</summary>
internal sealed record DueProject(IFunctionProject Project, BuildOutput Output, string Stamp)
{
    /// <summary>Where it is made.</summary>
    public BuildOutput Making => Project.IsMadeApart ? Output with { Folder = $"{Path.TrimEndingDirectorySeparator(Output.Folder)}{ProjectBuilds.Apart}" } : Output;
}
