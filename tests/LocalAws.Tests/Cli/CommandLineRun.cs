using Spectre.Console;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>The command line within this process, and what it says on standard error. One at a time: a process has one standard error.</summary>
internal static class CommandLineRun
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static Task<(int ExitCode, string Errors)> OfAsync(params string[] arguments) => OfAsync(Console.Error, Console.SetError, arguments);

    /// <summary>The same with what it says on standard output.</summary>
    public static Task<(int ExitCode, string Output)> OutputOfAsync(params string[] arguments) => OfAsync(Console.Out, SetOut, arguments);

    /// <summary>Tables are written to another console, which keeps the output that it found first.</summary>
    private static void SetOut(TextWriter output)
    {
        Console.SetOut(output);
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
    }

    private static async Task<(int ExitCode, string Said)> OfAsync(TextWriter before, Action<TextWriter> set, string[] arguments)
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        var written = new StringWriter();
        set(TextWriter.Synchronized(written));
        try
        {
            return (await CommandLine.RunAsync(arguments), written.ToString());
        }
        finally
        {
            set(before);
            OneAtATime.Release();
        }
    }
}
