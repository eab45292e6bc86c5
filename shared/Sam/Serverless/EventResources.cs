using Sam.Catalogue;
using Sam.Documents;
using Sam.Intrinsics;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>
/// What the transform makes of a function's or a state machine's events in other services: subscriptions, rules, mappings, queues and their policies, each as its
/// properties. Source: aws-sam-translator, <c>model/eventsources</c>, <c>model/stepfunctions/events.py</c>, <c>model/eventbridge_utils.py</c>.
/// </summary>
/// <param name="owner">The function or state machine.</param>
/// <param name="arn">Its ARN, or that of its alias.</param>
/// <param name="evaluator">Knows the names of what is generated.</param>
internal sealed class EventResources(Resource owner, string arn, Evaluator evaluator)
{
    private readonly bool isFunction = FunctionArns.IsFunction(owner);

    /// <summary>Their logical ids and properties.</summary>
    public IEnumerable<(string LogicalId, MapNode Properties)> All() =>
        StateMachineExpansion.EventsOf(owner.Values["Events"])
            .SelectMany(one => Of(GeneratedIds.Event(owner.LogicalId, one.Name), one.Type, one.Properties))
            .Concat(Destinations());

    private IEnumerable<(string, MapNode)> Of(string id, string type, MapNode own) => type switch
    {
        "SNS" when isFunction => OfTopic(id, own),
        "CloudWatchEvent" or "EventBridgeRule" or "Schedule" => OfRule(id, own),
        "ScheduleV2" => [(id, Schedule(id, own))],
        "SQS" when isFunction => [(id, Mapping(own["Queue"], own))],
        "Kinesis" or "DynamoDB" or "MSK" when isFunction => [(id, Mapping(own["Stream"], own))],
        "MQ" when isFunction => [(id, Mapping(own["Broker"], own))],
        "DocumentDB" when isFunction => [(id, Mapping(own["Cluster"], own))],
        "CloudWatchLogs" when isFunction => [(id, Known(own.Line, ("LogGroupName", own["LogGroupName"]), ("FilterPattern", own["FilterPattern"]), ("DestinationArn", Arn(own))))],
        _ => [],
    };

    private IEnumerable<(string, MapNode)> OfTopic(string id, MapNode own)
    {
        var line = own.Line;
        var existing = own["SqsSubscription"] as MapNode;
        var makesQueue = own["SqsSubscription"] is ScalarNode { Text: "true" };
        var queue = makesQueue ? PhysicalOf(GeneratedIds.Queue(id)) is { } made ? (Arn: Text(made.Arn("sqs", made.Name), line), Url: Text(UrlOf(made), line)) : default
            : (Arn: existing?["QueueArn"], Url: existing?["QueueUrl"]);
        yield return (id, Known(
            line, ("Protocol", Text(queue.Arn is null ? "lambda" : "sqs", line)), ("Endpoint", queue.Arn ?? Arn(own)), ("TopicArn", own["Topic"]), ("Region", own["Region"]),
            ("FilterPolicy", own["FilterPolicy"]), ("FilterPolicyScope", own["FilterPolicyScope"]), ("RedrivePolicy", own["RedrivePolicy"])));
        if (queue is not ({ } target, { } url))
        {
            yield break;
        }

        if (makesQueue)
        {
            yield return (GeneratedIds.Queue(id), evaluator.References.Declared(GeneratedIds.Queue(id))!.Properties);
        }

        var policy = (existing?["QueuePolicyLogicalId"] as ScalarNode)?.Text ?? GeneratedIds.QueuePolicy(id);
        yield return (policy, Policy(url, target, Text("*", line), own["Topic"] ?? Text("", line), line));
        yield return ($"{id}EventSourceMapping", Mapping(target, existing ?? MapNode.Empty));
    }

    private IEnumerable<(string, MapNode)> OfRule(string id, MapNode own)
    {
        var line = own.Line;
        var letters = own["DeadLetterConfig"] as MapNode;
        var queueId = letters is null || letters["Arn"] is not null ? null : (letters["QueueLogicalId"] as ScalarNode)?.Text ?? GeneratedIds.Queue(id);
        var queue = queueId is null ? null : PhysicalOf(queueId);
        var letterArn = queue is null ? letters?["Arn"] : Text(queue.Arn("sqs", queue.Name), line);
        Node? role = isFunction ? null : own["RoleArn"] ?? (PhysicalOf(GeneratedIds.Role(id)) is { } made ? Text(made.IamArn("role"), line) : null);
        var target = Known(
            line, ("Id", Text($"{id}LambdaTarget", line)), ("Arn", Arn(own)), ("RoleArn", role),
            ("DeadLetterConfig", letterArn is null ? null : MapNode.Of(line, ("Arn", letterArn))));
        yield return (id, Known(
            line, ("Name", own["RuleName"] ?? own["Name"]), ("EventBusName", own["EventBusName"]), ("EventPattern", own["Pattern"]), ("ScheduleExpression", own["Schedule"]),
            ("State", own["State"]), ("Targets", new ListNode([target], line))));
        if (queue is not null && PhysicalOf(id) is { } rule && evaluator.References.Declared(id) is { Type: { } ruleType })
        {
            yield return (queueId!, MapNode.Of(line));
            yield return (
                GeneratedIds.QueuePolicy(id),
                Policy(
                    Text(UrlOf(queue), line), letterArn!, MapNode.Of(line, ("Service", Text("events.amazonaws.com", line))), Text(ruleType.Attributes["Arn"](rule), line), line));
        }
    }

    private MapNode Schedule(string id, MapNode own)
    {
        var role = own["RoleArn"] ?? (PhysicalOf(GeneratedIds.Role(id)) is { } made ? Text(made.IamArn("role"), own.Line) : null);
        return Known(
            own.Line, ("GroupName", own["GroupName"]),
            ("Target", Known(
                own.Line, ("Arn", Arn(own)), ("RoleArn", role), ("DeadLetterConfig", (own["DeadLetterConfig"] as MapNode)?["Arn"] is null ? null : own["DeadLetterConfig"]))));
    }

    // aws-sam-translator, _validate_and_inject_resource.
    private IEnumerable<(string, MapNode)> Destinations() => ((owner.Values["EventInvokeConfig"] as MapNode)?["DestinationConfig"] as MapNode)?.Given
        .Where(static outcome => outcome.Value is MapNode destination && destination["Destination"] is null)
        .Select(outcome => (
            GeneratedIds.Destination(owner.LogicalId, outcome.Key) + (((MapNode)outcome.Value)["Type"] is ScalarNode { Text: "SNS" } ? "Topic" : "Queue"),
            MapNode.Of(outcome.KeyLine)))
        ?? [];

    private static MapNode Policy(Node url, Node queue, Node principal, Node source, int line)
    {
        var statement = MapNode.Of(
            line, ("Action", Text("sqs:SendMessage", line)), ("Effect", Text("Allow", line)), ("Principal", principal), ("Resource", queue),
            ("Condition", MapNode.Of(line, ("ArnEquals", MapNode.Of(line, ("aws:SourceArn", source))))));
        return MapNode.Of(line, ("PolicyDocument", Statements.WithVersion(Statements.Document(line, statement))), ("Queues", new ListNode([url], line)));
    }

    private MapNode Mapping(Node? source, MapNode own) =>
        Known(own.Line, ("FunctionName", Arn(own)), ("EventSourceArn", source), ("Enabled", own["Enabled"]), ("DestinationConfig", own["DestinationConfig"]));

    private ScalarNode Arn(MapNode own) => Text(arn, own.Line);

    private PhysicalResource? PhysicalOf(string logicalId) =>
        evaluator.References.Declared(logicalId) is { GeneratedFor: not null } declared ? evaluator.References.Physical(declared) : null;

    private static string UrlOf(PhysicalResource queue) => ResourceCatalogue.Types[ServiceTypes.Queue].Ref(queue);

    private static MapNode Known(int line, params (string Key, Node? Value)[] properties) =>
        MapNode.Of(line, [.. properties.Where(static one => one.Value is not null).Select(static one => (one.Key, one.Value!))]);

    private static ScalarNode Text(string text, int line) => ScalarNode.Of(text, line);
}
