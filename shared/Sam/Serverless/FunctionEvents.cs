using System.Collections.Frozen;
using System.Collections.Immutable;

using Sam.Catalogue;
using Sam.Documents;
using Sam.Errors;
using Sam.Resources;

namespace Sam.Serverless;

/// <summary>An event of type <c>Api</c>: one route of one API.</summary>
/// <param name="Function">The function that answers.</param>
/// <param name="Api">The logical id of the API.</param>
/// <param name="Method">The method in upper case, or <c>ANY</c>.</param>
/// <param name="Path">The resource path.</param>
/// <param name="Values">The event's properties.</param>
/// <param name="Line">Where the event is declared.</param>
internal sealed record ApiEvent(Resource Function, string Api, string Method, string Path, Values Values, int Line)
{
    public Values Auth => Values.Inner("Auth");
}

/// <summary>Reads the events of functions.</summary>
internal static class FunctionEvents
{
    private static readonly FrozenSet<string> Methods = FrozenSet.Create("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "ANY");

    // They give a service of AWS the permission to call the function, and no service of AWS is here to use it.
    private static readonly FrozenSet<string> NeverDelivered = FrozenSet.Create(
        "AlexaSkill", "CloudWatchEvent", "CloudWatchLogs", "DynamoDB", "EventBridgeRule", "IoTRule", "Kinesis", "S3", "SNS", "SQS",
        "Schedule", "ScheduleV2");

    public static ImmutableArray<ApiEvent> Read(ImmutableArray<Resource> resources, ErrorList errors)
    {
        var apis = resources.Where(static r => r.TypeName == "AWS::Serverless::Api").ToDictionary(static r => r.Declaration.Type!.Ref(r.Physical), static r => r.LogicalId, StringComparer.Ordinal);
        var events = ImmutableArray.CreateBuilder<ApiEvent>();
        foreach (var function in resources.Where(static r => r.TypeName == "AWS::Serverless::Function"))
        {
            foreach (var entry in function.Values.Inner("Events").Map.Entries)
            {
                if (entry.Value is MapNode declared && Read(function, entry, declared, apis, errors) is { } read)
                {
                    events.Add(read);
                }
            }
        }
        return events.DrainToImmutable();
    }

    private static ApiEvent? Read(Resource function, MapEntry entry, MapNode declared, Dictionary<string, string> apis, ErrorList errors)
    {
        var path = $"Events.{entry.Key}";
        if (declared["Type"] is not ScalarNode { Text: var type } at || NeverDelivered.Contains(type))
        {
            return null;
        }
        if (type != "Api")
        {
            errors.Add(
                at.Line, function.LogicalId, $"{path}.Type", $"LocalAws does not support events of type '{type}' yet.",
                DidYouMean.Hint(type, NeverDelivered.Append("Api")) ?? "Declare it only where the template is deployed, with Fn::If.");
            return null;
        }
        var properties = declared["Properties"] as MapNode ?? new MapNode([], entry.KeyLine);
        new ShapeCheck(function.LogicalId, "an event of type Api", errors).Check(properties, ApiTypes.Event, $"{path}.Properties");
        var values = new Values(properties, function.LogicalId, $"{path}.Properties", errors);
        return values.Text("Path") is { } route && values.Text("Method") is { } method
            && Method(values, method) is { } verb && Api(values, apis) is { } api && RoutePath.IsValid(values, route)
            ? new ApiEvent(function, api, verb, route, values, entry.KeyLine)
            : null;
    }

    private static string? Method(Values values, string text)
    {
        var method = text.ToUpperInvariant();
        if (Methods.Contains(method))
        {
            return method;
        }
        values.Report("Method", $"'{text}' is not a method of API Gateway.", DidYouMean.Hint(method, Methods) ?? "Use GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS or ANY.");
        return null;
    }

    // RestApiId is !Ref to an API, which has been evaluated to its id, or the API's logical id as text.
    private static string? Api(Values values, Dictionary<string, string> apis)
    {
        if (values["RestApiId"] is null)
        {
            return Expansion.ImplicitApi;
        }
        if (values.Text("RestApiId") is not { } text)
        {
            return null;
        }
        if (apis.TryGetValue(text, out var api) || apis.ContainsValue(api = text))
        {
            return api;
        }
        values.Report("RestApiId", $"The template declares no API '{text}'.", DidYouMean.Hint(text, apis.Values) ?? "Refer to an AWS::Serverless::Api with !Ref.");
        return null;
    }
}
