namespace Emulation.Lambda.Runtimes;

/// <summary>Builds several projects of one kind at once, in less time than one after the other.</summary>
internal interface IProjectBatch
{
    /// <returns>Why those failed that did.</returns>
    Task<IReadOnlyDictionary<IFunctionProject, string>> BuildAsync(IReadOnlyList<ProjectBuild> builds, CancellationToken cancellation);
}

/// <summary>A project, and where it is built into.</summary>
internal sealed record ProjectBuild(IFunctionProject Project, BuildOutput Output);
