using Sam.Documents;
using Sam.Errors;

namespace Sam.Catalogue;

/// <summary>
/// Holds evaluated properties against their shape. This is where reading fails closed: what is unknown, or known not to be enforced, closes what it belongs
/// to; what is misspelled is an error.
/// </summary>
internal sealed class ShapeCheck(string resource, string typeName, ErrorList errors)
{
    /// <summary>Checks the properties of the resource, or of the part of it that stands at a path.</summary>
    /// <returns>The same properties without those that are closed: nobody can take one of them for enforced.</returns>
    public MapNode Check(MapNode properties, Shape shape, string path = "") => Check(properties, shape, path, typeName);

    private MapNode Check(MapNode properties, Shape shape, string path, string subject)
    {
        List<MapEntry>? open = null;
        for (var i = 0; i < properties.Entries.Length; i++)
        {
            var entry = properties.Entries[i];
            var where = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            var value = shape.Properties.TryGetValue(entry.Key, out var property) ? Check(entry, property, where) : CheckUnknown(entry, shape, where, subject);
            if (!ReferenceEquals(value, entry.Value) && open is null)
            {
                open = [.. properties.Entries.Take(i)];
            }

            if (value is not null)
            {
                open?.Add(entry with { Value = value });
            }
        }

        foreach (var required in shape.Properties.Values.Where(property => property.Required && properties[property.Name] is null))
        {
            errors.Add(
                properties.Line, resource, path.Length == 0 ? required.Name : $"{path}.{required.Name}",
                $"'{required.Name}' is required.", "Add it.");
        }

        return open is null ? properties : new MapNode([.. open], properties.Line);
    }

    private Node? CheckUnknown(MapEntry entry, Shape shape, string where, string subject)
    {
        if (shape.Open)
        {
            return entry.Value;
        }

        var message = $"'{entry.Key}' is not a property of {subject} that LocalAws knows.";
        if (DidYouMean.Hint(entry.Key, shape.Properties.Keys) is { } hint)
        {
            errors.Add(entry.KeyLine, resource, where, message, hint);
        }
        else if (entry.Value is not ScalarNode { IsNull: true })
        {
            errors.Close(entry.KeyLine, resource, where, message, "Remove it, or give it only where the template is deployed, with Fn::If.");
        }

        return null;
    }

    /// <summary>The value without what is closed in it; null when it is closed as a whole.</summary>
    private Node? Check(MapEntry entry, Property property, string where)
    {
        if (entry.Value is ScalarNode { IsNull: true })
        {
            return entry.Value;
        }

        if (property.Word == ElementWord.Closed)
        {
            if (entry.Value is ScalarNode scalar && scalar.Text == property.Unless)
            {
                return entry.Value;
            }

            errors.Close(entry.KeyLine, resource, where, property.Reason, property.Remedy);
            return null;
        }

        return property.Value is not { } inner ? entry.Value : entry.Value switch
        {
            MapNode keyed when property.Keyed => Each(keyed, inner, where),
            ListNode list => Each(list, inner, where),
            _ => CheckMap(entry.Value, inner, where),
        };
    }

    private MapNode Each(MapNode keyed, Shape inner, string where)
    {
        var open = keyed.Entries;
        for (var i = 0; i < open.Length; i++)
        {
            var value = CheckMap(open[i].Value, inner, $"{where}.{open[i].Key}");
            open = ReferenceEquals(value, open[i].Value) ? open : open.SetItem(i, open[i] with { Value = value });
        }

        return open == keyed.Entries ? keyed : new MapNode(open, keyed.Line);
    }

    private ListNode Each(ListNode list, Shape inner, string where)
    {
        var open = list.Items;
        for (var i = 0; i < open.Length; i++)
        {
            var value = CheckMap(open[i], inner, $"{where}[{i}]");
            open = ReferenceEquals(value, open[i]) ? open : open.SetItem(i, value);
        }

        return open == list.Items ? list : new ListNode(open, list.Line);
    }

    private Node CheckMap(Node value, Shape shape, string where)
    {
        if (value is MapNode map)
        {
            return Check(map, shape, where, where[(where.LastIndexOf('.') + 1)..]);
        }

        if (value is not UnknownNode)
        {
            errors.Add(value.Line, resource, where, $"A map is needed here, but this is {value.Kind}.", "Indent its properties under it.");
        }

        return value;
    }
}
