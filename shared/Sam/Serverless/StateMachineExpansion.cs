using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Serverless;

/// <summary>Declares what the transform generates for a state machine: its role, its version and alias, and a role for each event that starts it.</summary>
internal static class StateMachineExpansion
{
    public static void AddGenerated(Declaration machine, ResourceTable table, ErrorList errors)
    {
        var id = machine.LogicalId;
        var declarations = new GeneratedDeclarations(machine, table, errors);
        if (machine.Properties["Role"] is null)
        {
            declarations.Add(GeneratedIds.Role(id), "AWS::IAM::Role", machine.Properties["RolePath"] is { } path ? MapNode.Of(path.Line, ("Path", path)) : null);
        }

        if (machine.Properties["AutoPublishAlias"] is ScalarNode { Text: { Length: > 0 } alias })
        {
            declarations.Add($"{id}Version", "AWS::StepFunctions::StateMachineVersion");
            declarations.Add($"{id}Alias{alias}", "AWS::StepFunctions::StateMachineAlias");
        }

        foreach (var (name, type, own) in EventsOf(machine.Properties["Events"]))
        {
            var logicalId = GeneratedIds.Event(id, name);
            if (own["RoleArn"] is null)
            {
                declarations.Add(GeneratedIds.Role(logicalId), "AWS::IAM::Role");
            }

            if (own["DeadLetterConfig"] is MapNode letters && letters["Arn"] is null)
            {
                declarations.Add((letters["QueueLogicalId"] as ScalarNode)?.Text ?? GeneratedIds.Queue(logicalId), ServiceTypes.Queue);
                if (type != "ScheduleV2")
                {
                    declarations.Add(GeneratedIds.QueuePolicy(logicalId), ServiceTypes.QueuePolicy);
                }
            }

            if (type != "Api")
            {
                declarations.Add(logicalId, type == "ScheduleV2" ? "AWS::Scheduler::Schedule" : "AWS::Events::Rule");
            }
        }
    }

    /// <summary>The events that say of which type they are.</summary>
    public static IEnumerable<(string Name, string Type, MapNode Properties)> EventsOf(Node? events)
    {
        foreach (var entry in events is MapNode { IsCall: false } map ? map.Entries : [])
        {
            if (entry.Value is MapNode declared && declared["Type"] is ScalarNode type)
            {
                yield return (entry.Key, type.Text, declared["Properties"] as MapNode ?? MapNode.Empty);
            }
        }
    }
}
