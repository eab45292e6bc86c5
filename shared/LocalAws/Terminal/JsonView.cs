using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Emulation.Wire;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>JSON for people: indented, in colours.</summary>
internal static class JsonView
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>False when the text is no JSON: then nothing is written.</summary>
    public static bool TryWrite(IAnsiConsole console, byte[] text)
    {
        if (TryIndent(text) is not { } indented)
        {
            return false;
        }

        foreach (var line in indented.Split('\n'))
        {
            Line(console, ClientText.Shown(line, int.MaxValue));
        }

        return true;
    }

    private static string? TryIndent(byte[] text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            using var stream = new MemoryStream();
            using (var writer = new Utf8JsonWriter(stream, Indented))
            {
                document.WriteTo(writer);
            }

            return Encoding.UTF8.GetString(stream.ToArray()).ReplaceLineEndings("\n");
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>A line of indented JSON has a name at most, and a value at most.</summary>
    private static void Line(IAnsiConsole console, string line)
    {
        var at = line.Length - line.TrimStart(' ').Length;
        var paragraph = new Paragraph(line[..at]);
        if (line.Length > at && line[at] == '"' && EndOfText(line, at) is var end && end < line.Length && line[end] == ':')
        {
            paragraph.Append(line[at..end], new Style(Color.Blue)).Append(": ");
            at = Math.Min(end + 2, line.Length);
        }

        var value = line[at..];
        var bare = value.TrimEnd(',');
        paragraph.Append(bare, new Style(ColourOf(bare))).Append(value[bare.Length..]);
        console.Write(paragraph);
        console.WriteLine();
    }

    private static int EndOfText(string line, int at)
    {
        var end = at + 1;
        while (end < line.Length && line[end] != '"')
        {
            end += line[end] == '\\' ? 2 : 1;
        }

        return end + 1;
    }

    private static Color ColourOf(string value) => value switch
    {
        ['"', ..] => Color.Green,
        "true" or "false" => Color.Yellow,
        "null" => Color.Grey,
        ['-' or (>= '0' and <= '9'), ..] => Color.Teal,
        _ => Color.Default,
    };
}
