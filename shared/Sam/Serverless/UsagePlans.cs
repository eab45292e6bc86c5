using System.Collections.Immutable;
using System.Globalization;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Resources;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>
/// The usage plans that <c>Auth.UsagePlan</c> of REST APIs asks for. Source: aws-sam-translator's <c>ApiGenerator._construct_usage_plan</c>: of APIs that share one, the last
/// says how many requests and how fast.
/// </summary>
internal static class UsagePlans
{
    private const string Create = "CreateUsagePlan";
    private const string Shared = "Serverless";

    private static readonly string[] Kinds = ["SHARED", "PER_API", "NONE"];

    /// <summary>Declares the plans and their keys, so that the template can refer to them.</summary>
    public static void AddGenerated(ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        foreach (var api in table.All.Where(static one => one.Type?.Name == "AWS::Serverless::Api").ToList())
        {
            if (((api.Properties["Auth"] as MapNode)?["UsagePlan"] as MapNode)?[Create] is { } given
                && evaluator.Evaluate(given, new Place(api.LogicalId, "Auth", "")) is ScalarNode { Text: "PER_API" or "SHARED" } kind)
            {
                var generated = new GeneratedDeclarations(api, table, errors);
                foreach (var part in new[] { "UsagePlan", "ApiKey", "UsagePlanKey" })
                {
                    generated.Add($"{(kind.Text == "SHARED" ? Shared : api.LogicalId)}{part}", $"AWS::ApiGateway::{part}", samName: part);
                }
            }
        }
    }

    /// <summary>The plans, in the template's order.</summary>
    public static ImmutableArray<UsagePlan> Of(ImmutableArray<Resource> resources, string file)
    {
        var plans = new List<UsagePlan>();
        foreach (var api in resources.Where(static one => one.TypeName == "AWS::Serverless::Api"))
        {
            var values = api.Values.Inner("Auth").Inner("UsagePlan");
            if (values.Map.Entries.IsEmpty || values.Text(Create) is not { } kind || kind == "NONE")
            {
                continue;
            }

            if (!Kinds.Contains(kind))
            {
                values.Report(Create, $"'{kind}' is not a way to create usage plans.", DidYouMean.Hint(kind, Kinds) ?? $"Use one of {string.Join(", ", Kinds)}.");
                continue;
            }

            var name = kind == "SHARED" ? Shared : api.LogicalId;
            var known = plans.FindIndex(plan => plan.LogicalId == $"{name}UsagePlan");
            var plan = new UsagePlan(
                $"{name}UsagePlan", $"{name}ApiKey", [.. known < 0 ? [] : plans[known].Apis, api.LogicalId],
                new SourceLine(file, api.Values.Inner("Auth").LineOf("UsagePlan")))
            {
                Quota = Quota(values),
                Throttle = Throttle(values),
            };
            if (known < 0)
            {
                plans.Add(plan);
            }
            else
            {
                plans[known] = plan;
            }
        }

        return [.. plans];
    }

    private static UsageQuota? Quota(Values plan)
    {
        var quota = plan.Inner("Quota");
        return quota.Integer("Limit", 0, int.MaxValue) is { } limit && quota.Text("Period") is { } period
            ? new UsageQuota(limit, period, quota.Integer("Offset", 0, int.MaxValue) ?? 0)
            : null;
    }

    private static UsageThrottle? Throttle(Values plan)
    {
        var throttle = plan.Inner("Throttle");
        return double.TryParse(throttle.Text("RateLimit"), NumberStyles.Float, CultureInfo.InvariantCulture, out var rate)
            ? new UsageThrottle(rate, throttle.Integer("BurstLimit", 0, int.MaxValue) ?? 0)
            : null;
    }
}
