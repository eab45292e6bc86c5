using System.Runtime.InteropServices;

namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>
/// What happens in a process that is debugged: an <c>ICorDebugManagedCallback</c> and <c>ICorDebugManagedCallback2</c>, whose methods are called while the process stands
/// still. After each it goes on, but for a breakpoint.
/// </summary>
internal sealed unsafe class DebuggerEvents : IDisposable
{
    private const int UnknownMethods = 3;
    private const int NoInterface = unchecked((int)0x80004002);
    private static readonly Guid Unknown = new("00000000-0000-0000-C000-000000000046");
    private static readonly (Guid Id, int Methods) First = (new("3d6f5f60-7538-11d3-8d5b-00104b35e7ef"), 26);
    private static readonly (Guid Id, int Methods) Second = (new("250e5eea-db5c-4c76-b6f3-8c46f12e3203"), 8);

    private readonly Action<ComPointer> loaded;
    private readonly Action<ComPointer, ComPointer> stopped;
    private readonly GCHandle self;
    private readonly nint* memory;

    /// <param name="loaded">Called with each module, before anything of it runs.</param>
    /// <param name="stopped">Called with what goes on and with the thread that stopped, at a breakpoint.</param>
    public DebuggerEvents(Action<ComPointer> loaded, Action<ComPointer, ComPointer> stopped)
    {
        (this.loaded, this.stopped) = (loaded, stopped);
        self = GCHandle.Alloc(this);

        // Two objects, each the address of its methods and this; then the methods.
        memory = (nint*)NativeMemory.AllocZeroed((nuint)(4 + (2 * UnknownMethods) + First.Methods + Second.Methods), (nuint)sizeof(nint));
        var methods = memory + 4;
        memory[0] = (nint)methods;
        memory[1] = memory[3] = GCHandle.ToIntPtr(self);
        Fill(methods, First.Methods);
        methods[UnknownMethods + 0] = (nint)(delegate* unmanaged<nint, nint, nint, nint, int>)&Breakpoint;
        methods[UnknownMethods + 7] = (nint)(delegate* unmanaged<nint, nint, int>)&ExitProcess;
        methods[UnknownMethods + 10] = (nint)(delegate* unmanaged<nint, nint, nint, int>)&LoadModule;
        methods += UnknownMethods + First.Methods;
        memory[2] = (nint)methods;
        Fill(methods, Second.Methods);
    }

    public nint Address => (nint)memory;

    public void Dispose()
    {
        NativeMemory.Free(memory);
        self.Free();
    }

    private static void Fill(nint* methods, int count)
    {
        methods[0] = (nint)(delegate* unmanaged<nint, Guid*, nint*, int>)&QueryInterface;
        methods[1] = methods[2] = (nint)(delegate* unmanaged<nint, int>)&Keep;
        new Span<nint>(methods + UnknownMethods, count).Fill((nint)(delegate* unmanaged<nint, nint, int>)&GoOn);
    }

    private static DebuggerEvents Of(nint self) => (DebuggerEvents)GCHandle.FromIntPtr(((nint*)self)[1]).Target!;

    [UnmanagedCallersOnly]
    private static int QueryInterface(nint self, Guid* id, nint* found)
    {
        *found = *id == Unknown || *id == First.Id ? Of(self).Address : *id == Second.Id ? Of(self).Address + (2 * sizeof(nint)) : 0;
        return *found == 0 ? NoInterface : 0;
    }

    /// <summary>AddRef and Release: it lives until it is disposed of.</summary>
    [UnmanagedCallersOnly]
    private static int Keep(nint self) => 1;

    [UnmanagedCallersOnly]
    private static int GoOn(nint self, nint controller)
    {
        new ComPointer(controller).TryCall(CorDebugController.Continue);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int ExitProcess(nint self, nint process) => 0;

    [UnmanagedCallersOnly]
    private static int LoadModule(nint self, nint domain, nint module)
    {
        Of(self).loaded(new ComPointer(module));
        new ComPointer(domain).TryCall(CorDebugController.Continue);
        return 0;
    }

    [UnmanagedCallersOnly]
    private static int Breakpoint(nint self, nint domain, nint thread, nint breakpoint)
    {
        Of(self).stopped(new ComPointer(domain), new ComPointer(thread));
        return 0;
    }
}
