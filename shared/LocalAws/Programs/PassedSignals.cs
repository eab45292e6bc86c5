using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace Tool.Programs;

/// <summary>Passes the signals that this process gets on to a program, and stays for the program's exit code itself. Those that come before it runs wait for it.</summary>
internal sealed class PassedSignals : IDisposable
{
    private static readonly (PosixSignal Signal, int Number)[] Known = [(PosixSignal.SIGINT, 2), (PosixSignal.SIGQUIT, 3), (PosixSignal.SIGHUP, 1), (PosixSignal.SIGTERM, 15)];

    private readonly Lock gate = new();
    private readonly List<PosixSignalRegistration> registrations;
    private readonly List<int> waiting = [];
    private Process? receiver;

    public PassedSignals() => registrations = [.. Known.Select(one => PosixSignalRegistration.Create(one.Signal, context => Take(context, one.Number)))];

    public void PassTo(Process program)
    {
        lock (gate)
        {
            receiver = program;
            waiting.ForEach(number => Pass(program, number));
            waiting.Clear();
        }
    }

    public void Dispose() => registrations.ForEach(static registration => registration.Dispose());

    private void Take(PosixSignalContext context, int number)
    {
        context.Cancel = true;

        // A terminal sends its signals to both; Windows its keys likewise.
        var hasTerminal = !(Console.IsInputRedirected && Console.IsOutputRedirected && Console.IsErrorRedirected);
        if (OperatingSystem.IsWindows() || (context.Signal is PosixSignal.SIGINT or PosixSignal.SIGQUIT && hasTerminal))
        {
            return;
        }

        lock (gate)
        {
            if (receiver is null)
            {
                waiting.Add(number);
            }
            else
            {
                Pass(receiver, number);
            }
        }
    }

    private static void Pass(Process program, int number)
    {
        if (!OperatingSystem.IsWindows() && !program.HasExited)
        {
            _ = Send(program.Id, number);
        }
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    [UnsupportedOSPlatform("windows")]
    private static extern int Send(int process, int signal);
}
