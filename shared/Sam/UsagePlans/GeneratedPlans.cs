using System.Collections.Immutable;
using Sam.Documents;
using Sam.Naming;
using Sam.Resources;

namespace Sam.UsagePlans;

/// <summary>
/// The keys and plans that the transform makes of <c>Auth.UsagePlan</c>: one of each for the API (<c>PER_API</c>), or one of each for all APIs that say so (<c>SHARED</c>), for which the last of
/// them decides. Source: aws-sam-translator's <c>ApiGenerator._construct_usage_plan</c>.
/// </summary>
internal sealed class GeneratedPlans
{
    private const string SharedOwner = "Serverless";
    private const string Setting = "CreateUsagePlan";

    public GeneratedPlans(ImmutableArray<Resource> resources, string file)
    {
        var owners = resources.Where(static resource => resource.TypeName == "AWS::Serverless::Api").GroupBy(OwnerOf).Where(static owner => owner.Key is not null);
        foreach (var owner in owners)
        {
            var stack = owner.First().Physical.Stack;
            var (api, line) = (owner.Last(), new SourceLine(file, owner.First().Declaration.Line));
            var settings = api.Values.Inner("Auth").Inner("UsagePlan");
            var keyName = KeyOf(owner.Key!);
            var key = new ApiKey(keyName, DerivedId.Api(stack, keyName), DerivedId.ApiKey(stack, keyName), IsEnabled: true, line);
            Keys = Keys.Add(key);
            Plans = Plans.Add(new UsagePlan
            {
                LogicalId = PlanOf(owner.Key!),
                PlanId = DerivedId.Api(stack, PlanOf(owner.Key!)),
                Stages = [.. owner.Select(static one => new PlanStage(
                    one.Declaration.Type!.Ref(one.Physical), one.Values.Text("StageName") ?? "", ImmutableDictionary<string, RateLimit>.Empty))],
                Throttle = UsagePlanReader.Throttle(settings, "Throttle"),
                Quota = UsagePlanReader.Quota(settings),
                KeyIds = [key.KeyId],
                Line = line,
            });
        }
    }

    public ImmutableArray<ApiKey> Keys { get; private set; } = [];

    public ImmutableArray<UsagePlan> Plans { get; private set; } = [];

    /// <summary>The names of what the transform makes for an API: the key, the plan, and what joins them; none where it makes none.</summary>
    public static (string Key, string Plan, string Member)? NamesOf(string api, string? setting) => Owner(api, setting) is { } owner
        ? (KeyOf(owner), PlanOf(owner), $"{owner}UsagePlanKey")
        : null;

    /// <summary>The ids of the keys that it makes.</summary>
    public static IEnumerable<string> KeyIdsOf(ImmutableArray<Resource> resources) =>
        from resource in resources
        where resource.TypeName == "AWS::Serverless::Api"
        let owner = OwnerOf(resource)
        where owner is not null
        select DerivedId.Api(resource.Physical.Stack, KeyOf(owner));

    private static string? OwnerOf(Resource api)
    {
        var plan = api.Values.Inner("Auth");
        return plan["UsagePlan"] is MapNode ? Owner(api.LogicalId, plan.Inner("UsagePlan").Text(Setting)) : null;
    }

    private static string? Owner(string api, string? setting) => setting switch
    {
        "PER_API" => api,
        "SHARED" => SharedOwner,
        _ => null,
    };

    private static string KeyOf(string owner) => $"{owner}ApiKey";

    private static string PlanOf(string owner) => $"{owner}UsagePlan";
}
