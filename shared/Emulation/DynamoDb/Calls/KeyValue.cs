using System.Text.Json;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Calls;

/// <summary>An attribute value as far as it can be a key: a text, a number or bytes, as policies see it.</summary>
/// <param name="Type"><c>S</c>, <c>N</c> or <c>B</c>; anything else is no key.</param>
/// <param name="Text">The text, the number in its one spelling, or base64; empty for what is no key.</param>
internal readonly record struct KeyValue(string Type, string Text)
{
    /// <summary>Reads such as <c>{"S":"mine"}</c>.</summary>
    /// <exception cref="DynamoDbException">It has not exactly one type, or a value that is none of its type.</exception>
    public static KeyValue Read(JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            throw DynamoDbException.Serialization("An attribute value is an object with one member, its type.");
        }

        JsonProperty? only = null;
        foreach (var member in value.EnumerateObject())
        {
            only = only is null
                ? member
                : throw DynamoDbException.Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of the supported datatypes");
        }

        var type = only?.Name ?? throw DynamoDbException.Validation("Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
        return type is "S" or "N" or "B" ? new KeyValue(type, TextOf(type, only.Value.Value)) : new KeyValue(type, "");
    }

    private static string TextOf(string type, JsonElement value)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            throw DynamoDbException.Serialization($"The value of type {type} has to be a text.");
        }

        var text = value.GetString()!;
        return type switch
        {
            "S" => text,
            "N" => NumberText.Canonical(text) ?? throw DynamoDbException.Validation($"The parameter cannot be converted to a numeric value: {text}"),
            _ => value.TryGetBytesFromBase64(out var bytes) ? Convert.ToBase64String(bytes) : throw DynamoDbException.Serialization("The value of type B is not base64."),
        };
    }
}
