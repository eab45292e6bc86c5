using System.Collections.Immutable;
using System.Text;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Emulation.Upstreams.Forms;

namespace Emulation.Fronts.Events;

/// <summary>What policies see of events and of the patterns of rules. Amazon EventBridge User Guide, "Using IAM policy conditions for fine-grained access control".</summary>
internal static class EventKeys
{
    /// <summary>The member of a pattern that each key is about.</summary>
    private static readonly (string Key, string[] Path)[] OfPatterns =
    [
        ("events:source", ["source"]), ("events:detail-type", ["detail-type"]), ("events:detail.service", ["detail", "service"]),
        ("events:detail.eventTypeCode", ["detail", "eventTypeCode"]), ("events:detail.userIdentity.principalId", ["detail", "userIdentity", "principalId"]),
    ];

    /// <summary>Of entries that go to one bus: all their values.</summary>
    public static IEnumerable<ConditionKey> OfEntries(IReadOnlyList<FrontCall> entries) =>
    [
        .. Of("events:source", entries.Select(static entry => entry.Text("Source"))),
        .. Of("events:detail-type", entries.Select(static entry => entry.Text("DetailType"))),
        new ConditionKey("events:eventBusInvocation", "false"),
    ];

    /// <summary>Of a rule's pattern. What matches by more than a text is shown as it is written, which no policy allows by accident.</summary>
    /// <exception cref="RefusedException">The pattern is no JSON object, or names a member twice.</exception>
    public static IEnumerable<ConditionKey> OfPattern(FrontCall call) => call.Text("EventPattern") is { Length: > 0 } text ? OfPattern(Read(text)) : [];

    private static IEnumerable<ConditionKey> OfPattern(JsonObject pattern) => OfPatterns.SelectMany(key => Of(key.Key, At(pattern, key.Path) switch
    {
        null => [],
        JsonArray values => values.Select(static value => value is JsonValue one && one.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "null"),
        var other => [other.ToJsonString()],
    }));

    private static JsonNode? At(JsonObject pattern, string[] path)
    {
        JsonNode? node = pattern;
        foreach (var name in path)
        {
            node = (node as JsonObject)?[name];
        }

        return node;
    }

    private static JsonObject Read(string text)
    {
        try
        {
            return CallMembers.OfJson(Encoding.UTF8.GetBytes(text));
        }
        catch (RefusedException e)
        {
            throw new RefusedException(new ServiceRefusal(400, "InvalidEventPatternException", $"Event pattern is not valid. Reason: {e.Message}"));
        }
    }

    private static IEnumerable<ConditionKey> Of(string key, IEnumerable<string?> values) =>
        values.OfType<string>().Distinct(StringComparer.Ordinal).ToImmutableArray() is { Length: > 0 } some ? [new ConditionKey(key, some)] : [];
}
