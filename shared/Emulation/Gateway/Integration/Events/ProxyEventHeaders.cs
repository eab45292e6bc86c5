using System.Globalization;
using System.Text.Json;
using Emulation.Gateway.Apis;
using SigV4;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The headers of events: a REST API's two maps, one value per name (the last) and all of them, and those of an HTTP API in format 1.0.</summary>
internal static class ProxyEventHeaders
{
    public static void Write(Utf8JsonWriter json, GatewayRequest request)
    {
        var fields = Forwarded(request);
        json.WriteStartObject("headers");
        for (var i = 0; i < fields.Count; i++)
        {
            if (!ComesAgain(fields, i))
            {
                json.WriteString(FirstSpelling(fields, fields[i].Name), fields[i].Value);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        for (var i = 0; i < fields.Count; i++)
        {
            if (CameBefore(fields, i))
            {
                continue;
            }

            json.WriteStartArray(fields[i].Name);
            for (var j = i; j < fields.Count; j++)
            {
                if (SameName(fields[i], fields[j]))
                {
                    json.WriteStringValue(fields[j].Value);
                }
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>One map, all values of a name joined by commas: what an HTTP API's authorizer gets in format 1.0.</summary>
    public static void WriteJoined(Utf8JsonWriter json, GatewayRequest request)
    {
        var joined = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in request.Shown)
        {
            var name = InHttp1(field.Name);
            joined[name] = joined.TryGetValue(name, out var before) ? $"{before},{field.Value}" : field.Value;
        }

        json.WriteStartObject("headers");
        foreach (var (name, value) in joined)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>
    /// What the function sees. An Authorization header that holds a SigV4 signature is dropped by a REST API ("Amazon API Gateway important notes"), and kept
    /// by an HTTP API.
    /// </summary>
    public static List<HeaderField> Forwarded(GatewayRequest request)
    {
        var shown = request.Shown;
        return request.Target is not DeployedHttpApi && shown.Exists(IsSignature) ? shown.FindAll(static field => !IsSignature(field)) : shown;
    }

    /// <summary>The headers as authorizers see them: those of the connection are gone, and the gateway says who forwarded what.</summary>
    public static List<HeaderField> ShownOf(GatewayRequest request)
    {
        var fields = new List<HeaderField>(request.Headers.Length + 5);
        string? forwardedFor = null;
        var hasLength = false;
        foreach (var field in request.Headers)
        {
            if (Is(field, "X-Forwarded-For"))
            {
                forwardedFor = forwardedFor is null ? field.Value : $"{forwardedFor}, {field.Value}";
            }
            else if (!Is(field, "X-Forwarded-Port") && !Is(field, "X-Forwarded-Proto") && !Is(field, "X-Amzn-Trace-Id") && !Is(field, "Connection") && !Is(field, "Transfer-Encoding"))
            {
                hasLength |= Is(field, "Content-Length");
                fields.Add(field);
            }
        }

        // An HTTP API says it of a GET too: 0 (captured: apigateway/deployed_lambda_authorization of radkawar/stackd).
        if (!hasLength && request.Target is DeployedHttpApi)
        {
            fields.Add(new("Content-Length", request.Body.Length.ToString(CultureInfo.InvariantCulture)));
        }

        fields.Add(new("X-Amzn-Trace-Id", request.Ids.TraceId));
        fields.Add(new("X-Forwarded-For", forwardedFor is null ? request.SourceIp.ToString() : $"{forwardedFor}, {request.SourceIp}"));
        fields.Add(new("X-Forwarded-Port", request.IsHttps ? "443" : "80"));
        fields.Add(new("X-Forwarded-Proto", request.IsHttps ? "https" : "http"));
        return fields;
    }

    /// <summary>How an HTTP API spells names in format 1.0 (captured: apigateway/http_lambda_authorizers of radkawar/stackd): Title-Case, but these.</summary>
    private static string InHttp1(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower is "authorization" or "cookie" || lower.StartsWith("accept", StringComparison.Ordinal) ? lower
            : string.Join('-', lower.Split('-').Select(static part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }

    private static bool IsSignature(HeaderField field) => Is(field, "Authorization") && field.Value.StartsWith("AWS4-", StringComparison.Ordinal);

    private static bool ComesAgain(List<HeaderField> fields, int index)
    {
        for (var i = index + 1; i < fields.Count; i++)
        {
            if (SameName(fields[i], fields[index]))
            {
                return true;
            }
        }

        return false;
    }

    private static bool CameBefore(List<HeaderField> fields, int index)
    {
        for (var i = 0; i < index; i++)
        {
            if (SameName(fields[i], fields[index]))
            {
                return true;
            }
        }

        return false;
    }

    private static string FirstSpelling(List<HeaderField> fields, string name)
    {
        foreach (var field in fields)
        {
            if (field.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return field.Name;
            }
        }

        return name;
    }

    private static bool SameName(HeaderField a, HeaderField b) => Is(a, b.Name);

    private static bool Is(HeaderField field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
