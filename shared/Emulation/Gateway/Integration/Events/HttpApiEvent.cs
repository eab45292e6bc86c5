using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Authorizers;

namespace Emulation.Gateway.Integration.Events;

/// <summary>
/// Writes the event that a Lambda proxy integration receives from an HTTP API in payload format 2.0.
/// API Gateway Developer Guide, "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
/// </summary>
internal static class HttpApiEvent
{
    public static void Write(IBufferWriter<byte> output, GatewayRequest request, AuthorizerContext? authorizer)
    {
        using var json = new Utf8JsonWriter(output, ProxyEvent.Options);
        json.WriteStartObject();
        WriteRequest(json, request, authorizer);
        if (!request.Body.IsEmpty)
        {
            EventBody.Write(json, request, !TextTypes.IsText(request.Header("Content-Type")));
        }
        else
        {
            json.WriteBoolean("isBase64Encoded", false);
        }

        json.WriteEndObject();
    }

    /// <summary>Everything but the body.</summary>
    public static void WriteRequest(Utf8JsonWriter json, GatewayRequest request, AuthorizerContext? authorizer)
    {
        json.WriteString("version", "2.0");
        json.WriteString("routeKey", request.RouteKey);
        json.WriteString("rawPath", request.StagedPath);
        json.WriteString("rawQueryString", request.Query);
        WriteHeaders(json, request);
        WriteQuery(json, request);
        WriteContext(json, request, authorizer);
        WriteMap(json, "pathParameters", request.Match.PathParameters.Select(p => new KeyValuePair<string, string>(p.Key, Uri.UnescapeDataString(p.Value))));
        WriteMap(json, "stageVariables", request.Target.Api.StageVariables);
    }

    /// <summary>Names in lower case, values of one name joined by commas; cookies apart, since a comma may be in one.</summary>
    private static void WriteHeaders(Utf8JsonWriter json, GatewayRequest request)
    {
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var cookies = new List<string>();
        foreach (var field in ProxyEventHeaders.Forwarded(request))
        {
            var name = field.Name.ToLowerInvariant();
            if (name == "cookie")
            {
                cookies.AddRange(field.Value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
            }
            else
            {
                headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{field.Value}" : field.Value;
            }
        }

        if (cookies.Count > 0)
        {
            json.WriteStartArray("cookies");
            cookies.ForEach(json.WriteStringValue);
            json.WriteEndArray();
        }

        json.WriteStartObject("headers");
        foreach (var (name, value) in headers)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    private static void WriteQuery(Utf8JsonWriter json, GatewayRequest request) =>
        WriteMap(json, "queryStringParameters", ProxyEventQuery.Parse(request.Query).Select(p => new KeyValuePair<string, string>(p.Key, string.Join(',', p.Value))));

    private static void WriteMap(Utf8JsonWriter json, string name, IEnumerable<KeyValuePair<string, string>> values)
    {
        var begun = false;
        foreach (var (key, value) in values)
        {
            if (!begun)
            {
                json.WriteStartObject(name);
                begun = true;
            }

            json.WriteString(key, value);
        }

        if (begun)
        {
            json.WriteEndObject();
        }
    }

    private static void WriteContext(Utf8JsonWriter json, GatewayRequest request, AuthorizerContext? authorizer)
    {
        var target = request.Target;
        json.WriteStartObject("requestContext");
        json.WriteString("accountId", target.AccountId.ToString());
        json.WriteString("apiId", target.Api.ApiId);
        if (authorizer is not null)
        {
            json.WriteStartObject("authorizer");
            authorizer.Write(json, EventFormat.Http2);
            json.WriteEndObject();
        }

        json.WriteString("domainName", request.DomainName);
        json.WriteString("domainPrefix", target.Api.ApiId);
        json.WriteStartObject("http");
        json.WriteString("method", request.Method);
        json.WriteString("path", request.StagedPath);
        json.WriteString("protocol", request.Protocol);
        json.WriteString("sourceIp", request.SourceIp.ToString());
        json.WriteString("userAgent", request.Header("User-Agent"));
        json.WriteEndObject();
        json.WriteString("requestId", request.Ids.ExtendedRequestId);
        json.WriteString("routeKey", request.RouteKey);
        json.WriteString("stage", target.Api.StageName);
        json.WriteString("time", request.ReceivedAt.UtcDateTime.ToString("dd/MMM/yyyy:HH:mm:ss +0000", CultureInfo.InvariantCulture));
        json.WriteNumber("timeEpoch", request.ReceivedAt.ToUnixTimeMilliseconds());
        json.WriteEndObject();
    }
}
