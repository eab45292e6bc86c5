using System.Collections.Immutable;
using System.Globalization;
using Sam.Documents;
using Sam.Errors;

namespace Sam.Resources;

/// <summary>
/// Reads the evaluated properties of a resource, or of a map inside one, as typed values. A value of the wrong type is
/// reported and reads as absent.
/// </summary>
internal sealed class Values(MapNode map, string resource, string path, ErrorList errors)
{
    public MapNode Map { get; } = map;

    public string Resource { get; } = resource;

    /// <summary>The path of the map inside the resource; empty for the resource's own properties.</summary>
    public string At { get; } = path;

    public Node? this[string key] => Map[key];

    /// <summary>The line of a property, or of the whole when it is absent.</summary>
    public int LineOf(string key) => Map[key] is null ? Map.Line : Map.Entries.First(entry => entry.Key == key).KeyLine;

    public void Report(string key, string message, string remedy) => errors.Add(LineOf(key), Resource, Path(key), message, remedy);

    /// <summary>Closes what the property belongs to: what it says bears on access and is not enforced here.</summary>
    public Closure Close(string key, string message, string remedy) => errors.Close(LineOf(key), Resource, Path(key), message, remedy);

    /// <summary>As <see cref="Close(string, string, string)"/>, at one value of the property.</summary>
    public Closure Close(Node at, string key, string message, string remedy) => errors.Close(at.Line, Resource, Path(key), message, remedy);

    /// <summary>What closes the resource as a whole, or one of its units; null when it is open.</summary>
    public Closure? ClosureOf(string unit = "") => errors.ClosureOf(Resource, unit);

    /// <summary>Reports what does not do what it seems to.</summary>
    public void Trap(TrapKind kind, int line, string message, string remedy) => errors.AddTrap(kind, line, Resource, message, remedy);

    /// <summary>Reports an error of one value of a property.</summary>
    public void Report(Node at, string key, string message, string remedy) => errors.Add(at.Line, Resource, Path(key), message, remedy);

    public string? Text(string key) => Map[key] switch
    {
        ScalarNode scalar => scalar.Text,
        var other => Wrong<string>(key, other, "Text"),
    };

    /// <summary>A text where it is known, of what decides nothing by itself; null for all else, without a word.</summary>
    public string? Told(string key) => (Map[key] as ScalarNode)?.Text;

    /// <summary>The map under a key where there is one, likewise; an empty one for all else.</summary>
    public Values Beneath(string key) => new(Map[key] as MapNode ?? new MapNode([], LineOf(key)), Resource, Path(key), errors);

    /// <summary>The maps of a list, likewise.</summary>
    public IEnumerable<Values> Maps(string key) =>
        (Map[key] is ListNode list ? list.Items : Map[key] is { } single ? [single] : []).OfType<MapNode>().Select(item => new Values(item, Resource, Path(key), errors));

    /// <summary>A text that decides nothing, such as a description: one that is not known has its stand-in.</summary>
    public string? Prose(string key) => Map[key] is UnknownNode unknown ? unknown.StandIn : Text(key);

    public int? Integer(string key, int least, int most)
    {
        if (Text(key) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most)
        {
            return value;
        }

        Report(key, $"'{text}' is not a whole number from {least} to {most}.", "Give such a number.");
        return null;
    }

    public bool? Flag(string key)
    {
        switch (Text(key))
        {
            case null:
                return null;
            case "true" or "True":
                return true;
            case "false" or "False":
                return false;
            case var text:
                Report(key, $"'{text}' is neither true nor false.", "Write true or false.");
                return null;
        }
    }

    /// <summary>The map under a key; an empty one when it is absent.</summary>
    public Values Inner(string key) => new(
        Map[key] switch
        {
            MapNode inner => inner,
            var other => Wrong<MapNode>(key, other, "A map") ?? new MapNode([], LineOf(key)),
        },
        Resource, Path(key), errors);

    /// <summary>Whether a value, or an item of a list, cannot be told here: what is missing then is not the template's fault.</summary>
    public bool IsUnknown(string key) => Map[key] is UnknownNode || (Map[key] is ListNode list && list.Items.Any(static item => item is UnknownNode));

    /// <summary>A part of the map that is told by another name than its key, such as <c>[GET /orders]</c>.</summary>
    public Values Part(string name, Node value, int line)
    {
        var part = new Values(new MapNode(value is MapNode map ? map.Entries : [], line), Resource, $"{At}{name}", errors);
        if (value is UnknownNode unknown)
        {
            part.Close("", unknown);
        }

        return part;
    }

    /// <summary>Another map that stands for the one under a key.</summary>
    public Values Over(string key, MapNode other) => new(other, Resource, Path(key), errors);

    /// <summary>The same map with one more property, or with that property's value replaced: as if it were written here.</summary>
    public Values With(string key, Node value) => new(Map.With(key, value), Resource, At, errors);

    /// <summary>The items of a list, or the one value that stands for a list of one.</summary>
    public ImmutableArray<Node> Items(string key)
    {
        switch (Map[key])
        {
            case ListNode list:
                return list.Items;
            case null:
                return [];
            case UnknownNode unknown:
                Close(key, unknown);
                return [];
            case var single:
                return [single];
        }
    }

    /// <summary>A list of text; other items are reported.</summary>
    public ImmutableArray<ScalarNode> Texts(string key)
    {
        var items = Items(key);
        foreach (var item in items.Where(static item => item is not (ScalarNode or UnknownNode)))
        {
            errors.Add(item.Line, Resource, Path(key), $"Text is needed here, but this is {item.Kind}.", "List texts only.");
        }

        foreach (var unknown in items.OfType<UnknownNode>())
        {
            Close(key, unknown);
        }

        return [.. items.OfType<ScalarNode>()];
    }

    /// <summary>The maps of a list, each to be read like this one. An item that is unknown closes what the list belongs to.</summary>
    public IEnumerable<Values> Each(string key)
    {
        var items = Items(key);
        foreach (var unknown in items.OfType<UnknownNode>())
        {
            Close(key, unknown);
        }

        return items.Select((item, index) => item is MapNode inner ? new Values(inner, Resource, $"{Path(key)}[{index}]", errors) : null).OfType<Values>();
    }

    /// <summary>A map from names to text.</summary>
    /// <param name="key">The property.</param>
    /// <param name="decides">False where the texts decide nothing, as environment variables: what is not known has its stand-in then.</param>
    public ImmutableDictionary<string, string> TextMap(string key, bool decides = true)
    {
        var inner = Inner(key);
        return inner.Map.Given
            .Select(entry => (entry.Key, Value: !decides && entry.Value is UnknownNode unknown ? unknown.StandIn : inner.Text(entry.Key)))
            .Where(static pair => pair.Value is not null)
            .ToImmutableDictionary(static pair => pair.Key, static pair => pair.Value!, StringComparer.Ordinal);
    }

    /// <summary>IAM's list of <c>Key</c> and <c>Value</c>.</summary>
    public ImmutableDictionary<string, string> Tags(string key)
    {
        var tags = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var tag in Each(key))
        {
            if (tag.Text("Key") is { } name && tag.Text("Value") is { } value && !tags.TryAdd(name, value))
            {
                tag.Report("Key", $"The tag '{name}' is given twice.", "Remove one of the two.");
            }
        }

        return tags.ToImmutable();
    }

    private string Path(string key) => At.Length == 0 ? key : key.Length == 0 ? At : $"{At}.{key}";

    private T? Wrong<T>(string key, Node? found, string wanted)
        where T : class
    {
        if (found is UnknownNode unknown)
        {
            Close(key, unknown);
        }
        else if (found is not null)
        {
            Report(key, $"{wanted} is needed here, but this is {found.Kind}.", "Correct the value.");
        }

        return null;
    }

    private void Close(string key, UnknownNode unknown)
    {
        if (unknown.Why is { } why)
        {
            Close(key, why.Message, why.Remedy);
        }
    }
}
