using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>The events of functions that something here delivers.</summary>
/// <param name="Routes">Those of types <c>Api</c> and <c>HttpApi</c>.</param>
/// <param name="Triggers">Those of type <c>Cognito</c>.</param>
internal sealed record FunctionEvents(ImmutableArray<ApiEvent> Routes, ImmutableArray<TriggerEvent> Triggers)
{
    /// <summary>They give a service of AWS the permission to call the function, and no service of AWS is here to use it.</summary>
    internal static readonly FrozenSet<string> NeverDelivered = FrozenSet.Create(
        "AlexaSkill", "CloudWatchEvent", "CloudWatchLogs", "DynamoDB", "EventBridgeRule", "IoTRule", "Kinesis", "S3", "SNS", "SQS",
        "Schedule", "ScheduleV2");

    private static readonly string[] Delivered = ["Api", "Cognito", "HttpApi"];

    public static FunctionEvents Read(ImmutableArray<Resource> resources, ErrorList errors)
    {
        var restApis = ApiEvents.ReaderOfRestApis(resources, errors);
        var httpApis = ApiEvents.ReaderOfHttpApis(resources, errors);
        var triggers = new TriggerEvents(resources, errors);
        var routes = ImmutableArray.CreateBuilder<ApiEvent>();
        var triggered = ImmutableArray.CreateBuilder<TriggerEvent>();
        foreach (var function in resources.Where(static r => r.TypeName == "AWS::Serverless::Function"))
        {
            foreach (var entry in function.Values.Inner("Events").Map.Entries)
            {
                if (entry.Value is not MapNode declared || declared["Type"] is not ScalarNode type || NeverDelivered.Contains(type.Text))
                {
                    continue;
                }

                var values = new Values(declared["Properties"] as MapNode ?? new MapNode([], entry.KeyLine), function.LogicalId, $"Events.{entry.Key}.Properties", errors);
                switch (type.Text)
                {
                    case "Api":
                        AddIfRead(routes, restApis.Read(function, values, entry.KeyLine));
                        break;
                    case "HttpApi":
                        AddIfRead(routes, httpApis.Read(function, values, entry.KeyLine));
                        break;
                    case "Cognito":
                        AddIfRead(triggered, triggers.Read(entry.Key, function, values, entry.KeyLine));
                        break;
                    default:
                        errors.Add(
                            type.Line, function.LogicalId, $"Events.{entry.Key}.Type", $"LocalAws does not support events of type '{type.Text}' yet.",
                            DidYouMean.Hint(type.Text, NeverDelivered.Concat(Delivered)) ?? "Declare it only where the template is deployed, with Fn::If.");
                        break;
                }
            }
        }

        return new FunctionEvents(routes.DrainToImmutable(), triggered.DrainToImmutable());
    }

    private static void AddIfRead<T>(ImmutableArray<T>.Builder events, T? read)
        where T : class
    {
        if (read is not null)
        {
            events.Add(read);
        }
    }
}
