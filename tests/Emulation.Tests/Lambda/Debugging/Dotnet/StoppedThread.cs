namespace Emulation.Tests.Lambda.Debugging.Dotnet;

/// <summary>A thread that stands at a line, with all others of its process.</summary>
internal sealed unsafe class StoppedThread(CodeLine line, ComPointer domain, ComPointer thread)
{
    private static readonly Guid FrameOfCode = new("03e26311-4f76-11d3-88c6-006097945418");
    private static readonly Guid ReferenceValue = new("cc7bcaf9-8a68-11d2-983c-0000f808342d");
    private static readonly Guid StringValue = new("cc7bcafd-8a68-11d2-983c-0000f808342d");

    /// <summary>The text that a variable of the line has.</summary>
    public string Text(string variable)
    {
        var frame = thread.Get(CorDebugThread.GetActiveFrame).As(FrameOfCode);
        var value = line.Locals.TryGetValue(variable, out var local) ? frame.Get(CorDebugFrame.GetLocalVariable, local) : frame.Get(CorDebugFrame.GetArgument, line.Arguments[variable]);
        var text = value.As(ReferenceValue).Get(CorDebugValue.Dereference).As(StringValue);
        var length = 0;
        text.Call(CorDebugValue.GetLength, (nint)(&length));
        var characters = new char[length + 1];
        fixed (char* to = characters)
        {
            text.Call(CorDebugValue.GetString, characters.Length, (nint)(&length), (nint)to);
        }

        return new string(characters, 0, length);
    }

    /// <summary>Lets the process go on.</summary>
    public void Continue() => domain.Call(CorDebugController.Continue);
}
