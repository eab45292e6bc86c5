using System.Globalization;
using System.Text.Json.Nodes;
using Emulation.Calls;

namespace Emulation.Upstreams.Forms;

/// <summary>
/// The members of a form as the tree that they stand for: <c>Tags.member.1.Key</c> is <c>Tags[0].Key</c>, <c>Attributes.entry.1.key</c> a map, and a flat list
/// <c>Entry.1.Id</c> is <c>Entry[0].Id</c>. Smithy specification, "AWS Query protocol", "Collections".
/// </summary>
internal static class FormMembers
{
    private const int MostLevels = 16;

    /// <exception cref="RefusedException">The names contradict each other, or a list has a gap.</exception>
    public static JsonObject Of(IEnumerable<KeyValuePair<string, string>> fields)
    {
        var root = new Part();
        foreach (var (name, value) in fields.Where(static field => field.Key is not ("Action" or "Version")))
        {
            var segments = name.Split('.');
            if (segments.Length > MostLevels)
            {
                throw Malformed(name);
            }

            var part = root;
            foreach (var segment in segments)
            {
                part = part.Text is null ? part.At(segment) : throw Malformed(name);
            }

            if (part.Text is not null || part.Parts.Count > 0)
            {
                throw Malformed(name);
            }

            part.Text = value;
        }

        var members = new JsonObject();
        foreach (var (name, part) in root.Parts)
        {
            members[name] = NodeOf(part);
        }

        CallMembers.Check(members);
        return members;
    }

    /// <summary>The fields that stand for members: texts, structures and lists of them.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FieldsOf(JsonObject members) => members.SelectMany(static member => FieldsOf(member.Key, member.Value));

    private static IEnumerable<KeyValuePair<string, string>> FieldsOf(string name, JsonNode? node) => node switch
    {
        null => [],
        JsonObject members => members.SelectMany(member => FieldsOf($"{name}.{member.Key}", member.Value)),
        JsonArray items => items.SelectMany((item, i) => FieldsOf(string.Create(CultureInfo.InvariantCulture, $"{name}.member.{i + 1}"), item)),
        _ => [new(name, node.ToString())],
    };

    private static JsonNode NodeOf(Part part)
    {
        if (part.Text is { } text)
        {
            return JsonValue.Create(text);
        }

        if (part.Parts.Count == 1 && (part.Parts.GetValueOrDefault("member") ?? part.Parts.GetValueOrDefault("entry")) is { IsList: true } only)
        {
            return part.Parts.ContainsKey("entry") && only.Parts.Values.All(static one => one.Parts.ContainsKey("key") || one.Parts.ContainsKey("Name")) ? MapOf(only) : NodeOf(only);
        }

        if (part.IsList)
        {
            var items = part.Parts.Select(static one => (Index: int.Parse(one.Key, NumberStyles.None, CultureInfo.InvariantCulture), one.Value)).OrderBy(static one => one.Index).ToList();
            return items[^1].Index == items.Count && items[0].Index == 1 ? new JsonArray([.. items.Select(static one => NodeOf(one.Value))]) : throw Malformed("a list with a gap");
        }

        var members = new JsonObject();
        foreach (var (name, value) in part.Parts)
        {
            members[name] = NodeOf(value);
        }

        return members;
    }

    private static JsonObject MapOf(Part list)
    {
        var map = new JsonObject();
        foreach (var (_, entry) in list.Parts)
        {
            var name = (entry.Parts.GetValueOrDefault("key") ?? entry.Parts.GetValueOrDefault("Name"))?.Text;
            var value = entry.Parts.GetValueOrDefault("value") ?? entry.Parts.GetValueOrDefault("Value");
            if (name is null || value is null || !map.TryAdd(name, NodeOf(value)))
            {
                throw Malformed("a map that names a key twice, or no value");
            }
        }

        return map;
    }

    private static RefusedException Malformed(string name) =>
        new(new ServiceRefusal(400, "MalformedQueryString", $"The parameters cannot be read as the members of a call: {Wire.ClientText.Shown(name)}."));

    private sealed class Part
    {
        public string? Text { get; set; }

        public Dictionary<string, Part> Parts { get; } = new(StringComparer.Ordinal);

        public bool IsList => Parts.Count > 0 && Parts.Keys.All(static name => name is [>= '1' and <= '9', ..] && name.Length < 6 && name.All(char.IsAsciiDigit));

        public Part At(string name) => Parts.TryGetValue(name, out var known) ? known : Parts[name] = new Part();
    }
}
