using System.Collections.Immutable;
using Iam;
using Sam.Errors;
using Sam.Resources;
using Sam.UsagePlans;

namespace Sam;

/// <summary>
/// What of a stack is reached only where whoever runs it says so: private APIs, by the VPC endpoint through which requests come, and servers that are not on this machine. The
/// rest is closed. Then how fast it may be called.
/// </summary>
internal sealed class Reach(ImmutableArray<Resource> resources, StackOptions options, ErrorList errors)
{
    private const string WithoutPolicy = """
        {"Version":"2012-10-17","Statement":[{"Sid":"PrivateApiWithoutPolicy","Effect":"Deny","Principal":"*","Action":"execute-api:Invoke","Resource":"*"}]}
        """;

    private readonly StageThrottles throttles = new(resources);

    public ImmutableArray<RestApi> Of(ImmutableArray<RestApi> apis) => [.. apis.Select(api => Private(WithServers(throttles.Of(api))))];

    public ImmutableArray<HttpApi> Of(ImmutableArray<HttpApi> apis) => [.. apis.Select(api => WithServers(throttles.Of(api)))];

    /// <summary>API Gateway Developer Guide, "Private REST APIs in API Gateway": without a resource policy every call fails.</summary>
    private RestApi Private(RestApi api)
    {
        if (!api.IsPrivate)
        {
            return api;
        }

        if (options.SourceVpce is not null)
        {
            return api.ResourcePolicy is not null ? api : api with
            {
                ResourcePolicy = Policy.Parse(
                    WithoutPolicy, PolicyKind.Resource, new PolicyOrigin($"{api.LogicalId} (none: a private API without a policy refuses every call)")).Policy,
            };
        }

        var closure = resources.First(resource => resource.LogicalId == api.LogicalId).Values.Close(
            "EndpointConfiguration", "The API is reached through VPC endpoints only, and through which one requests come is not known here.",
            "Say it with --context aws:SourceVpce=vpce-....");
        return api with { Routes = [.. api.Routes.Select(route => Closed(route, closure))] };
    }

    private T WithServers<T>(T api)
        where T : Api => options.AllowsHttp || api.Routes.All(static route => route.Http is null or { IsLoopback: true }) ? api : api with
        {
            Routes = [.. api.Routes.Select(route => route.Http is { IsLoopback: false } server && route.Closed is null ? Closed(route, Outside(api, route, server)) : route)],
        };

    private Closure Outside(Api api, Route route, HttpBackend server) => errors.Close(
        route.Line.Line, api.LogicalId, $"Routes[{route.Method} {route.Path}]", $"Requests are sent on to {server.Uri}, which is not on this machine.",
        "Start LocalAws with --allow-http, or name a server at 127.0.0.1.");

    private static Route Closed(Route route, Closure closure) => route.Closed is null ? route with { Authorizer = new ClosedAuthorizer(closure, route.Authorizer) } : route;
}
