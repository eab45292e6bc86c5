using System.Diagnostics;
using System.Globalization;

namespace Emulation.Lambda;

/// <summary>
/// Ends the functions' processes when this one is killed and can end nobody any more. A function ends by itself once its Runtime API is gone, but
/// not while it works on an invocation, or when its runtime does not look. So a small shell reads their ids from a pipe that only this process holds:
/// when the pipe ends, it ends whoever is left.
/// </summary>
/// <remarks>
/// Not by PR_SET_PDEATHSIG, which ends a process with the <em>thread</em> that started it, and threads of the pool come and go. Where there is no
/// shell (Windows, images without one), functions end by themselves; in a container they end with its first process.
/// </remarks>
/// <param name="owner">What the names of all log streams of this LocalAws have in common: on Linux, whatever the functions started ends with them.</param>
internal sealed class OrphanWatch(string owner) : IDisposable
{
    private const string Shell = "/bin/sh";

    /// <summary>Ctrl+C reaches the whole process group; the watch stays until the pipe ends. TERM first, so that runtimes remove their files.</summary>
    private const string Script = """
        trap '' INT TERM HUP
        left=' '
        while read -r change id; do
          case $change in
            +) left="$left$id " ;;
            -) left="${left%% $id *} ${left#* $id }" ;;
          esac
        done
        [ "$left" = ' ' ] && exit 0
        kill -TERM $left 2>/dev/null
        sleep 1
        kill -KILL $left 2>/dev/null
        for variables in /proc/[0-9]*/environ; do
          grep -qs "AWS_LAMBDA_LOG_STREAM_NAME=.*]$1" "$variables" || continue
          id=${variables#/proc/}
          kill -KILL "${id%/environ}" 2>/dev/null
        done
        """;

    private readonly Lock gate = new();
    private Process? shell;
    private bool isOver = !File.Exists(Shell);

    /// <summary>From now on this process is watched.</summary>
    public void Add(int id) => Tell('+', id);

    /// <summary>It has ended.</summary>
    public void Remove(int id) => Tell('-', id);

    /// <summary>Ends the watch. Every process has ended before.</summary>
    public void Dispose()
    {
        lock (gate)
        {
            isOver = true;
            if (shell is not null)
            {
                shell.StandardInput.Close();
                shell.WaitForExit();
                shell.Dispose();
                shell = null;
            }
        }
    }

    private void Tell(char change, int id)
    {
        lock (gate)
        {
            if (isOver)
            {
                return;
            }

            shell ??= Start();
            try
            {
                shell.StandardInput.Write(string.Create(CultureInfo.InvariantCulture, $"{change} {id}\n"));
                shell.StandardInput.Flush();
            }
            catch (IOException)
            {
                // Somebody ended the shell. Functions end by themselves then.
                isOver = true;
            }
        }
    }

    private Process Start()
    {
        // Its own pipes for all three: whoever waits for the end of this process's output shall not wait for the shell.
        var start = new ProcessStartInfo(Shell, ["-c", Script, "orphan-watch", owner])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        return Process.Start(start)!;
    }
}
