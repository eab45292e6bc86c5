using System.ComponentModel;
using System.Diagnostics;

namespace Emulation.Lambda.Runtimes;

/// <summary>Runs a program that makes something of a function's files, in a person's own environment.</summary>
internal static class BuildProgram
{
    /// <summary>Runs it to its end; with the cancellation it and all that it started are ended.</summary>
    /// <returns>How it ended, and all that it said.</returns>
    /// <exception cref="FunctionBuildException">It cannot be started.</exception>
    public static async Task<(int ExitCode, string Said)> RunAsync(
        string program, IEnumerable<string> arguments, string folder, IEnumerable<(string Name, string Value)> variables, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        using var process = Start(start);
        process.StandardInput.Close();
        var lines = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return (process.ExitCode, string.Concat(await lines.ConfigureAwait(false)).Trim());
    }

    /// <summary>The same of a program that must not fail.</summary>
    /// <exception cref="FunctionBuildException">It cannot be started, or it failed: <paramref name="what"/>, and what it said.</exception>
    public static async Task MakeAsync(
        string what, string program, IEnumerable<string> arguments, string folder, IEnumerable<(string Name, string Value)> variables, CancellationToken cancellation)
    {
        var (exitCode, said) = await RunAsync(program, arguments, folder, variables, cancellation).ConfigureAwait(false);
        if (exitCode != 0)
        {
            throw new FunctionBuildException($"{what}: {Path.GetFileName(program)} ended with {exitCode}:{Environment.NewLine}{said}");
        }
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FunctionBuildException($"{start.FileName} could not be started: {e.Message}.");
        }
    }
}
