using System.Text.Json;
using System.Text.Unicode;

namespace Emulation.DynamoDb.Protocol;

/// <summary>
/// Reads a request's JSON so strictly that no other reader can see something else in the same bytes: what is forwarded is what was decided upon. Names are unique,
/// texts are valid Unicode, and there is nothing behind the end.
/// </summary>
internal static class StrictJson
{
    // An attribute value nests 32 levels, each an object in an object.
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 128 };

    /// <exception cref="DynamoDbException">The body is not such JSON, or has other members.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body, IReadOnlySet<string> members)
    {
        var document = Parse(body);
        try
        {
            RequestObject.Of(document.RootElement, "the request", members);
            return document;
        }
        catch
        {
            document.Dispose();
            throw;
        }
    }

    /// <exception cref="DynamoDbException">The body is not such JSON.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        if (!Utf8.IsValid(body.Span))
        {
            throw DynamoDbException.Serialization("The request is not valid UTF-8.");
        }

        try
        {
            if (body.Span.IndexOf("\\u"u8) >= 0)
            {
                CheckEscapes(body.Span);
            }

            var document = JsonDocument.Parse(body, Strict);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
            {
                return document;
            }

            document.Dispose();
            throw DynamoDbException.Serialization("Start of structure or map found where not expected.");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw DynamoDbException.Serialization("The request is not JSON, names a member twice, or has half a surrogate pair in a text.");
        }
    }

    /// <summary>Half a surrogate pair is JSON, but no text: readers make different things of it.</summary>
    private static void CheckEscapes(ReadOnlySpan<byte> body)
    {
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 128 });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                reader.GetString();
            }
        }
    }
}
