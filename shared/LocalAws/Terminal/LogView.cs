using Emulation.Wire;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>Lines of functions, each behind the name of its function where there are several.</summary>
internal sealed class LogView(IAnsiConsole console)
{
    private static readonly Color[] Palette = [Color.Teal, Color.Olive, Color.Purple, Color.Green, Color.Blue, Color.Maroon];
    private readonly Dictionary<string, Color> colours = new(StringComparer.Ordinal);
    private int width;

    /// <summary>Makes room for the names of these functions; one alone needs none.</summary>
    public void Begin(IReadOnlyCollection<string> functions) => width = functions.Count < 2 ? 0 : Math.Max(width, functions.Max(static name => name.Length));

    public void Write(string function, IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            if (width > 0)
            {
                console.Write(new Text($"{function.PadRight(width)} | ", new Style(ColourOf(function))));
            }

            // A terminal obeys what is in a line, and functions print what their callers sent.
            console.Profile.Out.Writer.WriteLine(console.Profile.Out.IsTerminal ? ClientText.Shown(line.Replace("\t", "    ", StringComparison.Ordinal), int.MaxValue) : line);
        }
    }

    private Color ColourOf(string function)
    {
        if (!colours.TryGetValue(function, out var colour))
        {
            colours[function] = colour = Palette[colours.Count % Palette.Length];
        }

        return colour;
    }
}
