using System.Collections.Concurrent;
using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda.Sources;

/// <summary>
/// A function's code with all that it needs, in a folder named like the function, for a LocalAws of another machine: what <c>sam build</c> makes for Lambda.
/// </summary>
/// <param name="function">The function.</param>
/// <param name="parts">What it is put together of.</param>
/// <param name="folder">The folder of all that is published: no part of the code, even where it lies in there.</param>
internal sealed class PublishedCode(DeployedFunction function, PublishedParts parts, string folder) : IFunctionProject
{
    /// <summary>Says that the folder around it was made here, so that it may be emptied.</summary>
    private const string Marker = ".localaws-published";

    /// <summary>What tools keep beside sources, the passwords of registries among it.</summary>
    private static readonly string[] OfTools = [".aws-sam", ".git", ".localaws", ".npmrc", ".venv", "__pycache__", "venv", Marker, ProjectBuilds.StampFile];

    private static readonly ConcurrentDictionary<string, SemaphoreSlim> Installing = new(StringComparer.Ordinal);

    public string Name => function.Function.LogicalId;

    public string Stamp => SourceStamp.Of(parts.Bundle?.Stamp ?? SourceStamp.Of(CopyOf(function.Code).Files), parts.Packages?.Stamp ?? "");

    public async Task BuildAsync(BuildOutput output, CancellationToken cancellation)
    {
        var system = output.System!;
        Prepare(output.Folder);
        if (parts.Packages is { } packages)
        {
            var installed = Path.Combine(output.Intermediate, "packages", $"{packages.Name}-{packages.Stamp[..12]}");
            await InstallAsync(packages, output with { Folder = installed }, system, cancellation).ConfigureAwait(false);
            new PortableCopy(installed, [ProjectBuilds.StampFile], output.Folder).To(output.Folder);
        }

        // Last, since a function's own modules count before the packages'.
        var code = function.Code;
        if (parts.Bundle is { } bundle)
        {
            code = Path.Combine(output.Intermediate, "bundles", Name);
            Directory.CreateDirectory(code);
            await bundle.BuildAsync(output with { Folder = code, System = null }, cancellation).ConfigureAwait(false);
        }

        CopyOf(code).To(output.Folder);
        NativeFiles.Check(output.Folder, system);
    }

    private PortableCopy CopyOf(string code) => new(code, [.. OfTools, .. parts.Without], folder);

    private static void Prepare(string output)
    {
        var marker = Path.Combine(output, Marker);
        if (Directory.EnumerateFileSystemEntries(output).Any() && !File.Exists(marker))
        {
            throw new FunctionBuildException($"{output} has files that 'localaws publish' did not put there. Name another folder with --output, or delete it.");
        }

        FolderCopy.Empty(output);
        File.WriteAllText(marker, "");
    }

    /// <summary>Once for all functions that need the same.</summary>
    private static async Task InstallAsync(IPublishedPackages packages, BuildOutput output, string system, CancellationToken cancellation)
    {
        var alone = Installing.GetOrAdd(output.Folder, static _ => new SemaphoreSlim(1, 1));
        await alone.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var done = Path.Combine(output.Folder, ProjectBuilds.StampFile);
            if (!File.Exists(done))
            {
                FolderCopy.Empty(output.Folder);
                await packages.InstallAsync(output, system, cancellation).ConfigureAwait(false);
                await File.WriteAllTextAsync(done, packages.Stamp, cancellation).ConfigureAwait(false);
            }
        }
        finally
        {
            alone.Release();
        }
    }
}
