using Emulation.Decisions;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;
using Emulation.State;
using Emulation.Wire;

namespace Emulation.Gateway;

/// <summary>
/// A request's way through API Gateway: route, authenticate and authorize, admit, integrate, answer. Each step takes what the one before made; none
/// calls back.
/// </summary>
internal sealed class GatewayPipeline(
    GatewayRouting routing,
    RouteAuthorization authorization,
    RequestAdmission admission,
    RouteIntegration integration,
    DecisionLog decisions,
    IdSource ids,
    TimeProvider time)
{
    public async Task HandleAsync(HttpContext http, ApiAddress address)
    {
        var now = time.GetUtcNow();
        var answer = new GatewayAnswer(http, new RequestIds(ids.RequestId(), ids.ExtendedRequestId(), TraceHeader.RootOf(http.Request) ?? ids.TraceId(now)), address);
        if (answer.Cors is not null && CorsAnswer.IsPreflight(http.Request))
        {
            answer.Preflight();
            return;
        }

        var received = await ReceivedRequest.ReadAsync(http, GatewayRouting.LongestBody).ConfigureAwait(false);
        var routed = routing.Route(received, address, answer.Ids, now);
        if (routed.Request is not { } request)
        {
            decisions.Record(GatewayRecord.Unrouted(http.Request.Method, address, answer.Ids, now, routed));
            await answer.RefuseAsync(routed.Refusal!, routed.Reason).ConfigureAwait(false);
            return;
        }

        answer.Request = request;
        var decision = admission.Admit(request, await authorization.DecideAsync(request, http.RequestAborted).ConfigureAwait(false));
        decisions.Record(GatewayRecord.Of(request, decision));
        if (decision.Refusal is { } refusal)
        {
            await answer.RefuseAsync(refusal, decision.Reason, isByPolicies: decision.Subject is not null).ConfigureAwait(false);
            return;
        }

        if (request.Route.Mock is { } mock)
        {
            await answer.MockAsync(mock).ConfigureAwait(false);
            return;
        }

        var outcome = await integration.InvokeAsync(request, decision, http.RequestAborted).ConfigureAwait(false);
        if (outcome.Response is { } response)
        {
            await answer.ForwardAsync(request, response).ConfigureAwait(false);
        }
        else
        {
            decisions.Record(GatewayRecord.Failed(request, decision, outcome));
            await answer.RefuseAsync(outcome.Error!, outcome.Reason).ConfigureAwait(false);
        }
    }
}
