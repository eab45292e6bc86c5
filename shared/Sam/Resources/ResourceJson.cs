using System.Text.Json.Nodes;
using Sam.Documents;

namespace Sam.Resources;

/// <summary>
/// The evaluated properties of a resource as JSON. Text stays text, whatever it looks like: who makes the resource reads it as the type that each
/// property has.
/// </summary>
internal static class ResourceJson
{
    public static JsonObject Of(Values values) => (JsonObject)Of(values.Map)!;

    /// <summary>Closes the resource at each property of which something cannot be told.</summary>
    /// <param name="values">The properties.</param>
    /// <param name="wording">Those that decide nothing.</param>
    public static void CloseUnknown(Values values, IReadOnlyCollection<string>? wording = null)
    {
        foreach (var entry in values.Map.Entries.Where(entry => wording?.Contains(entry.Key) != true))
        {
            if (UnknownNode.FirstIn(entry.Value) is { Why: { } why } unknown)
            {
                values.Close(unknown, entry.Key, why.Message, why.Remedy);
            }
        }
    }

    private static JsonNode? Of(Node node) => node switch
    {
        MapNode map => new JsonObject(map.Entries.Where(static entry => !IsAbsent(entry.Value)).Select(static entry => KeyValuePair.Create(entry.Key, Of(entry.Value)))),
        ListNode list => new JsonArray([.. list.Items.Where(static item => !IsAbsent(item)).Select(Of)]),
        ScalarNode scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };

    private static bool IsAbsent(Node node) => node is UnknownNode or ScalarNode { ScalarKind: ScalarKind.Null };
}
