using System.Collections.Immutable;
using System.ComponentModel;
using System.Diagnostics;

namespace Emulation.Lambda.Runtimes;

/// <summary>An interpreter of a language that was found on this machine.</summary>
/// <param name="Program">The absolute path of the program itself: not of a stand-in for it, as pyenv, nvm and Volta have them, which works for whoever has their variables.</param>
/// <param name="Version">What it says that it is.</param>
internal sealed record Interpreter(string Program, Version Version)
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    /// <summary>The first of some programs on the search path that answers; null where none does.</summary>
    /// <param name="names">The programs' names, the best first.</param>
    /// <param name="question">Arguments with which it prints its version on one line, and its own path on the next.</param>
    public static Interpreter? Find(IEnumerable<string> names, params ImmutableArray<string> question) =>
        names.SelectMany(PathsOf).Select(program => Ask(program, question)).FirstOrDefault(static one => one is not null);

    private static IEnumerable<string> PathsOf(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.GetFullPath(Path.Combine(folder, OperatingSystem.IsWindows() ? $"{name}.exe" : name))).Where(File.Exists);

    private static Interpreter? Ask(string program, ImmutableArray<string> question)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, question)
            {
                RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true,
            })!;
            process.StandardInput.Close();
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var said = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(Longest))
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            return process.ExitCode == 0 && said.GetAwaiter().GetResult().Split('\n', StringSplitOptions.TrimEntries) is [var number, var path, ..]
                && Version.TryParse(number, out var version) && File.Exists(path) ? new Interpreter(path, version) : null;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            // There is a file of that name, and it is no program.
            return null;
        }
    }
}
