using System.Diagnostics;

namespace Cycles;

/// <summary>What this process holds of the machine. Linux only.</summary>
/// <param name="Descriptors">Open files, sockets and pipes, but for the libraries that it loaded.</param>
/// <param name="Listening">Sockets that listen.</param>
/// <param name="Children">Processes that it started.</param>
/// <param name="Folders">State folders of runs.</param>
internal readonly record struct Holdings(int Descriptors, int Listening, int Children, int Folders)
{
    /// <summary>Descriptors come and go with the runtime's own needs; a leak of one in each cycle is far more.</summary>
    private const int Slack = 12;

    public static Holdings Count()
    {
        // What is only garbage is no leak.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var descriptors = Directory.EnumerateFileSystemEntries("/proc/self/fd").Select(static fd => new FileInfo(fd).LinkTarget ?? "").Where(static target => Path.GetExtension(target) != ".dll").ToList();
        var sockets = descriptors.Where(static target => target.StartsWith("socket:[", StringComparison.Ordinal)).Select(static target => target[8..^1]).ToHashSet();
        var listening = File.ReadLines("/proc/net/tcp").Skip(1).Select(static line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Count(fields => fields[3] == "0A" && sockets.Contains(fields[9]));
        var children = Process.GetProcesses().Count(static process => ParentOf(process.Id) == Environment.ProcessId);
        return new Holdings(descriptors.Count, listening, children, Directory.EnumerateDirectories(Path.GetTempPath(), "localaws-run-*").Count());
    }

    public bool IsMoreThan(Holdings before) => Descriptors > before.Descriptors + Slack || Listening > before.Listening || Children > before.Children || Folders > before.Folders;

    private static int ParentOf(int id)
    {
        try
        {
            // After the command's name, which may hold anything: its state, then its parent.
            var status = File.ReadAllText($"/proc/{id}/stat");
            return int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;
        }
    }
}
