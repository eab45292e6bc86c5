using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Sam.Services;

namespace Emulation.Fronts.Sns;

/// <summary>
/// What calls do to a topic's policy: LocalAws keeps what the server is told. A topic that was given none has none here: AWS's default policy lets in whom
/// <c>aws:SourceOwner</c> tells to be of the account, which the calls of principals do not have. Amazon SNS Developer Guide, "Overview of managing access in Amazon SNS".
/// </summary>
internal static class TopicPolicies
{
    /// <summary>The policy that a new topic is given; the policy of one that is there already stays as it is.</summary>
    public static async ValueTask<Action?> OfNewAsync(FrontCall call, string arn)
    {
        if (call.Structure("Attributes")?.Text("Policy") is not { Length: > 0 } policy)
        {
            return null;
        }

        var put = Put(call, arn, policy);
        var known = await call.Behind.ReplyAsync("GetTopicAttributes", new JsonObject { ["TopicArn"] = arn }).ConfigureAwait(false);
        return known.IsAbsent ? put : null;
    }

    /// <summary>What SetTopicAttributes does to it; null when that is nothing.</summary>
    public static Action? Set(FrontCall call, string arn) => call.Text("AttributeName") != "Policy" ? null
        : call.Text("AttributeValue") is { Length: > 0 } policy ? Put(call, arn, policy)
        : () => call.Policies.Delete(arn);

    /// <summary>Amazon SNS API Reference, AddPermission: a statement of the label, for accounts and actions. Whether the label is taken, the server says.</summary>
    public static Action Added(FrontCall call, string arn) => Put(call, arn, new PolicyStatements(call.Policies.Of(arn)).With(call.Needed("Label"), new JsonObject
    {
        ["Effect"] = "Allow",
        ["Principal"] = PolicyStatements.Accounts(call.Texts("AWSAccountId")),
        ["Action"] = new JsonArray([.. call.Texts("ActionName").Select(static name => (JsonNode)$"SNS:{name}")]),
        ["Resource"] = arn,
    }));

    /// <summary>The statement of a label.</summary>
    public static Action Removed(FrontCall call, string arn) =>
        new PolicyStatements(call.Policies.Of(arn)).Without(call.Needed("Label")) is { } left ? Put(call, arn, left) : () => call.Policies.Delete(arn);

    private static Action Put(FrontCall call, string arn, string json)
    {
        var result = ResourcePolicies.Parse(arn, json);
        var policy = result.Policy ?? throw Wrong($"Policy Error: {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
        return policy.Statements.SelectMany(static statement => statement.ActionTexts).All(TopicActions.IsInScope)
            ? () => call.Policies.Put(arn, policy)
            : throw Wrong(TopicActions.OutOfScope);
    }

    private static RefusedException Wrong(string message) => new(new ServiceRefusal(400, "InvalidParameter", $"Invalid parameter: {message}"));
}
