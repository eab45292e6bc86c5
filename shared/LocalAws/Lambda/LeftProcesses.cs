using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Emulation.Lambda;

/// <summary>
/// What a function started and left behind. Lambda ends the whole environment; an operating system gives the children of a process that has ended to its first process.
/// Linux shows every process's variables, and the log stream's name is among them. Elsewhere those children stay.
/// </summary>
internal static class LeftProcesses
{
    /// <summary>One that has just been started by another may be missed, but not by the look after it.</summary>
    private const int MostLooks = 10;

    public static void Kill(string logStream)
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        var mark = Encoding.UTF8.GetBytes($"AWS_LAMBDA_LOG_STREAM_NAME={logStream}\0");
        for (var look = 0; look < MostLooks && KillMarked(mark); look++)
        {
        }
    }

    private static bool KillMarked(byte[] mark)
    {
        var found = false;
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var id) && IsMarked(folder, mark))
            {
                found = true;
                Kill(id);
            }
        }

        return found;
    }

    /// <summary>Processes of others cannot be read, and one that has ended has no variables.</summary>
    private static bool IsMarked(string folder, byte[] mark)
    {
        try
        {
            return File.ReadAllBytes(Path.Combine(folder, "environ")).AsSpan().IndexOf(mark) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            // It has ended meanwhile.
        }
    }
}
