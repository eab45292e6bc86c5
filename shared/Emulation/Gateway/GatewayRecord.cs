using Emulation.Decisions;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;

namespace Emulation.Gateway;

/// <summary>What the decision log keeps of a request to an API.</summary>
internal static class GatewayRecord
{
    public static DecisionEntry Of(GatewayRequest request, GatewayDecision decision) => new(
        request.Ids.RequestId, request.ReceivedAt, request.Method, request.Path, request.Target.Api.LogicalId, decision.Principal, decision.Told)
    {
        Refused = decision.Refusal?.StatusCode,
        Subject = decision.Subject,
        Asked = decision.Asked,
        IsOfAuthorization = decision.IsOfAuthorization,
    };

    /// <summary>Of one that no route took.</summary>
    public static DecisionEntry Unrouted(string method, ApiAddress address, RequestIds ids, DateTimeOffset now, RoutedRequest routed) => new(
        ids.RequestId, now, method, address.Path, address.Api?.Api.LogicalId ?? "execute-api", null, routed.Reason)
    {
        Refused = routed.Refusal!.StatusCode,
        HasRoute = false,
        IsOfAuthorization = false,
    };

    /// <summary>Of one whose function gave no answer that the gateway could pass on.</summary>
    public static DecisionEntry Failed(GatewayRequest request, GatewayDecision decision, IntegrationOutcome outcome) => new(
        request.Ids.RequestId, request.ReceivedAt, request.Method, request.Path, request.Target.Api.LogicalId, decision.Principal, outcome.Reason)
    {
        Refused = outcome.Error!.StatusCode,
        IsOfAuthorization = false,
    };
}
