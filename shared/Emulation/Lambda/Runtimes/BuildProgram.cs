using System.ComponentModel;
using System.Diagnostics;

namespace Emulation.Lambda.Runtimes;

/// <summary>A program that builds something: it is waited for, and ends with whoever waits.</summary>
internal static class BuildProgram
{
    /// <summary>The absolute path of a program on the search path; null where there is none.</summary>
    public static string? Find(string name) => InFolders(name, (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries));

    /// <summary>The absolute path of a program in the first of some folders that has it; null where none has.</summary>
    public static string? InFolders(string name, IEnumerable<string> folders) => folders
        .SelectMany(folder => (OperatingSystem.IsWindows() ? [$"{name}.exe", $"{name}.cmd"] : new[] { name }).Select(file => Path.GetFullPath(Path.Combine(folder, file))))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs it to its end. The result is what it said when it failed, and null when it did not.</summary>
    /// <param name="start">The program, its arguments, folder and variables.</param>
    /// <param name="cancellation">Ends the program.</param>
    public static async Task<string?> RunAsync(ProcessStartInfo start, CancellationToken cancellation)
    {
        start.RedirectStandardOutput = start.RedirectStandardError = start.RedirectStandardInput = true;
        using var process = Start(start);
        process.StandardInput.Close();
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(cancellation), process.StandardError.ReadToEndAsync(cancellation));
        try
        {
            await process.WaitForExitAsync(cancellation).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        return process.ExitCode == 0 ? null : string.Concat(await said.ConfigureAwait(false)).Trim();
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new FunctionBuildException($"{start.FileName} could not be started: {e.Message}");
        }
    }
}
