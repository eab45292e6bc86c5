using Emulation.Fronts.Monitoring;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Monitoring;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch".</summary>
public sealed class What_a_call_of_CloudWatch_asks : IDisposable
{
    private const string Account = "arn:aws:cloudwatch:us-east-1:111122223333";
    private const string Alarm = $"{Account}:alarm:late";
    private const string Dashboard = "arn:aws:cloudwatch::111122223333:dashboard/shop";
    private const string Rule = $"{Account}:insight-rule/top";
    private const string Stream = $"{Account}:metric-stream/all";
    private const string Mute = $"{Account}:alarm-mute-rule:night";
    private const string Tags = "\"Tags\":[{\"Key\":\"team\",\"Value\":\"a\"}]";
    private const string TagKeys = "aws:RequestTag/team=a aws:TagKeys=team";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "DeleteAlarmMuteRule", """{"AlarmMuteRuleName":"night"}""", [$"cloudwatch:DeleteAlarmMuteRule {Mute}"] },
        { "DeleteAlarms", """{"AlarmNames":["late","early"]}""", [$"cloudwatch:DeleteAlarms {Alarm}", $"cloudwatch:DeleteAlarms {Account}:alarm:early"] },
        { "DeleteAnomalyDetector", "{}", ["cloudwatch:DeleteAnomalyDetector *"] },
        { "DeleteDashboards", """{"DashboardNames":["shop"]}""", [$"cloudwatch:DeleteDashboards {Dashboard}"] },
        { "DeleteInsightRules", """{"RuleNames":["top"]}""", [$"cloudwatch:DeleteInsightRules {Rule}"] },
        { "DeleteMetricStream", """{"Name":"all"}""", [$"cloudwatch:DeleteMetricStream {Stream}"] },
        { "DescribeAlarmContributors", """{"AlarmName":"late"}""", [$"cloudwatch:DescribeAlarmContributors {Alarm}"] },
        { "DescribeAlarmHistory", """{"AlarmName":"late"}""", [$"cloudwatch:DescribeAlarmHistory {Alarm}"] },
        { "DescribeAlarms", "{}", [$"cloudwatch:DescribeAlarms {Account}:alarm:*"] },
        { "DescribeAlarmsForMetric", """{"MetricName":"m","Namespace":"n"}""", ["cloudwatch:DescribeAlarmsForMetric *"] },
        { "DescribeAnomalyDetectors", "{}", ["cloudwatch:DescribeAnomalyDetectors *"] },
        { "DescribeInsightRules", "{}", ["cloudwatch:DescribeInsightRules *"] },
        { "DisableAlarmActions", """{"AlarmNames":["late"]}""", [$"cloudwatch:DisableAlarmActions {Alarm}"] },
        { "DisableInsightRules", """{"RuleNames":["top"]}""", [$"cloudwatch:DisableInsightRules {Rule}"] },
        { "EnableAlarmActions", """{"AlarmNames":["late"]}""", [$"cloudwatch:EnableAlarmActions {Alarm}"] },
        { "EnableInsightRules", """{"RuleNames":["top"]}""", [$"cloudwatch:EnableInsightRules {Rule}"] },
        { "GetAlarmMuteRule", """{"AlarmMuteRuleName":"night"}""", [$"cloudwatch:GetAlarmMuteRule {Mute}"] },
        { "GetDashboard", """{"DashboardName":"shop"}""", [$"cloudwatch:GetDashboard {Dashboard}"] },
        { "GetInsightRuleReport", """{"RuleName":"top","Period":60}""", [$"cloudwatch:GetInsightRuleReport {Rule}"] },
        { "GetMetricData", """{"MetricDataQueries":[]}""", ["cloudwatch:GetMetricData *"] },
        { "GetMetricStatistics", """{"Namespace":"n","MetricName":"m"}""", ["cloudwatch:GetMetricStatistics *"] },
        { "GetMetricStream", """{"Name":"all"}""", [$"cloudwatch:GetMetricStream {Stream}"] },
        { "GetMetricWidgetImage", """{"MetricWidget":"{}"}""", ["cloudwatch:GetMetricWidgetImage *"] },
        { "GetOTelEnrichment", "{}", ["cloudwatch:GetOTelEnrichment *"] },
        { "ListAlarmMuteRules", "{}", [$"cloudwatch:ListAlarmMuteRules {Account}:alarm-mute-rule:*"] },
        { "ListDashboards", "{}", ["cloudwatch:ListDashboards *"] },
        { "ListManagedInsightRules", """{"ResourceARN":"arn:aws:x"}""", ["cloudwatch:ListManagedInsightRules * cloudwatch:requestManagedResourceARNs=arn:aws:x"] },
        { "ListMetricStreams", "{}", ["cloudwatch:ListMetricStreams *"] },
        { "ListMetrics", "{}", ["cloudwatch:ListMetrics *"] },
        { "ListTagsForResource", $$"""{"ResourceARN":"{{Alarm}}"}""", [$"cloudwatch:ListTagsForResource {Alarm}"] },
        {
            "PutAlarmMuteRule", $$"""{"Name":"night","MuteTargets":{"AlarmNames":["late"]},{{Tags}} }""",
            [$"cloudwatch:PutAlarmMuteRule {Mute} {TagKeys}", $"cloudwatch:TagResource {Mute} {TagKeys}", $"cloudwatch:PutAlarmMuteRule {Alarm}"]
        },
        { "PutAnomalyDetector", "{}", ["cloudwatch:PutAnomalyDetector *"] },
        { "PutCompositeAlarm", """{"AlarmName":"late","AlarmActions":["arn:aws:sns:a"]}""", [$"cloudwatch:PutCompositeAlarm {Alarm} cloudwatch:AlarmActions=arn:aws:sns:a"] },
        { "PutDashboard", $$"""{"DashboardName":"shop","DashboardBody":"{}",{{Tags}} }""", [$"cloudwatch:PutDashboard {Dashboard} {TagKeys}", $"cloudwatch:TagResource {Dashboard} {TagKeys}"] },
        { "PutInsightRule", """{"RuleName":"top","RuleDefinition":"{\"LogGroupNames\":[\"a\",\"b\"]}"}""", [$"cloudwatch:PutInsightRule {Rule} cloudwatch:requestInsightRuleLogGroups=a,b"] },
        { "PutManagedInsightRules", """{"ManagedRules":[{"ResourceARN":"arn:aws:x"},{"ResourceARN":"arn:aws:y"}]}""", ["cloudwatch:PutManagedInsightRules * cloudwatch:requestManagedResourceARNs=arn:aws:x,arn:aws:y"] },
        {
            "PutMetricAlarm", $$"""{"AlarmName":"late","AlarmActions":["arn:aws:sns:a"],"OKActions":["arn:aws:sns:b"],"InsufficientDataActions":["arn:aws:sns:a"],"Threshold":1.5,{{Tags}} }""",
            [$"cloudwatch:PutMetricAlarm {Alarm} {TagKeys} cloudwatch:AlarmActions=arn:aws:sns:a,arn:aws:sns:b", $"cloudwatch:TagResource {Alarm} {TagKeys}"]
        },
        { "PutMetricData", """{"Namespace":"Shop","MetricData":[{"MetricName":"m","Value":1}]}""", ["cloudwatch:PutMetricData * cloudwatch:namespace=Shop"] },
        {
            "PutMetricStream", """{"Name":"all","FirehoseArn":"arn:aws:firehose:x","RoleArn":"arn:aws:iam::111122223333:role/Stream"}""",
            [$"cloudwatch:PutMetricStream {Stream}", "iam:PassRole arn:aws:iam::111122223333:role/Stream iam:PassedToService=streams.metrics.cloudwatch.amazonaws.com"]
        },
        { "SetAlarmState", """{"AlarmName":"late","StateValue":"OK","StateReason":"r"}""", [$"cloudwatch:SetAlarmState {Alarm}"] },
        { "StartMetricStreams", """{"Names":["all"]}""", [$"cloudwatch:StartMetricStreams {Stream}"] },
        { "StartOTelEnrichment", "{}", ["cloudwatch:StartOTelEnrichment *"] },
        { "StopMetricStreams", """{"Names":["all"]}""", [$"cloudwatch:StopMetricStreams {Stream}"] },
        { "StopOTelEnrichment", "{}", ["cloudwatch:StopOTelEnrichment *"] },
        { "TagResource", $$"""{"ResourceARN":"{{Alarm}}",{{Tags}} }""", [$"cloudwatch:TagResource {Alarm} {TagKeys}"] },
        { "UntagResource", $$"""{"ResourceARN":"{{Alarm}}","TagKeys":["team"]}""", [$"cloudwatch:UntagResource {Alarm} aws:TagKeys=team"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_is_about(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new MonitoringService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() =>
        Assert.Equal(new MonitoringService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    /// <summary>Of an operation that is newer, AWS's service data say what it asks, and not on what.</summary>
    [Fact]
    public async Task Is_any_alarm_where_an_operation_is_newer() => Assert.Contains(
        await call.AsksAsync(Emulation.Fronts.FrontedServices.Find("monitoring")!, "PutLogAlarm", """{"AlarmName":"late"}"""),
        static ask => ask.StartsWith("cloudwatch:PutLogAlarm one of ", StringComparison.Ordinal));

    [Fact]
    public async Task Is_the_alarms_that_are_named() => Assert.Equal(
        [$"cloudwatch:DescribeAlarms {Alarm}"], await call.AsksAsync(new MonitoringService(), "DescribeAlarms", """{"AlarmNames":["late","late"]}"""));

    /// <summary>A recorded refusal names no resource: "... is not authorized to perform: cloudwatch:PutMetricData because ...".</summary>
    [Fact]
    public async Task Is_shown_without_a_resource_where_there_is_none()
    {
        Assert.Equal("", (await call.PlanAsync(new MonitoringService(), "PutMetricData", """{"Namespace":"Shop"}""")).Asks[0].Shown);
        Assert.Null((await call.PlanAsync(new MonitoringService(), "DeleteAlarms", """{"AlarmNames":["late"]}""")).Asks[0].Shown);
    }

    [Theory]
    [InlineData("PutMetricData", """{"namespace":"Shop"}""")]
    [InlineData("PutMetricData", "{}")]
    [InlineData("DeleteAlarms", """{"AlarmNames":[1]}""")]
    [InlineData("GetDashboard", "{}")]
    [InlineData("PutInsightRule", """{"RuleName":"top","RuleDefinition":"no JSON"}""")]
    [InlineData("TagResource", """{"ResourceARN":"arn:aws:sns:us-east-1:111122223333:t","Tags":[]}""")]
    public async Task Is_nothing_where_the_call_does_not_say_what_it_touches(string operation, string members) =>
        await Assert.ThrowsAsync<Emulation.Calls.RefusedException>(() => call.AsksAsync(new MonitoringService(), operation, members));
}
