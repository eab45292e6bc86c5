using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Emulation.Lambda;

/// <summary>An operating-system process that runs a function, with nothing of this process's own environment but its search path.</summary>
internal sealed partial class FunctionProcess : IDisposable
{
    /// <summary>How a process ends that says that all is well.</summary>
    public const string Success = "exit status 0";

    private const int SigTerm = 15;

    /// <summary>How often others go first, so that what was printed last is in the log before the end of its invocation.</summary>
    private const int MostTurns = 20;
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(2);

    /// <summary>Its last lines are there at once, unless a process that it left behind holds the pipe, where such cannot be found.</summary>
    private static readonly TimeSpan LongestLastLines = TimeSpan.FromSeconds(1);
    private readonly Process process;

    private readonly string logStream;
    private readonly PrintedLines[] printed;

    private FunctionProcess(Process process, Task ended, string logStream, Action<string> log)
    {
        this.process = process;
        this.logStream = logStream;
        printed = [new PrintedLines(process.StandardOutput, log), new PrintedLines(process.StandardError, log)];
        Exited = EndAsync(ended);
    }

    /// <summary>Completes when the process has ended, with all that it started.</summary>
    public Task Exited { get; }

    /// <summary>The operating system's id of it.</summary>
    public int Id => process.Id;

    /// <summary>It and all that it started.</summary>
    public IEnumerable<int> Family => LeftProcesses.OfFunction(process.Id, logStream);

    /// <summary>How it ended, in Lambda's words.</summary>
    public string ExitStatus => process.ExitCode > 128
        ? $"signal: {SignalName(process.ExitCode - 128)}"
        : process.ExitCode == 0 ? Success : string.Create(CultureInfo.InvariantCulture, $"exit status {process.ExitCode}");

    /// <summary>Resident memory in MiB; 0 once the process has ended.</summary>
    public long MemoryMb
    {
        get
        {
            try
            {
                process.Refresh();
                return process.HasExited ? 0 : process.WorkingSet64 / (1024 * 1024);
            }
            catch (InvalidOperationException)
            {
                return 0;
            }
        }
    }

    /// <summary>
    /// Starts a program with the variables of <see cref="FunctionVariables"/> and its own, and with its runtime client; <paramref name="log"/> takes each line of its
    /// output.
    /// </summary>
    public static FunctionProcess Start(FunctionLaunch launch, Action<string> log)
    {
        var command = launch.Command;
        var start = new ProcessStartInfo(command.Program, command.ArgumentsIn(launch.Clients))
        {
            WorkingDirectory = command.Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in command.VariablesIn(launch.Clients, launch.Variables))
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start, EnableRaisingEvents = true };
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        process.Exited += (_, _) => ended.SetResult();
        process.Start();
        process.StandardInput.Close();
        return new FunctionProcess(process, ended.Task, launch.Variables[FunctionVariables.LogStream], log);
    }

    /// <summary>Completes when what it has printed so far has been passed on: all of it where somebody wants it, and else as far as it comes soon.</summary>
    public async ValueTask PrintedAsync(bool isWanted)
    {
        if (isWanted)
        {
            await Task.WhenAll(printed.Select(static lines => lines.PassedAsync())).ConfigureAwait(false);
        }

        // A function that prints much must not wait for its log.
        for (var i = 0; i < MostTurns && !Array.TrueForAll(printed, static lines => lines.ArePassed); i++)
        {
            await Task.Yield();
        }
    }

    /// <summary>Asks the process to end, and makes it after two seconds.</summary>
    public async Task StopAsync()
    {
        if (!OperatingSystem.IsWindows() && AskToEnd())
        {
            await Task.WhenAny(Exited, Task.Delay(Grace)).ConfigureAwait(false);
        }

        KillNow();
        await Exited.ConfigureAwait(false);
    }

    /// <summary>False when it has ended already; whoever waited for that may have let go of it.</summary>
    private bool AskToEnd()
    {
        try
        {
            return !process.HasExited && Kill(process.Id, SigTerm) == 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    public void KillNow()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (InvalidOperationException)
        {
            // It has ended meanwhile.
        }
    }

    public void Dispose()
    {
        process.Dispose();
        foreach (var lines in printed)
        {
            lines.Dispose();
        }
    }

    private async Task EndAsync(Task ended)
    {
        await ended.ConfigureAwait(false);
        LeftProcesses.Kill(logStream);
        await Task.WhenAny(Task.WhenAll(printed.Select(static lines => lines.Ended)), Task.Delay(LongestLastLines)).ConfigureAwait(false);
    }

    private static string SignalName(int signal) => signal switch
    {
        6 => "aborted",
        9 => "killed",
        11 => "segmentation fault",
        15 => "terminated",
        _ => signal.ToString(CultureInfo.InvariantCulture),
    };

    // .NET can end a process but not ask it to.
    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);
}
