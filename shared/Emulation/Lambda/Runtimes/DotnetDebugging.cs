namespace Emulation.Lambda.Runtimes;

/// <summary>Programs of .NET that wait for a debugger: an assembly of ours runs before their own, and an editor attaches to the process.</summary>
internal static class DotnetDebugging
{
    private const string TemporaryFolder = "TMPDIR";

    /// <summary>The same file loads the handlers of class libraries.</summary>
    private static readonly RuntimeClient Hook = new("Dotnet", "LambdaHost.dll");

    /// <summary>The command with the wait before its first line; null of a program that is not .NET, or is compiled into one native file.</summary>
    public static LaunchCommand? Waiting(LaunchCommand command) => !IsManaged(command) ? null : With(command, new()
    {
        // Functions are built to be fast; without this a debugger finds variables optimized away.
        ["DOTNET_JITMinOpts"] = "1",

        // The hook gives the function its own before any code of it runs.
        [TemporaryFolder] = Path.GetTempPath(),
    }) with
    {
        StartupHook = Hook,
    };

    /// <summary>
    /// The command of a process that an editor starts, whose debugger finds it: by pipes in the folder for temporary files, which must be the same for both. dotnet/runtime,
    /// src/coreclr/pal/src/thread/process.cpp, PAL_GetTransportName.
    /// </summary>
    public static LaunchCommand Findable(LaunchCommand command) => IsManaged(command) ? With(command, new() { [TemporaryFolder] = Path.GetTempPath() }) : command;

    private static LaunchCommand With(LaunchCommand command, Dictionary<string, string> variables) =>
        command with { Variables = command.Variables.Concat(variables).ToDictionary(StringComparer.Ordinal) };

    private static bool IsManaged(LaunchCommand command) => command.Arguments is ["exec", ..] || File.Exists($"{command.Program}.dll");
}
