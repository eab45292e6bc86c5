using System.Collections.Immutable;

namespace Emulation.Lambda.Runtimes;

/// <summary>How a function's process is started: program, arguments, folder.</summary>
internal sealed record LaunchCommand(string Program, IReadOnlyList<string> Arguments, string Folder)
{
    private const string HooksVariable = "DOTNET_STARTUP_HOOKS";

    /// <summary>Variables of this kind of process, beside those of every function's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The runtime client of ours that the program runs: the last of its arguments. Null of a program that speaks the Runtime API by itself.</summary>
    public RuntimeClient? Client { get; init; }

    /// <summary>
    /// An assembly of ours that a program of .NET loads before anything of its own; null for none. dotnet/runtime, docs/design/features/host-startup-hook.md.
    /// </summary>
    public RuntimeClient? StartupHook { get; init; }

    /// <summary>Where the process waits for a debugger; null of one that waits for none, or is found by its process id.</summary>
    public int? DebugPort { get; init; }

    /// <summary>What runs the function, with its version: <c>Python 3.13.1</c>. Null of a program that runs by itself.</summary>
    public string? Version { get; init; }

    /// <summary>What a person should know of how the function runs, said once: that the interpreter is another version than the template's, say. Null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// Tells, until it is disposed of, that the process is out of date, since what it runs has changed: the next call gets a new one. Null where only a build changes it.
    /// </summary>
    public Func<Action, IDisposable>? Watch { get; init; }

    /// <summary>The arguments with the path of the runtime client, which is written into a folder unless it is there.</summary>
    public IReadOnlyList<string> ArgumentsIn(string clients) => Client is { } client ? [.. Arguments, client.WriteTo(clients)] : Arguments;

    /// <summary>The variables of every function's process, and over them those of this one.</summary>
    public Dictionary<string, string> VariablesIn(string clients, IReadOnlyDictionary<string, string> every)
    {
        var all = new Dictionary<string, string>(every, StringComparer.Ordinal);
        foreach (var (name, value) in Variables)
        {
            all[name] = value;
        }

        if (StartupHook is { } hook)
        {
            string?[] hooks = [hook.WriteTo(clients), all.GetValueOrDefault(HooksVariable)];
            all[HooksVariable] = string.Join(Path.PathSeparator, hooks.Where(static one => !string.IsNullOrEmpty(one)));
        }

        return all;
    }
}
