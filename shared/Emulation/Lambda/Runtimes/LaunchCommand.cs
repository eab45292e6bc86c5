using System.Collections.Immutable;

namespace Emulation.Lambda.Runtimes;

/// <summary>How a function's process is started: program, arguments, folder.</summary>
internal sealed record LaunchCommand(string Program, IReadOnlyList<string> Arguments, string Folder)
{
    /// <summary>Variables of this kind of process, beside those of every function's.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The runtime client of ours that the program runs: the last of its arguments. Null of a program that speaks the Runtime API by itself.</summary>
    public RuntimeClient? Client { get; init; }

    /// <summary>What runs the function, with its version: <c>Python 3.13.1</c>. Null of a program that runs by itself.</summary>
    public string? Version { get; init; }

    /// <summary>What a person should know of how the function runs, said once: that the interpreter is another version than the template's, say. Null when nothing.</summary>
    public string? Note { get; init; }

    /// <summary>
    /// Tells, until it is disposed of, that the process is out of date, since what it runs has changed: the next call gets a new one. Null where only a build changes it.
    /// </summary>
    public Func<Action, IDisposable>? Watch { get; init; }
}
