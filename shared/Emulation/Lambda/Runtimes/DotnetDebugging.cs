namespace Emulation.Lambda.Runtimes;

/// <summary>Programs of .NET that wait for a debugger: an assembly of ours runs before their own, and an editor attaches to the process.</summary>
internal static class DotnetDebugging
{
    /// <summary>The same file loads the handlers of class libraries.</summary>
    private static readonly RuntimeClient Hook = new("Dotnet", "LambdaHost.dll");

    /// <summary>The command with the wait before its first line; null of a program that is not .NET, or is compiled into one native file.</summary>
    public static LaunchCommand? Waiting(LaunchCommand command) => !IsManaged(command) ? null : command with
    {
        StartupHook = Hook,
        Variables = new Dictionary<string, string>(command.Variables, StringComparer.Ordinal)
        {
            // Functions are built to be fast; without this a debugger finds variables optimized away.
            ["DOTNET_JITMinOpts"] = "1",
        },
    };

    private static bool IsManaged(LaunchCommand command) => command.Arguments is ["exec", ..] || File.Exists($"{command.Program}.dll");
}
