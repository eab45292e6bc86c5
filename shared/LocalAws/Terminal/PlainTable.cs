using Spectre.Console;

namespace Tool.Terminal;

/// <summary>A table: drawn on a terminal, aligned plain text in a pipe.</summary>
internal static class PlainTable
{
    public static void Print(IAnsiConsole console, string[] titles, IReadOnlyList<string[]> rows)
    {
        if (console.Profile.Out.IsTerminal)
        {
            var table = new Spectre.Console.Table { Border = TableBorder.Rounded };
            foreach (var title in titles)
            {
                table.AddColumn(new TableColumn(new Text(title, new Style(decoration: Decoration.Bold))));
            }

            foreach (var row in rows)
            {
                table.AddRow(Array.ConvertAll(row, cell => new Text(cell)));
            }

            console.Write(table);
            return;
        }

        var widths = Enumerable.Range(0, titles.Length).Select(i => rows.Select(r => r[i].Length).Append(titles[i].Length).Max()).ToArray();
        foreach (var row in rows.Prepend(titles))
        {
            console.Profile.Out.Writer.WriteLine(string.Join("  ", row.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }
}
