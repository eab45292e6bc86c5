using System.Collections.Immutable;
using System.Text;
using Sam.Errors;

namespace Sam.Documents;

/// <summary>A value of a template, before or after its intrinsic functions were evaluated. Every value knows its line.</summary>
internal abstract class Node(int line)
{
    /// <summary>The line on which the value starts, counted from 1.</summary>
    public int Line { get; } = line;

    /// <summary>How many values the tree below holds with every alias written out. Bounds what evaluation can cost.</summary>
    public abstract long Weight { get; }

    /// <summary>How many levels the tree below has. Bounds how deep a walk of it recurses.</summary>
    public abstract int Depth { get; }

    /// <summary>What to call the value in an error.</summary>
    public abstract string Kind { get; }

    /// <summary>The same value as if all of it stood on one line: what another file holds is told where it is included.</summary>
    public Node At(int line) => this switch
    {
        ScalarNode scalar => new ScalarNode(scalar.Text, scalar.ScalarKind, line),
        ListNode list => new ListNode([.. list.Items.Select(item => item.At(line))], line),
        MapNode map => new MapNode([.. map.Entries.Select(entry => new MapEntry(entry.Key, line, entry.Value.At(line)))], line),
        UnknownNode unknown => unknown.With(line, unknown.StandIn),
        _ => this,
    };
}

/// <summary>What a scalar looked like. CloudFormation converts freely between text, numbers and booleans; JSON does not.</summary>
internal enum ScalarKind
{
    Text,
    Number,
    Boolean,
    Null,
}

/// <summary>One scalar. Booleans are spelled <c>true</c> and <c>false</c> however the template spells them.</summary>
internal sealed class ScalarNode(string text, ScalarKind scalarKind, int line) : Node(line)
{
    public string Text { get; } = text;

    public ScalarKind ScalarKind { get; } = scalarKind;

    /// <summary>True for <c>null</c>, <c>~</c> and nothing at all: what stands there is not there.</summary>
    public bool IsNull => ScalarKind == ScalarKind.Null;

    /// <summary>A text that the template does not spell out.</summary>
    public static ScalarNode Of(string text, int line) => new(text, ScalarKind.Text, line);

    public override long Weight => 1;

    public override int Depth => 1;

    public override string Kind => ScalarKind switch
    {
        ScalarKind.Number => "a number",
        ScalarKind.Boolean => "a boolean",
        ScalarKind.Null => "empty",
        _ => "text",
    };
}

internal sealed class ListNode(ImmutableArray<Node> items, int line) : Node(line)
{
    public ImmutableArray<Node> Items { get; } = items;

    public override long Weight { get; } = items.Aggregate(1L, static (sum, item) => Weights.Add(sum, item.Weight));

    public override int Depth { get; } = items.Aggregate(0, static (most, item) => Math.Max(most, item.Depth)) + 1;

    public override string Kind => "a list";
}

internal readonly record struct MapEntry(string Key, int KeyLine, Node Value);

internal sealed class MapNode(ImmutableArray<MapEntry> entries, int line) : Node(line)
{
    public static MapNode Empty { get; } = new([], 1);

    /// <summary>A map that the template does not spell out.</summary>
    public static MapNode Of(int line, params (string Key, Node Value)[] entries) =>
        new([.. entries.Select(static entry => new MapEntry(entry.Key, entry.Value.Line, entry.Value))], line);

    /// <summary>True for a key that makes a map of one entry a call, whether or not a function of that name exists.</summary>
    public static bool IsFunction(string key) => key == "Ref" || key.StartsWith("Fn::", StringComparison.Ordinal);

    /// <summary>True for the call of an intrinsic function, which is one value and not a map.</summary>
    public bool IsCall => Entries is [{ Key: var key }] && IsFunction(key);

    /// <summary>The entries in the template's order, also those without a value. No key occurs twice.</summary>
    public ImmutableArray<MapEntry> Entries { get; } = entries;

    /// <summary>The entries that have a value.</summary>
    public IEnumerable<MapEntry> Given => Entries.Where(static entry => entry.Value is not ScalarNode { IsNull: true });

    public override long Weight { get; } = entries.Aggregate(1L, static (sum, entry) => Weights.Add(sum, entry.Value.Weight));

    public override int Depth { get; } = entries.Aggregate(0, static (most, entry) => Math.Max(most, entry.Value.Depth)) + 1;

    public override string Kind => "a map";

    /// <summary>The value under a key; null when there is none, and when it is <c>null</c>: the transform makes no difference.</summary>
    public Node? this[string key] => Written(key) is { } value and not ScalarNode { IsNull: true } ? value : null;

    /// <summary>What is written under a key, be it <c>null</c>: for the few places that ask whether the key is there.</summary>
    public Node? Written(string key)
    {
        foreach (var entry in Entries)
        {
            if (string.Equals(entry.Key, key, StringComparison.Ordinal))
            {
                return entry.Value;
            }
        }

        return null;
    }

    /// <summary>The same map without an entry.</summary>
    public MapNode Without(string key) => new(Entries.RemoveAll(entry => entry.Key == key), Line);

    /// <summary>The same map with one more entry, or with that entry's value replaced.</summary>
    public MapNode With(string key, Node value)
    {
        for (var i = 0; i < Entries.Length; i++)
        {
            if (string.Equals(Entries[i].Key, key, StringComparison.Ordinal))
            {
                return new MapNode(Entries.SetItem(i, Entries[i] with { Value = value }), Line);
            }
        }

        return new MapNode(Entries.Add(new MapEntry(key, value.Line, value)), Line);
    }
}

/// <summary>
/// A value that cannot be told here. What depends on it is closed for the reason that goes with it; without one its error has been reported, and what depends on it stays silent.
/// </summary>
internal sealed class UnknownNode(int line, Unknown? why = null) : Node(line)
{
    /// <summary>Why it cannot be told; null when that has been reported as an error.</summary>
    public Unknown? Why { get; } = why;

    /// <summary>A stable text in the value's place for uses that decide nothing, such as an environment variable.</summary>
    public string? StandIn { get; init; }

    /// <summary>The first value that cannot be told in another; null when all can.</summary>
    public static UnknownNode? FirstIn(Node node) => node switch
    {
        UnknownNode unknown => unknown,
        MapNode map => map.Entries.Select(static entry => FirstIn(entry.Value)).FirstOrDefault(static found => found is not null),
        ListNode list => list.Items.Select(FirstIn).FirstOrDefault(static found => found is not null),
        _ => null,
    };

    /// <summary>The same value at another line, with another stand-in.</summary>
    public UnknownNode With(int line, string? standIn) => new(line, Why) { StandIn = standIn };

    /// <summary>A stable text in the place of a value that nobody gave: made of the last part of its name.</summary>
    public static string StandInOf(string name)
    {
        var last = name[(name.AsSpan().TrimEnd("/:").LastIndexOfAny("/:") + 1)..];
        var letters = new StringBuilder("unknown-");
        foreach (var letter in last.Take(40))
        {
            letters.Append(char.IsAsciiLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : '-');
        }

        return letters.ToString().TrimEnd('-');
    }

    public override long Weight => 1;

    public override int Depth => 1;

    public override string Kind => "unknown";
}

file static class Weights
{
    public static long Add(long sum, long more) => Math.Min(sum + more, int.MaxValue);
}
