using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace Emulation.Lambda.Runtimes;

/// <summary>Python's debugger, which an interpreter may have installed. debugpy's "Command line reference".</summary>
internal static class Debugpy
{
    /// <summary>A function's process has another home folder, so it is told where its user's own packages are.</summary>
    private const string Question = "import debugpy, site; print(site.getuserbase())";

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    /// <summary>The command with the debugger before the runtime client, waiting for an editor.</summary>
    /// <exception cref="FunctionBuildException">The interpreter has no debugger.</exception>
    public static LaunchCommand Waiting(LaunchCommand command, int port)
    {
        var home = Ask(command) ?? throw new FunctionBuildException(
            $"{command.Program} has no debugger. Install it: {command.Program} -m pip install debugpy, or name debugpy in requirements.txt.");
        return command with
        {
            Arguments =
            [
                .. command.Arguments, "-m", "debugpy", "--listen", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}"), "--wait-for-client",
            ],
            Variables = new Dictionary<string, string>(command.Variables, StringComparer.Ordinal)
            {
                // The interpreter's own modules have no files to compare with.
                ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1", ["PYTHONUSERBASE"] = home,
            },
            DebugPort = port,
        };
    }

    /// <summary>The folder of the user's own packages; null where the debugger is not found.</summary>
    private static string? Ask(LaunchCommand command)
    {
        var start = new ProcessStartInfo(command.Program, ["-c", Question])
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = command.Folder,
        };
        foreach (var (name, value) in command.Variables)
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var said = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 ? said.GetAwaiter().GetResult().Trim() : null;
        }
        catch (Win32Exception)
        {
            // There is no such program any more.
            return null;
        }
    }
}
