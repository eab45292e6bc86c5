using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace Emulation.Lambda.Runtimes;

/// <summary>
/// A program of this machine that builds something: <c>make</c>, <c>pip</c>, <c>npm</c>. It runs in this process's own environment, as it does for who calls it by hand.
/// </summary>
internal static class BuildTool
{
    /// <summary>Where a program is on the search path; null where it is not.</summary>
    public static string? Find(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .SelectMany(folder => OperatingSystem.IsWindows() ? [Path.Combine(folder, $"{name}.exe"), Path.Combine(folder, $"{name}.cmd")] : new[] { Path.Combine(folder, name) })
        .FirstOrDefault(File.Exists);

    /// <param name="what">What is built, as an error begins.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="folder">The folder in which it runs.</param>
    /// <param name="variables">Variables beside those of this process.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="FunctionBuildException">It failed; what it printed is in the message.</exception>
    public static async Task RunAsync(
        string what, string program, IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Start(what, start);
        var said = new StringBuilder();
        process.OutputDataReceived += (_, line) => Add(said, line.Data);
        process.ErrorDataReceived += (_, line) => Add(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.StandardInput.Close();
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        if (process.ExitCode != 0)
        {
            throw new FunctionBuildException($"{what}: {Path.GetFileName(program)} ended with {process.ExitCode}:{Environment.NewLine}{said.ToString().Trim()}");
        }
    }

    private static Process Start(string what, ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FunctionBuildException($"{what}: {start.FileName} cannot be started: {e.Message}. Put it on the PATH.");
        }
    }

    private static void Add(StringBuilder said, string? line)
    {
        lock (said)
        {
            said.AppendLine(line);
        }
    }
}
