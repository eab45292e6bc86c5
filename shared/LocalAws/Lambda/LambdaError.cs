using System.Text.Encodings.Web;
using System.Text.Json;

namespace Emulation.Lambda;

/// <summary>A refusal of Lambda's API: status, type and message in AWS's words.</summary>
internal sealed record LambdaError(int StatusCode, string Type, string Message)
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static LambdaError Throttled { get; } = new(429, "TooManyRequestsException", "Rate Exceeded.");

    /// <summary>Whether this is a policy's refusal, whose body has a <c>Message</c> and no type. A signature's has a <c>message</c>.</summary>
    public bool CapitalM { get; init; }

    public byte[] Body()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, Relaxed))
        {
            json.WriteStartObject();
            if (!CapitalM)
            {
                json.WriteString("Type"u8, "User"u8);
            }

            json.WriteString(StatusCode == 403 && !CapitalM ? "message" : "Message", Message);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }
}
