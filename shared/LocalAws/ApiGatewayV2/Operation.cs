using Microsoft.AspNetCore.WebUtilities;

namespace Emulation.ApiGatewayV2;

/// <summary>What a request asks for: its method, and where in <c>/v2/apis/{apiId}/{collection}/{itemId}</c> it points.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="ApiId">Null for the list of APIs.</param>
/// <param name="Collection">Such as <c>routes</c>; null for the API itself.</param>
/// <param name="ItemId">Null for the collection itself.</param>
/// <param name="Page">What of a list is asked for.</param>
internal readonly record struct Operation(string Method, string? ApiId, string? Collection, string? ItemId, PageRequest Page)
{
    private const string Prefix = "/v2/apis";

    /// <summary>Whether a target is one of this API.</summary>
    public static bool Owns(string target) => target.StartsWith("/v2/", StringComparison.Ordinal);

    /// <summary>Such as <c>apigateway:POST</c>: API Gateway's permissions name HTTP methods. Service Authorization Reference, "Amazon API Gateway Management V2".</summary>
    public string Action => $"apigateway:{Method}";

    /// <summary>The path that permissions name: <c>/apis/{apiId}/routes</c>.</summary>
    public string ResourcePath => string.Join('/', new[] { "/apis", ApiId, Collection, ItemId }.TakeWhile(static part => part is not null));

    /// <summary>False when the target is below no API.</summary>
    public static bool TryRead(string method, string target, out Operation operation)
    {
        var at = target.IndexOf('?');
        var path = (at < 0 ? target : target[..at]).TrimEnd('/');
        operation = default;
        if (!path.StartsWith(Prefix, StringComparison.Ordinal) || (path.Length > Prefix.Length && path[Prefix.Length] != '/'))
        {
            return false;
        }

        var parts = path[Prefix.Length..].Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).ToArray();
        if (parts.Length > 3)
        {
            return false;
        }

        var query = QueryHelpers.ParseQuery(at < 0 ? "" : target[at..]);
        operation = new(method, parts.ElementAtOrDefault(0), parts.ElementAtOrDefault(1), parts.ElementAtOrDefault(2), new PageRequest(query.GetValueOrDefault("maxResults"), query.GetValueOrDefault("nextToken")));
        return true;
    }
}
