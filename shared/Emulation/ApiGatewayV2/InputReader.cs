using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Emulation.Protocols.RestJson;

namespace Emulation.ApiGatewayV2;

/// <summary>Reads what a client sends to make or change something. What is decided on and what is done come from the one object that it reads.</summary>
internal static class InputReader
{
    /// <summary>Null when the body is one that LocalAws honours whole.</summary>
    public static RestRefusal? Read<TInput>(byte[] body, JsonTypeInfo<TInput> type, out TInput input)
        where TInput : ManagementInput
    {
        input = null!;
        try
        {
            input = JsonSerializer.Deserialize(body.Length == 0 ? "{}"u8 : body, type) ?? JsonSerializer.Deserialize("{}"u8, type)!;
        }
        catch (JsonException e)
        {
            return ApiRefusal.BadRequest($"Invalid request body at {e.Path}: this is no JSON, or a value of another type than the API Reference says.");
        }

        if (HasNullItem(body))
        {
            return ApiRefusal.BadRequest("Invalid request body: a list must not hold null.");
        }

        var unknown = input.Others?.Where(static other => other.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.False)).Select(static other => other.Key).ToList();
        return unknown is { Count: > 0 }
            ? ApiRefusal.BadRequest($"LocalAws does not honour {string.Join(", ", unknown)}, and refuses rather than ignores it. Leave it out.")
            : null;
    }

    /// <summary>The serializer takes null as an item of any list.</summary>
    private static bool HasNullItem(byte[] body)
    {
        if (body.Length == 0)
        {
            return false;
        }

        var reader = new Utf8JsonReader(body);
        var isList = new Stack<bool>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartArray or JsonTokenType.StartObject:
                    isList.Push(reader.TokenType == JsonTokenType.StartArray);
                    break;
                case JsonTokenType.EndArray or JsonTokenType.EndObject:
                    isList.Pop();
                    break;
                case JsonTokenType.Null when isList.TryPeek(out var inList) && inList:
                    return true;
                default:
                    break;
            }
        }

        return false;
    }
}
