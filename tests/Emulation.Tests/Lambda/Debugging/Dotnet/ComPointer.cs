using System.Globalization;

namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>
/// An object of a native library, called by the places of its methods: three for <c>IUnknown</c>, then those of the interface in the order of dotnet/runtime,
/// src/coreclr/inc/cordebug.idl. Arguments go by registers, so that a method takes as many of them as it has.
/// </summary>
internal readonly unsafe record struct ComPointer(nint Address)
{
    private const int QueryInterface = 0;

    /// <summary>The same object by another of its interfaces.</summary>
    public ComPointer As(Guid interfaceId)
    {
        nint found = 0;
        Call(QueryInterface, (nint)(&interfaceId), (nint)(&found));
        return new ComPointer(found);
    }

    /// <summary>Calls a method.</summary>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public void Call(int method, nint first = 0, nint second = 0, nint third = 0) => Check(TryCall(method, first, second, third));

    /// <summary>Calls a method that may fail: below zero says so.</summary>
    public int TryCall(int method, nint first = 0, nint second = 0, nint third = 0) =>
        ((delegate* unmanaged<nint, nint, nint, nint, int>)(*(nint**)Address)[method])(Address, first, second, third);

    /// <summary>Calls a method whose last argument is where it puts an object.</summary>
    public ComPointer Get(int method, params ReadOnlySpan<nint> arguments)
    {
        nint found = 0;
        Span<nint> all = [.. arguments, (nint)(&found), 0, 0];
        Call(method, all[0], all[1], all[2]);
        return new ComPointer(found);
    }

    public static void Check(int result)
    {
        if (result < 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"0x{result:x8}: src/coreclr/inc/corerror.xml of dotnet/runtime says what that is"));
        }
    }
}
