using Emulation.Access;
using Iam;
using Spectre.Console;

namespace Tool.Terminal;

/// <summary>The matrix for people: a table on a terminal, aligned plain text in a pipe; then what conditional cells depend on.</summary>
internal static class MatrixView
{
    public static void Print(IAnsiConsole console, AccessMatrix matrix)
    {
        foreach (var api in matrix.Routes.Select((route, index) => (route, index)).GroupBy(r => r.route.ApiName))
        {
            var rows = matrix.Principals.Select((principal, p) => (Name: principal.Name, Cells: api.Select(r => matrix[p, r.index]).ToList())).ToList();
            Table(console, api.Key, [.. api.Select(r => r.route.Name)], rows);
            var notes = rows.SelectMany(r => r.Cells).Where(c => c.Verdict == SymbolicVerdict.Conditional)
                .Select(c => $"{c.Principal.Name}, {c.Route.Name}: {c.Condition}").ToList();
            notes.ForEach(n => console.Profile.Out.Writer.WriteLine($"  {n}"));
            console.Profile.Out.Writer.WriteLine();
        }

        if (!matrix.Deliveries.IsEmpty)
        {
            Deliveries(console.Profile.Out.Writer, matrix.Deliveries);
        }
    }

    /// <summary>A line each, and below it of what is not allowed why.</summary>
    private static void Deliveries(TextWriter writer, IReadOnlyList<MatrixDelivery> deliveries)
    {
        writer.WriteLine(MatrixDelivery.Title);
        writer.WriteLine(MatrixDelivery.Note);
        var width = deliveries.Max(static one => one.Name.Length);
        foreach (var one in deliveries)
        {
            writer.WriteLine($"{one.Name.PadRight(width)}  {(one.Word is { } word ? Word(word) : "?")}");
            if (one.Word != AccessWord.Allow)
            {
                writer.WriteLine($"  {one.Reason}");
            }
        }

        writer.WriteLine();
    }

    private static void Table(IAnsiConsole console, string api, List<string> routes, List<(string Name, List<MatrixCell> Cells)> rows)
    {
        if (!console.Profile.Out.IsTerminal)
        {
            Plain(console.Profile.Out.Writer, api, routes, rows);
            return;
        }

        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(api, new Style(decoration: Decoration.Bold)) };
        table.AddColumn("");
        routes.ForEach(r => table.AddColumn(new TableColumn(new Text(r)).Centered()));
        foreach (var (name, cells) in rows)
        {
            table.AddRow([new Text(name), .. cells.Select(c => new Text(Word(c.Word), new Style(Colour(c.Word))))]);
        }

        console.Write(table);
    }

    private static void Plain(TextWriter writer, string api, List<string> routes, List<(string Name, List<MatrixCell> Cells)> rows)
    {
        string[][] lines = [[api, .. routes], .. rows.Select(r => (string[])[r.Name, .. r.Cells.Select(c => Word(c.Word))])];
        var widths = Enumerable.Range(0, routes.Count + 1).Select(i => lines.Max(l => l[i].Length)).ToArray();
        foreach (var line in lines)
        {
            writer.WriteLine(string.Join("  ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
        }
    }

    private static string Word(AccessWord word) => word switch
    {
        AccessWord.Allow => "yes",
        AccessWord.Conditional => "if",
        AccessWord.Closed => "closed",
        _ => "-",
    };

    private static Color Colour(AccessWord word) => word switch
    {
        AccessWord.Allow => Color.Green,
        AccessWord.Conditional => Color.Yellow,
        _ => Color.Grey,
    };
}
