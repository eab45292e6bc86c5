using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>
/// A function or layer that its own Makefile builds: the target <c>build-LOGICALID</c> puts its files into <c>ARTIFACTS_DIR</c>. It runs in a copy of the sources, as
/// <c>sam build</c> has it. AWS SAM Developer Guide, "Building Lambda functions with custom runtimes in AWS SAM".
/// </summary>
/// <param name="logicalId">The name of the function or layer.</param>
/// <param name="sources">The folder of its sources, with the Makefile.</param>
internal sealed class MakefileProject(string logicalId, string sources) : IFunctionProject
{
    public const string Method = "makefile";

    private const string Makefile = "Makefile";
    private static readonly string[] NotCopied = [".aws-sam", ".localaws", ".git"];

    public string Name => logicalId;

    public bool IsMadeApart => true;

    public string Stamp => $"{Makefile} {SourceStamp.Of(SourceStamp.FilesIn(new DirectoryInfo(sources)))}";

    /// <summary>Why nothing can be made here, and what to do about it; null when it can.</summary>
    public static string? WhyNot(string logicalId, string sources) =>
        !File.Exists(Path.Combine(sources, Makefile)) ? $"'BuildMethod: makefile' needs {Path.Combine(sources, Makefile)}, and it is not there."
        : SearchPath.Find("make") is null ? $"Its Makefile has to make it, and there is no 'make' here. Install it, or run 'sam build --use-container {logicalId}'."
        : null;

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        var scratch = Path.Combine(output.Intermediate, "make", logicalId);
        FolderCopy.Empty(scratch);
        FolderCopy.Empty(output.Folder);
        FolderCopy.Copy(sources, scratch, NotCopied);
        await BuildProgram.MakeAsync(
            "its Makefile does not make it", SearchPath.Find("make") ?? "make", ["--makefile", Path.Combine(sources, Makefile), $"build-{logicalId}"], scratch,
            [("ARTIFACTS_DIR", Path.GetFullPath(output.Folder))], cancellation).ConfigureAwait(false);
        FolderCopy.Delete(scratch);
        if (output.System is { } system)
        {
            NativeFiles.Check(output.Folder, system);
        }
    }
}
