using System.Text;
using System.Text.Json;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The body of an event, as text or as base64.</summary>
internal static class EventBody
{
    /// <summary>Writes <c>body</c> and <c>isBase64Encoded</c>.</summary>
    public static void Write(Utf8JsonWriter json, GatewayRequest request, bool isBinary)
    {
        ReadOnlySpan<byte> body = request.Received.Body;
        if (body.IsEmpty)
        {
            json.WriteNull("body");
        }
        else if (isBinary)
        {
            json.WriteBase64String("body", body);
        }
        else
        {
            WriteText(json, body);
        }

        json.WriteBoolean("isBase64Encoded", isBinary && !body.IsEmpty);
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> body)
    {
        if (System.Text.Unicode.Utf8.IsValid(body))
        {
            json.WriteString("body"u8, body);
        }
        else
        {
            // As on AWS, bytes that are no UTF-8 are lost unless the API lists their type in BinaryMediaTypes.
            json.WriteString("body"u8, Encoding.UTF8.GetString(body));
        }
    }
}
