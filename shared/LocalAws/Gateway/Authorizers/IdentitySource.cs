namespace Emulation.Gateway.Authorizers;

/// <summary>
/// Reads what identifies a caller: <c>method.request.header.X</c> and its like of a REST API, <c>$request.header.X</c> and its like of an HTTP API.
/// AWS CloudFormation, AWS::ApiGateway::Authorizer and AWS::ApiGatewayV2::Authorizer, "IdentitySource".
/// </summary>
internal static class IdentitySource
{
    private static readonly (string Prefix, Func<GatewayRequest, string, string?> Read)[] Kinds =
    [
        ("request.header.", static (request, name) => request.Header(name)),
        ("request.querystring.", static (request, name) => ProxyEventQuery.Parse(request.Query).TryGetValue(name, out var values) ? values[^1] : null),
        ("stageVariables.", static (request, name) => request.Target.Api.StageVariables.GetValueOrDefault(name)),
        ("context.", Context),
    ];

    /// <summary>The value; null when the request has none, or it is empty.</summary>
    public static string? Read(GatewayRequest request, string source)
    {
        var path = source.AsSpan().TrimStart('$');
        if (path.StartsWith("method.", StringComparison.Ordinal))
        {
            path = path["method.".Length..];
        }

        foreach (var (prefix, read) in Kinds)
        {
            if (path.StartsWith(prefix, StringComparison.Ordinal))
            {
                return read(request, path[prefix.Length..].ToString()) is { Length: > 0 } value ? value : null;
            }
        }

        return null;
    }

    private static string? Context(GatewayRequest request, string name) => name switch
    {
        "accountId" => request.Target.AccountId.ToString(),
        "apiId" => request.Target.Api.ApiId,
        "domainName" => request.DomainName,
        "domainPrefix" => request.Target.Api.ApiId,
        "httpMethod" or "http.method" => request.Method,
        "identity.sourceIp" or "http.sourceIp" => request.SourceIp.ToString(),
        "identity.userAgent" or "http.userAgent" => request.Header("User-Agent"),
        "path" or "http.path" => $"{request.Target.StagePath}{request.Path}",
        "protocol" or "http.protocol" => request.Protocol,
        "requestId" => request.Ids.RequestId,
        "resourcePath" => request.Route.Path,
        "routeKey" => request.RouteKey,
        "stage" => request.Target.Api.StageName,
        _ => null,
    };
}
