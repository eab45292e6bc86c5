using System.Collections.Immutable;
using Sam.Documents;
using Sam.Errors;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary>
/// Writes out <c>Fn::ForEach</c>, before <c>Globals</c> and the SAM transform see the template: each item of a list takes the place of
/// the loop's identifier in a copy of its fragment. See "AWS::LanguageExtensions transform".
/// </summary>
/// <param name="evaluator">Knows parameters and mappings, of which a loop's list may be made, and no resources.</param>
/// <param name="extended">Whether the template declares <c>AWS::LanguageExtensions</c>.</param>
/// <param name="errors">Takes what is wrong, and what closes.</param>
internal sealed class Loops(Evaluator evaluator, bool extended, ErrorList errors)
{
    private const string Prefix = $"{IntrinsicNames.Loop}::";

    /// <summary>As many values as a template may hold in all.</summary>
    private const long MostValues = DocumentReader.MostValues;

    private long written;

    public TemplateSections Expand(TemplateSections sections) => sections with
    {
        Conditions = Section(sections.Conditions, "Conditions"),
        Resources = Section(sections.Resources, "Resources"),
        Outputs = Section(sections.Outputs, "Outputs"),
    };

    private MapNode Section(MapNode section, string name)
    {
        switch (Expand(section, new Place(name, "", "")))
        {
            case MapNode map:
                return map;
            case UnknownNode { Why: { } why, Line: var line }:
                // Which resources there are is not known: any of them may bear on any other.
                errors.CloseAll(line, name, why);
                return new MapNode([.. section.Entries.Where(static entry => !IsLoop(entry.Key))], section.Line);
            default:
                return MapNode.Empty;
        }
    }

    private static bool IsLoop(string key) => key.StartsWith(Prefix, StringComparison.Ordinal);

    private Node Expand(Node node, Place place)
    {
        switch (node)
        {
            case MapNode map:
                return Expand(map, place);
            case ListNode list:
                var items = list.Items;
                for (var i = 0; i < items.Length; i++)
                {
                    var item = Expand(items[i], place);
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

    private Node Expand(MapNode map, Place place)
    {
        ImmutableArray<MapEntry>.Builder? entries = null;
        HashSet<string>? keys = null;
        for (var i = 0; i < map.Entries.Length; i++)
        {
            var entry = map.Entries[i];
            if (IsLoop(entry.Key))
            {
                entries ??= Copied(map, i);
                keys ??= [.. map.Entries.Select(static one => one.Key)];
                if (Unroll(entry, place, entries, keys) is { } unknown)
                {
                    return unknown;
                }

                continue;
            }

            var value = Expand(entry.Value, place.Resource == "Resources" ? new Place(entry.Key, "", "") : place.In(entry.Key));
            if (!ReferenceEquals(value, entry.Value))
            {
                entries ??= Copied(map, i);
            }

            entries?.Add(entry with { Value = value });
        }

        return entries is null ? map : new MapNode(entries.ToImmutable(), map.Line);
    }

    private static ImmutableArray<MapEntry>.Builder Copied(MapNode map, int count)
    {
        var entries = ImmutableArray.CreateBuilder<MapEntry>(map.Entries.Length);
        entries.AddRange(map.Entries, count);
        return entries;
    }

    // Adds what the loop makes; answers what is unknown in its place when its list is.
    private UnknownNode? Unroll(MapEntry loop, Place place, ImmutableArray<MapEntry>.Builder entries, HashSet<string> keys)
    {
        if (!extended)
        {
            errors.Add(loop.KeyLine, place.Resource, place.Property, IntrinsicNames.WhyNot(loop.Key), IntrinsicNames.Remedy(loop.Key));
            return null;
        }

        if (loop.Value is not ListNode { Items: [ScalarNode { Text: { Length: > 0 } identifier }, var collection, MapNode fragment] })
        {
            errors.Add(
                loop.KeyLine, place.Resource, place.Property, $"{loop.Key} takes an identifier, a list and a map.",
                "Write 'Fn::ForEach::Name: [Identifier, [value, value], {Key${Identifier}: ...}]'.");
            return null;
        }

        switch (evaluator.Evaluate(collection, place))
        {
            case ListNode { Items: var items }:
                foreach (var item in items)
                {
                    if (item is UnknownNode missing)
                    {
                        return missing;
                    }

                    if (item is not ScalarNode { Text: var value })
                    {
                        evaluator.Report(item, place, $"A loop's list holds text, but one item is {item.Kind}.", "List texts only.");
                        return null;
                    }

                    if (!Add(loop, identifier, value, fragment, place, entries, keys))
                    {
                        return null;
                    }
                }

                return null;
            case UnknownNode unknown:
                return unknown.With(loop.KeyLine, null);
            case var other:
                evaluator.Report(
                    collection, place, $"A loop takes a list, but this is {other?.Kind ?? "AWS::NoValue"}.",
                    "Put the values in brackets, or name a parameter that is a list.");
                return null;
        }
    }

    private bool Add(MapEntry loop, string identifier, string value, MapNode fragment, Place place, ImmutableArray<MapEntry>.Builder entries, HashSet<string> keys)
    {
        written += fragment.Weight;
        if (written > MostValues)
        {
            errors.Add(
                loop.KeyLine, place.Resource, place.Property, $"The template holds more than {MostValues} values when its loops are written out.",
                "Shorten the loop's list.");
            return false;
        }

        if (Expand(new Bound(identifier, value).In(fragment), place) is not MapNode made)
        {
            return true;
        }

        foreach (var entry in made.Entries)
        {
            if (keys.Add(entry.Key))
            {
                entries.Add(entry);
            }
            else
            {
                errors.Add(
                    entry.KeyLine, place.Resource, place.Property, $"The loop makes the key '{entry.Key}' a second time.",
                    $"Put ${{{identifier}}} into the key.");
            }
        }

        return true;
    }

    /// <summary>An identifier and the item that takes its place.</summary>
    private sealed class Bound(string identifier, string value)
    {
        private readonly string whole = $"${{{identifier}}}";
        private readonly string letters = $"&{{{identifier}}}";
        private readonly string lettersOfValue = new([.. value.Where(char.IsAsciiLetterOrDigit)]);

        public Node In(Node node) => node switch
        {
            MapNode { Entries: [{ Key: "Ref", Value: ScalarNode { Text: var name } at }] } when name == identifier => ScalarNode.Of(value, at.Line),
            // What the loop has written out is text: only names of other things are left for Fn::Sub.
            MapNode { Entries: [{ Key: "Fn::Sub", Value: ScalarNode { Text: var text } at }] } when text.Contains(whole, StringComparison.Ordinal)
                && !In(text).Contains("${", StringComparison.Ordinal) => ScalarNode.Of(In(text), at.Line),
            MapNode map => new MapNode([.. map.Entries.Select(entry => new MapEntry(In(entry.Key), entry.KeyLine, In(entry.Value)))], map.Line),
            ListNode list => new ListNode([.. list.Items.Select(In)], list.Line),
            ScalarNode { Text: var text } scalar when text.Contains('{', StringComparison.Ordinal) => new ScalarNode(In(text), scalar.ScalarKind, scalar.Line),
            _ => node,
        };

        private string In(string text) => text.Replace(whole, value, StringComparison.Ordinal).Replace(letters, lettersOfValue, StringComparison.Ordinal);
    }
}
