using System.ComponentModel;
using System.Diagnostics;

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

    /// <summary>Starts the program and waits for its end.</summary>
    /// <param name="command">The program and its arguments.</param>
    /// <param name="change">Makes its environment of this process's.</param>
    /// <returns>Its exit code; of one that a signal ended 128 and the signal's number.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> command, Action<IDictionary<string, string?>> change)
    {
        var start = new ProcessStartInfo(OperatingSystem.IsWindows() ? OnWindows(command[0]) : command[0], command.Skip(1)) { UseShellExecute = false };
        change(start.Environment);

        // Before the program: a signal that came while it started would end this process alone.
        using var signals = new PassedSignals();
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
            signals.PassTo(process);
            await process.WaitForExitAsync().ConfigureAwait(false);
            return process.ExitCode;
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
}
