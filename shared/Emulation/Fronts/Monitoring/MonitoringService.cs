using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Monitoring;

/// <summary>
/// Amazon CloudWatch, whose actions are <c>cloudwatch:</c> and whose signatures say <c>monitoring</c>. Its resources have no policies. Service Authorization Reference, "Actions,
/// resources, and condition keys for Amazon CloudWatch".
/// </summary>
internal sealed class MonitoringService : FrontedService
{
    private const string Version = "2010-08-01";

    // Which name of the alarms' list it is, and how the kind stands before it: an alarm is named after a colon.
    private const string Alarm = "alarm:";
    private const string MuteRule = "alarm-mute-rule:";
    private const string Dashboard = "dashboard/";
    private const string InsightRule = "insight-rule/";
    private const string Stream = "metric-stream/";

    private static readonly FrontDialect Dialect = new()
    {
        Denied = (403, "AccessDenied"),
        Namespace = "com.amazon.coral.service#",
        HasQueryCodes = true,
        TellsQueryError = true,
    };

    /// <summary>What is about no resource; refusals name none.</summary>
    private static readonly string[] OfNothing =
    [
        "DeleteAnomalyDetector", "DescribeAlarmsForMetric", "DescribeAnomalyDetectors", "DescribeInsightRules", "GetMetricData", "GetMetricStatistics", "GetMetricWidgetImage",
        "GetOTelEnrichment", "ListDashboards", "ListManagedInsightRules", "ListMetricStreams", "ListMetrics", "PutAnomalyDetector", "PutManagedInsightRules", "PutMetricData",
        "StartOTelEnrichment", "StopOTelEnrichment",
    ];

    /// <summary>What is about things of a kind, and the member that names one or a list of them; where it may be left out, all are meant.</summary>
    private static readonly Dictionary<string, (string Kind, string Member, bool IsOptional)> OfKind = new(StringComparer.Ordinal)
    {
        ["DeleteAlarmMuteRule"] = (MuteRule, "AlarmMuteRuleName", false),
        ["DeleteAlarms"] = (Alarm, "AlarmNames", false),
        ["DeleteDashboards"] = (Dashboard, "DashboardNames", false),
        ["DeleteInsightRules"] = (InsightRule, "RuleNames", false),
        ["DeleteMetricStream"] = (Stream, "Name", false),
        ["DescribeAlarmContributors"] = (Alarm, "AlarmName", false),
        ["DescribeAlarmHistory"] = (Alarm, "AlarmName", true),
        ["DescribeAlarms"] = (Alarm, "AlarmNames", true),
        ["DisableAlarmActions"] = (Alarm, "AlarmNames", false),
        ["DisableInsightRules"] = (InsightRule, "RuleNames", false),
        ["EnableAlarmActions"] = (Alarm, "AlarmNames", false),
        ["EnableInsightRules"] = (InsightRule, "RuleNames", false),
        ["GetAlarmMuteRule"] = (MuteRule, "AlarmMuteRuleName", false),
        ["GetDashboard"] = (Dashboard, "DashboardName", false),
        ["GetInsightRuleReport"] = (InsightRule, "RuleName", false),
        ["GetMetricStream"] = (Stream, "Name", false),
        ["PutAlarmMuteRule"] = (MuteRule, "Name", false),
        ["PutCompositeAlarm"] = (Alarm, "AlarmName", false),
        ["PutDashboard"] = (Dashboard, "DashboardName", false),
        ["PutInsightRule"] = (InsightRule, "RuleName", false),
        ["PutMetricAlarm"] = (Alarm, "AlarmName", false),
        ["PutMetricStream"] = (Stream, "Name", false),
        ["SetAlarmState"] = (Alarm, "AlarmName", false),
        ["StartMetricStreams"] = (Stream, "Names", false),
        ["StopMetricStreams"] = (Stream, "Names", false),
    };

    public override string SigningName => "monitoring";

    public override IReadOnlyList<IFrontForm> Forms { get; } =
    [
        new JsonForm("monitoring", "GraniteServiceVersion20100801", "1.0", Dialect),
        new CborForm("monitoring", "GraniteServiceVersion20100801", Dialect),
        new QueryForm("monitoring", Version, $"http://monitoring.amazonaws.com/doc/{Version}/", Dialect),
    ];

    public override IReadOnlyCollection<string> Operations { get; } = [.. OfNothing, .. OfKind.Keys, "ListAlarmMuteRules", "ListTagsForResource", "TagResource", "UntagResource"];

    public override TagQuestion? TagsOf(string arn) => arn.Split(':', 6) is ["arn", "aws", "cloudwatch", _, { Length: > 0 }, _]
        ? new TagQuestion("ListTagsForResource", new JsonObject { ["ResourceARN"] = arn })
        : null;

    public override ValueTask<FrontPlan> PlanAsync(FrontCall call) => ValueTask.FromResult(FrontPlan.Of([.. Asks(call, call.Operation)]));

    private static IEnumerable<Ask> Asks(FrontCall call, string operation) => operation switch
    {
        "ListAlarmMuteRules" => [Of(operation, Named(call, MuteRule, "*"))],
        "TagResource" => [Of(operation, OfArn(call)).With(ConditionKey.OfRequest(call.Tags("Tags")))],
        "UntagResource" => [Of(operation, OfArn(call)).With(ConditionKey.OfRequest(call.Texts("TagKeys")))],
        "ListTagsForResource" => [Of(operation, OfArn(call))],
        _ when OfKind.TryGetValue(operation, out var kind) => OfNamed(call, operation, kind),
        _ => [Of(operation, "*").With(KeysOfNothing(call, operation)) with { Shown = "" }],
    };

    private static IEnumerable<Ask> OfNamed(FrontCall call, string operation, (string Kind, string Member, bool IsOptional) kind)
    {
        var names = kind.Member.EndsWith("Names", StringComparison.Ordinal) ? call.Texts(kind.Member)
            : kind.IsOptional ? [.. new[] { call.Text(kind.Member) }.OfType<string>()]
            : [call.Needed(kind.Member)];
        var arns = (names.Count == 0 ? ["*"] : names).Select(name => Named(call, kind.Kind, name)).Distinct(StringComparer.Ordinal).ToList();
        var tags = operation.StartsWith("Put", StringComparison.Ordinal) ? call.Tags("Tags") : [];
        var keys = ConditionKey.OfRequest(tags).Concat(KeysOf(call, operation)).ToList();
        return
        [
            .. arns.Select(arn => Of(operation, arn).With(keys)),
            .. tags.Count == 0 ? [] : arns.Select(arn => Of("TagResource", arn).With(ConditionKey.OfRequest(tags))),
            .. operation == "PutAlarmMuteRule" ? call.Structure("MuteTargets")?.Texts("AlarmNames").Select(name => Of(operation, Named(call, Alarm, name))) ?? [] : [],
            .. operation == "PutMetricStream" ? [call.Passing(call.Needed("RoleArn"), "streams.metrics.cloudwatch.amazonaws.com")] : Array.Empty<Ask>(),
        ];
    }

    private static IEnumerable<ConditionKey> KeysOf(FrontCall call, string operation) => operation switch
    {
        "PutMetricAlarm" or "PutCompositeAlarm" => Of(
            "cloudwatch:AlarmActions", ((string[])["AlarmActions", "OKActions", "InsufficientDataActions"]).SelectMany(call.Texts)),
        "PutInsightRule" => Of("cloudwatch:requestInsightRuleLogGroups", LogGroups(call.Needed("RuleDefinition"))),
        _ => [],
    };

    private static IEnumerable<ConditionKey> KeysOfNothing(FrontCall call, string operation) => operation switch
    {
        "PutMetricData" => [new ConditionKey("cloudwatch:namespace", call.Needed("Namespace"))],
        "ListManagedInsightRules" => Of("cloudwatch:requestManagedResourceARNs", [call.Needed("ResourceARN")]),
        "PutManagedInsightRules" =>
        [
            .. Of("cloudwatch:requestManagedResourceARNs", call.Structures("ManagedRules").Select(static rule => rule.Needed("ResourceARN"))),
            .. ConditionKey.OfRequest([.. call.Structures("ManagedRules").SelectMany(static rule => rule.Tags("Tags"))]),
        ],
        _ => [],
    };

    /// <summary>The log groups that a rule reads, from its definition.</summary>
    private static IEnumerable<string> LogGroups(string definition) =>
        CallMembers.OfJson(Encoding.UTF8.GetBytes(definition))["LogGroupNames"] is JsonArray names ? names.Select(static name => name?.ToString() ?? "") : [];

    private static IEnumerable<ConditionKey> Of(string key, IEnumerable<string> values) =>
        values.Distinct(StringComparer.Ordinal).ToImmutableArray() is { Length: > 0 } some ? [new ConditionKey(key, some)] : [];

    /// <summary>A dashboard is of all regions.</summary>
    private static string Named(FrontCall call, string kind, string name) => $"arn:aws:cloudwatch:{(kind == Dashboard ? "" : call.Region)}:{call.Home}:{kind}{name}";

    private static string OfArn(FrontCall call) => call.Needed("ResourceARN").StartsWith("arn:aws:cloudwatch:", StringComparison.Ordinal)
        ? call.Needed("ResourceARN")
        : throw new RefusedException(new ServiceRefusal(400, "InvalidParameterValue", "The parameter ResourceARN is no ARN of Amazon CloudWatch."));

    private static Ask Of(string operation, string arn) => new($"cloudwatch:{operation}", arn);
}
