using Emulation.Gateway.Integration.Events;

namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Reads what identifies a caller: <c>method.request.header.X</c> and its like of a REST API, <c>$request.header.X</c> and its like of an HTTP API.
/// AWS CloudFormation, AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer, "IdentitySource".
/// </summary>
internal static class IdentitySource
{
    private const string OfHeader = "request.header.";
    private const string OfQuery = "request.querystring.";
    private const string OfStage = "stageVariables.";
    private const string OfContext = "context.";

    /// <summary>The value as the event shows it, and whether there are several; null when the request has none. Of a REST API an empty one is none.</summary>
    public static string? Read(GatewayRequest request, string source, out bool isRepeated)
    {
        var path = PathOf(source);
        isRepeated = false;
        var value = path.StartsWith(OfHeader, StringComparison.Ordinal) ? request.Header(path[OfHeader.Length..], out isRepeated)
            : path.StartsWith(OfQuery, StringComparison.Ordinal) ? Query(request, path[OfQuery.Length..].ToString(), out isRepeated)
            : path.StartsWith(OfStage, StringComparison.Ordinal) ? request.Target.Api.StageVariables.GetValueOrDefault(path[OfStage.Length..].ToString())
            : path.StartsWith(OfContext, StringComparison.Ordinal) ? Context(request, path[OfContext.Length..].ToString())
            : null;
        return request.Target.Identifying(value);
    }

    /// <summary>Every value that the function can see at a source: a REST API's event also shows those before the last one.</summary>
    public static List<string> ReadAll(GatewayRequest request, string source)
    {
        var path = PathOf(source);
        if (path.StartsWith(OfHeader, StringComparison.Ordinal))
        {
            var name = path[OfHeader.Length..].ToString();
            return [.. request.Shown.Where(field => field.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Select(static field => field.Value)];
        }

        return path.StartsWith(OfQuery, StringComparison.Ordinal)
            ? ProxyEventQuery.Parse(request.Received.Query).GetValueOrDefault(path[OfQuery.Length..].ToString()) ?? []
            : Read(request, source, out _) is { } only ? [only] : [];
    }

    private static ReadOnlySpan<char> PathOf(string source)
    {
        var path = source.AsSpan().TrimStart('$');
        return path.StartsWith("method.", StringComparison.Ordinal) ? path["method.".Length..] : path;
    }

    /// <summary>Of several values what the event has.</summary>
    private static string? Query(GatewayRequest request, string name, out bool isRepeated)
    {
        var values = ProxyEventQuery.Parse(request.Received.Query).GetValueOrDefault(name);
        isRepeated = values is { Count: > 1 };
        return values is null ? null : request.Target.Folded(values);
    }

    private static string? Context(GatewayRequest request, string name) => name switch
    {
        "accountId" => request.Target.AccountId.ToString(),
        "apiId" => request.Target.Api.ApiId,
        "domainName" => request.DomainName,
        "domainPrefix" => request.DomainPrefix,
        "httpMethod" or "http.method" => request.Method,
        "identity.sourceIp" or "http.sourceIp" => request.Received.SourceIp.ToString(),
        "identity.userAgent" or "http.userAgent" => request.Header("User-Agent"),
        "path" or "http.path" => request.StagedPath,
        "protocol" or "http.protocol" => request.Received.Protocol,
        "requestId" => request.Ids.RequestId,
        "resourcePath" => request.Route.Path,
        "routeKey" => request.RouteKey,
        "stage" => request.Target.Api.StageName,
        _ => null,
    };
}
