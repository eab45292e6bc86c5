using Emulation.Sessions;
using Emulation.State;
using Sam;

namespace Emulation.Lambda;

/// <summary>What the functions of a stack run with.</summary>
internal sealed record FunctionHostOptions
{
    public required IReadOnlyList<DeployedFunction> Functions { get; init; }

    /// <summary>How to start a function.</summary>
    public required Func<DeployedFunction, Runtimes.LaunchCommand> CommandOf { get; init; }

    /// <summary>How a person debugs a function; null of one that nobody does.</summary>
    public Func<Function, FunctionDebugging?> DebuggingOf { get; init; } = static _ => null;

    /// <summary>How to start a function that waits for a debugger, at a port of this machine where its debugger needs one.</summary>
    public Func<DeployedFunction, int, Runtimes.LaunchCommand> DebuggedCommandOf { get; init; } = static (deployed, _) =>
        throw new FunctionBuildException($"{deployed.Shown} cannot be debugged here.");

    /// <summary>Where files are for whoever starts a process of a function.</summary>
    public string AttachFolder { get; init; } = "";

    /// <summary>Something that is another when the function's code is another; always the same where code does not change while functions run.</summary>
    public Func<DeployedFunction, string> StampOf { get; init; } = static _ => "";

    /// <summary>The copies of what is built that the processes run; null where they run what is built itself.</summary>
    public RunningCode? Code { get; init; }

    /// <summary>The unique id of the execution role: another role of the same name is another.</summary>
    public Func<Function, string> RoleIdOf { get; init; } = static function => function.RoleArn.ToString();

    /// <summary>The most processes of one function at a time.</summary>
    public required int MaxEnvironments { get; init; }

    /// <summary>Whether a process may get its invocations over a socket of its own.</summary>
    public bool HasExchanges { get; init; } = true;

    /// <summary>The execution role's credentials for a new process.</summary>
    public required Func<Function, SessionCredentials> Credentials { get; init; }

    /// <summary>The variables of the template, with local addresses, and LocalAws's own.</summary>
    public required Func<Function, IReadOnlyDictionary<string, string>> Environment { get; init; }

    /// <summary>What answers a function's next invocation in place of its processes; null for them.</summary>
    public Func<Function, FunctionStandIn?> StandIn { get; init; } = static _ => null;

    /// <summary>Where each process gets a folder of its own for as long as it runs. Whatever else is there is deleted.</summary>
    public required string HomeFolder { get; init; }

    /// <summary>Where the functions' output goes, a file each; null for nowhere.</summary>
    public string? LogFolder { get; init; }

    public required IdSource Ids { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILoggerFactory Logging { get; init; }
}
