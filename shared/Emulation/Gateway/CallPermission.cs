using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Routing;
using Emulation.Lambda;
using Sam;

namespace Emulation.Gateway;

/// <summary>
/// Whether API Gateway itself may call a function for a route, or for an authorizer. API Gateway Developer Guide, "Troubleshooting issues with HTTP API Lambda
/// integrations" and "Control access to HTTP APIs with AWS Lambda authorizers", the part about permissions.
/// </summary>
internal sealed class CallPermission(FunctionPermission permission)
{
    private const string ApiGateway = "apigateway.amazonaws.com";

    // Each request asks, and the answer is the same until somebody changes the policy: a route's last permission, and for which methods.
    private readonly ConditionalWeakTable<Route, Permitted> known = [];

    /// <summary>Why the route's function must not be called, and what to do; null when it may.</summary>
    public string? Refusal(GatewayRequest request, Function function)
    {
        var source = permission.SourceOf(function);
        var before = source is not null && known.TryGetValue(request.Route, out var kept) && kept.IsOf(source.Value) ? kept : null;
        if (before?.Methods.Contains(request.Method) == true)
        {
            return null;
        }

        var refusal = Ask(request, function, SourceArn(request.Target, request.Route, request.Method));
        if (refusal is null && source is { } found)
        {
            known.AddOrUpdate(request.Route, new Permitted(found, [.. before?.Methods ?? [], request.Method]));
        }

        return refusal;
    }

    /// <summary>Why the authorizer's function must not be called, and what to do; null when it may.</summary>
    public string? Refusal(GatewayRequest request, Function function, LambdaAuthorizer authorizer) => Ask(request, function, SourceArn(request.Target, authorizer));

    /// <summary>The route, not the request's path: <c>GET/orders/{orderId}</c>, and <c>$default</c> alone.</summary>
    public static string SourceArn(DeployedApi api, Route route, string method) => $"{api.StageArn}/{(route.Path.StartsWith('/') ? $"{method}{route.Path}" : route.Path)}";

    /// <summary>The authorizer by its id; one that a template declares has the id that it would have here.</summary>
    public static string SourceArn(DeployedApi api, LambdaAuthorizer authorizer) => $"{api.ApiArn}/authorizers/{authorizer.AuthorizerId ?? ResourceId.Of(api.Api.ApiId, $"authorizer {authorizer.Name}")}";

    private string? Ask(GatewayRequest request, Function function, string source) => permission.Refusal(ApiGateway, function, source, request.Target.AccountId, request.ReceivedAt);

    /// <summary>That API Gateway may call the route's function for these methods, as long as nothing changes.</summary>
    private sealed record Permitted(PermissionSource Source, ImmutableArray<string> Methods)
    {
        public bool IsOf(PermissionSource now) => ReferenceEquals(now.Policy, Source.Policy) && now.Surroundings == Source.Surroundings;
    }
}
