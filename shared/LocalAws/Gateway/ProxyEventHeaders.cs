using System.Text.Json;
using SigV4;

namespace Emulation.Gateway;

/// <summary>The two header maps of a proxy event: one value per name (the last), and all of them.</summary>
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

    /// <summary>
    /// What the function sees: an Authorization header that holds a SigV4 signature is dropped ("Amazon API Gateway important notes"), and the
    /// gateway says who forwarded what.
    /// </summary>
    public static List<HeaderField> Forwarded(GatewayRequest request)
    {
        var fields = new List<HeaderField>(request.Headers.Length + 4);
        string? forwardedFor = null;
        foreach (var field in request.Headers)
        {
            if (Is(field, "X-Forwarded-For"))
            {
                forwardedFor = forwardedFor is null ? field.Value : $"{forwardedFor}, {field.Value}";
            }
            else if (!Is(field, "X-Forwarded-Port") && !Is(field, "X-Forwarded-Proto") && !Is(field, "X-Amzn-Trace-Id") && !Is(field, "Connection") &&
                !Is(field, "Transfer-Encoding") && !(Is(field, "Authorization") && field.Value.StartsWith("AWS4-", StringComparison.Ordinal)))
            {
                fields.Add(field);
            }
        }

        fields.Add(new("X-Amzn-Trace-Id", request.Ids.TraceId));
        fields.Add(new("X-Forwarded-For", forwardedFor is null ? request.SourceIp.ToString() : $"{forwardedFor}, {request.SourceIp}"));
        fields.Add(new("X-Forwarded-Port", request.IsHttps ? "443" : "80"));
        fields.Add(new("X-Forwarded-Proto", request.IsHttps ? "https" : "http"));
        return fields;
    }

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
