using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;
using System.Formats.Tar;
using Emulation;

namespace Tool.Revisions;

/// <summary>The files of a git revision, in a folder of their own that goes with this.</summary>
internal sealed class GitRevision : IDisposable
{
    private readonly string folder;

    private GitRevision(string folder, ImmutableArray<string> paths) => (this.folder, Paths) = (folder, paths);

    /// <summary>The paths that were asked for, as they are in the revision.</summary>
    public ImmutableArray<string> Paths { get; }

    /// <summary>Writes the files of a revision.</summary>
    /// <param name="revision">As git names it: a branch, a tag, <c>HEAD~1</c>, a commit.</param>
    /// <param name="paths">Files or folders of the repository.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="UsageException">There is no repository, no such revision, or a path is not in it.</exception>
    public static async Task<GitRevision> CheckOutAsync(string revision, ImmutableArray<string> paths, CancellationToken cancellation)
    {
        var first = Path.GetFullPath(paths[0]);
        var within = Directory.Exists(first) ? first : Path.GetDirectoryName(first)!;
        var top = (await GitAsync(within, $"'{paths[0]}' is in no git repository", cancellation, "rev-parse", "--show-toplevel").ConfigureAwait(false)).TrimEnd();
        var commit = (await GitAsync(
            top, $"'{revision}' is neither a file, a folder nor a revision of git", cancellation, "rev-parse", "--verify", "--quiet", "--end-of-options", $"{revision}^{{commit}}")
            .ConfigureAwait(false)).TrimEnd();
        var files = new GitRevision(
            Directory.CreateTempSubdirectory("localaws-").FullName, []);
        try
        {
            await ExtractAsync(top, commit, files.folder, cancellation).ConfigureAwait(false);
            return new GitRevision(files.folder, [.. paths.Select(path => files.PathOf(path, top, revision))]);
        }
        catch
        {
            files.Dispose();
            throw;
        }
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string PathOf(string path, string top, string revision)
    {
        var relative = Path.GetRelativePath(Resolved(top), Resolved(Path.GetFullPath(path)));
        var here = Path.Combine(folder, relative);
        return Path.Exists(here) ? here : throw new UsageException($"{relative} is not in revision {revision}. Name another file as BASE, or a revision that has it.");
    }

    /// <summary>Git tells where a repository really is.</summary>
    private static string Resolved(string path)
    {
        for (var at = new DirectoryInfo(path); at?.Parent is not null; at = at.Parent)
        {
            if (at.ResolveLinkTarget(returnFinalTarget: true) is { } target)
            {
                return Path.Combine(target.FullName, Path.GetRelativePath(at.FullName, path));
            }
        }

        return path;
    }

    private static async Task ExtractAsync(string top, string commit, string folder, CancellationToken cancellation)
    {
        using var git = Start(top, "archive", "--format=tar", commit);
        await TarFile.ExtractToDirectoryAsync(git.StandardOutput.BaseStream, folder, overwriteFiles: true, cancellation).ConfigureAwait(false);
        await git.WaitForExitAsync(cancellation).ConfigureAwait(false);
        if (git.ExitCode != 0)
        {
            throw new UsageException($"git archive {commit} failed: {(await git.StandardError.ReadToEndAsync(cancellation).ConfigureAwait(false)).Trim()}");
        }
    }

    private static async Task<string> GitAsync(string folder, string otherwise, CancellationToken cancellation, params string[] arguments)
    {
        using var git = Start(folder, arguments);
        var output = await git.StandardOutput.ReadToEndAsync(cancellation).ConfigureAwait(false);
        await git.WaitForExitAsync(cancellation).ConfigureAwait(false);
        return git.ExitCode == 0 ? output : throw new UsageException($"{otherwise}. Say a branch, a tag, a commit, or another template.");
    }

    private static Process Start(string folder, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("git", arguments)
            {
                WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false,
            })!;
        }
        catch (Win32Exception)
        {
            throw new UsageException("There is no git on the PATH. Name another template as BASE in place of a revision.");
        }
    }
}
