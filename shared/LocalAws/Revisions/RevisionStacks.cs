using Emulation;

namespace Tool.Revisions;

/// <summary>The templates as a revision of git has them.</summary>
internal static class RevisionStacks
{
    /// <param name="options">Which templates, and how they are read.</param>
    /// <param name="revision">As git names it: a branch, a tag, <c>HEAD~1</c>, a commit.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UsageException">There is no repository, no such revision, or a template is not in it.</exception>
    /// <exception cref="TemplateException">A template of the revision has errors.</exception>
    public static async Task<LoadedStacks> LoadAsync(EmulatorOptions options, string revision, CancellationToken cancellation)
    {
        using var files = await GitRevision.CheckOutAsync(revision, [.. options.Templates.Select(static one => one.Path)], cancellation).ConfigureAwait(false);
        return LoadedStacks.Load(options with { Templates = [.. options.Templates.Zip(files.Paths, static (one, path) => one with { Path = path })] });
    }
}
