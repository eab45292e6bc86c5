using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Lambda.Hosting;

/// <summary>
/// Reads the events of REST APIs (payload format 1.0) and HTTP APIs (2.0). Source: API Gateway guide, "Input format of a Lambda function for
/// proxy integration" and "Create AWS Lambda proxy integrations for HTTP APIs".
/// </summary>
internal static class ProxyEventReader
{
    private const string Expected = "Expected the proxy event of an API Gateway REST API (httpMethod, path, requestContext) or HTTP API (version 2.0).";

    /// <exception cref="JsonException">The payload is no proxy event; the message says what was expected.</exception>
    public static ProxyRequest Read(ReadOnlySpan<byte> payload)
    {
        var json = new Utf8JsonReader(payload);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
        {
            throw new JsonException($"The event is no JSON object. {Expected}");
        }

        var request = new ProxyRequest();
        var parts = default(EventParts);
        while (EventObject.NextMember(ref json, out var name))
        {
            ReadMember(ref json, name, request, ref parts);
        }

        Finish(request, ref parts);
        return request.Method.Length > 0 && request.RawPath.StartsWith('/') ? request : throw new JsonException($"The event names no method or no path. {Expected}");
    }

    private static void ReadMember(ref Utf8JsonReader json, string name, ProxyRequest request, ref EventParts parts)
    {
        switch (name)
        {
            case "version":
                // Only HTTP APIs say it, and they decode the path before they choose the route: to decode once more would be to go past that choice.
                request.Format = EventObject.Text(ref json) == "2.0" ? PayloadFormat.Version2 : PayloadFormat.Version1;
                request.IsEncoded = false;
                break;
            case "httpMethod":
                request.Method = EventObject.Text(ref json) ?? "";
                break;
            case "path" or "rawPath":
                request.RawPath = EventObject.Text(ref json) ?? "";
                break;
            case "rawQueryString":
                parts.RawQuery = EventObject.Text(ref json);
                break;
            case "multiValueQueryStringParameters":
                parts.MultiValueQuery = ReadQuery(ref json, name);
                break;
            case "queryStringParameters":
                parts.Query = ReadQuery(ref json, name);
                break;
            case "multiValueHeaders":
                parts.HasMultiValueHeaders = ReadHeaders(ref json, name, request.Headers, overwrite: true);
                break;
            case "headers":
                if (parts.HasHeaders = EventObject.IsObject(json, name))
                {
                    parts.Headers = json;
                    json.Skip();
                }

                break;
            case "cookies":
                parts.Cookies = EventObject.Texts(ref json);
                break;
            case "requestContext":
                RequestContextReader.Read(ref json, request);
                break;
            case "body":
                parts.Body = ReadBody(ref json);
                break;
            case "isBase64Encoded":
                parts.IsBase64 = json.TokenType == JsonTokenType.True;
                break;
            default:
                json.Skip();
                break;
        }
    }

    private static void Finish(ProxyRequest request, ref EventParts parts)
    {
        if (parts.HasHeaders)
        {
            ReadHeaders(ref parts.Headers, "headers", request.Headers, overwrite: !parts.HasMultiValueHeaders);
        }

        request.QueryString = request.Format == PayloadFormat.Version2
            ? parts.RawQuery is { Length: > 0 } raw ? $"?{raw}" : ""
            : parts.MultiValueQuery ?? parts.Query ?? "";
        SplitPath(request);
        if (parts.Cookies.Count > 0)
        {
            request.Headers.Cookie = string.Join("; ", (IEnumerable<string?>)parts.Cookies);
        }

        request.Body = parts.IsBase64 ? Decode(parts.Body) : parts.Body;
    }

    // A REST event's path lacks the stage, which its context has; an HTTP API's path has the stage, unless it is the default one.
    private static void SplitPath(ProxyRequest request)
    {
        var stage = $"/{request.Caller.Stage}";
        if (request.IsEncoded && request.ContextPath.EndsWith(request.RawPath, StringComparison.Ordinal))
        {
            request.PathBase = request.ContextPath[..^request.RawPath.Length];
        }
        else if (!request.IsEncoded && stage.Length > 1 && request.RawPath.StartsWith(stage + "/", StringComparison.Ordinal))
        {
            request.PathBase = stage;
            request.RawPath = request.RawPath[stage.Length..];
        }
    }

    private static bool ReadHeaders(ref Utf8JsonReader json, string where, IHeaderDictionary headers, bool overwrite)
    {
        if (!EventObject.IsObject(json, where))
        {
            return false;
        }

        while (EventObject.NextMember(ref json, out var name))
        {
            if (overwrite || !headers.ContainsKey(name))
            {
                headers[name] = EventObject.Texts(ref json);
            }
            else
            {
                json.Skip();
            }
        }

        return true;
    }

    // The event has names and values decoded; the application reads a query string, which is encoded.
    private static string? ReadQuery(ref Utf8JsonReader json, string where)
    {
        if (!EventObject.IsObject(json, where))
        {
            return null;
        }

        var query = new StringBuilder();
        while (EventObject.NextMember(ref json, out var name))
        {
            foreach (var value in EventObject.Texts(ref json))
            {
                query.Append(query.Length == 0 ? '?' : '&').Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value!));
            }
        }

        return query.ToString();
    }

    private static Memory<byte> ReadBody(ref Utf8JsonReader json)
    {
        if (json.TokenType == JsonTokenType.Null)
        {
            return default;
        }

        if (json.TokenType != JsonTokenType.String)
        {
            throw new JsonException($"'body' of the event is {json.TokenType}, but must be text or null.");
        }

        var body = new byte[json.ValueSpan.Length];
        return body.AsMemory(0, json.CopyString(body));
    }

    private static Memory<byte> Decode(Memory<byte> body) => Base64.DecodeFromUtf8InPlace(body.Span, out var length) == OperationStatus.Done
        ? body[..length]
        : throw new JsonException("'body' of the event is not the base64 that 'isBase64Encoded' says it is.");

    /// <summary>What is put together at the end, since the members come in any order.</summary>
    private ref struct EventParts
    {
        /// <summary>Where the headers with one value each begin: whoever has those with all values reads the names alone.</summary>
        public Utf8JsonReader Headers;

        public bool HasHeaders;
        public string? RawQuery;
        public string? Query;
        public string? MultiValueQuery;
        public bool HasMultiValueHeaders;
        public StringValues Cookies;
        public Memory<byte> Body;
        public bool IsBase64;
    }
}
