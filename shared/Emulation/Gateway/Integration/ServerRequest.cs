using System.Collections.Frozen;
using System.Net.Http.Headers;
using System.Text;
using Emulation.Gateway.Integration.Events;
using Sam;

namespace Emulation.Gateway.Integration;

/// <summary>
/// The request that is sent on to a server: the caller's own where the integration is a proxy, else what is mapped, with its body. API Gateway Developer Guide, "Set up HTTP
/// integrations in API
/// Gateway" and "Request and response data mapping reference".
/// </summary>
internal static class ServerRequest
{
    private const string ToPath = "integration.request.path.";
    private const string ToQuery = "integration.request.querystring.";
    private const string ToHeader = "integration.request.header.";

    /// <summary>Headers of the connection and of what is sent anew.</summary>
    private static readonly FrozenSet<string> OwnHeaders = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "Connection", "Content-Length", "Expect", "Host", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection", "TE", "Trailer", "Transfer-Encoding", "Upgrade");

    /// <summary>Null where a part of the path has no value, so that no address can be made.</summary>
    public static HttpRequestMessage? Of(GatewayRequest request, HttpBackend server)
    {
        if (AddressOf(request, server) is not { } address)
        {
            return null;
        }

        var message = new HttpRequestMessage(new HttpMethod(server.Method == "ANY" ? request.Method : server.Method), address);
        if (request.Received.Body.Length > 0)
        {
            message.Content = new ByteArrayContent(request.Received.Body);
        }

        foreach (var (name, value) in Headers(request, server))
        {
            if (!OwnHeaders.Contains(name))
            {
                _ = message.Headers.TryAddWithoutValidation(name, value) || message.Content?.Headers.TryAddWithoutValidation(name, value) == true;
            }
        }

        if (!server.IsProxy && message.Content is { } content)
        {
            content.Headers.ContentType = MediaTypeHeaderValue.TryParse(request.Header("Content-Type"), out var type) ? type : new MediaTypeHeaderValue("application/json");
        }

        return message;
    }

    private static IEnumerable<(string Name, string Value)> Headers(GatewayRequest request, HttpBackend server)
    {
        var mapped = Mapped(request, server, ToHeader).ToList();
        if (server.IsProxy)
        {
            foreach (var field in request.Shown)
            {
                var isSignature = field.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && field.Value.StartsWith("AWS4-", StringComparison.Ordinal);
                if (!isSignature && !mapped.Exists(one => one.Name.Equals(field.Name, StringComparison.OrdinalIgnoreCase)))
                {
                    yield return (field.Name, field.Value);
                }
            }
        }
        else
        {
            yield return ("Accept", "application/json");
            yield return ("User-Agent", $"AmazonAPIGateway_{request.Target.Api.ApiId}");
        }

        yield return ("x-amzn-apigateway-api-id", request.Target.Api.ApiId);
        foreach (var one in mapped)
        {
            yield return one;
        }
    }

    private static Uri? AddressOf(GatewayRequest request, HttpBackend server)
    {
        var text = new StringBuilder();
        var rest = server.Uri.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0 && rest[open..].IndexOf('}') is var length and > 0)
        {
            if (PartOf(request, server, rest[(open + 1)..(open + length)].TrimEnd('+').ToString()) is not { Length: > 0 } part)
            {
                return null;
            }

            text.Append(rest[..open]).AppendJoin('/', part.Split('/').Select(static segment => Uri.EscapeDataString(Uri.UnescapeDataString(segment))));
            rest = rest[(open + length + 1)..];
        }

        text.Append(rest);
        var separator = server.Uri.Contains('?') ? '&' : '?';
        var mapped = Mapped(request, server, ToQuery).ToList();
        var own = server.IsProxy
            ? ProxyEventQuery.Parse(request.Received.Query)
                .Where(pair => !mapped.Exists(one => one.Name == pair.Key)).SelectMany(static pair => pair.Value.Select(value => (pair.Key, value)))
            : [];
        foreach (var (name, value) in own.Concat(mapped))
        {
            text.Append(separator).Append(Uri.EscapeDataString(name)).Append('=').Append(Uri.EscapeDataString(value));
            separator = '&';
        }

        // As it was made: nothing in it may read as another path.
        return new Uri(text.ToString(), new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
    }

    /// <summary>What is mapped to a part of the path; of an HTTP API the part of the same name.</summary>
    private static string? PartOf(GatewayRequest request, HttpBackend server, string name) => server.Parameters.TryGetValue(ToPath + name, out var mapping)
        ? Find(request, mapping)
        : request.Match.PathParameters.FirstOrDefault(pair => pair.Key == name).Value;

    private static IEnumerable<(string Name, string Value)> Mapped(GatewayRequest request, HttpBackend server, string target) =>
        from one in server.Parameters
        where one.Key.StartsWith(target, StringComparison.Ordinal)
        let value = Find(request, one.Value)
        where value is not null
        select (one.Key[target.Length..], value);

    private static string? Find(GatewayRequest request, string mapping)
    {
        if (HttpBackend.TryLiteral(mapping, out var literal))
        {
            return literal;
        }

        var name = mapping[(mapping.LastIndexOf('.') + 1)..];
        return mapping switch
        {
            _ when mapping.StartsWith("method.request.path.", StringComparison.Ordinal) => request.Match.PathParameters.FirstOrDefault(pair => pair.Key == name).Value,
            _ when mapping.StartsWith("method.request.header.", StringComparison.Ordinal) => request.Header(mapping["method.request.header.".Length..]),
            _ when mapping.StartsWith("method.request.querystring.", StringComparison.Ordinal) =>
                ProxyEventQuery.Parse(request.Received.Query).TryGetValue(mapping["method.request.querystring.".Length..], out var values) ? values[^1] : null,
            _ => request.Target.Api.StageVariables.GetValueOrDefault(name),
        };
    }
}
