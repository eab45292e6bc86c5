using Emulation;
using Sam;

namespace Tool.Terminal;

/// <summary>What LocalAws does with each element of the templates: one line for each that is enforced, emulated or closed; the inert ones counted by kind.</summary>
internal static class ElementsView
{
    public static void Print(TextWriter writer, LoadedStacks stacks, bool verbose)
    {
        foreach (var stack in stacks.All)
        {
            var elements = stack.Elements;
            foreach (var word in new[] { ElementWord.Enforced, ElementWord.Emulated })
            {
                foreach (var kind in elements.Where(element => element.Word == word && element.Closure is null).GroupBy(static element => element.Type))
                {
                    writer.WriteLine($"{Name(word)}  {kind.Key}: {string.Join(", ", kind.Select(static element => element.LogicalId))}");
                }
            }

            var inert = elements.Where(static element => element.Word == ElementWord.Inert).ToList();
            if (verbose)
            {
                inert.ForEach(element => writer.WriteLine($"{Name(ElementWord.Inert)}  {element.Type}: {element.LogicalId} ({element.At})"));
            }
            else if (inert.Count > 0)
            {
                writer.WriteLine($"{Name(ElementWord.Inert)}  {string.Join(", ", inert.GroupBy(static element => element.Type).Select(static kind => $"{kind.Count()} {kind.Key}"))}");
            }

            foreach (var closure in stack.Closures)
            {
                writer.WriteLine($"{Name(ElementWord.Closed)}  {closure}");
            }
        }
    }

    private static string Name(ElementWord word) => word.ToString().ToLowerInvariant().PadRight(8);
}
