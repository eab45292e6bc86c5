using Sam.Documents;
using Sam.Errors;

namespace Sam.Catalogue;

/// <summary>
/// Holds evaluated properties against their shape. This is where loading fails closed: what is unknown or refused is an error.
/// </summary>
internal sealed class ShapeCheck(string resource, string typeName, ErrorList errors)
{
    /// <summary>Checks the properties of the resource, or of the part of it that stands at a path.</summary>
    public void Check(MapNode properties, Shape shape, string path = "") => Check(properties, shape, path, typeName);

    private void Check(MapNode properties, Shape shape, string path, string subject)
    {
        foreach (var entry in properties.Entries)
        {
            var where = path.Length == 0 ? entry.Key : $"{path}.{entry.Key}";
            if (shape.Properties.TryGetValue(entry.Key, out var property))
            {
                Check(entry, property, where);
            }
            else if (!shape.Open)
            {
                errors.Add(
                    entry.KeyLine, resource, where, $"'{entry.Key}' is not a property of {subject} that LocalAws knows.",
                    DidYouMean.Hint(entry.Key, shape.Properties.Keys) ?? "Remove it, or give it only where the template is deployed, with Fn::If.");
            }
        }

        foreach (var required in shape.Properties.Values.Where(property => property.Required && properties[property.Name] is null))
        {
            errors.Add(
                properties.Line, resource, path.Length == 0 ? required.Name : $"{path}.{required.Name}",
                $"'{required.Name}' is required.", "Add it.");
        }
    }

    private void Check(MapEntry entry, Property property, string where)
    {
        if (entry.Value is ScalarNode { IsNull: true })
        {
            return;
        }

        if (property.Treatment == Treatment.Refused)
        {
            if ((entry.Value is not ScalarNode scalar || scalar.Text != property.Unless) && !(property.Tolerable && errors.ToleratesTraps))
            {
                errors.Add(entry.KeyLine, resource, where, property.Reason, property.Remedy);
            }

            return;
        }

        if (property.Value is not { } inner)
        {
            return;
        }

        switch (entry.Value)
        {
            case MapNode keyed when property.Keyed:
                foreach (var one in keyed.Entries)
                {
                    CheckMap(one.Value, inner, $"{where}.{one.Key}");
                }

                break;
            case ListNode list:
                for (var i = 0; i < list.Items.Length; i++)
                {
                    CheckMap(list.Items[i], inner, $"{where}[{i}]");
                }

                break;
            default:
                CheckMap(entry.Value, inner, where);
                break;
        }
    }

    private void CheckMap(Node value, Shape shape, string where)
    {
        if (value is MapNode map)
        {
            Check(map, shape, where, where[(where.LastIndexOf('.') + 1)..]);
        }
        else if (value is not UnknownNode)
        {
            errors.Add(value.Line, resource, where, $"A map is needed here, but this is {value.Kind}.", "Indent its properties under it.");
        }
    }
}
