using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary><c>Fn::FindInMap</c> over the section <c>Mappings</c>, with the default value that <c>AWS::LanguageExtensions</c> adds.</summary>
internal sealed class MappingLookup(MapNode mappings, bool extended, ErrorList errors)
{
    public Node? Evaluate(Node argument, Evaluator evaluator, Place place) => argument switch
    {
        ListNode { Items: [var map, var top, var second] } => Find(map, top, second, null, argument, evaluator, place),
        ListNode { Items: [var map, var top, var second, MapNode { Entries: [{ Key: "DefaultValue", Value: var fallback }] }] } => extended
            ? Find(map, top, second, fallback, argument, evaluator, place)
            : evaluator.Report(argument, place, "A DefaultValue of Fn::FindInMap needs the transform AWS::LanguageExtensions.", "Add it to Transform, before the SAM transform."),
        _ => evaluator.Report(argument, place, "Fn::FindInMap takes a map's name and two keys.", "Write !FindInMap [Map, TopLevelKey, SecondLevelKey]."),
    };

    private Node? Find(Node map, Node top, Node second, Node? fallback, Node argument, Evaluator evaluator, Place place)
    {
        Node found = mappings;
        foreach (var (step, what) in new[] { (map, "mapping"), (top, "top-level key"), (second, "second-level key") })
        {
            var name = evaluator.TextNode(step, place);
            if (name is not ScalarNode { Text: var key })
            {
                return ((UnknownNode)name).With(argument.Line, null);
            }

            // What a macro would make of a mapping is not known; the keys below it are not either.
            if (found is UnknownNode or MapNode { Entries: [{ Key: "Fn::Transform" }] })
            {
                return evaluator.Evaluate(found, place);
            }

            var level = found as MapNode ?? MapNode.Empty;
            if (level[key] is not { } next)
            {
                return fallback is null
                    ? evaluator.Report(
                        step, place, $"Fn::FindInMap: there is no {what} '{key}'.",
                        errors.Hint(key, level.Entries.Select(static e => e.Key)) ?? "Add it to the section Mappings.")
                    : evaluator.Evaluate(fallback, place);
            }

            found = next;
        }

        return found is ScalarNode or ListNode or UnknownNode
            ? found
            : evaluator.Report(argument, place, $"Fn::FindInMap found {found.Kind}, not a value.", "A mapping has two levels of keys.");
    }
}
