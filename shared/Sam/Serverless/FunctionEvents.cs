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
    public static FunctionEvents Read(ImmutableArray<Resource> resources, ErrorList errors)
    {
        var restApis = ApiEvents.ReaderOfRestApis(resources, errors);
        var httpApis = ApiEvents.ReaderOfHttpApis(resources, errors);
        var triggers = new TriggerEvents(resources, errors);
        var possible = new PossibleRoutes(resources, errors);
        var routes = ImmutableArray.CreateBuilder<ApiEvent>();
        var triggered = ImmutableArray.CreateBuilder<TriggerEvent>();
        foreach (var owner in resources.Where(static r => r.TypeName is "AWS::Serverless::Function" or "AWS::Serverless::StateMachine"))
        {
            var isStateMachine = owner.TypeName == "AWS::Serverless::StateMachine";
            possible.Close(owner);
            foreach (var entry in owner.Values.Inner("Events").Map.Entries)
            {
                if (entry.Value is not MapNode declared || declared["Type"] is not ScalarNode type || declared["Properties"] is UnknownNode { Why: not null })
                {
                    continue;
                }

                CheckSpelling(declared, owner.LogicalId, entry.Key, errors);
                var values = new Values(declared["Properties"] as MapNode ?? new MapNode([], entry.KeyLine), owner.LogicalId, $"Events.{entry.Key}.Properties", errors);
                switch (type.Text)
                {
                    case "Api" when isStateMachine:
                        // aws-sam-translator, model/stepfunctions/events.py: the route starts an execution with a role of its own.
                        errors.Close(
                            type.Line, owner.LogicalId, $"Events.{entry.Key}.Type", "LocalAws does not start the executions of state machines, so nothing answers this route.",
                            "Call it where the template is deployed.");
                        AddIfRead(routes, restApis.Read(owner, values, entry.KeyLine));
                        break;
                    case "Api":
                        AddIfRead(routes, restApis.Read(owner, values, entry.KeyLine));
                        break;
                    case "HttpApi" when !isStateMachine:
                        AddIfRead(routes, httpApis.Read(owner, values, entry.KeyLine));
                        break;
                    case "Cognito" when !isStateMachine:
                        AddIfRead(triggered, triggers.Read(entry.Key, owner, values, entry.KeyLine));
                        break;
                    case var other when !EventSource.All.ContainsKey(other):
                        Refuse(other, type.Line, owner.LogicalId, entry.Key, errors);
                        break;
                }
            }
        }

        return new FunctionEvents(routes.DrainToImmutable(), triggered.DrainToImmutable());
    }

    private static void CheckSpelling(MapNode declared, string owner, string name, ErrorList errors)
    {
        foreach (var entry in declared.Entries.Where(static entry => entry.Key is not ("Type" or "Properties")))
        {
            if (DidYouMean.Hint(entry.Key, ["Type", "Properties"]) is { } hint)
            {
                errors.Add(entry.KeyLine, owner, $"Events.{name}.{entry.Key}", $"'{entry.Key}' is not a property of an event.", hint);
            }
        }
    }

    // It may be younger than LocalAws: then it gives nobody anything here.
    private static void Refuse(string type, int line, string owner, string name, ErrorList errors)
    {
        var message = $"LocalAws knows no events of type '{type}'.";
        if (DidYouMean.Hint(type, EventSource.All.Keys) is { } hint)
        {
            errors.Add(line, owner, $"Events.{name}.Type", message, hint);
        }
        else
        {
            errors.Close(line, owner, $"Events.{name}.Type", message, "Declare it only where the template is deployed, with Fn::If.");
        }
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
