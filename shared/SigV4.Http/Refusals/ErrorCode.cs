using System.Text;
using System.Text.Json;

namespace SigV4.Http.Refusals;

/// <summary>
/// The name that a service gives to an error: in a header, in JSON as <c>__type</c> or <c>code</c>, in XML as <c>Code</c>. Smithy, "AWS JSON 1.0
/// protocol", "Operation error serialization", and AWS restJson1, AWS query, AWS restXml likewise.
/// </summary>
internal static class ErrorCode
{
    public static string? InHeaders(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("x-amzn-ErrorType", out var values) && values.Count > 0 ? Bare(values.ToString()) : null;

    /// <param name="body">Its beginning, or all of it.</param>
    public static string? InBody(ReadOnlySpan<byte> body)
    {
        body = body.TrimStart(" \t\r\n"u8);
        return body is [(byte)'{', ..] ? InJson(body) : body is [(byte)'<', ..] ? InXml(body) : null;
    }

    private static string? InJson(ReadOnlySpan<byte> body)
    {
        // Of the Query protocol: {"Error":{"Code":...}}.
        var insideError = false;
        var json = new Utf8JsonReader(body, isFinalBlock: false, default);
        try
        {
            while (json.Read())
            {
                if (json.TokenType != JsonTokenType.PropertyName)
                {
                    continue;
                }

                var isCode = json.CurrentDepth == 1
                    ? json.ValueTextEquals("__type"u8) || json.ValueTextEquals("code"u8) || json.ValueTextEquals("Code"u8)
                    : json.CurrentDepth == 2 && insideError && json.ValueTextEquals("Code"u8);
                if (json.CurrentDepth == 1)
                {
                    insideError = json.ValueTextEquals("Error"u8);
                }

                if (isCode && json.Read() && json.TokenType == JsonTokenType.String)
                {
                    return Bare(json.GetString()!);
                }
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Something else's JSON, or none: no code of AWS's.
        }

        return null;
    }

    private static string? InXml(ReadOnlySpan<byte> body)
    {
        var start = body.IndexOf("<Code>"u8);
        if (start < 0)
        {
            return null;
        }

        body = body[(start + "<Code>"u8.Length)..];
        var end = body.IndexOf((byte)'<');
        return end < 0 ? null : Encoding.UTF8.GetString(body[..end]);
    }

    /// <summary><c>com.amazon.coral.service#InvalidSignatureException:http://...</c> without what stands around the name.</summary>
    private static string Bare(string code)
    {
        var colon = code.IndexOf(':', StringComparison.Ordinal);
        code = colon < 0 ? code : code[..colon];
        return code[(code.LastIndexOf('#') + 1)..].Trim();
    }
}
