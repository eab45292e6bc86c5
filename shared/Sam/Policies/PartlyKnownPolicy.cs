using System.Collections.Immutable;
using Sam.Documents;

namespace Sam.Policies;

/// <summary>
/// A policy document of which a value cannot be told here: an Allow allows only what it would allow whatever the value is, and a Deny denies all that it might
/// deny, with its reason beside it, so that nobody takes the refusal for AWS's.
/// </summary>
/// <param name="Document">The document without unknown values.</param>
/// <param name="Void">The statements, by index, that apply to nothing.</param>
/// <param name="Closed">The statements that deny more than they say, each with what is unknown in it.</param>
internal sealed record PartlyKnownPolicy(MapNode Document, ImmutableArray<int> Void, ImmutableDictionary<int, UnknownNode> Closed)
{
    private static readonly string[] Lists = ["Action", "Resource", "Principal"];

    /// <summary>The document, with what is unknown in it left out or widened.</summary>
    /// <param name="document">The document, or a value that is unknown as a whole.</param>
    /// <param name="isOfResource">Whether its statements name principals.</param>
    /// <param name="isTrust">Whether its statements name no resources.</param>
    public static PartlyKnownPolicy Of(Node document, bool isOfResource, bool isTrust)
    {
        var everything = EverythingDenied(document.Line, isOfResource, isTrust);
        if (document is not MapNode map || map["Statement"] is UnknownNode)
        {
            var unknown = UnknownNode.FirstIn(document)!;
            return new PartlyKnownPolicy(
                MapNode.Of(document.Line, ("Version", ScalarNode.Of("2012-10-17", document.Line)), ("Statement", new ListNode([everything], document.Line))),
                [], ImmutableDictionary<int, UnknownNode>.Empty.Add(0, unknown));
        }

        var statements = map["Statement"] is ListNode list ? list.Items : map["Statement"] is { } single ? [single] : [];
        var known = ImmutableArray.CreateBuilder<Node>();
        var without = ImmutableArray.CreateBuilder<int>();
        var closed = ImmutableDictionary.CreateBuilder<int, UnknownNode>();
        for (var i = 0; i < statements.Length; i++)
        {
            if (UnknownNode.FirstIn(statements[i]) is not { } unknown)
            {
                known.Add(statements[i]);
            }
            else if (statements[i] is MapNode allow && allow["Effect"] is ScalarNode { Text: "Allow" })
            {
                var left = Narrowed(allow);
                known.Add(left ?? everything);
                if (left is null)
                {
                    without.Add(i);
                }
            }
            else
            {
                known.Add(statements[i] is MapNode deny ? Widened(deny, isOfResource, isTrust) : everything);
                closed.Add(i, unknown);
            }
        }

        var version = map["Version"] is UnknownNode ? map.With("Version", ScalarNode.Of("2012-10-17", map.Line)) : map;
        return new PartlyKnownPolicy(version.With("Statement", new ListNode(known.ToImmutable(), map.Line)), without.ToImmutable(), closed.ToImmutable());
    }

    /// <summary>What the statement allows whatever the unknown values are; null for nothing.</summary>
    private static MapNode? Narrowed(MapNode allow)
    {
        foreach (var entry in allow.Entries)
        {
            if (UnknownNode.FirstIn(entry.Value) is null)
            {
                continue;
            }

            if (!Lists.Contains(entry.Key) || Known(entry.Value) is not { } known)
            {
                return null;
            }

            allow = allow.With(entry.Key, known);
        }

        return allow;
    }

    /// <summary>The known ones of a list of texts, or of a map of such lists; null for none.</summary>
    private static Node? Known(Node value)
    {
        switch (value)
        {
            case ListNode list:
                ImmutableArray<Node> items = [.. list.Items.Where(static item => UnknownNode.FirstIn(item) is null)];
                return items.IsEmpty ? null : new ListNode(items, list.Line);
            case MapNode map:
                ImmutableArray<MapEntry> entries =
                [
                    .. map.Entries.Select(static entry => (entry, Value: UnknownNode.FirstIn(entry.Value) is null ? entry.Value : Known(entry.Value)))
                        .Where(static one => one.Value is not null).Select(static one => one.entry with { Value = one.Value! }),
                ];
                return entries.IsEmpty ? null : new MapNode(entries, map.Line);
            default:
                return null;
        }
    }

    /// <summary>All that the statement might deny.</summary>
    private static MapNode Widened(MapNode deny, bool isOfResource, bool isTrust)
    {
        var all = EverythingDenied(deny.Line, isOfResource, isTrust);
        foreach (var entry in deny.Entries.Where(static entry => UnknownNode.FirstIn(entry.Value) is not null).ToList())
        {
            var positive = entry.Key.StartsWith("Not", StringComparison.Ordinal) ? entry.Key[3..] : entry.Key;
            if (positive != entry.Key && Known(entry.Value) is { } exempt)
            {
                deny = deny.With(entry.Key, exempt);
            }
            else
            {
                deny = new MapNode([.. deny.Entries.Where(one => one.Key != entry.Key)], deny.Line);
                deny = entry.Key == "Condition" ? WithoutUnknown(deny, entry.Value as MapNode)
                    : all[positive] is { } everything ? deny.With(positive, everything)
                    : deny;
            }
        }

        return deny.With("Effect", ScalarNode.Of("Deny", deny.Line));
    }

    /// <summary>The conditions that are known still narrow the statement.</summary>
    private static MapNode WithoutUnknown(MapNode deny, MapNode? conditions)
    {
        ImmutableArray<MapEntry> known =
        [
            .. (conditions?.Entries ?? []).Select(static block => block.Value is MapNode keys
                    ? block with { Value = new MapNode([.. keys.Entries.Where(static key => UnknownNode.FirstIn(key.Value) is null)], keys.Line) }
                    : block)
                .Where(static block => block.Value is MapNode { Entries.IsEmpty: false }),
        ];
        return known.IsEmpty ? deny : deny.With("Condition", new MapNode(known, deny.Line));
    }

    private static MapNode EverythingDenied(int line, bool isOfResource, bool isTrust)
    {
        var statement = MapNode.Of(line, ("Effect", ScalarNode.Of("Deny", line)), ("Action", ScalarNode.Of(isTrust ? "sts:*" : "*", line)));
        // IAM takes everybody in a trust policy in this form only, and it means the same.
        var everybody = ScalarNode.Of("*", line);
        statement = isOfResource ? statement.With("Principal", isTrust ? MapNode.Of(line, ("AWS", everybody)) : everybody) : statement;
        return isTrust ? statement : statement.With("Resource", ScalarNode.Of("*", line));
    }
}
