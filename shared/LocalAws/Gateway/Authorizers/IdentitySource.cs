using System.Runtime.CompilerServices;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Reads what identifies a caller: <c>method.request.header.X</c> and its like of a REST API, <c>$request.header.X</c> and its like of an HTTP API.
/// AWS CloudFormation, AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer, "IdentitySource".
/// </summary>
internal static class IdentitySource
{
    private const string OfHeader = "request.header.";
    private const string OfQuery = "request.querystring.";

    private static readonly (string Prefix, Func<GatewayRequest, string, string?> Read)[] Kinds =
    [
        (OfHeader, static (request, name) => request.Header(name)),
        (OfQuery, Query),
        ("stageVariables.", static (request, name) => request.Target.Api.StageVariables.GetValueOrDefault(name)),
        ("context.", Context),
    ];

    /// <summary>The value as the event shows it; null when the request has none. Of a REST API an empty one is none.</summary>
    public static string? Read(GatewayRequest request, string source)
    {
        var path = PathOf(source);
        foreach (var (prefix, read) in Kinds)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                return read(request, path[prefix.Length..].ToString()) is { } value && (value.Length > 0 || request.Target is DeployedHttpApi) ? value : null;
            }
        }

        return null;
    }

    /// <summary>Whether a request has several values at a source: then some reader may look at another one than was decided by.</summary>
    public static bool IsRepeated(GatewayRequest request, string source) => PathOf(source) is var path && path.StartsWith(OfHeader, StringComparison.Ordinal)
        ? request.CountOf(path[OfHeader.Length..]) > 1
        : path.StartsWith(OfQuery, StringComparison.Ordinal) && ProxyEventQuery.Parse(request.Query).TryGetValue(path[OfQuery.Length..].ToString(), out var values) && values.Count > 1;

    /// <summary>
    /// Appends every value that the function can see at a source, with their number and lengths: a REST API's event also shows those before the last one. No two
    /// requests that differ there read alike.
    /// </summary>
    public static void AppendAll(ref DefaultInterpolatedStringHandler text, GatewayRequest request, string source)
    {
        var path = PathOf(source);
        if (path.StartsWith(OfHeader, StringComparison.Ordinal))
        {
            var name = path[OfHeader.Length..];
            text.AppendFormatted(request.CountOf(name));
            text.AppendLiteral("=");
            foreach (var field in request.Shown)
            {
                if (name.Equals(field.Name, StringComparison.OrdinalIgnoreCase))
                {
                    Append(ref text, field.Value);
                }
            }

            return;
        }

        List<string> all = path.StartsWith(OfQuery, StringComparison.Ordinal)
            ? ProxyEventQuery.Parse(request.Query).TryGetValue(path[OfQuery.Length..].ToString(), out var values) ? values : []
            : Read(request, source) is { } only ? [only] : [];
        text.AppendFormatted(all.Count);
        text.AppendLiteral("=");
        foreach (var value in all)
        {
            Append(ref text, value);
        }
    }

    private static void Append(ref DefaultInterpolatedStringHandler text, string value)
    {
        text.AppendFormatted(value.Length);
        text.AppendLiteral(":");
        text.AppendFormatted(value);
    }

    private static ReadOnlySpan<char> PathOf(string source)
    {
        var path = source.AsSpan().TrimStart('$');
        return path.StartsWith("method.", StringComparison.Ordinal) ? path["method.".Length..] : path;
    }

    /// <summary>The last value on a REST API, all with commas between on an HTTP API, as their events have it.</summary>
    private static string? Query(GatewayRequest request, string name) =>
        !ProxyEventQuery.Parse(request.Query).TryGetValue(name, out var values) ? null : request.Target is DeployedHttpApi ? string.Join(',', values) : values[^1];

    private static string? Context(GatewayRequest request, string name) => name switch
    {
        "accountId" => request.Target.AccountId.ToString(),
        "apiId" => request.Target.Api.ApiId,
        "domainName" => request.DomainName,
        "domainPrefix" => request.Target.Api.ApiId,
        "httpMethod" or "http.method" => request.Method,
        "identity.sourceIp" or "http.sourceIp" => request.SourceIp.ToString(),
        "identity.userAgent" or "http.userAgent" => request.Header("User-Agent"),
        "path" or "http.path" => request.Target is DeployedHttpApi ? request.StagedPath : $"{request.Target.StagePath}{request.Path}",
        "protocol" or "http.protocol" => request.Protocol,
        "requestId" => request.Ids.RequestId,
        "resourcePath" => request.Route.Path,
        "routeKey" => request.RouteKey,
        "stage" => request.Target.Api.StageName,
        _ => null,
    };
}
