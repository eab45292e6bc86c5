namespace Emulation.Lambda.Runtimes;

/// <summary>The bundle of a function, made anew when a source changes. What it needs is installed before, once for each lock file.</summary>
/// <param name="esbuild">How it is bundled.</param>
/// <param name="node">Node.js's major version.</param>
internal sealed class EsbuildBundle(Esbuild esbuild, string node) : IFunctionProject
{
    private const string StampFile = ".installed";
    private static readonly string[] OutputFolders = [NodePackage.ModulesFolder, ".git", ".localaws", ".aws-sam"];

    public string Name => $"{esbuild.LogicalId}-esbuild";

    /// <summary>Of all sources of the package, since a bundle takes in what it imports from beside its folder.</summary>
    public string Stamp => SourceStamp.Of(
        SourceStamp.Of(FilesIn(new DirectoryInfo(esbuild.Package?.Folder ?? esbuild.Folder))), esbuild.Settings, Installation?.Stamp ?? "");

    private NpmInstallation? Installation => esbuild.NeedsPackages ? new NpmInstallation(esbuild.Package!, node) { IsForDevelopment = esbuild.IsOfDevelopment } : null;

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        var packages = NpmInstallation.FolderIn(output.Folder, isBundled: true);
        if (Installation is { } installation)
        {
            await InstallAsync(installation, output with { Folder = packages, System = null }, cancellation).ConfigureAwait(false);
        }

        DeleteBundle(output.Folder, packages);
        var modules = Path.Combine(Path.GetFullPath(packages), NodePackage.ModulesFolder);
        var (exitCode, said) = await BuildProgram.RunAsync(
            esbuild.ProgramIn(packages), esbuild.Arguments(Path.GetFullPath(output.Folder)), esbuild.Folder, [("NODE_PATH", modules)], cancellation).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new FunctionBuildException($"esbuild cannot bundle {esbuild.Folder}:{Environment.NewLine}{said}"
                + (said.Contains("Could not resolve", StringComparison.Ordinal)
                    ? $"{Environment.NewLine}Name packages that are not found in {NodePackage.File}, and run 'npm install' in {esbuild.Package?.Folder ?? esbuild.Folder}." : ""));
        }
    }

    private static async Task InstallAsync(NpmInstallation installation, BuildOutput output, CancellationToken cancellation)
    {
        var file = Path.Combine(output.Folder, StampFile);
        if (File.Exists(file) && await File.ReadAllTextAsync(file, cancellation).ConfigureAwait(false) == installation.Stamp)
        {
            return;
        }

        Directory.CreateDirectory(output.Folder);
        File.Delete(file);
        await installation.BuildAsync(output, cancellation).ConfigureAwait(false);
        await File.WriteAllTextAsync(file, installation.Stamp, cancellation).ConfigureAwait(false);
    }

    /// <summary>A file of an entry point that is no longer one would be taken for the handler's.</summary>
    private static void DeleteBundle(string folder, string packages)
    {
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(entry => entry.FullName != Path.GetFullPath(packages)))
        {
            if (entry is DirectoryInfo inner)
            {
                inner.Delete(recursive: true);
            }
            else
            {
                entry.Delete();
            }
        }
    }

    private static IEnumerable<FileInfo> FilesIn(DirectoryInfo folder) => folder.EnumerateFiles().OrderBy(static file => file.Name, StringComparer.Ordinal)
        .Concat(folder.EnumerateDirectories().Where(static inner => !OutputFolders.Contains(inner.Name) && inner.LinkTarget is null)
            .OrderBy(static inner => inner.Name, StringComparer.Ordinal).SelectMany(FilesIn));
}
