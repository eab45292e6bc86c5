using System.Diagnostics;

/// <summary>
/// Runs before a program of .NET that LocalAws starts for a debugger. The type's name and the method's are .NET's: dotnet/runtime, docs/design/features/host-startup-hook.md.
/// </summary>
internal static class StartupHook
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(50);

    public static void Initialize()
    {
        // What the program itself starts waits for nobody.
        Environment.SetEnvironmentVariable(HooksVariable, Without(Environment.GetEnvironmentVariable(HooksVariable), typeof(StartupHook).Assembly.Location));

        // .NET has put the pipes by which a debugger finds it where the debugger has its own; what the function puts there is for its own folder.
        Environment.SetEnvironmentVariable("TMPDIR", Environment.GetEnvironmentVariable("HOME"));
        Wait(static () => Debugger.IsAttached, static () => Thread.Sleep(Between), Console.Error, Environment.ProcessId);
    }

    /// <summary>Goes on when a debugger is there.</summary>
    internal static void Wait(Func<bool> isThere, Action pause, TextWriter said, int processId)
    {
        if (isThere())
        {
            return;
        }

        said.WriteLine($"Waiting for a debugger: process {processId}");
        while (!isThere())
        {
            pause();
        }

        said.WriteLine("A debugger is attached.");
    }

    /// <summary>The other hooks of a list; null where there is none.</summary>
    internal static string? Without(string? hooks, string own) =>
        string.Join(Path.PathSeparator, (hooks ?? "").Split(Path.PathSeparator).Where(one => one.Length > 0 && one != own)) is { Length: > 0 } others ? others : null;
}
