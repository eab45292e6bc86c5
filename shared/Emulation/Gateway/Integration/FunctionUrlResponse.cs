using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Lambda;
using Emulation.Wire;

namespace Emulation.Gateway.Integration;

/// <summary>
/// What a function's URL makes of the function's answer (captured: lambda/url_http_codecs of radkawar/stackd). JSON with a <c>statusCode</c> is an answer in format 2.0,
/// taken as it comes: what is no text becomes one. Other JSON is the body, and so is what is no JSON.
/// </summary>
internal static class FunctionUrlResponse
{
    private const string Json = "application/json";
    private const string Bytes = "application/octet-stream";

    /// <summary>What a runtime calls an answer that is streamed behind its status and headers.</summary>
    public const string WithPrelude = "application/vnd.awslambda.http-integration-response";

    /// <summary>What is between them and the body.</summary>
    private static readonly byte[] EndOfPrelude = new byte[8];

    /// <summary>Of a URL with <c>BUFFERED</c>: the first JSON value counts, and nothing behind it.</summary>
    public static ProxyResponse? Read(InvocationResult result, out string problem)
    {
        problem = "";
        var payload = result.Payload.Span;
        if (payload.IsEmpty)
        {
            return Whole(Json, payload);
        }

        return FirstValue(payload) is not { } value ? Whole(Bytes, payload)
            : value.Node is JsonObject answer && answer.ContainsKey("statusCode") ? Told(answer, BodyOf(answer), out problem)
            : value.Node is JsonValue text && text.TryGetValue<string>(out var said) ? Whole(Json, Encoding.UTF8.GetBytes(said))
            : Whole(Json, payload[..value.Length]);
    }

    /// <summary>The beginning of an answer without a prelude.</summary>
    public static ProxyResponse OfType(string type) => Whole(type.Length == 0 ? Bytes : type, []);

    /// <summary>Reads a prelude with what has come of the body behind it; false while it has no end. It is null where it is none.</summary>
    public static bool TryReadPrelude(ReadOnlySpan<byte> read, out ProxyResponse? begun)
    {
        var end = read.IndexOf(EndOfPrelude);
        begun = end >= 0 && FirstValue(read[..end])?.Node is JsonObject prelude ? Told(prelude, read[(end + EndOfPrelude.Length)..].ToArray(), out _, status: 200) : null;
        return end >= 0;
    }

    /// <summary>
    /// Of a URL with <c>RESPONSE_STREAM</c>: the body is what the function wrote, behind a prelude if it has one; an answer in format 2.0 tells status and headers besides.
    /// </summary>
    public static ProxyResponse? ReadStream(InvocationResult result, out string problem)
    {
        problem = "";
        var payload = result.Payload.Span;
        if (result.FunctionError is not null)
        {
            return Whole(Json, payload);
        }

        if (payload.IndexOf(EndOfPrelude) is var end and >= 0 && FirstValue(payload[..end])?.Node is JsonObject prelude)
        {
            return Told(prelude, payload[(end + EndOfPrelude.Length)..].ToArray(), out problem, status: 200);
        }

        var first = FirstValue(payload);
        return first?.Node is JsonObject answer && answer.ContainsKey("statusCode") ? Told(answer, payload.ToArray(), out problem)
            : Whole(result.ContentType is { Length: > 0 } type and not WithPrelude ? type : first is null && !payload.IsEmpty ? Bytes : Json, payload);
    }

    private static ProxyResponse Whole(string type, ReadOnlySpan<byte> body) => new(200, [new("content-type", type)], body.ToArray(), false);

    /// <summary>Null for a status that is none.</summary>
    private static ProxyResponse? Told(JsonObject answer, byte[] body, out string problem, int? status = null)
    {
        status = StatusOf(answer["statusCode"]) ?? (answer.ContainsKey("statusCode") ? null : status);
        problem = status is null ? "'statusCode' is not a status" : "";
        List<KeyValuePair<string, string>> headers = [];
        foreach (var (name, value) in answer["headers"] as JsonObject ?? [])
        {
            headers.Add(new(name, TextOf(value)));
        }

        foreach (var cookie in answer["cookies"] as JsonArray ?? [])
        {
            headers.Add(new("set-cookie", TextOf(cookie)));
        }

        return status is { } known ? new ProxyResponse(known, headers, body, false) : null;
    }

    private static int? StatusOf(JsonNode? status) => status is JsonValue value
        && (value.TryGetValue<int>(out var number) || (value.TryGetValue<string>(out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)))
        && number is >= 100 and <= 599 ? number : null;

    private static byte[] BodyOf(JsonObject answer) => answer["body"] switch
    {
        null => [],
        JsonValue value when value.TryGetValue<string>(out var text) => answer["isBase64Encoded"] is JsonValue flag && flag.TryGetValue<bool>(out var isBase64) && isBase64
            ? Decoded(text)
            : Encoding.UTF8.GetBytes(text),
        var other => Encoding.UTF8.GetBytes(other.ToJsonString()),
    };

    /// <summary>In either alphabet, and without whatever else is in it.</summary>
    private static byte[] Decoded(string text)
    {
        var letters = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '-' or '_')
            {
                letters.Append(c switch { '-' => '+', '_' => '/', _ => c });
            }
        }

        // One letter by itself is less than a byte.
        letters.Length -= letters.Length % 4 == 1 ? 1 : 0;
        return Convert.FromBase64String(letters.Append('=', (4 - (letters.Length % 4)) % 4).ToString());
    }

    /// <summary>A text as it is; anything else as it is written in braces and brackets.</summary>
    private static string TextOf(JsonNode? value) => value switch
    {
        null => "null",
        JsonObject map => $"{{{string.Join(", ", map.Select(static pair => $"{pair.Key}={TextOf(pair.Value)}"))}}}",
        JsonArray list => $"[{string.Join(", ", list.Select(TextOf))}]",
        JsonValue text when text.TryGetValue<string>(out var said) => said,
        _ => value.ToJsonString(),
    };

    /// <summary>The JSON value that bytes begin with, and how long it is; null when they begin with none.</summary>
    private static (JsonNode? Node, int Length)? FirstValue(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            reader.Skip();
            var length = (int)reader.BytesConsumed;
            return (JsonNode.Parse(ForeignJson.Readable(bytes[..length])), length);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
