using Emulation.Gateway.Answers;
using Sam;

namespace Emulation.Gateway.UsagePlans;

/// <summary>
/// API keys, usage plans and throttles: a gate of its own, behind the authorizer's (captured: apigateway/api_key_runtime of radkawar/stackd). API Gateway Developer Guide,
/// "Usage plans and API keys
/// for REST APIs in API Gateway".
/// </summary>
internal sealed class UsageGate(UsageStore store, TimeProvider time)
{
    private const string Header = "x-api-key";
    private readonly TokenBuckets buckets = new(time);

    /// <summary>Whether there is anything to look at: most routes need no key and are throttled by nothing.</summary>
    public static bool Concerns(GatewayRequest request) => request.Target.Keys is not null || request.Route.Throttle is not null;

    /// <summary>The decision of the authorizer, with the key that was sent; or the refusal of this gate.</summary>
    public GatewayDecision Decide(GatewayRequest request, GatewayDecision decision)
    {
        if (request.Target.Keys is { } keys)
        {
            decision = decision with { Key = KeyOf(request, decision, keys, out var known) };
            if (Refusal(request, decision.Key, known, keys) is var (error, reason))
            {
                return Refused(decision, error, reason);
            }
        }

        return request.Route.Throttle is { } limit && !buckets.TryTake(new BucketKey(null, null, request.Target.StageArn, MethodOf(request.Route)), limit)
            ? Refused(decision, request.Target.Errors.Throttled, $"The stage lets callers in {Rate(limit)}, and no more at the moment.")
            : decision;
    }

    private static SentKey? KeyOf(GatewayRequest request, GatewayDecision decision, StageKeys keys, out StageKey? known)
    {
        var value = keys.ReadsAuthorizer ? decision.Context?.UsageKey : request.Header(Header);
        known = string.IsNullOrEmpty(value) ? null : keys.Find(value);
        return string.IsNullOrEmpty(value) ? null : new SentKey(value, known?.Key.KeyId);
    }

    private (GatewayError Error, string Reason)? Refusal(GatewayRequest request, SentKey? sent, StageKey? known, StageKeys keys)
    {
        if (request.Route.ApiKeyRequired && WhyNotAdmitted(request, sent, known, keys) is { } why)
        {
            return (request.Target.Errors.InvalidApiKey, why);
        }

        // Where no key is needed, one that a plan has is counted all the same, also one that is disabled.
        return known?.Mapped is { } mapped ? WhyTooMany(request, known.Key, mapped) : null;
    }

    private static string? WhyNotAdmitted(GatewayRequest request, SentKey? sent, StageKey? known, StageKeys keys)
    {
        var place = keys.ReadsAuthorizer ? "the authorizer's usageIdentifierKey" : $"the header {Header}";
        return sent is null ? $"The route needs an API key in {place}, and there is none."
            : known is null ? $"The route needs an API key, and what {place} holds is none of the template's."
            : !known.Key.IsEnabled ? $"The API key {known.Key.LogicalId} is not enabled."
            : known.Mapped is null ? $"No usage plan with the API key {known.Key.LogicalId} has stage {request.Target.Api.StageName} of {request.Target.Api.LogicalId}."
            : null;
    }

    private (GatewayError Error, string Reason)? WhyTooMany(GatewayRequest request, ApiKey key, MappedPlan mapped)
    {
        var (plan, errors) = (mapped.Plan, request.Target.Errors);
        if (mapped.Methods.Count > 0 && LimitOf(request.Route, request.Method, mapped) is { } limit
            && !buckets.TryTake(new BucketKey(plan.PlanId, key.KeyId, request.Target.StageArn, MethodOf(request.Route)), limit))
        {
            return (errors.Throttled, $"Usage plan {plan.LogicalId} lets {key.LogicalId} call {MethodOf(request.Route)} {Rate(limit)}.");
        }

        if (plan.Throttle is { } all && !buckets.TryTake(new BucketKey(plan.PlanId, key.KeyId, null, null), all))
        {
            return (errors.Throttled, $"Usage plan {plan.LogicalId} lets {key.LogicalId} call {Rate(all)}.");
        }

        return plan.Quota is { } quota && !store.TryCount(plan.PlanId, key.KeyId, quota, request.ReceivedAt)
            ? (errors.QuotaExceeded, $"The quota of usage plan {plan.LogicalId} has none left for {key.LogicalId}: {quota.Limit} a {quota.Period.ToString().ToLowerInvariant()}.")
            : null;
    }

    private static RateLimit? LimitOf(Route route, string method, MappedPlan mapped) =>
        mapped.Methods.GetValueOrDefault($"{route.Path}/{method}") ?? mapped.Methods.GetValueOrDefault($"{route.Path}/{route.Method}");

    private static string Rate(RateLimit limit) => $"{limit.PerSecond:0.###} times a second, with a burst of {limit.Burst}";

    private static string MethodOf(Route route) => $"{route.Method} {route.Path}";

    private static GatewayDecision Refused(GatewayDecision decision, GatewayError error, string reason) =>
        GatewayDecision.Refuse(decision.Caller, error, reason) with { Context = decision.Context, Key = decision.Key, IsOfAuthorization = false };
}
