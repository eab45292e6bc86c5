namespace Harness;

/// <summary>
/// The temporary state folder of one <see cref="LocalAws"/>. It holds an open file in it, which the operating system closes even after <c>kill -9</c>: so
/// the next start can tell the folders that nobody owns any more, and deletes them.
/// </summary>
internal sealed class RunFolder : IDisposable
{
    private const string Prefix = "localaws-run-";
    private const string OwnerFile = "owner";

    /// <summary>A folder is older than this, or its owner may not have opened its file yet.</summary>
    private static readonly TimeSpan Fresh = TimeSpan.FromMinutes(1);

    private readonly FileStream owner;

    private RunFolder(string path)
    {
        Path = path;
        owner = new FileStream(System.IO.Path.Combine(path, OwnerFile), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);
    }

    public string Path { get; }

    public static RunFolder Create()
    {
        foreach (var left in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), $"{Prefix}*"))
        {
            DeleteIfLeft(left);
        }

        return new RunFolder(Directory.CreateTempSubdirectory(Prefix).FullName);
    }

    public void Dispose()
    {
        // With the file open nobody else deletes the folder. Windows deletes no open file; there a start may come in between.
        if (OperatingSystem.IsWindows())
        {
            owner.Dispose();
        }

        try
        {
            Directory.Delete(Path, recursive: true);
        }
        catch (DirectoryNotFoundException)
        {
            // Deleted meanwhile.
        }

        owner.Dispose();
    }

    private static void DeleteIfLeft(string folder)
    {
        try
        {
            var file = System.IO.Path.Combine(folder, OwnerFile);
            if (!File.Exists(file) && Directory.GetCreationTimeUtc(folder) > TimeProvider.System.GetUtcNow().UtcDateTime - Fresh)
            {
                return;
            }

            using (new FileStream(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None))
            {
                // Nobody has it open.
            }

            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is in use, somebody else's, or another start deletes it at this moment.
        }
    }
}
