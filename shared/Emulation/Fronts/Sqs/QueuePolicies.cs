using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Sqs;

/// <summary>What calls do to a queue's policy: LocalAws keeps what the server is told, since the server asks nobody.</summary>
internal static class QueuePolicies
{
    public static FrontPlan Plan(FrontCall call, string operation, string arn, params IReadOnlyList<Ask> asks) => operation switch
    {
        "CreateQueue" or "SetQueueAttributes" => new FrontPlan(asks) { Done = Set(call, arn) },
        "DeleteQueue" => new FrontPlan(asks) { Done = () => call.Policies.Delete(arn) },
        "AddPermission" => new FrontPlan(asks) { Done = Put(call, arn, Added(call, arn)) },
        "RemovePermission" => new FrontPlan(asks) { Done = Put(call, arn, Removed(call, arn)) },
        _ => new FrontPlan(asks),
    };

    private static Action? Set(FrontCall call, string arn) => Attribute(call) is { } text ? Put(call, arn, text) : null;

    /// <summary>The attribute <c>Policy</c>; in the Query protocol it is one of a flat list.</summary>
    private static string? Attribute(FrontCall call) => call.Members["Attributes"] is JsonObject attributes
        ? (string?)attributes["Policy"]
        : call.List("Attribute").OfType<JsonObject>().Where(static one => (string?)one["Name"] == "Policy").Select(static one => (string?)one["Value"]).FirstOrDefault();

    /// <summary>Keeps a policy; the empty text takes it away.</summary>
    private static Action Put(FrontCall call, string arn, string json)
    {
        if (json.Length == 0)
        {
            return () => call.Policies.Delete(arn);
        }

        var result = ResourcePolicies.Parse(arn, json);
        return result.Policy is { } policy
            ? () => call.Policies.Put(arn, policy)
            : throw new RefusedException(new ServiceRefusal(
                400, "InvalidAttributeValue", $"Invalid value for the parameter Policy. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}"));
    }

    /// <summary>Amazon SQS API Reference, AddPermission: a statement of the label, for accounts and actions.</summary>
    private static string Added(FrontCall call, string arn)
    {
        var label = call.Needed("Label");
        var document = Document(call, arn);
        var statements = (JsonArray)document["Statement"]!;
        if (statements.OfType<JsonObject>().Any(one => (string?)one["Sid"] == label))
        {
            throw new RefusedException(new ServiceRefusal(400, "InvalidParameterValue", $"Value {label} for parameter Label is invalid. Reason: Already exists."));
        }

        statements.Add((JsonNode)new JsonObject
        {
            ["Sid"] = label,
            ["Effect"] = "Allow",
            ["Principal"] = new JsonObject { ["AWS"] = new JsonArray([.. Of(call, "AWSAccountIds", "AWSAccountId").Select(static id => (JsonNode)$"arn:aws:iam::{id}:root")]) },
            ["Action"] = new JsonArray([.. Of(call, "Actions", "ActionName").Select(static name => (JsonNode)$"SQS:{name}")]),
            ["Resource"] = arn,
        });
        return document.ToJsonString();
    }

    private static string Removed(FrontCall call, string arn)
    {
        var label = call.Needed("Label");
        var document = Document(call, arn);
        var statements = (JsonArray)document["Statement"]!;
        var known = statements.OfType<JsonObject>().FirstOrDefault(one => (string?)one["Sid"] == label)
            ?? throw new RefusedException(new ServiceRefusal(400, "InvalidParameterValue", $"Value {label} for parameter Label is invalid. Reason: can't find label."));
        statements.Remove(known);
        return statements.Count == 0 ? "" : document.ToJsonString();
    }

    private static IReadOnlyList<string> Of(FrontCall call, string list, string flat) => call.Texts(list) is { Count: > 0 } texts ? texts : call.Texts(flat);

    private static JsonObject Document(FrontCall call, string arn)
    {
        var document = call.Policies.Of(arn) is { } policy ? JsonNode.Parse(policy.Json) as JsonObject : null;
        document ??= new JsonObject { ["Version"] = "2012-10-17", ["Id"] = $"{arn}/SQSDefaultPolicy", ["Statement"] = new JsonArray() };
        if (document["Statement"] is JsonObject only)
        {
            document["Statement"] = new JsonArray(only.DeepClone());
        }

        return document;
    }
}
