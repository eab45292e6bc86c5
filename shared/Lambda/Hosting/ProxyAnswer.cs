using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Lambda.Hosting;

/// <summary>
/// Writes the answer to API Gateway: status, headers, and the body as text or, where it is none, as base64. Source: API Gateway guide, "Output
/// format of a Lambda function for proxy integration" and "Create AWS Lambda proxy integrations for HTTP APIs".
/// </summary>
internal static class ProxyAnswer
{
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    public static void Write(IBufferWriter<byte> output, PayloadFormat format, int statusCode, IHeaderDictionary headers, ReadOnlySpan<byte> body)
    {
        using var json = new Utf8JsonWriter(output, Options);
        json.WriteStartObject();
        json.WriteNumber("statusCode"u8, statusCode);
        if (format == PayloadFormat.Version2)
        {
            WriteJoinedHeaders(json, headers);
        }
        else
        {
            WriteHeaders(json, headers);
        }

        var isText = IsText(headers, body);
        if (isText)
        {
            json.WriteString("body"u8, body);
        }
        else
        {
            json.WriteBase64String("body"u8, body);
        }

        json.WriteBoolean("isBase64Encoded"u8, !isText);
        json.WriteEndObject();
    }

    private static void WriteHeaders(Utf8JsonWriter json, IHeaderDictionary headers)
    {
        json.WriteStartObject("multiValueHeaders"u8);
        foreach (var (name, values) in headers)
        {
            json.WriteStartArray(name);
            foreach (var value in values)
            {
                json.WriteStringValue(value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    // Format 2.0 has one value for each name, and cookies apart, since those cannot be joined.
    private static void WriteJoinedHeaders(Utf8JsonWriter json, IHeaderDictionary headers)
    {
        json.WriteStartObject("headers"u8);
        foreach (var (name, values) in headers)
        {
            if (!name.Equals(HeaderNames.SetCookie, StringComparison.OrdinalIgnoreCase))
            {
                json.WriteString(name, values.ToString());
            }
        }

        json.WriteEndObject();
        json.WriteStartArray("cookies"u8);
        foreach (var cookie in headers.SetCookie)
        {
            json.WriteStringValue(cookie);
        }

        json.WriteEndArray();
    }

    private static bool IsText(IHeaderDictionary headers, ReadOnlySpan<byte> body) =>
        body.IsEmpty || (headers.ContentEncoding.Count == 0 && IsTextType(headers.ContentType) && Utf8.IsValid(body));

    private static bool IsTextType(string? contentType)
    {
        if (!MediaTypeHeaderValue.TryParse(contentType, out var type) || (type.Charset.HasValue && !type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase)))
        {
            return false;
        }

        return type.Type.Equals("text", StringComparison.OrdinalIgnoreCase)
            || type.SubType.Value is "json" or "xml" or "javascript" or "x-www-form-urlencoded"
            || type.Suffix.Value is "json" or "xml";
    }
}
