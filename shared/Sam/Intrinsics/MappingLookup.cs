using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary><c>Fn::FindInMap</c> over the section <c>Mappings</c>.</summary>
internal static class MappingLookup
{
    public static Node Evaluate(Node argument, MapNode mappings, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [var map, var top, var second] })
        {
            return evaluator.Report(argument, place, "Fn::FindInMap takes a map's name and two keys.", "Write !FindInMap [Map, TopLevelKey, SecondLevelKey].");
        }

        Node found = mappings;
        foreach (var (step, what) in new[] { (map, "mapping"), (top, "top-level key"), (second, "second-level key") })
        {
            if (evaluator.Text(step, place) is not { } key)
            {
                return new UnknownNode(argument.Line);
            }

            var level = found as MapNode ?? MapNode.Empty;
            if (level[key] is not { } next)
            {
                return evaluator.Report(
                    step, place, $"Fn::FindInMap: there is no {what} '{key}'.",
                    DidYouMean.Hint(key, level.Entries.Select(static e => e.Key)) ?? "Add it to the section Mappings.");
            }

            found = next;
        }

        return found is ScalarNode or ListNode
            ? found
            : evaluator.Report(argument, place, $"Fn::FindInMap found {found.Kind}, not a value.", "A mapping has two levels of keys.");
    }
}
