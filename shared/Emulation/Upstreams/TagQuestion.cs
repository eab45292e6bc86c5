using System.Text.Json.Nodes;

namespace Emulation.Upstreams;

/// <summary>How a server is asked for the tags of a resource.</summary>
/// <param name="Operation">Such as <c>ListTagsForResource</c>.</param>
/// <param name="Members">What the operation is told.</param>
/// <param name="Member">Where the answer has the tags: as a map, or as a list of keys and values.</param>
/// <param name="Prefix">The service's own name for the key beside <c>aws:ResourceTag</c>, such as <c>secretsmanager</c>; null where it has none.</param>
internal sealed record TagQuestion(string Operation, JsonObject Members, string Member = "Tags", string? Prefix = null)
{
    /// <summary>The tags in an answer; null when they cannot be read.</summary>
    public IReadOnlyList<KeyValuePair<string, string>>? Read(JsonObject answer) => answer[Member] switch
    {
        null => [],
        JsonObject map => Whole(map.Select(static tag => Pair(tag.Key, TextOf(tag.Value)))),
        JsonArray list => Whole(list.Select(static tag => tag is JsonObject one ? Pair(Any(one, "Key", "key", "TagKey"), Any(one, "Value", "value", "TagValue")) : null)),

        // An empty list in XML.
        JsonValue value when TextOf(value) is "" => [],
        _ => null,
    };

    private static List<KeyValuePair<string, string>>? Whole(IEnumerable<KeyValuePair<string, string>?> tags)
    {
        var all = tags.ToList();
        return all.Contains(null) ? null : [.. all.Select(static tag => tag!.Value)];
    }

    private static KeyValuePair<string, string>? Pair(string? key, string? value) => key is null ? null : KeyValuePair.Create(key, value ?? "");

    private static string? Any(JsonObject tag, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (tag[name] is { } value)
            {
                return TextOf(value);
            }
        }

        return null;
    }

    private static string? TextOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
