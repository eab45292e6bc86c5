using System.Collections.Immutable;
using System.Globalization;
using Sam.Documents;
using Sam.Naming;
using Sam.Resources;

namespace Sam.UsagePlans;

/// <summary>
/// Reads API keys and usage plans: <c>AWS::ApiGateway::ApiKey</c>, <c>UsagePlan</c> and <c>UsagePlanKey</c>, and what the transform makes of <c>Auth.UsagePlan</c> of an API.
/// Whatever cannot be
/// told is left out, so that nobody gets in by it.
/// </summary>
internal sealed class UsagePlanReader
{
    private const string TypePrefix = "AWS::ApiGateway::";
    private const int ShortestValue = 20;
    private const int LongestValue = 128;

    private readonly ImmutableArray<Resource> resources;
    private readonly string file;

    public UsagePlanReader(ImmutableArray<Resource> resources, string file)
    {
        (this.resources, this.file) = (resources, file);
        var generated = new GeneratedPlans(resources, file);
        Keys = [.. Of("ApiKey").Select(Key).OfType<ApiKey>(), .. generated.Keys];
        Plans = [.. DeclaredPlans(), .. generated.Plans];
    }

    /// <summary>The keys, in the template's order; those that the transform makes come last.</summary>
    public ImmutableArray<ApiKey> Keys { get; }

    /// <summary>The plans, likewise.</summary>
    public ImmutableArray<UsagePlan> Plans { get; }

    /// <summary>A plan's throttle; null without one.</summary>
    public static RateLimit? Throttle(Values values, string property) => values[property] is MapNode ? Limit(values.Inner(property), "RateLimit", "BurstLimit") : null;

    /// <summary>A plan's quota; null without one.</summary>
    public static CallQuota? Quota(Values plan)
    {
        if (plan["Quota"] is null)
        {
            return null;
        }

        var quota = plan.Inner("Quota");
        if (quota.Integer("Limit", 0, int.MaxValue) is not { } limit)
        {
            return null;
        }

        var offset = quota.Integer("Offset", 0, int.MaxValue) ?? 0;
        switch (quota.Text("Period"))
        {
            case "DAY":
                return new CallQuota(limit, QuotaPeriod.Day, offset);
            case "WEEK":
                return new CallQuota(limit, QuotaPeriod.Week, offset);
            case "MONTH":
                return new CallQuota(limit, QuotaPeriod.Month, offset);
            case var other:
                if (other is not null || quota["Period"] is null)
                {
                    quota.Report("Period", other is null ? "A quota needs a period." : $"'{other}' is not a period of a quota.", "Write DAY, WEEK or MONTH.");
                }

                return null;
        }
    }

    private static RateLimit? Limit(Values values, string rate, string burst)
    {
        var perSecond = Number(values, rate);
        var capacity = values[burst] is null ? null : values.Integer(burst, 0, int.MaxValue);
        return perSecond is null && capacity is null ? null : new RateLimit(perSecond ?? StageThrottles.AccountRate, capacity ?? StageThrottles.AccountBurst);
    }

    private static double? Number(Values values, string property)
    {
        if (values[property] is null || values.Text(property) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= 0)
        {
            return number;
        }

        values.Report(property, $"'{text}' is not a number of requests per second.", "Give such a number.");
        return null;
    }

    private IEnumerable<Resource> Of(string kind) => resources.Where(resource => resource.TypeName == TypePrefix + kind);

    private ApiKey? Key(Resource resource)
    {
        var values = resource.Values;
        var isEnabled = values.Flag("Enabled") ?? false;
        var value = values["Value"] is null ? DerivedId.ApiKey(resource.Physical.Stack, resource.LogicalId) : values.Text("Value");
        if (value is { Length: < ShortestValue or > LongestValue })
        {
            values.Close("Value", $"API Gateway takes keys of {ShortestValue} to {LongestValue} characters.", "Give a longer value, or leave it out.");
        }

        return value is null || values.ClosureOf() is not null ? null : new ApiKey(resource.LogicalId, IdOf(resource), value, isEnabled, LineOf(resource));
    }

    private List<UsagePlan> DeclaredPlans()
    {
        var keys = Of("ApiKey").Select(IdOf).Concat(GeneratedPlans.KeyIdsOf(resources)).ToHashSet(StringComparer.Ordinal);
        var members = Of("UsagePlanKey").Select(member => Member(member, keys)).OfType<(string Plan, string Key)>().ToLookup(static one => one.Plan, static one => one.Key);
        return [.. Of("UsagePlan").Select(plan => Plan(plan, members[IdOf(plan)])).OfType<UsagePlan>()];
    }

    private static (string Plan, string Key)? Member(Resource resource, HashSet<string> keys)
    {
        var values = resource.Values;
        if (values.Text("KeyId") is not { } key || values.Text("UsagePlanId") is not { } plan)
        {
            return null;
        }

        if (!keys.Contains(key))
        {
            values.Close("KeyId", "The key is none of this template, so nobody here knows what callers send.", "Refer to an AWS::ApiGateway::ApiKey of the template with !Ref.");
            return null;
        }

        return values.ClosureOf() is null ? (plan, key) : null;
    }

    private UsagePlan? Plan(Resource resource, IEnumerable<string> keys)
    {
        var values = resource.Values;
        var plan = new UsagePlan
        {
            LogicalId = resource.LogicalId,
            PlanId = IdOf(resource),
            Stages = [.. values.Each("ApiStages").Select(Stage).OfType<PlanStage>()],
            Throttle = Throttle(values, "Throttle"),
            Quota = Quota(values),
            KeyIds = [.. keys.Distinct()],
            Line = LineOf(resource),
        };
        return values.ClosureOf() is null ? plan : null;
    }

    private static PlanStage? Stage(Values stage)
    {
        if (stage.Text("ApiId") is not { } api || stage.Text("Stage") is not { } name)
        {
            return null;
        }

        var methods = stage.Inner("Throttle");
        return new PlanStage(api, name, methods.Map.Given
            .Select(one => KeyValuePair.Create(one.Key, Throttle(methods, one.Key)))
            .Where(static one => one.Value is not null)
            .ToImmutableDictionary(static one => one.Key, static one => one.Value!, StringComparer.Ordinal));
    }

    private SourceLine LineOf(Resource resource) => new(file, resource.Declaration.Line);

    private static string IdOf(Resource resource) => resource.Declaration.Type!.Ref(resource.Physical);
}
