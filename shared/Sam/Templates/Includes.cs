using Sam.Documents;
using Sam.Errors;

namespace Sam.Templates;

/// <summary>
/// Puts the files of <c>AWS::Include</c> in their places, as CloudFormation does before any other transform. A macro that makes
/// resources, or properties beside others, closes what it may change. What an included file includes itself stays unknown, as on AWS.
/// </summary>
/// <param name="folder">The template's folder: locations are relative to it.</param>
/// <param name="errors">Takes what is wrong, and what closes.</param>
internal sealed class Includes(string folder, ErrorList errors)
{
    private readonly Dictionary<string, Node?> read = new(StringComparer.Ordinal);
    private long written;

    /// <summary>The whole template; null after an error that leaves none, which has been reported.</summary>
    public MapNode? Expand(MapNode root)
    {
        var whole = Included(root);
        if (written <= DocumentReader.MostValues)
        {
            return whole;
        }

        errors.Add(1, "", Macro.Include, $"The template holds more than {DocumentReader.MostValues} values when its included files are written out.", "Include less.");
        return null;
    }

    private MapNode Included(MapNode root)
    {
        var expanded = (MapNode)Expand(root, "", true);
        foreach (var one in expanded["Transform"] is ListNode list ? list.Items.AsEnumerable() : [expanded["Transform"]!])
        {
            if (one is MapNode call && Fragment(call) is MapNode fragment)
            {
                expanded = Merge(expanded, fragment);
                expanded = WithoutTransform(expanded, one);
            }
        }

        return Closed(expanded);
    }

    private Node Expand(Node node, string key, bool isRoot = false)
    {
        switch (node)
        {
            case MapNode map:
                var entries = map.Entries;
                for (var i = 0; i < entries.Length; i++)
                {
                    var value = Expand(entries[i].Value, entries[i].Key);
                    if (!ReferenceEquals(value, entries[i].Value))
                    {
                        entries = entries.SetItem(i, entries[i] with { Value = value });
                    }
                }

                var inner = entries == map.Entries ? map : new MapNode(entries, map.Line);
                return !isRoot && inner.Written(Macro.Function) is { } call ? Included(inner, call) : inner;
            case ListNode list:
                var items = list.Items;
                for (var i = 0; i < items.Length; i++)
                {
                    var item = Expand(items[i], key);
                    if (!ReferenceEquals(item, items[i]))
                    {
                        items = items.SetItem(i, item);
                    }
                }

                return items == list.Items ? list : new ListNode(items, list.Line);
            default:
                return node;
        }
    }

    // The map with what its includes hold; the call stays when one of them is not on this machine.
    private Node Included(MapNode map, Node call)
    {
        var rest = map.Without(Macro.Function);
        foreach (var one in call is ListNode several ? several.Items.AsEnumerable() : [call])
        {
            switch (one is MapNode macro ? Fragment(macro) : null)
            {
                case MapNode fragment:
                    rest = Merge(rest, fragment);
                    break;
                case { } other when rest.Entries.IsEmpty && call is not ListNode:
                    return other;
                default:
                    return map;
            }
        }

        return rest;
    }

    private Node? Fragment(MapNode call)
    {
        if (call["Name"] is not ScalarNode { Text: Macro.Include } || (call["Parameters"] as MapNode)?["Location"] is not ScalarNode { Text: var location }
            || location.Contains("://", StringComparison.Ordinal))
        {
            return null;
        }

        var path = Path.GetFullPath(location, folder);
        if (!read.TryGetValue(path, out var fragment))
        {
            var own = new ErrorList(location);
            errors.Reads(path);
            fragment = TemplateFile.Read(path, own) is { } text ? DocumentReader.ReadFragment(text, own)?.At(call.Line) : null;
            foreach (var error in own.ToImmutable())
            {
                errors.Add(call.Line, "", Macro.Include, $"{error.At}: {error.Message}", error.Remedy);
            }

            read[path] = fragment;
        }

        written += fragment?.Weight ?? 0;
        return written <= DocumentReader.MostValues ? fragment : null;
    }

    // What stands in the template itself is more deliberate than what a file brings along.
    private static MapNode Merge(MapNode own, MapNode included)
    {
        var places = own.Entries.Select(static (entry, index) => (entry.Key, index)).ToDictionary(StringComparer.Ordinal);
        var merged = own.Entries.ToBuilder();
        foreach (var entry in included.Entries)
        {
            if (!places.TryGetValue(entry.Key, out var place))
            {
                merged.Add(new MapEntry(entry.Key, entry.Value.Line, entry.Value));
            }
            else if (merged[place].Value is MapNode mine && entry.Value is MapNode theirs)
            {
                merged[place] = merged[place] with { Value = Merge(mine, theirs) };
            }
        }

        return new MapNode(merged.ToImmutable(), own.Line);
    }

    private static MapNode WithoutTransform(MapNode root, Node one) => root["Transform"] is ListNode list
        ? root.With("Transform", new ListNode(list.Items.Remove(one), list.Line))
        : root.Without("Transform");

    // Macros that are left where they make sections, resources, or properties of one.
    private MapNode Closed(MapNode root)
    {
        foreach (var section in root.Entries)
        {
            if (section.Key == Macro.Function)
            {
                errors.CloseAll(section.KeyLine, "", Macro.Why(section.Value));
                root = root.Without(section.Key);
            }
            else if (section.Key is not ("Transform" or "Metadata") && section.Value is MapNode map && map.Written(Macro.Function) is { } call)
            {
                errors.CloseAll(call.Line, section.Key, Macro.Why(call));
                root = root.With(section.Key, map.Without(Macro.Function));
            }
        }

        return root["Resources"] is MapNode resources && resources.Entries.Any(static entry => HasMacro(entry.Value))
            ? root.With("Resources", new MapNode([.. resources.Entries.Select(Closed).OfType<MapEntry>()], resources.Line))
            : root;
    }

    private static bool HasMacro(Node resource) =>
        resource is MapNode body && (body.Written(Macro.Function) is not null || (body["Properties"] as MapNode)?.Written(Macro.Function) is not null);

    private MapEntry? Closed(MapEntry resource)
    {
        if (resource.Value is not MapNode body)
        {
            return resource;
        }

        if (body.Written(Macro.Function) is { } whole)
        {
            body = body.Without(Macro.Function);
            if (body["Type"] is null)
            {
                errors.CloseAll(whole.Line, resource.Key, Macro.Why(whole));
                return null;
            }

            Close(resource.Key, whole);
        }

        if (body["Properties"] is MapNode properties && properties.Written(Macro.Function) is { } some)
        {
            body = body.With("Properties", properties.Without(Macro.Function));
            Close(resource.Key, some);
        }

        return resource with { Value = body };
    }

    private void Close(string resource, Node call)
    {
        var why = Macro.Why(call);
        errors.Close(call.Line, resource, "", why.Message, why.Remedy);
    }
}
