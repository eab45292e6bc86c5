using System.Text.Json.Nodes;

namespace Emulation.S3.Store;

/// <summary>Whether a policy lets everybody in, said with care: a statement for everybody is public unless a condition narrows it. What decides on calls is the door.</summary>
internal static class PublicPolicies
{
    public static bool IsPublic(string policy) =>
        JsonNode.Parse(policy)?["Statement"] switch
        {
            JsonArray statements => statements.Any(IsPublic),
            var one => IsPublic(one),
        };

    private static bool IsPublic(JsonNode? statement) =>
        statement is JsonObject one
        && one["Effect"]?.ToString() == "Allow"
        && one["Condition"] is not JsonObject { Count: > 0 }
        && (one["NotPrincipal"] is not null || IsEverybody(one["Principal"]));

    private static bool IsEverybody(JsonNode? principal) => principal switch
    {
        JsonValue value => value.ToString() == "*",
        JsonArray several => several.Any(IsEverybody),
        JsonObject kinds => kinds.Any(static kind => IsEverybody(kind.Value)),
        _ => false,
    };
}
