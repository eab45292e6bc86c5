using System.Text.Json;
using System.Text.Json.Nodes;
using Sam.Documents;
using Sam.Naming;
using Sam.Resources;

namespace Sam.Services;

/// <summary>
/// What the tasks of a state machine do, where its definition says it plainly: functions, queues, topics, tables, buses and state machines that it names. What is only known
/// when an execution runs is left out. Step Functions Developer Guide, "Integrating services".
/// </summary>
internal static class StateMachineTasks
{
    private const int Deepest = 64;

    /// <summary>The resources and what is done with them.</summary>
    public static IEnumerable<(string Arn, string Action)> Of(Values machine, PhysicalResource stack) => Definition(machine) is { } definition ? States(definition, stack, 0) : [];

    private static JsonObject? Definition(Values machine)
    {
        if (machine["Definition"] is MapNode)
        {
            return Substituted(ResourceJson.Of(machine.Beneath("Definition")).ToJsonString(), machine);
        }

        return machine.Told("DefinitionString") is { } text ? Substituted(text, machine) : null;
    }

    private static JsonObject? Substituted(string json, Values machine)
    {
        foreach (var entry in machine.Beneath("DefinitionSubstitutions").Map.Given)
        {
            if (entry.Value is ScalarNode value)
            {
                json = json.Replace($"${{{entry.Key}}}", JsonEncodedText.Encode(value.Text).ToString(), StringComparison.Ordinal);
            }
        }

        try
        {
            return JsonNode.Parse(json) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static IEnumerable<(string Arn, string Action)> States(JsonNode? machine, PhysicalResource stack, int depth)
    {
        if (depth > Deepest || machine?["States"] is not JsonObject states)
        {
            yield break;
        }

        foreach (var state in states.Select(static one => one.Value).OfType<JsonObject>())
        {
            if (Text(state["Type"]) == "Task" && Text(state["Resource"]) is { } resource)
            {
                foreach (var done in Task(resource, state["Arguments"] as JsonObject ?? state["Parameters"] as JsonObject ?? [], stack))
                {
                    yield return done;
                }
            }

            var inner = (state["Branches"] as JsonArray ?? []).Append(state["ItemProcessor"]).Append(state["Iterator"]);
            foreach (var done in inner.SelectMany(one => States(one as JsonObject, stack, depth + 1)))
            {
                yield return done;
            }
        }
    }

    private static IEnumerable<(string Arn, string Action)> Task(string resource, JsonObject given, PhysicalResource stack)
    {
        if (resource.Contains(":lambda:", StringComparison.Ordinal) && resource.Contains(":function:", StringComparison.Ordinal))
        {
            return [(resource, "lambda:InvokeFunction")];
        }

        return resource.Split(':') is not ["arn", _, "states", _, _, var service, var operation, ..] ? [] : (service, operation.Split('.')[0]) switch
        {
            ("lambda", "invoke") => One(Text(given["FunctionName"]), name => FunctionArn(name, stack), "lambda:InvokeFunction"),
            ("sqs", "sendMessage") => One(Text(given["QueueUrl"]), url => ServiceArns.Queue(url, stack), "sqs:SendMessage"),
            ("sns", "publish") => One(Text(given["TopicArn"]), static arn => arn, "sns:Publish"),
            ("dynamodb", "getItem" or "putItem" or "updateItem" or "deleteItem") => One(
                Text(given["TableName"]), name => name.StartsWith("arn:", StringComparison.Ordinal) ? name : stack.Arn("dynamodb", $"table/{name}"),
                $"dynamodb:{char.ToUpperInvariant(operation[0])}{operation.Split('.')[0][1..]}"),
            ("states", "startExecution") => One(Text(given["StateMachineArn"]), static arn => arn, "states:StartExecution"),
            ("events", "putEvents") => (given["Entries"] as JsonArray ?? []).OfType<JsonObject>().Where(static entry => entry["EventBusName.$"] is null)
                .SelectMany(entry => One(entry["EventBusName"] is null ? "default" : Text(entry["EventBusName"]), bus => ServiceArns.EventBus(bus, stack), "events:PutEvents")),
            _ => [],
        };
    }

    private static IEnumerable<(string Arn, string Action)> One(string? named, Func<string, string> arnOf, string action) => named is null ? [] : [(arnOf(named), action)];

    private static string FunctionArn(string name, PhysicalResource stack) => FunctionSpelling.Read(name) is { } spelt
        ? $"arn:aws:lambda:{spelt.Region ?? stack.Stack.Region}:{spelt.Account ?? stack.Stack.AccountId}:function:{spelt.Name}{(spelt.Qualifier is { } alias ? $":{alias}" : "")}"
        : name;

    // An expression, of JSONPath, JSONata, or one that nothing was put in the place of, is no name.
    private static string? Text(JsonNode? node) =>
        node is JsonValue value && value.TryGetValue<string>(out var text) && text.Length > 0 && text[0] is not ('{' or '$') && !text.Contains("${", StringComparison.Ordinal)
            ? text : null;
}
