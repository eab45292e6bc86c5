using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Sam;
using Sam.Catalogue;

namespace Emulation.Tests.Closing;

/// <summary>One way in which an element of a template can be closed.</summary>
/// <param name="LogicalId">The resource.</param>
/// <param name="Path">Where in its properties.</param>
/// <param name="Why">What closes it: a property that the table calls closed, one that it does not know, a value that nobody knows.</param>
/// <param name="Value">What is put there.</param>
internal sealed record ClosedPlace(string LogicalId, string Path, ClosedBy Why, JsonNode Value)
{
    public override string ToString() => $"{LogicalId}.{Path} ({Why})";

    /// <summary>The template with the element closed.</summary>
    public JsonObject In(JsonObject template)
    {
        var copy = (JsonObject)template.DeepClone();
        var steps = Path.Replace("[", ".[", StringComparison.Ordinal).Split('.');
        var at = copy["Resources"]![LogicalId]!["Properties"] ?? (copy["Resources"]![LogicalId]!["Properties"] = new JsonObject());
        foreach (var step in steps[..^1])
        {
            at = step[0] == '[' ? at[int.Parse(step.AsSpan(1, step.Length - 2), System.Globalization.CultureInfo.InvariantCulture)]! : at[step] ?? (at[step] = new JsonObject());
        }

        at[steps[^1]] = Value.DeepClone();
        return copy;
    }
}

internal enum ClosedBy
{
    ClosedProperty,
    UnknownProperty,
    UnknownValue,
}

/// <summary>Walks the table of elements over a template: each property of each shape, in turn.</summary>
internal static class ElementWalk
{
    private const string Unknown = "Quuxly";

    public static IEnumerable<ClosedPlace> Over(JsonObject template)
    {
        foreach (var (id, resource) in template["Resources"]!.AsObject().Where(static one => one.Value!["Metadata"] is not null))
        {
            var type = ResourceCatalogue.Types[resource!["Type"]!.GetValue<string>()];
            foreach (var place in Of(id, type.Properties, resource["Properties"] as JsonObject ?? [], ""))
            {
                yield return place;
            }

            foreach (var (name, declared) in resource["Properties"]?["Events"]?.AsObject() ?? [])
            {
                var shape = declared!["Type"]!.GetValue<string>() == "Api" ? ApiTypes.Event : HttpApiTypes.Event;
                foreach (var place in Of(id, shape, declared["Properties"]!.AsObject(), $"Events.{name}.Properties."))
                {
                    yield return place;
                }
            }
        }
    }

    private static IEnumerable<ClosedPlace> Of(string id, Shape shape, JsonObject values, string at)
    {
        if (!shape.Open)
        {
            yield return new(id, at + Unknown, ClosedBy.UnknownProperty, 1);
        }

        foreach (var property in shape.Properties.Values.OrderBy(static property => property.Name, StringComparer.Ordinal))
        {
            var path = at + property.Name;
            if (property.Word == ElementWord.Closed)
            {
                yield return new(id, path, ClosedBy.ClosedProperty, "anything");
            }
            else if (property.Word != ElementWord.Inert)
            {
                yield return new(id, path, ClosedBy.UnknownValue, new JsonObject { ["Ref"] = "Nobody" });
                foreach (var place in property.Value is { } inner ? Inside(id, property, inner, values[property.Name], path) : [])
                {
                    yield return place;
                }
            }
        }
    }

    private static IEnumerable<ClosedPlace> Inside(string id, Property property, Shape inner, JsonNode? value, string path) => value switch
    {
        JsonObject keyed when property.Keyed => keyed.SelectMany(entry => Of(id, inner, entry.Value!.AsObject(), $"{path}.{entry.Key}.")),
        JsonObject map => Of(id, inner, map, $"{path}."),
        JsonArray list => list.SelectMany((item, index) => Of(id, inner, item!.AsObject(), $"{path}[{index}].")),
        _ when property.Keyed || inner.Properties.Values.Any(static one => one.Required) => [],
        _ => Of(id, inner, [], $"{path}."),
    };

    /// <summary>What is closed with a place, by the template's metadata: that of the longest path that leads to it.</summary>
    public static ImmutableArray<string> Dependents(JsonObject template, ClosedPlace place)
    {
        var closes = template["Resources"]![place.LogicalId]!["Metadata"]!["Closes"]!.AsObject();
        var unit = closes.Select(static one => one.Key).Where(unit => place.Path == unit || place.Path.StartsWith($"{unit}.", StringComparison.Ordinal) || place.Path.StartsWith($"{unit}[", StringComparison.Ordinal))
            .OrderByDescending(static unit => unit.Length).FirstOrDefault("");
        return closes[unit] is JsonArray dependents ? [.. dependents.Select(static one => one!.GetValue<string>())] : [];
    }

    /// <summary>The template without what has nothing to do with a resource; what nothing depends on stays.</summary>
    public static JsonObject Around(JsonObject template, string id)
    {
        var texts = template["Resources"]!.AsObject().ToDictionary(static one => one.Key, static one => one.Value!.ToJsonString(), StringComparer.Ordinal);
        var names = texts.ToDictionary(
            static one => one.Key, one => texts.Keys.Where(name => name != one.Key && Mentions(one.Value, name)).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal);
        var words = template["Resources"]![id]!["Metadata"]!["Closes"]!.AsObject().SelectMany(static one => one.Value!.AsArray().SelectMany(static text => text!.GetValue<string>().Split(' ')));
        var depend = words.Where(texts.ContainsKey).Append(id).ToHashSet(StringComparer.Ordinal);
        var kept = Reach([.. depend, .. names.Where(one => one.Value.Overlaps(depend)).Select(static one => one.Key), "Bystander", "Spare"], one => names[one]);
        var copy = (JsonObject)template.DeepClone();
        foreach (var name in texts.Keys.Where(name => !kept.Contains(name)))
        {
            copy["Resources"]!.AsObject().Remove(name);
        }

        return copy;
    }

    private static bool Mentions(string text, string name) =>
        text.Contains($"\"{name}\"", StringComparison.Ordinal) || text.Contains($"${{{name}}}", StringComparison.Ordinal) || text.Contains($"${{{name}.", StringComparison.Ordinal);

    private static HashSet<string> Reach(IEnumerable<string> from, Func<string, IEnumerable<string>> next)
    {
        var (found, open) = (new HashSet<string>(StringComparer.Ordinal), new Queue<string>(from));
        while (open.TryDequeue(out var one))
        {
            if (found.Add(one))
            {
                next(one).ToList().ForEach(open.Enqueue);
            }
        }

        return found;
    }

    /// <summary>The types that the template has no resource of.</summary>
    public static ImmutableArray<string> Missing(JsonObject template)
    {
        var types = template["Resources"]!.AsObject().Where(static one => one.Value!["Metadata"] is not null).Select(static resource => resource.Value!["Type"]!.GetValue<string>()).ToHashSet();
        return [.. ResourceCatalogue.Types.Values.Where(type => type.Word != ElementWord.Inert && !types.Contains(type.Name)).Select(static type => type.Name).Order(StringComparer.Ordinal)];
    }
}
