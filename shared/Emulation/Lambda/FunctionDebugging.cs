using System.Globalization;
using Emulation.Lambda.Runtimes;

namespace Emulation.Lambda;

/// <summary>That a person debugs a function: one process at most works on its events, for as long as it likes.</summary>
/// <param name="Name">The logical id, or <c>stack/LogicalId</c> where several stacks have it.</param>
/// <param name="IsAttached">Whether the person starts its process; false where LocalAws starts it, to wait for a debugger.</param>
/// <param name="Port">Where a debugger is waited for; null for a free port.</param>
internal sealed record FunctionDebugging(string Name, bool IsAttached, int? Port = null)
{
    /// <summary>Tells where an editor finds a process that waits for it.</summary>
    public void SayWhere(FunctionPool pool, LaunchCommand command, int processId)
    {
        if (command.DebugPort is { } port)
        {
            Log.WaitsAtPort(pool.Logger, Name, port, processId);
            return;
        }

        var unused = Port is { } given ? string.Create(CultureInfo.InvariantCulture, $". Its debugger attaches to the process: port {given} is not used") : "";
        Log.WaitsInProcess(pool.Logger, Name, processId, unused);
    }
}
