namespace Emulation.Gateway.Integration;

/// <summary>The third step: whatever answers the route, a function or another server.</summary>
internal sealed class RouteIntegration(LambdaIntegration functions, ServerIntegration servers)
{
    public Task<IntegrationOutcome> InvokeAsync(GatewayRequest request, GatewayDecision decision, CancellationToken clientGone) => request.Route.Http is { } server
        ? servers.SendAsync(request, server, clientGone)
        : functions.InvokeAsync(request, decision, clientGone);
}
