using System.Buffers;
using System.Text;
using System.Text.Json;
using Emulation.Lambda;
using Emulation.Wire;

namespace Emulation.Gateway.Integration;

/// <summary>What a proxy integration answered, checked against the form that API Gateway accepts.</summary>
/// <remarks>API Gateway Developer Guide, "Output format of a Lambda function for proxy integration".</remarks>
internal sealed record ProxyResponse(int StatusCode, List<KeyValuePair<string, string>> Headers, byte[] Body, bool IsBase64Encoded)
{
    /// <summary>What comes behind the body, as the function writes it; null of an answer that is whole.</summary>
    public StreamedBody? Rest { get; init; }

    /// <summary>Reads the function's answer. Null when it is malformed, with the reason in <paramref name="problem"/>: API Gateway answers 502 then.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static ProxyResponse? Parse(ReadOnlySpan<byte> payload, out string problem)
    {
        var reader = new Utf8JsonReader(ForeignJson.Readable(payload));
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            problem = "the function's answer is not a JSON object";
            return null;
        }

        int? status = null;
        byte[] body = [];
        var base64 = false;
        List<KeyValuePair<string, string>> single = [], multi = [], cookies = [];
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString();
            reader.Read();
            switch (name)
            {
                case "statusCode":
                    status = Status(ref reader);
                    break;
                case "headers" when reader.TokenType != JsonTokenType.Null:
                    if (!ReadHeaders(ref reader, single, allowArrays: false))
                    {
                        problem = "'headers' is not an object of strings";
                        return null;
                    }

                    break;
                case "multiValueHeaders" when reader.TokenType != JsonTokenType.Null:
                    if (!ReadHeaders(ref reader, multi, allowArrays: true))
                    {
                        problem = "'multiValueHeaders' is not an object of arrays of strings";
                        return null;
                    }

                    break;
                case "cookies" when reader.TokenType == JsonTokenType.StartArray:
                    while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    {
                        if (Scalar(ref reader) is { } cookie)
                        {
                            cookies.Add(new("set-cookie", cookie));
                        }
                    }

                    break;
                case "body" when reader.TokenType == JsonTokenType.String:
                    body = BodyBytes(ref reader);
                    break;
                case "body" when reader.TokenType != JsonTokenType.Null:
                    problem = "'body' is not a string; serialize it to JSON text first";
                    return null;
                case "isBase64Encoded":
                    base64 = reader.TokenType == JsonTokenType.True;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        problem = status is null ? "'statusCode' is missing or is not a status" : "";
        return status is null ? null : new ProxyResponse(status.Value, [.. Merge(single, multi), .. cookies], body, base64);
    }

    private static int? Status(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt32(out var number) && number is >= 100 and <= 999 => number,
        JsonTokenType.String when int.TryParse(reader.ValueSpan, out var number) && number is >= 100 and <= 999 => number,
        _ => null,
    };

    private static byte[] BodyBytes(ref Utf8JsonReader reader)
    {
        if (!reader.ValueIsEscaped)
        {
            return reader.ValueSpan.ToArray();
        }

        var buffer = ArrayPool<byte>.Shared.Rent(reader.ValueSpan.Length);
        try
        {
            return buffer.AsSpan(0, reader.CopyString(buffer)).ToArray();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool ReadHeaders(ref Utf8JsonReader reader, List<KeyValuePair<string, string>> headers, bool allowArrays)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            return false;
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (allowArrays && reader.TokenType == JsonTokenType.StartArray)
            {
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                {
                    if (Scalar(ref reader) is not { } element)
                    {
                        return false;
                    }

                    headers.Add(new(name, element));
                }
            }
            else if (Scalar(ref reader) is { } value)
            {
                headers.Add(new(name, value));
            }
            else
            {
                return false;
            }
        }

        return true;
    }

    private static string? Scalar(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.String => reader.GetString(),
        JsonTokenType.Number => Encoding.UTF8.GetString(reader.ValueSpan),
        JsonTokenType.True => "true",
        JsonTokenType.False => "false",
        _ => null,
    };

    /// <summary>Both maps make one list; a name in <c>multiValueHeaders</c> wins over the same pair in <c>headers</c>.</summary>
    private static List<KeyValuePair<string, string>> Merge(List<KeyValuePair<string, string>> single, List<KeyValuePair<string, string>> multi)
    {
        if (multi.Count == 0)
        {
            return single;
        }

        var merged = new List<KeyValuePair<string, string>>(multi);
        foreach (var field in single)
        {
            if (!multi.Exists(m => m.Key.Equals(field.Key, StringComparison.OrdinalIgnoreCase)))
            {
                merged.Add(field);
            }
        }

        return merged;
    }
}
