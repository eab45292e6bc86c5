using System.Text.Json.Nodes;
using Emulation.Upstreams;

namespace Emulation.Fronts.Sqs;

/// <summary>The tags that a call gives a queue: a map, <c>tags</c> of CreateQueue and <c>Tags</c> of TagQueue, and in the Query protocol a flat list <c>Tag</c>.</summary>
internal static class QueueTags
{
    /// <exception cref="Calls.RefusedException">They cannot be read.</exception>
    public static IReadOnlyCollection<KeyValuePair<string, string>> Of(FrontCall call) =>
        call.Members["tags"] is JsonObject tags ? OfMap(tags)
        : call.Members["Tags"] is JsonObject given ? OfMap(given)
        : [.. call.List("Tag").Select(static tag => tag is JsonObject one && Text(one["Key"]) is { } key ? KeyValuePair.Create(key, Text(one["Value"]) ?? "") : throw Wrong())];

    private static List<KeyValuePair<string, string>> OfMap(JsonObject tags) => [.. tags.Select(static tag => KeyValuePair.Create(tag.Key, Text(tag.Value) ?? throw Wrong()))];

    private static string? Text(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    private static Calls.RefusedException Wrong() => FrontCall.Invalid("Tags must be texts.");
}
