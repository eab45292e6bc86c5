using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Logs;

/// <summary>Amazon CloudWatch Logs. Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs".</summary>
internal sealed class LogsService : FrontedService
{
    public override string SigningName => "logs";

    public override IReadOnlyList<IFrontForm> Forms { get; } = [new JsonForm("logs", "Logs_20140328", "1.1", new FrontDialect())];

    public override IReadOnlyCollection<string> Operations { get; } =
    [
        .. LogOperations.All.Keys, "CreateLogAnomalyDetector", "DeleteAccountPolicy", "DescribeLogGroups", "GetLogObject", "GetLogRecord", "GetQueryResults",
        "ListAnomalies", "ListTagsForResource", "PutAccountPolicy", "StartLiveTail", "StartQuery", "TagResource", "UntagResource",
    ];

    public override TagQuestion? TagsOf(string arn) => LogResource.TagsOf(arn);

    public override ValueTask<FrontPlan> PlanAsync(FrontCall call) => ValueTask.FromResult(GroupKeys.Plan(call, Planned(call)));

    private static FrontPlan Planned(FrontCall call) => call.Operation switch
    {
        "DescribeLogGroups" => LogPlans.Of(call, "DescribeLogGroups", LogPlans.NoGroup(call)),
        "CreateLogAnomalyDetector" => LogPlans.OfDetector(call),
        "PutAccountPolicy" or "DeleteAccountPolicy" => LogPlans.OfAccountPolicy(call),
        "GetLogObject" or "GetLogRecord" => LogQueries.Pointed(call),
        "GetQueryResults" => LogQueries.Results(call),
        "StartQuery" => LogQueries.Started(call),
        "StartLiveTail" => LogQueries.Tailed(call),
        "ListAnomalies" when call.Text("anomalyDetectorArn") is { } detector => LogPlans.Of(call, "ListAnomalies", LogResource.Other(call, "anomaly-detector", detector)),
        "ListAnomalies" => LogPlans.OfNone(call),
        "ListTagsForResource" or "TagResource" or "UntagResource" => LogPlans.OfTags(call),
        _ => LogPlans.Plan(call),
    };
}
