using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Wire;

namespace Emulation.Protocols.Json;

/// <summary>Reads a body strictly: what two readers could understand in two ways is no request.</summary>
internal static class JsonRequest
{
    private const int LongestBody = 1024 * 1024;
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <summary>Reads the members that the operation has, and no others.</summary>
    /// <exception cref="RefusedException">The body is not a JSON object.</exception>
    public static JsonObject Read(ReceivedRequest request, IReadOnlySet<string> members)
    {
        var document = Parse(request.Body);
        foreach (var other in document.Select(static member => member.Key).Where(name => !members.Contains(name)).ToList())
        {
            document.Remove(other);
        }

        return document;
    }

    /// <exception cref="RefusedException">It is not a JSON object.</exception>
    public static JsonObject Parse(byte[] body)
    {
        if (body.Length > LongestBody)
        {
            throw Refused($"The request is longer than {LongestBody} bytes.");
        }

        try
        {
            var request = JsonNode.Parse(body.Length == 0 ? "{}"u8 : body, null, Strict) as JsonObject ?? throw Refused("The request is not a JSON object.");
            ReadTexts(request);
            return request;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Refused("The request is not JSON in UTF-8, or names a member twice.");
        }
    }

    private static RefusedException Refused(string message) => new(new ServiceRefusal(400, "SerializationException", message));

    /// <summary>Texts are decoded when they are read: half a surrogate pair must come to light here.</summary>
    private static void ReadTexts(JsonNode? node)
    {
        switch (node)
        {
            case JsonObject members:
                foreach (var (_, value) in members)
                {
                    ReadTexts(value);
                }

                break;
            case JsonArray items:
                foreach (var item in items)
                {
                    ReadTexts(item);
                }

                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                value.GetValue<string>();
                break;
        }
    }
}
