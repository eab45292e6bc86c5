using System.Text;
using System.Text.Json;
using Emulation.Wire;

namespace Emulation.Gateway.Integration;

/// <summary>
/// What API Gateway makes of JSON without a <c>statusCode</c> in format 2.0: status 200, <c>application/json</c>, and the JSON itself as the body; a text stands
/// for itself. API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
/// </summary>
internal static class InferredResponse
{
    /// <summary>Null when the answer has a <c>statusCode</c>.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ProxyResponse? Read(ReadOnlySpan<byte> payload)
    {
        var readable = ForeignJson.Readable(payload);
        var reader = new Utf8JsonReader(readable);
        reader.Read();
        if (reader.TokenType == JsonTokenType.StartObject && HasStatus(readable))
        {
            return null;
        }

        var body = reader.TokenType == JsonTokenType.String ? Encoding.UTF8.GetBytes(reader.GetString()!) : payload.ToArray();
        reader.Skip();
        return new ProxyResponse(200, [new("content-type", "application/json")], body, false);
    }

    private static bool HasStatus(ReadOnlySpan<byte> payload)
    {
        var reader = new Utf8JsonReader(payload);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (reader.ValueTextEquals("statusCode"u8))
            {
                return true;
            }

            reader.Read();
            reader.Skip();
        }

        return false;
    }
}
