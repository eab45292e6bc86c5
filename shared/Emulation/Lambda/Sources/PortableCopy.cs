namespace Emulation.Lambda.Sources;

/// <summary>A copy of a folder that means the same on another machine: a link that leads out of the folder becomes what it leads to.</summary>
/// <param name="root">The folder.</param>
/// <param name="without">Names of files and folders that are not copied, at any depth.</param>
/// <param name="notThis">The absolute path of a folder that is not copied either.</param>
internal sealed class PortableCopy(string root, IReadOnlyCollection<string> without, string notThis)
{
    private readonly string root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(root));
    private readonly string notThis = Path.TrimEndingDirectorySeparator(Path.GetFullPath(notThis));

    /// <summary>What is copied, in order.</summary>
    public IEnumerable<FileInfo> Files => FilesIn(new DirectoryInfo(root));

    public void To(string target) => Copy(new DirectoryInfo(root), target);

    private IEnumerable<FileInfo> FilesIn(DirectoryInfo folder)
    {
        foreach (var entry in EntriesOf(folder))
        {
            if (entry is FileInfo file)
            {
                yield return file;
            }
            else if (entry.LinkTarget is null)
            {
                foreach (var inner in FilesIn((DirectoryInfo)entry))
                {
                    yield return inner;
                }
            }
        }
    }

    private void Copy(DirectoryInfo folder, string target)
    {
        Directory.CreateDirectory(target);
        foreach (var entry in EntriesOf(folder))
        {
            var copy = Path.Combine(target, entry.Name);
            if (entry.LinkTarget is { } link && StaysInside(folder, link))
            {
                FolderCopy.Delete(copy);
                File.CreateSymbolicLink(copy, link);
            }
            else if (entry is not DirectoryInfo inner)
            {
                File.Copy(entry.FullName, copy, overwrite: true);
            }
            else if (entry.ResolveLinkTarget(returnFinalTarget: true) is not { } there || !IsWithin(entry.FullName, there.FullName))
            {
                // A link to a folder around it would have no end.
                Copy(inner, copy);
            }
        }
    }

    private IEnumerable<FileSystemInfo> EntriesOf(DirectoryInfo folder) => folder.EnumerateFileSystemInfos()
        .Where(entry => !without.Contains(entry.Name) && entry.FullName != notThis && (entry.LinkTarget is null || Path.Exists(entry.FullName)))
        .OrderBy(static entry => entry.Name, StringComparer.Ordinal);

    private bool StaysInside(DirectoryInfo folder, string link) => !Path.IsPathRooted(link) && IsWithin(Path.GetFullPath(link, folder.FullName), root);

    private static bool IsWithin(string path, string folder) => path == folder || path.StartsWith($"{folder}{Path.DirectorySeparatorChar}", StringComparison.Ordinal);
}
