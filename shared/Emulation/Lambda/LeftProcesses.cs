using System.ComponentModel;
using System.Diagnostics;
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
        var mark = MarkOf(logStream);
        for (var look = 0; look < MostLooks && KillMarked(mark); look++)
        {
        }
    }

    /// <summary>The process that was started first, and then all that it started, whoever their parent is by now.</summary>
    public static IEnumerable<int> OfFunction(int started, string logStream)
    {
        yield return started;
        var mark = MarkOf(logStream);
        var parents = ProcessTable.All.ToDictionary(static id => id, ProcessTable.ParentOf);
        foreach (var id in parents.Keys.Where(id => id != started && (Descends(id) || ProcessTable.HasVariable(id, mark))))
        {
            yield return id;
        }

        bool Descends(int id)
        {
            for (var parent = parents.GetValueOrDefault(id); parent > 1; parent = parents.GetValueOrDefault(parent))
            {
                if (parent == started)
                {
                    return true;
                }
            }

            return false;
        }
    }

    private static byte[] MarkOf(string logStream) => Encoding.UTF8.GetBytes($"{FunctionVariables.LogStream}={logStream}\0");

    private static bool KillMarked(byte[] mark)
    {
        var found = false;
        foreach (var id in ProcessTable.All)
        {
            if (ProcessTable.HasVariable(id, mark))
            {
                found = true;
                Kill(id);
            }
        }

        return found;
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
