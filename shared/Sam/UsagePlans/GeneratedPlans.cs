using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Resources;
using Sam.Templates;

namespace Sam.UsagePlans;

/// <summary>
/// The keys and plans that the transform makes of <c>Auth.UsagePlan</c>: one of each for the API (<c>PER_API</c>), or one of each for all APIs that say so (<c>SHARED</c>), for
/// which the last of
/// them decides. Source: aws-sam-translator's <c>ApiGenerator._construct_usage_plan</c>.
/// </summary>
internal sealed class GeneratedPlans
{
    private const string SharedOwner = "Serverless";
    private const string Setting = "CreateUsagePlan";

    private static readonly string[] Kinds = ["SHARED", "PER_API", "NONE"];

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

    /// <summary>Declares the plans and their keys, so that the template can refer to them.</summary>
    public static void AddGenerated(ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        foreach (var api in table.All.Where(static one => one.Type?.Name == "AWS::Serverless::Api").ToList())
        {
            if (((api.Properties["Auth"] as MapNode)?["UsagePlan"] as MapNode)?[Setting] is { } given
                && evaluator.Evaluate(given, new Place(api.LogicalId, "Auth", "")) is ScalarNode { Text: var setting } && Owner(api.LogicalId, setting) is { } owner)
            {
                var generated = new GeneratedDeclarations(api, table, errors);
                foreach (var part in (string[])["UsagePlan", "ApiKey", "UsagePlanKey"])
                {
                    generated.Add($"{owner}{part}", $"AWS::ApiGateway::{part}", samName: part);
                }
            }
        }
    }

    /// <summary>The ids of the keys that it makes.</summary>
    public static IEnumerable<string> KeyIdsOf(ImmutableArray<Resource> resources) =>
        from resource in resources
        where resource.TypeName == "AWS::Serverless::Api"
        let owner = OwnerOf(resource)
        where owner is not null
        select DerivedId.Api(resource.Physical.Stack, KeyOf(owner));

    private static string? OwnerOf(Resource api)
    {
        var auth = api.Values.Inner("Auth");
        if (auth["UsagePlan"] is null || auth.Inner("UsagePlan") is not { } plan || plan.Text(Setting) is not { } setting)
        {
            return null;
        }

        if (!Kinds.Contains(setting))
        {
            plan.Report(Setting, $"'{setting}' is not a way to create usage plans.", DidYouMean.Hint(setting, Kinds) ?? $"Use one of {string.Join(", ", Kinds)}.");
        }

        return Owner(api.LogicalId, setting);
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
