using System.Collections.Concurrent;
using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda;

/// <summary>
/// Builds the projects whose sources have changed: those of one kind together where that is quicker, the others side by side. One that fails does not keep the others.
/// </summary>
/// <param name="due">The projects.</param>
/// <param name="report">Is told each project as its build begins.</param>
internal sealed class ProjectBuilds(IEnumerable<DueProject> due, Action<string> report)
{
    public const string StampFile = ".localaws-stamp";

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
            var failed = await batch.BuildAsync([.. projects.Select(static one => new ProjectBuild(one.Project, one.Output))], cancellation).ConfigureAwait(false);
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
            await one.Project.BuildAsync(one.Output, cancellation).ConfigureAwait(false);
            await EndAsync(one, null, cancellation).ConfigureAwait(false);
        }
        catch (FunctionBuildException e)
        {
            failures[one.Project.Name] = e.Message;
        }
    }

    /// <summary>A build takes the stamp away first and writes it last.</summary>
    private void Begin(DueProject one)
    {
        lock (reporting)
        {
            report(one.Project.Name);
        }

        Directory.CreateDirectory(one.Output.Folder);
        File.Delete(Path.Combine(one.Output.Folder, StampFile));
    }

    private Task EndAsync(DueProject one, string? failure, CancellationToken cancellation)
    {
        if (failure is null)
        {
            return File.WriteAllTextAsync(Path.Combine(one.Output.Folder, StampFile), one.Stamp, cancellation);
        }

        failures[one.Project.Name] = failure;
        return Task.CompletedTask;
    }
}

/// <summary>A project whose sources are not those that it was last built of.</summary>
internal sealed record DueProject(IFunctionProject Project, BuildOutput Output, string Stamp);
