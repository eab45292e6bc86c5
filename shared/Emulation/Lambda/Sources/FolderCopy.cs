namespace Emulation.Lambda.Sources;

/// <summary>Copies of folders, with their links and the modes of their files.</summary>
internal static class FolderCopy
{
    public static void Copy(string from, string to, params IReadOnlyCollection<string> without)
    {
        Directory.CreateDirectory(to);
        foreach (var entry in new DirectoryInfo(from).EnumerateFileSystemInfos())
        {
            var target = Path.Combine(to, entry.Name);
            if (without.Contains(entry.Name))
            {
                continue;
            }

            if (entry.LinkTarget is { } link)
            {
                // A link from its own folder leads out of the copy: it is made to lead where it led.
                File.CreateSymbolicLink(target, Path.IsPathRooted(link) ? link : Inside(link) ? link : Path.GetFullPath(link, from));
            }
            else if (entry is DirectoryInfo folder)
            {
                Copy(folder.FullName, target, without);
            }
            else
            {
                File.Copy(entry.FullName, target, overwrite: true);
            }
        }
    }

    /// <summary>Makes the folder, or deletes what is in it.</summary>
    public static void Empty(string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            Delete(entry.FullName);
        }
    }

    public static void Delete(string path)
    {
        if (Directory.Exists(path) && new DirectoryInfo(path).LinkTarget is null)
        {
            Directory.Delete(path, recursive: true);
        }
        else
        {
            File.Delete(path);
        }
    }

    private static bool Inside(string link) => !link.Split('/', '\\').Contains("..");
}
