using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Services;

/// <summary>Finds what services do by themselves with resources of others, as the template wires it. What cannot be told of a wiring is left out.</summary>
internal sealed class Deliveries(Stack stack, ImmutableArray<Resource> resources, string file)
{
    private const string Events = "events.amazonaws.com";
    private const string Topics = "sns.amazonaws.com";
    private const string Lambda = "lambda.amazonaws.com";

    private static readonly ImmutableArray<(string List, string Target)> Notifications =
        [("QueueConfigurations", "Queue"), ("TopicConfigurations", "Topic"), ("LambdaConfigurations", "Function")];

    private static readonly ImmutableArray<string> AlarmActions = ["AlarmActions", "OKActions", "InsufficientDataActions"];

    /// <summary>All of them.</summary>
    public ImmutableArray<Delivery> All() =>
    [
        .. stack.Subscriptions.SelectMany(OfTopic),
        .. stack.EventRules.SelectMany(OfRule),
        .. stack.Functions.SelectMany(OfFunction),
        .. resources.SelectMany(resource => resource.TypeName switch
        {
            ServiceTypes.Bucket => OfBucket(resource),
            "AWS::Lambda::EventSourceMapping" => OfMapping(resource),
            "AWS::CloudWatch::Alarm" or "AWS::CloudWatch::CompositeAlarm" => OfAlarm(resource),
            "AWS::Logs::SubscriptionFilter" => OfLogGroup(resource),
            "AWS::Scheduler::Schedule" => OfSchedule(resource),
            "AWS::Pipes::Pipe" => OfPipe(resource),
            "AWS::SecretsManager::RotationSchedule" => OfRotation(resource),
            "AWS::StepFunctions::StateMachine" or "AWS::Serverless::StateMachine" => OfStateMachine(resource),
            _ => [],
        }),
    ];

    // SNS Developer Guide, "Subscribing a queue to a topic", and of failures "Amazon SNS dead-letter queues".
    private IEnumerable<Delivery> OfTopic(TopicSubscription subscription)
    {
        if (subscription.Protocol is "sqs" or "lambda" or "firehose"
            && Tell(DeliveryKind.Subscription, subscription.LogicalId, Topics, subscription.TopicArn, subscription.Endpoint, subscription.Line) is { } told)
        {
            yield return told with { RoleArn = (string?)subscription.Properties["SubscriptionRoleArn"], NeedsRole = subscription.Protocol == "firehose" };
        }

        if (subscription.Properties["RedrivePolicy"]?["deadLetterTargetArn"] is { } letters
            && Tell(DeliveryKind.Subscription, subscription.LogicalId, Topics, subscription.TopicArn, (string?)letters, subscription.Line) is { } dead)
        {
            yield return dead;
        }
    }

    // S3 User Guide, "Granting permissions to publish event notification messages to a destination".
    private IEnumerable<Delivery> OfBucket(Resource bucket)
    {
        var notifications = bucket.Values.Beneath("NotificationConfiguration");
        return Notifications
            .SelectMany(kind => notifications.Maps(kind.List).Select(one => (Target: one.Told(kind.Target), one.Map.Line)))
            .Select(one => Tell(DeliveryKind.BucketNotification, bucket.LogicalId, "s3.amazonaws.com", ServiceArns.Of(bucket), one.Target, At(one.Line)))
            .OfType<Delivery>();
    }

    private IEnumerable<Delivery> OfRule(EventRule rule)
    {
        foreach (var target in rule.Targets)
        {
            if (Tell(DeliveryKind.RuleTarget, rule.LogicalId, Events, rule.Arn.ToString(), target.Arn, target.Line) is { } told)
            {
                yield return told with { RoleArn = target.RoleArn, NeedsRole = TargetActions.NeedRole(target.Arn) };
            }

            if (Tell(DeliveryKind.RuleTarget, rule.LogicalId, Events, rule.Arn.ToString(), target.DeadLetterArn, target.Line) is { } dead)
            {
                yield return dead;
            }
        }
    }

    private IEnumerable<Delivery> OfMapping(Resource mapping)
    {
        var values = mapping.Values;
        if (values.Told("FunctionName") is not { } name || FunctionOf(name) is not { } function || values.Told("EventSourceArn") is not { } source)
        {
            yield break;
        }

        if (TargetActions.Poll(source) is { IsEmpty: false } actions)
        {
            yield return new Delivery(DeliveryKind.EventSourceMapping, mapping.LogicalId, Lambda, function.Arn.ToString(), source, actions, Line(mapping))
            {
                RoleArn = function.RoleArn.ToString(),
            };
        }

        var failure = values.Beneath("DestinationConfig").Beneath("OnFailure").Told("Destination");
        if (Tell(DeliveryKind.EventSourceMapping, mapping.LogicalId, Lambda, function.Arn.ToString(), failure, Line(mapping)) is { } told)
        {
            yield return told with { RoleArn = function.RoleArn.ToString() };
        }
    }

    // Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations": as the execution role.
    private static IEnumerable<Delivery> OfFunction(Function function) => function.Events
        .SelectMany(static events => new[] { events.OnSuccess, events.OnFailure }).Append(function.DeadLetterArn).Distinct()
        .Select(target => Tell(DeliveryKind.FunctionDestination, function.LogicalId, Lambda, function.Arn.ToString(), target, function.Line))
        .OfType<Delivery>().Select(delivery => delivery with { RoleArn = function.RoleArn.ToString() });

    // CloudWatch User Guide, "Alarm actions": of a topic as cloudwatch.amazonaws.com, of a function as a principal of its own.
    private IEnumerable<Delivery> OfAlarm(Resource alarm) => AlarmActions
        .SelectMany(property => Texts(alarm.Values, property)).Distinct()
        .Where(static target => target.Contains(":sns:", StringComparison.Ordinal) || target.Contains(":lambda:", StringComparison.Ordinal))
        .Select(target => Tell(
            DeliveryKind.AlarmAction, alarm.LogicalId,
            target.Contains(":lambda:", StringComparison.Ordinal) ? "lambda.alarms.cloudwatch.amazonaws.com" : "cloudwatch.amazonaws.com",
            ServiceArns.Of(alarm), target, Line(alarm)))
        .OfType<Delivery>();

    private IEnumerable<Delivery> OfLogGroup(Resource filter)
    {
        var group = filter.Values.Told("LogGroupName");
        if (group is not null && Tell(
            DeliveryKind.LogSubscription, filter.LogicalId, "logs.amazonaws.com", filter.Physical.Arn("logs", $"log-group:{group}:*"), filter.Values.Told("DestinationArn"),
            Line(filter)) is { } told)
        {
            yield return told with { RoleArn = filter.Values.Told("RoleArn"), NeedsRole = TargetActions.NeedRole(told.TargetArn) };
        }
    }

    // EventBridge Scheduler User Guide, "Setting up the execution role": for the target, and for the queue of what could not be delivered.
    private IEnumerable<Delivery> OfSchedule(Resource schedule)
    {
        var target = schedule.Values.Beneath("Target");
        var group = schedule.Physical.Arn("scheduler", $"schedule-group/{schedule.Values.Told("GroupName") ?? "default"}");
        return new[] { target.Told("Arn"), target.Beneath("DeadLetterConfig").Told("Arn") }
            .Select(arn => Tell(DeliveryKind.Schedule, schedule.LogicalId, "scheduler.amazonaws.com", group, arn, Line(schedule)))
            .OfType<Delivery>().Where(_ => target["RoleArn"] is null or Documents.ScalarNode)
            .Select(delivery => delivery with { RoleArn = target.Told("RoleArn"), NeedsRole = true });
    }

    private IEnumerable<Delivery> OfPipe(Resource pipe)
    {
        var values = pipe.Values;
        var arn = ServiceArns.Of(pipe);
        if (values.Told("RoleArn") is not { } role)
        {
            yield break;
        }

        if (values.Told("Source") is { } source && TargetActions.Poll(source) is { IsEmpty: false } actions)
        {
            yield return new Delivery(DeliveryKind.Schedule, pipe.LogicalId, "pipes.amazonaws.com", arn, source, actions, Line(pipe)) { RoleArn = role };
        }

        foreach (var target in new[] { values.Told("Enrichment"), values.Told("Target") })
        {
            if (Tell(DeliveryKind.Schedule, pipe.LogicalId, "pipes.amazonaws.com", arn, target, Line(pipe)) is { } told)
            {
                yield return told with { RoleArn = role };
            }
        }
    }

    // Secrets Manager User Guide, "Permissions for rotation": the function's own policy lets the service call it.
    private IEnumerable<Delivery> OfRotation(Resource rotation)
    {
        if (rotation.Values.Told("SecretId") is { } secret && new ServiceArns(resources).Secret(secret, rotation.Physical) is var arn
            && Tell(DeliveryKind.Rotation, rotation.LogicalId, "secretsmanager.amazonaws.com", arn, rotation.Values.Told("RotationLambdaARN"), Line(rotation)) is { } told)
        {
            yield return told;
        }
    }

    private IEnumerable<Delivery> OfStateMachine(Resource resource)
    {
        var machine = stack.StateMachines.First(one => one.LogicalId == resource.LogicalId);
        return StateMachineTasks.Of(resource.Values, resource.Physical).Distinct().Select(task => new Delivery(
            DeliveryKind.StateMachineTask, resource.LogicalId, "states.amazonaws.com", machine.Arn.ToString(), task.Arn, [task.Action], Line(resource))
        {
            RoleArn = machine.RoleArn?.ToString(),
        }).Where(static delivery => delivery.RoleArn is not null);
    }

    private static Delivery? Tell(DeliveryKind kind, string logicalId, string service, string source, string? target, SourceLine line) =>
        target is not null && TargetActions.Tell(target) is { } told ? new Delivery(kind, logicalId, service, source, told.Arn, [told.Action], line) : null;

    private Function? FunctionOf(string name) => FunctionSpelling.Read(name) is { } spelt
        ? stack.Functions.FirstOrDefault(function => function.FunctionName == spelt.Name && (spelt.Account is null || spelt.Account == function.Arn.Account)) : null;

    private static IEnumerable<string> Texts(Values values, string property) => values[property] switch
    {
        Documents.ListNode list => list.Items.OfType<Documents.ScalarNode>().Select(static item => item.Text),
        Documents.ScalarNode single => [single.Text],
        _ => [],
    };

    private SourceLine Line(Resource resource) => At(resource.Declaration.Line);

    private SourceLine At(int line) => new(file, line);
}
