using System.Collections.Immutable;
using Sam.Documents;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The roles with which schedules, rules and APIs start what a template declares: written as the properties of an <c>AWS::IAM::Role</c>.</summary>
internal static class EventRoles
{
    private const string Scheduler = "scheduler.amazonaws.com";

    /// <summary>The roles of a function's events. aws-sam-translator, <c>model/eventsources/scheduler.py</c>.</summary>
    /// <param name="function">The function.</param>
    /// <param name="arn">The function's ARN, or that of its alias.</param>
    public static IEnumerable<(string LogicalId, MapNode Properties)> OfFunction(Resource function, string arn)
    {
        foreach (var (name, type, own) in StateMachineExpansion.EventsOf(function.Values["Events"]))
        {
            if (type == "ScheduleV2" && own["RoleArn"] is null)
            {
                var owner = GeneratedIds.Event(function.LogicalId, name);
                var mayInvoke = DestinationPolicy.For("Lambda", owner, ScalarNode.Of(arn, own.Line))!;
                yield return (GeneratedIds.Role(owner), WithTags(OfSchedule(owner, own, mayInvoke, function), function.Values));
            }
        }
    }

    /// <summary>The roles of a state machine's events. aws-sam-translator, <c>model/stepfunctions/events.py</c>.</summary>
    public static IEnumerable<(string LogicalId, MapNode Properties)> OfStateMachine(Resource machine, string arn)
    {
        foreach (var (name, type, own) in StateMachineExpansion.EventsOf(machine.Values["Events"]).Where(static one => one.Properties["RoleArn"] is null))
        {
            var owner = GeneratedIds.Event(machine.LogicalId, name);
            var role = GeneratedIds.Role(owner);
            var mayStart = Statements.Document(own.Line, Statements.Allow("states:StartExecution", ScalarNode.Of(arn, own.Line), own.Line));
            var properties = type == "ScheduleV2"
                ? OfSchedule(owner, own, Statements.Named($"{owner}StartExecutionPolicy", mayStart), machine)
                : Of(
                    type == "Api" ? "apigateway.amazonaws.com" : "events.amazonaws.com", machine.Values["PermissionsBoundary"], own.Line,
                    Statements.Named($"{role}StartExecutionPolicy", mayStart));
            yield return (role, WithTags(properties, machine.Values));
        }
    }

    private static MapNode OfSchedule(string owner, MapNode own, MapNode mayStart, Resource target)
    {
        ImmutableArray<Node> policies = [mayStart];
        if (own["DeadLetterConfig"] is MapNode letters)
        {
            var queue = letters["Arn"] ?? ScalarNode.Of(target.Physical.Arn("sqs", (letters["QueueLogicalId"] as ScalarNode)?.Text ?? $"{owner}Queue"), letters.Line);
            policies = policies.Add(DestinationPolicy.For("SQS", owner, queue)!);
        }

        return Of(Scheduler, own["PermissionsBoundary"], own.Line, policies);
    }

    private static MapNode Of(string service, Node? boundary, int line, params ImmutableArray<Node> policies)
    {
        var role = MapNode.Of(line, ("AssumeRolePolicyDocument", Statements.Trust(service, line)), ("Policies", new ListNode(policies, line)));
        return boundary is null ? role : role.With("PermissionsBoundary", boundary);
    }

    // Without PropagateTags, what an event needs has no tags.
    private static MapNode WithTags(MapNode role, Values owner)
    {
        var tags = owner.Flag("PropagateTags") == true ? owner.TextMap("Tags") : ImmutableDictionary<string, string>.Empty;
        return tags.IsEmpty ? role : role.With("Tags", GeneratedRole.Tags(owner, "", role.Line));
    }
}
