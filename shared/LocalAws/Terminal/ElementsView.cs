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
        foreach (var word in new[] { ElementWord.Enforced, ElementWord.Emulated })
        {
            var kinds = stack.Elements.Where(element => element.Word == word && element.Closure is null).GroupBy(static element => element.Type).ToList();
            var width = kinds.Select(static kind => kind.Key.Length).DefaultIfEmpty().Max();
            foreach (var kind in kinds)
            {
                writer.WriteLine($"{Name(word)}{kind.Key.PadRight(width)}  {string.Join(", ", kind.Select(static element => element.LogicalId))}");
            }
        }

        var inert = stack.Elements.Where(static element => element.Word == ElementWord.Inert).ToList();
        if (verbose)
        {
            inert.ForEach(element => writer.WriteLine($"{Name(ElementWord.Inert)}{element.Type}: {element.LogicalId} ({element.At})"));
        }
        else if (inert.Count > 0)
        {
            var kinds = inert.GroupBy(static element => element.Type).Select(static kind => $"{kind.Count()} {kind.Key}");
            writer.WriteLine($"{Name(ElementWord.Inert)}{inert.Count} that have no bearing on access: {string.Join(", ", kinds)}");
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
                writer.WriteLine($"{word}{reason.First()}");
                continue;
            }

            writer.WriteLine($"{word}{reason.Count()} times: {reason.Key.Message} {reason.Key.Remedy}");
            foreach (var closure in reason)
            {
                writer.WriteLine($"{new string(' ', word.Length)}  {closure.At} {closure.Resource}{(closure.Property.Length == 0 ? "" : $".{closure.Property}")}");
            }
        }
    }

    private static string Name(ElementWord word) => word.ToString().ToLowerInvariant().PadRight(Indent);
}
