using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary>The command line within this process, and what it says on standard error. One at a time: a process has one standard error.</summary>
internal static class CommandLineRun
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    public static async Task<(int ExitCode, string Errors)> OfAsync(params string[] arguments)
    {
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        var (written, before) = (new StringWriter(), Console.Error);
        Console.SetError(TextWriter.Synchronized(written));
        try
        {
            return (await CommandLine.RunAsync(arguments), written.ToString());
        }
        finally
        {
            Console.SetError(before);
            OneAtATime.Release();
        }
    }
}
