using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Another console than the program's own: standard error, or one that leaves lines as long as they are.</summary>
internal static class OpenConsole
{
    private const int AnyLength = 1 << 20;

    /// <summary>In colours where the writer is a terminal; lines of any length where it is none, or where that is asked for.</summary>
    public static IAnsiConsole On(TextWriter writer, bool isUnwrapped = false)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (isUnwrapped || !console.Profile.Out.IsTerminal)
        {
            console.Profile.Width = AnyLength;
        }

        return console;
    }
}
