using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.InteropServices;

namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>
/// A debugger of one process of .NET with one breakpoint, by the library for debuggers that each runtime has beside it. The interfaces are those of dotnet/runtime,
/// src/coreclr/inc/cordebug.idl; Microsoft Learn, "Debugging interfaces (unmanaged API reference)".
/// </summary>
internal sealed unsafe class DotnetDebugger : IDisposable
{
    private const string Library = "libmscordbi.so";
    private const int Version4 = 4;
    private const int ProcessAttach = 1;
    private static readonly Guid Debugger = new("3d6f5f61-7538-11d3-8d5b-00104b35e7ef");
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>It is told once that it is loaded. Each runtime has its own, by folder.</summary>
    private static readonly ConcurrentDictionary<string, Lazy<nint>> Libraries = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource bound = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<StoppedThread> hit = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CodeLine line;
    private readonly DebuggerEvents events;
    private readonly ComPointer debugger;
    private readonly ComPointer process;
    private ComPointer? breakpoint;

    private DotnetDebugger(int processId, CodeLine line)
    {
        this.line = line;
        events = new DebuggerEvents(BreakIn, StopIn);
        debugger = Of(processId).As(Debugger);
        debugger.Call(CorDebug.Initialize);
        debugger.Call(CorDebug.SetManagedHandler, events.Address);
        process = debugger.Get(CorDebug.DebugActiveProcess, processId, 0);
    }

    /// <summary>Why no process can be debugged here; null where one can.</summary>
    public static string? Lacks => File.Exists(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), Library)) ? null : $"this .NET has no {Library}";

    /// <summary>Attaches to a process, which stops when it is at a line.</summary>
    public static DotnetDebugger Attach(int processId, CodeLine line) => new(processId, line);

    /// <summary>Completes when the line is known to the process: it is told of code that is loaded already bit by bit.</summary>
    public Task BoundAsync(CancellationToken cancellation) => bound.Task.WaitAsync(Patience, cancellation);

    /// <summary>The thread that is at the line, once one is.</summary>
    public Task<StoppedThread> HitAsync(CancellationToken cancellation) => hit.Task.WaitAsync(Patience, cancellation);

    /// <summary>Leaves the process to itself, wherever it stands.</summary>
    public void Dispose()
    {
        process.TryCall(CorDebugController.Stop);
        breakpoint?.TryCall(CorDebugBreakpoint.Activate, 0);
        process.TryCall(CorDebugController.Detach);
        if (debugger.TryCall(CorDebug.Terminate) >= 0)
        {
            events.Dispose();
        }
    }

    /// <summary>The library's object for the runtime that a process has loaded.</summary>
    private static ComPointer Of(int processId)
    {
        var mapped = File.ReadLines($"/proc/{processId}/maps").First(static one => one.EndsWith("/libcoreclr.so", StringComparison.Ordinal));
        var folder = Path.GetDirectoryName(mapped[mapped.IndexOf('/', StringComparison.Ordinal)..])!;
        var start = nint.Parse(mapped[..mapped.IndexOf('-', StringComparison.Ordinal)], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        var library = Libraries.GetOrAdd(folder, static folder => new Lazy<nint>(() => Load(folder))).Value;
        var create = (delegate* unmanaged<int, int, nint, nint, nint, nint*, int>)NativeLibrary.GetExport(library, "CoreCLRCreateCordbObject3");
        nint found = 0;
        fixed (char* services = Path.Combine(folder, "libmscordaccore.so"))
        {
            ComPointer.Check(create(Version4, processId, 0, (nint)services, start, &found));
        }

        return new ComPointer(found);
    }

    private static nint Load(string folder)
    {
        var library = NativeLibrary.Load(Path.Combine(folder, Library));
        var main = (delegate* unmanaged<nint, int, nint, int>)NativeLibrary.GetExport(library, "DllMain");
        return main(library, ProcessAttach, 0) != 0 ? library : throw new InvalidOperationException($"{Library} does not start");
    }

    private void BreakIn(ComPointer module)
    {
        try
        {
            if (NameOf(module) == line.Assembly)
            {
                var code = module.Get(CorDebugModule.GetFunctionFromToken, line.Method).Get(CorDebugFunction.GetILCode);
                breakpoint = code.Get(CorDebugCode.CreateBreakpoint, line.Offset);
                breakpoint.Value.Call(CorDebugBreakpoint.Activate, 1);
                bound.TrySetResult();
            }
        }
        catch (InvalidOperationException e)
        {
            hit.TrySetException(e);
        }
    }

    /// <summary>Once; later the line is passed.</summary>
    private void StopIn(ComPointer domain, ComPointer thread)
    {
        if (!hit.TrySetResult(new StoppedThread(line, domain, thread)))
        {
            domain.TryCall(CorDebugController.Continue);
        }
    }

    private static string NameOf(ComPointer module)
    {
        var length = 0;
        var text = stackalloc char[4096];
        module.Call(CorDebugModule.GetName, 4096, (nint)(&length), (nint)text);
        return new string(text);
    }
}
