using System.Text.Json;
using SigV4;

namespace Emulation.Gateway.Integration.Events;

/// <summary>The headers of events: a REST API's two maps, one value per name (the last) and all of them, and those of an HTTP API in format 1.0.</summary>
internal static class ProxyEventHeaders
{
    public static void Write(Utf8JsonWriter json, List<HeaderField> fields)
    {
        json.WriteStartObject("headers");
        for (var i = 0; i < fields.Count; i++)
        {
            if (IndexOf(fields, fields[i].Name, i + 1) < 0)
            {
                json.WriteString(fields[IndexOf(fields, fields[i].Name, 0)].Name, fields[i].Value);
            }
        }

        json.WriteEndObject();
        json.WriteStartObject("multiValueHeaders");
        for (var i = 0; i < fields.Count; i++)
        {
            if (IndexOf(fields, fields[i].Name, 0) < i)
            {
                continue;
            }

            json.WriteStartArray(fields[i].Name);
            for (var j = i; j >= 0; j = IndexOf(fields, fields[i].Name, j + 1))
            {
                json.WriteStringValue(fields[j].Value);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>One map, all values of a name joined by commas: what an HTTP API's authorizer gets in format 1.0.</summary>
    public static void WriteJoined(Utf8JsonWriter json, List<HeaderField> fields)
    {
        var joined = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var field in fields)
        {
            Join(joined, InHttp1(field.Name), field.Value);
        }

        Write(json, joined);
    }

    public static void Join(SortedDictionary<string, string> joined, string name, string value) =>
        joined[name] = joined.TryGetValue(name, out var before) ? $"{before},{value}" : value;

    public static void Write(Utf8JsonWriter json, SortedDictionary<string, string> joined)
    {
        json.WriteStartObject("headers");
        foreach (var (name, value) in joined)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
    }

    /// <summary>The headers as authorizers see them: those of the connection are gone, and the gateway says who forwarded what.</summary>
    public static List<HeaderField> ShownOf(GatewayRequest request)
    {
        var received = request.Received;
        var fields = new List<HeaderField>(received.Headers.Length + 5);
        string? forwardedFor = null;
        foreach (var field in received.Headers)
        {
            if (Is(field, "X-Forwarded-For"))
            {
                forwardedFor = forwardedFor is null ? field.Value : $"{forwardedFor}, {field.Value}";
            }
            else if (!Is(field, "X-Forwarded-Port") && !Is(field, "X-Forwarded-Proto") && !Is(field, "X-Amzn-Trace-Id") && !Is(field, "Connection")
                && !Is(field, "Transfer-Encoding"))
            {
                fields.Add(field);
            }
        }

        request.Target.Complete(fields, received);
        fields.Add(new("X-Amzn-Trace-Id", request.Ids.ShownTrace));
        fields.Add(new("X-Forwarded-For", forwardedFor is null ? received.SourceIp.ToString() : $"{forwardedFor}, {received.SourceIp}"));
        fields.Add(new("X-Forwarded-Port", received.IsHttps ? "443" : "80"));
        fields.Add(new("X-Forwarded-Proto", received.IsHttps ? "https" : "http"));
        return fields;
    }

    /// <summary>How an HTTP API spells names in format 1.0 (captured: apigateway/http_lambda_authorizers of radkawar/stackd): Title-Case, but these.</summary>
    private static string InHttp1(string name)
    {
        var lower = name.ToLowerInvariant();
        return lower is "authorization" or "cookie" || lower.StartsWith("accept", StringComparison.Ordinal) ? lower
            : string.Join('-', lower.Split('-').Select(static part => part.Length == 0 ? part : char.ToUpperInvariant(part[0]) + part[1..]));
    }

    /// <summary>Where a header of this name is next; negative when there is none.</summary>
    private static int IndexOf(List<HeaderField> fields, string name, int from)
    {
        for (var i = from; i < fields.Count; i++)
        {
            if (Is(fields[i], name))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Is(HeaderField field, string name) => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase);
}
