using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Upstreams.Forms;

/// <summary>Reads a call's members so strictly that no other reader can see something else in the same bytes.</summary>
internal static class CallMembers
{
    private const int MostLevels = 64;

    /// <summary>Maps whose names are the client's own, under which case counts. Amazon SQS API Reference, TagQueue and SendMessage; other services call tags so.</summary>
    private static readonly HashSet<string> OfChosenNames = new(StringComparer.OrdinalIgnoreCase) { "tags", "MessageAttributes" };

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = MostLevels };

    /// <exception cref="RefusedException">It is no JSON object, names a member twice, or holds a text that is none.</exception>
    public static JsonObject OfJson(byte[] body)
    {
        try
        {
            var members = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body, null, Strict) as JsonObject ?? throw Refused("The request is not a JSON object.");
            Check(members);
            return members;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Refused("The request is not JSON in UTF-8, or names a member twice.");
        }
    }

    public static RefusedException Refused(string message) => new(new ServiceRefusal(400, "SerializationException", message));

    /// <summary>
    /// Every text is one, and no two names of members differ in their case only: a server may not tell them apart. Names that clients choose do, as the keys of tags in a map.
    /// </summary>
    public static void Check(JsonNode? node) => Check(node, isChosen: false);

    private static void Check(JsonNode? node, bool isChosen)
    {
        switch (node)
        {
            case JsonObject members:
                var names = new HashSet<string>(members.Count, isChosen ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase);
                foreach (var (name, value) in members)
                {
                    if (!names.Add(name))
                    {
                        throw Refused($"The request names the member {name} twice, in another case.");
                    }

                    Check(value, OfChosenNames.Contains(name));
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    Check(item, isChosen: false);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
