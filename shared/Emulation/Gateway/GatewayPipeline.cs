using Emulation.Decisions;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;
using Emulation.State;
using Emulation.Telemetry;
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
        var since = Measures.Now;
        var answer = new GatewayAnswer(http, IdsOf(http.Request, now), address);
        if (answer.Cors is not null && CorsAnswer.IsPreflight(http.Request))
        {
            answer.Preflight();
            return;
        }

        var received = await ReceivedRequest.ReadAsync(http, address.Answers.LongestBody).ConfigureAwait(false);
        var routed = Route(received, address, answer.Ids, now);
        if (routed.Request is not { } request)
        {
            decisions.Record(GatewayRecord.Unrouted(http.Request.Method, address, answer.Ids, now, routed));
            if (RequestSpan.IsWanted)
            {
                GatewayTags.Unrouted(address, answer.Ids, routed.Refusal!, routed.Reason, since);
            }

            await answer.RefuseAsync(routed.Refusal!, routed.Reason).ConfigureAwait(false);
            return;
        }

        answer.Request = request;
        if (RequestSpan.IsWanted)
        {
            GatewayTags.Routed(http, request);
        }

        var decision = admission.Admit(request, await authorization.DecideAsync(request, http.RequestAborted).ConfigureAwait(false));
        decisions.Record(GatewayRecord.Of(request, decision));
        if (RequestSpan.IsWanted)
        {
            GatewayTags.Decided(http, request, decision, since);
        }

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

    private RoutedRequest Route(ReceivedRequest? received, ApiAddress address, RequestIds of, DateTimeOffset now)
    {
        using var span = Spans.Step("route");
        return routing.Route(received, address, of, now);
    }

    /// <summary>The trace is the caller's where it has sent one, else the one that LocalAws keeps of the request, else a new one.</summary>
    private RequestIds IdsOf(HttpRequest request, DateTimeOffset now)
    {
        var sent = XRayTrace.Of(request);
        var own = sent is null && Spans.Current is { } span ? XRayTrace.RootOf(span.TraceId) : ids.TraceId(now);
        return new RequestIds(ids.RequestId(), ids.ExtendedRequestId(), sent?.Root ?? own) { Sent = sent, ShownTrace = TraceHeader.ForFunctions(own, sent) };
    }
}
