using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam;

namespace Emulation.Gateway.UsagePlans;

/// <summary>The API keys of an account as one stage of a REST API sees them.</summary>
internal sealed class StageKeys
{
    private readonly FrozenDictionary<string, StageKey> byValue;

    private StageKeys(Dictionary<string, StageKey> byValue, bool readsAuthorizer) =>
        (this.byValue, ReadsAuthorizer) = (byValue.ToFrozenDictionary(StringComparer.Ordinal), readsAuthorizer);

    /// <summary>Whether a Lambda authorizer says which key a caller has, and no header does.</summary>
    public bool ReadsAuthorizer { get; }

    /// <summary>Null where no key is known to the account, and none is asked for: nothing is looked at then.</summary>
    public static StageKeys? Of(Stack stack, RestApi api)
    {
        if (stack.ApiKeys.IsEmpty && !api.Routes.Any(static route => route.ApiKeyRequired))
        {
            return null;
        }

        var byValue = new Dictionary<string, StageKey>(StringComparer.Ordinal);
        foreach (var key in stack.ApiKeys)
        {
            byValue.TryAdd(key.Value, new StageKey(key, PlanOf(stack, api, plan => plan.KeyIds.Contains(key.KeyId))));
        }

        return new StageKeys(byValue, api.ApiKeySource == "AUTHORIZER");
    }

    /// <summary>The plans by which somebody may call a stage: those with a key that may be used.</summary>
    public static ImmutableArray<UsagePlan> PlansOf(Stack stack, Api api) =>
        [.. stack.UsagePlans.Where(plan => Holds(plan, api) && stack.ApiKeys.Any(key => key.IsEnabled && plan.KeyIds.Contains(key.KeyId)))];

    public StageKey? Find(string value) => byValue.GetValueOrDefault(value);

    /// <summary>"A key can be in one plan for a stage."</summary>
    private static MappedPlan? PlanOf(Stack stack, Api api, Func<UsagePlan, bool> has) => stack.UsagePlans.FirstOrDefault(plan => has(plan) && Holds(plan, api)) is { } plan
        ? new MappedPlan(plan, plan.Stages.First(stage => IsOf(stage, api)).Methods)
        : null;

    private static bool Holds(UsagePlan plan, Api api) => plan.Stages.Any(stage => IsOf(stage, api));

    private static bool IsOf(PlanStage stage, Api api) => stage.ApiId == api.ApiId && stage.StageName == api.StageName;
}

/// <summary>A key, and the plan by which it may call the stage; null for none.</summary>
internal sealed record StageKey(ApiKey Key, MappedPlan? Mapped);

/// <summary>A usage plan, and its throttles for single methods of the stage.</summary>
internal sealed record MappedPlan(UsagePlan Plan, ImmutableDictionary<string, RateLimit> Methods);

/// <summary>The key that a caller sent, as functions see it.</summary>
/// <param name="Value">The value.</param>
/// <param name="KeyId">The key's id; null of a value that is no key's.</param>
internal sealed record SentKey(string Value, string? KeyId)
{
    public override string ToString() => KeyId ?? "unknown";
}
