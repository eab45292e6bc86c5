namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>The places of the methods of <c>ICorDebug</c> that are called. All are of dotnet/runtime, src/coreclr/inc/cordebug.idl.</summary>
internal static class CorDebug
{
    public const int Initialize = 3;
    public const int Terminate = 4;
    public const int SetManagedHandler = 5;
    public const int DebugActiveProcess = 8;
}

/// <summary>Of <c>ICorDebugController</c>, which a process and a domain are.</summary>
internal static class CorDebugController
{
    public const int Stop = 3;
    public const int Continue = 4;
    public const int Detach = 9;
}

/// <summary>Of <c>ICorDebugModule</c>.</summary>
internal static class CorDebugModule
{
    public const int GetName = 6;
    public const int GetFunctionFromToken = 9;
}

/// <summary>Of <c>ICorDebugFunction</c>.</summary>
internal static class CorDebugFunction
{
    public const int GetILCode = 6;
}

/// <summary>Of <c>ICorDebugCode</c>.</summary>
internal static class CorDebugCode
{
    public const int CreateBreakpoint = 7;
}

/// <summary>Of <c>ICorDebugBreakpoint</c>.</summary>
internal static class CorDebugBreakpoint
{
    public const int Activate = 3;
}

/// <summary>Of <c>ICorDebugThread</c>.</summary>
internal static class CorDebugThread
{
    public const int GetActiveFrame = 15;
}

/// <summary>Of <c>ICorDebugILFrame</c>.</summary>
internal static class CorDebugFrame
{
    public const int GetLocalVariable = 14;
    public const int GetArgument = 16;
}

/// <summary>Of <c>ICorDebugReferenceValue</c>, and of <c>ICorDebugStringValue</c>, to which one may refer.</summary>
internal static class CorDebugValue
{
    public const int Dereference = 10;
    public const int GetLength = 9;
    public const int GetString = 10;
}
