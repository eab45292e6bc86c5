using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Emulation.ServiceReference.Questions;

/// <summary>
/// The tags of a call: <c>aws:RequestTag/...</c> and <c>aws:TagKeys</c>. They are a map, or a list of keys with values, in <c>Tags</c>; EC2 has them in <c>TagSpecification</c>,
/// one list for each kind of resource; and what is taken away is a list of keys.
/// </summary>
internal sealed class RequestTags
{
    private const string RequestTag = "RequestTag/${TagKey}";
    private const string TagKeys = "aws:TagKeys";

    // A key may come twice, for two kinds of resources or to hide one value behind another: each of its values counts.
    private readonly List<(string Key, string? Value)> tags = [];

    private RequestTags(JsonObject call)
    {
        foreach (var (name, node) in call)
        {
            switch (NameWord.Plain(name))
            {
                case "tags" or "tag" or "tagset" or "taglist" or "resourcetags" or "tagsmodel":
                    Add(node);
                    break;
                case "tagspecifications" or "tagspecification":
                    foreach (var one in (node as JsonArray)?.OfType<JsonObject>() ?? [])
                    {
                        Add(one.FirstOrDefault(static member => NameWord.Plain(member.Key) is "tags" or "tag").Value);
                    }

                    break;
                case "tagkeys" or "tagkeylist" or "tagstoremove" or "untagkeys":
                    foreach (var key in (node as JsonArray)?.Select(MemberText.Of).OfType<string>() ?? [])
                    {
                        tags.Add((key, null));
                    }

                    break;
            }
        }
    }

    /// <summary>Whether the call gives some, or takes some away.</summary>
    public bool Any => tags.Count > 0;

    /// <summary>Whether the call gives some.</summary>
    public bool Gives => tags.Exists(static tag => tag.Value is not null);

    public static RequestTags Of(JsonObject call) => new(call);

    /// <summary>The keys of an action that has them.</summary>
    public IEnumerable<KeyValuePair<string, ImmutableArray<string>>> KeysOf(IEnumerable<string> keys)
    {
        foreach (var key in keys)
        {
            if (key.EndsWith(RequestTag, StringComparison.OrdinalIgnoreCase))
            {
                foreach (var (name, value) in tags.Where(static tag => tag.Value is not null).Distinct())
                {
                    yield return new($"{key[..^"${TagKey}".Length]}{name}", [value!]);
                }
            }
            else if (key.Equals(TagKeys, StringComparison.OrdinalIgnoreCase) && Any)
            {
                yield return new(TagKeys, [.. tags.Select(static tag => tag.Key).Distinct(StringComparer.Ordinal)]);
            }
        }
    }

    /// <summary>Whether a key of the data is one of the tags of a request, which the call says with nothing left to know.</summary>
    public static bool Says(string key) => key.EndsWith(RequestTag, StringComparison.OrdinalIgnoreCase) || key.Equals(TagKeys, StringComparison.OrdinalIgnoreCase);

    private void Add(JsonNode? node)
    {
        switch (node)
        {
            case JsonArray list:
                foreach (var one in list.OfType<JsonObject>())
                {
                    // A key without a value has an empty one.
                    if (Text(one, "key", "tagkey") is { } key)
                    {
                        tags.Add((key, Text(one, "value", "tagvalue") ?? ""));
                    }
                }

                break;
            case JsonObject { Count: 1 } wrapped when wrapped.First() is { Key: "Items" or "items" or "tags" or "Tags", Value: (JsonArray or JsonObject) and var inner }:
                Add(inner);
                break;
            case JsonObject map:
                foreach (var (key, value) in map)
                {
                    tags.Add((key, MemberText.Of(value) ?? ""));
                }

                break;
        }
    }

    private static string? Text(JsonObject from, string name, string or) =>
        from.Where(member => NameWord.Plain(member.Key) is var plain && (plain == name || plain == or))
            .Select(static member => MemberText.Of(member.Value))
            .FirstOrDefault(static text => text is not null);
}
