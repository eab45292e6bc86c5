using System.Text.Json.Nodes;
using Iam;
using Sam;

namespace Emulation;

/// <summary>The policies of several stacks on one resource, where the statements of each stand beside the others': on an event bus, and on the log groups of an account.</summary>
internal static class JoinedPolicies
{
    /// <summary>What all stacks say of who may use resources of other services, by ARN.</summary>
    public static IReadOnlyDictionary<string, Policy> Of(IEnumerable<Stack> stacks) => stacks.SelectMany(static stack => stack.ResourcePolicies)
        .GroupBy(static one => one.ResourceArn, static one => one.Policy, StringComparer.Ordinal)
        .ToDictionary(static same => same.Key, static same => same.Aggregate(Join), StringComparer.Ordinal);

    /// <summary>Whether AWS keeps the statements of several policies on a resource; else it has the one that was written last.</summary>
    public static bool StandBesideEachOther(string arn) => arn.Split(':') is [_, _, "events" or "logs", ..];

    private static Policy Join(Policy one, Policy other)
    {
        var document = JsonNode.Parse(one.Json)!.AsObject();
        document["Statement"] = new JsonArray([.. StatementsOf(one), .. StatementsOf(other)]);
        var lines = one.Origin.File == other.Origin.File && !one.Origin.StatementLines.IsDefault && !other.Origin.StatementLines.IsDefault
            ? one.Origin.StatementLines.AddRange(other.Origin.StatementLines) : default;
        return Policy.Parse(document.ToJsonString(), one.Kind, one.Origin with { Name = $"{one.Origin.Name} and {other.Origin.Name}", StatementLines = lines }).Policy
            ?? one.With(other);
    }

    private static IEnumerable<JsonNode?> StatementsOf(Policy policy) => JsonNode.Parse(policy.Json)!["Statement"] switch
    {
        JsonArray list => list.Select(static one => one?.DeepClone()),
        var single => [single?.DeepClone()],
    };
}
