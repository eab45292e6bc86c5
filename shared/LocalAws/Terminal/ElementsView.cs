using Sam;

namespace Tool.Terminal;

/// <summary>
/// What LocalAws does with each element of a template: one line for each type that is enforced or emulated, the inert ones counted by kind, what is closed with its reason.
/// </summary>
internal static class ElementsView
{
    private const int Indent = 10;

    public static void Print(TextWriter writer, Stack stack, bool verbose)
    {
        var kinds = stack.Elements.Where(static element => element.Word is ElementWord.Enforced or ElementWord.Emulated && element.Closure is null)
            .GroupBy(static element => (element.Word, element.Type)).OrderBy(static kind => kind.Key.Word).ToList();
        var width = kinds.Select(static kind => kind.Key.Type.Length).DefaultIfEmpty().Max();
        foreach (var kind in kinds)
        {
            writer.WriteLine($"{Name(kind.Key.Word)}{kind.Key.Type.PadRight(width)}  {string.Join(", ", kind.Select(static element => element.LogicalId))}");
        }

        var inert = stack.Elements.Where(static element => element.Word == ElementWord.Inert).ToList();
        if (verbose)
        {
            inert.ForEach(element => writer.WriteLine($"{Name(ElementWord.Inert)}{element.Type}: {element.LogicalId} ({element.At})"));
        }
        else if (inert.Count > 0)
        {
            writer.WriteLine($"{Name(ElementWord.Inert)}{string.Join(", ", inert.GroupBy(static element => element.Type).Select(static kind => $"{kind.Count()} {kind.Key}"))}");
        }

        PrintClosed(writer, stack.Closures, Name(ElementWord.Closed));
    }

    /// <summary>One line for each thing that is closed; what has the same reason as others stands under it, with their count.</summary>
    public static void PrintClosed(TextWriter writer, IReadOnlyCollection<Closure> closures, string word)
    {
        foreach (var reason in closures.GroupBy(static closure => (closure.Message, closure.Remedy)))
        {
            if (reason.Count() == 1)
            {
                writer.WriteLine($"{word}{Here(reason.First().ToString())}");
                continue;
            }

            writer.WriteLine($"{word}{reason.Count()} times: {Here(reason.Key.Message)} {reason.Key.Remedy}");
            foreach (var closure in reason)
            {
                writer.WriteLine($"{new string(' ', word.Length)}  {Here(closure.At.ToString())} {closure.Resource}{(closure.Property.Length == 0 ? "" : $".{closure.Property}")}");
            }
        }
    }

    // Files of this folder without it: a line is read at a glance then, and still leads there.
    private static string Here(string text) => text.Replace($"{Environment.CurrentDirectory}{Path.DirectorySeparatorChar}", "", StringComparison.Ordinal);

    private static string Name(ElementWord word) => word.ToString().ToLowerInvariant().PadRight(Indent);
}
