using System.Diagnostics;
using Emulation.Decisions;
using Emulation.Gateway.Answers;
using Emulation.Gateway.Apis;
using Emulation.Telemetry;
using Emulation.Wire;
using Iam;

namespace Emulation.Gateway;

/// <summary>What the span of a request to an API, and the measures, say of its way through the gateway. Called only when somebody watches.</summary>
internal static class GatewayTags
{
    /// <summary>The request has a route, which names it.</summary>
    public static void Routed(HttpContext http, GatewayRequest request)
    {
        var route = new RouteTag(request.Target.Api.LogicalId, request.Route.Path);
        http.Features.Set(route);
        if (Spans.Current is { IsAllDataRequested: true } span)
        {
            span.DisplayName = $"{ClientText.Shown(request.Method)} {route.Route}";
            span.SetTag("http.route", route.Route);
            span.SetTag("localaws.api", route.Api);
            span.SetTag("localaws.stage", request.Target.Api.StageName);
            span.SetTag("aws.request_id", request.Ids.RequestId);
        }
    }

    /// <summary>No route took it, or what was asked for is closed.</summary>
    public static void Unrouted(ApiAddress address, RequestIds ids, GatewayError refusal, string reason, long since)
    {
        Measures.Decided(address.Api is { } api ? new RouteTag(api.Api.LogicalId, "") : null, DecisionTags.NameOf(Verdict.ImplicitDeny), KindOf(refusal), since);
        if (Spans.Current is { IsAllDataRequested: true } span)
        {
            span.SetTag("localaws.api", address.Api?.Api.LogicalId);
            span.SetTag("aws.request_id", ids.RequestId);
            Conclude(span, ids, DecisionTags.NameOf(Verdict.ImplicitDeny), KindOf(refusal), reason);
        }
    }

    /// <summary>It may pass, or not.</summary>
    public static void Decided(HttpContext http, GatewayRequest request, GatewayDecision decision, long since)
    {
        var made = decision.Subject?.Decide();
        var verdict = DecisionTags.NameOf(decision.Refusal is null ? Verdict.Allow : made is { Verdict: Verdict.ExplicitDeny } ? Verdict.ExplicitDeny : Verdict.ImplicitDeny);
        var by = made is { } asked && (decision.Refusal is null || asked.Verdict != Verdict.Allow) ? DecisionTags.NameOf(asked)
            : decision.Refusal is { } refusal ? KindOf(refusal) : "authorizer";
        Measures.Decided(RouteTag.Of(http), verdict, by, since);
        if (Spans.Current is { IsAllDataRequested: true } span)
        {
            span.SetTag(DecisionTags.Principal, decision.Principal is { } principal ? ClientText.Shown(principal, ClientText.LongestSentence) : null);
            Conclude(span, request.Ids, verdict, by, decision.Reason);
        }
    }

    /// <summary>What kind of check refused: API Gateway's type of response where there is one.</summary>
    private static string KindOf(GatewayError error) => error.StatusCode switch
    {
        StatusCodes.Status501NotImplemented => "closed",
        _ when error.ResponseType is { } type => type.ToLowerInvariant(),
        StatusCodes.Status400BadRequest => "bad_request",
        StatusCodes.Status401Unauthorized => "unauthorized",
        StatusCodes.Status403Forbidden => "forbidden",
        StatusCodes.Status404NotFound => "no_route",
        StatusCodes.Status413PayloadTooLarge => "request_too_large",
        StatusCodes.Status429TooManyRequests => "throttled",
        _ => "failure",
    };

    private static void Conclude(Activity span, RequestIds ids, string verdict, string by, string reason)
    {
        span.SetTag(DecisionTags.Id, ids.RequestId);
        span.SetTag(DecisionTags.VerdictTag, verdict);
        span.SetTag(DecisionTags.By, by);
        span.SetTag(DecisionTags.Reason, ClientText.Shown(reason, ClientText.LongestSentence));
    }
}
