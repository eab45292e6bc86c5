using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Intrinsics;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>Declares what the transform generates for a function: its role, its version and alias, its URL, and what its events need.</summary>
internal static class FunctionExpansion
{
    public static void AddGenerated(Declaration function, ResourceTable table, Evaluator evaluator, ErrorList errors)
    {
        var id = function.LogicalId;
        var properties = function.Properties;
        var declarations = new GeneratedDeclarations(function, table, errors);
        if (GeneratesRole(function, evaluator))
        {
            var role = GeneratedIds.Role(id);
            declarations.Add(
                role, "AWS::IAM::Role", properties["RolePath"] is { } path ? MapNode.Of(path.Line, ("Path", path)) : null,
                remedy: $"Add 'Role: !GetAtt {role}.Arn', or rename the resource.");
            evaluator.References.Dependencies.Add(id, role, function.Line);
        }

        var itself = MapNode.Of(function.Line, ("Ref", ScalarNode.Of(id, function.Line)));
        if (AliasOf(function, evaluator) is { } alias)
        {
            var parent = ("FunctionName", (Node)itself);
            declarations.Add(GeneratedIds.Version(id), "AWS::Lambda::Version", MapNode.Of(function.Line, parent), "Version");
            declarations.Add(GeneratedIds.Alias(id, alias), "AWS::Lambda::Alias", MapNode.Of(function.Line, ("Name", ScalarNode.Of(alias, function.Line)), parent), "Alias");
        }

        if (properties["FunctionUrlConfig"] is not null)
        {
            declarations.Add(GeneratedIds.Url(id), "AWS::Lambda::Url", MapNode.Of(function.Line, ("TargetFunctionArn", itself)));
            declarations.Add(GeneratedIds.UrlPermission(id), "AWS::Lambda::Permission");
            declarations.Add(GeneratedIds.UrlInvokePermission(id), "AWS::Lambda::Permission");
        }

        AddDestinations(function, declarations, evaluator);
        AddEvents(id, properties, declarations, table);
    }

    /// <summary>The alias that <c>AutoPublishAlias</c> names; null for none, and when it cannot be told.</summary>
    public static string? AliasOf(Declaration function, Evaluator evaluator) =>
        function.Properties["AutoPublishAlias"] is { } given
        && evaluator.Evaluate(given, new Place(function.LogicalId, "AutoPublishAlias", function.LogicalId)) is ScalarNode { IsNull: false, Text: { Length: > 0 } alias }
            ? alias : null;

    private static bool GeneratesRole(Declaration function, Evaluator evaluator)
    {
        var place = new Place(function.LogicalId, "Role", function.LogicalId);
        return function.Properties["Role"] is not { } given
            || (Expansion.IsCreated(function, evaluator) && evaluator.Evaluate(given, place) is null or ScalarNode { IsNull: true });
    }

    // aws-sam-translator, _validate_and_inject_resource: where no destination is given, a queue or topic is made.
    private static void AddDestinations(Declaration function, GeneratedDeclarations declarations, Evaluator evaluator)
    {
        var place = new Place(function.LogicalId, "EventInvokeConfig", function.LogicalId);
        foreach (var outcome in (function.Properties["EventInvokeConfig"] as MapNode)?["DestinationConfig"] is MapNode destinations ? destinations.Given : [])
        {
            if (outcome.Value is MapNode destination && (destination["Destination"] is not { } given || evaluator.Evaluate(given, place) is null))
            {
                var (suffix, type) = (destination["Type"] as ScalarNode)?.Text == "SNS" ? ("Topic", "AWS::SNS::Topic") : ("Queue", "AWS::SQS::Queue");
                declarations.Add($"{GeneratedIds.Destination(function.LogicalId, outcome.Key)}{suffix}", type, samName: $"Destination{suffix}");
            }
        }
    }

    private static void AddEvents(string id, MapNode properties, GeneratedDeclarations declarations, ResourceTable table)
    {
        foreach (var entry in properties["Events"] is MapNode { IsCall: false } events ? events.Entries : [])
        {
            if (entry.Value is not MapNode declared || declared["Type"] is not ScalarNode type || !EventSource.All.TryGetValue(type.Text, out var source) || source.IsDelivered)
            {
                continue;
            }

            var own = declared["Properties"] as MapNode ?? MapNode.Empty;
            var name = GeneratedIds.Event(id, entry.Key);
            if (source.ResourceType is { } resourceType)
            {
                declarations.Add(name, resourceType, source.NameProperty is { } property && own[property] is { } given ? MapNode.Of(given.Line, ("Name", given)) : null);
            }

            if (source.Principal is not null)
            {
                declarations.Add(GeneratedIds.EventPermission(id, entry.Key), "AWS::Lambda::Permission");
            }

            if (type.Text == "ScheduleV2" && own["RoleArn"] is null)
            {
                declarations.Add(GeneratedIds.Role(name), "AWS::IAM::Role");
            }

            var makesQueue = type.Text == "SNS" && own["SqsSubscription"] is ScalarNode { Text: "true" };
            if (makesQueue || (own["DeadLetterConfig"] is MapNode letters && letters["Arn"] is null))
            {
                var queue = ((own["DeadLetterConfig"] as MapNode)?["QueueLogicalId"] as ScalarNode)?.Text ?? GeneratedIds.Queue(name);
                declarations.Add(queue, ServiceTypes.Queue, makesQueue ? QueueOf(own["Topic"], table) : null);
                if (type.Text != "ScheduleV2")
                {
                    declarations.Add(GeneratedIds.QueuePolicy(name), ServiceTypes.QueuePolicy);
                }
            }
            else if (type.Text == "SNS" && own["SqsSubscription"] is MapNode existing)
            {
                declarations.Add((existing["QueuePolicyLogicalId"] as ScalarNode)?.Text ?? GeneratedIds.QueuePolicy(name), ServiceTypes.QueuePolicy);
            }

            if (type.Text == "SNS" && (makesQueue || own["SqsSubscription"] is MapNode))
            {
                declarations.Add($"{name}EventSourceMapping", "AWS::Lambda::EventSourceMapping");
            }
        }
    }

    // aws-sam-translator, SNS._check_fifo_topic: a queue of a first-in-first-out topic of the template is one too.
    private static MapNode? QueueOf(Node? topic, ResourceTable table) =>
        (topic as MapNode)?["Ref"] is ScalarNode { Text: var name } && table[name]?.Properties["FifoTopic"] is ScalarNode { Text: "true" } fifo
            ? MapNode.Of(fifo.Line, ("FifoQueue", fifo)) : null;
}
