using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Tool.Programs;

/// <summary>
/// A program that runs in this one's place: it has the terminal, the input and the output, it gets the signals that this process gets, and its exit code is this
/// one's.
/// </summary>
internal static class StartedProgram
{
    /// <summary>As shells have them: there is no such program, or it cannot be started.</summary>
    public const int NotFound = 127;
    public const int NotStarted = 126;

    private static readonly (PosixSignal Signal, int Number)[] Signals = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGHUP, 1), (PosixSignal.SIGTERM, 15)];

    /// <summary>Starts the program and waits for its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="change">Makes its environment of this process's.</param>
    /// <returns>Its exit code; of one that a signal ended 128 and the signal's number.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, Action<IDictionary<string, string?>> change)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? OnWindows(command[0]) : command[0], command.Skip(1)) { UseShellExecute = false };
        change(start.Environment);
        Process process;
        try
        {
            process = Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            // ENOENT and ERROR_FILE_NOT_FOUND are the same number.
            var isMissing = e.NativeErrorCode == 2;
            await Console.Error.WriteLineAsync(
                isMissing ? $"localaws: there is no program '{command[0]}': it is not on the PATH." : $"localaws: '{command[0]}' cannot be started: {e.Message}")
                .ConfigureAwait(false);
            return isMissing ? NotFound : NotStarted;
        }

        using (process)
        {
            var handlers = Signals.Select(signal => PosixSignalRegistration.Create(signal.Signal, context => Pass(context, signal.Number, process))).ToList();
            try
            {
                await process.WaitForExitAsync().ConfigureAwait(false);
                return process.ExitCode;
            }
            finally
            {
                handlers.ForEach(static handler => handler.Dispose());
            }
        }
    }

    /// <summary>This process stays for the program's exit code.</summary>
    private static void Pass(PosixSignalContext context, int number, Process process)
    {
        context.Cancel = true;

        // A terminal sends its signals to both; Windows its keys likewise.
        var hasTerminal = !(Console.IsInputRedirected && Console.IsOutputRedirected && Console.IsErrorRedirected);
        var isFromTerminal = context.Signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && hasTerminal;
        if (OperatingSystem.IsWindows() || isFromTerminal)
        {
            return;
        }

        if (!process.HasExited)
        {
            _ = Send(process.Id, number);
        }
    }

    /// <summary>Programs of npm and the like are scripts, which Windows starts by their whole name only.</summary>
    private static string OnWindows(string program)
    {
        if (Path.GetFileName(program) != program || Path.HasExtension(program))
        {
            return program;
        }

        var endings = (Environment.GetEnvironmentVariable("PATHEXT") ?? ".COM;.EXE;.BAT;.CMD").Split(';', StringSplitOptions.RemoveEmptyEntries);
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, $"{program}{ending}"))).FirstOrDefault(File.Exists) ?? program;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [UnsupportedOSPlatform("windows")]
    private static extern int Send(int process, int signal);
}
