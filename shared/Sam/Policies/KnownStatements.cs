using System.Collections.Immutable;
using Iam;
using Sam.Documents;

namespace Sam.Policies;

/// <summary>
/// A policy document without the values that nobody knows. An Allow allows nothing by them; a Deny denies all that they may mean. So
/// the document never lets anybody in whom the real one keeps out.
/// </summary>
internal static class KnownStatements
{
    // What they list is what the statement is about, so that fewer of them say less.
    private static readonly string[] Positive = ["Action", "Resource", "Principal"];

    private static readonly string[] AssumingActions = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity", "sts:SetSourceIdentity", "sts:TagSession"];

    private static readonly string[] Negative = ["NotAction", "NotResource", "NotPrincipal"];

    /// <summary>The document with what is known of it. One of which nothing is left denies everything: without it a resource may be open to all.</summary>
    public static MapNode Of(Node document, PolicyKind kind)
    {
        var map = document as MapNode ?? MapNode.Of(document.Line, ("Version", ScalarNode.Of("2012-10-17", document.Line)));
        ImmutableArray<Node> known =
        [
            .. (map["Statement"] is ListNode list ? list.Items.AsEnumerable() : [map["Statement"] ?? new UnknownNode(map.Line)])
                .Select(statement => Statement(statement, kind)).OfType<Node>(),
        ];
        // No element of a trust policy means every principal there is: where one denies, nobody is left to be allowed.
        var denies = kind == PolicyKind.Trust && known.Any(static one => one is MapNode statement && statement["Effect"] is ScalarNode { Text: "Deny" });
        var left = denies || (known.IsEmpty && kind != PolicyKind.Identity) ? [DenyAll(document.Line, kind)] : known;
        return new MapNode([.. map.Entries.Where(static entry => entry.Value is not UnknownNode)], map.Line).With("Statement", new ListNode(left, map.Line));
    }

    /// <summary>The first value that nobody knows; null when all are known.</summary>
    public static UnknownNode? FirstUnknown(Node node) => node switch
    {
        UnknownNode unknown => unknown,
        MapNode map => map.Entries.Select(static entry => FirstUnknown(entry.Value)).FirstOrDefault(static found => found is not null),
        ListNode list => list.Items.Select(FirstUnknown).FirstOrDefault(static found => found is not null),
        _ => null,
    };

    /// <summary>Whether one of the values has been reported as an error.</summary>
    public static bool HasError(Node node) => node switch
    {
        UnknownNode unknown => unknown.Why is null,
        MapNode map => map.Entries.Any(static entry => HasError(entry.Value)),
        ListNode list => list.Items.Any(HasError),
        _ => false,
    };

    private static Node? Statement(Node node, PolicyKind kind) => node switch
    {
        UnknownNode => DenyAll(node.Line, kind),
        MapNode statement when FirstUnknown(statement) is not null =>
            statement["Effect"] is ScalarNode { Text: "Allow" } ? Narrowed(statement) : Widened(statement),
        _ => node,
    };

    private static MapNode? Narrowed(MapNode statement)
    {
        foreach (var entry in statement.Entries.Where(static entry => FirstUnknown(entry.Value) is not null))
        {
            if (entry.Key == "Sid")
            {
                statement = statement.Without(entry.Key);
            }
            else if (Positive.Contains(entry.Key) && Known(entry.Value) is { } known)
            {
                statement = statement.With(entry.Key, known);
            }
            else
            {
                return null;
            }
        }

        return statement;
    }

    private static MapNode Widened(MapNode statement)
    {
        statement = statement.With("Effect", ScalarNode.Of("Deny", statement.Line));
        foreach (var entry in statement.Entries.Where(static entry => FirstUnknown(entry.Value) is not null).ToList())
        {
            var everything = ScalarNode.Of("*", entry.Value.Line);
            statement = entry.Key switch
            {
                _ when Positive.Contains(entry.Key) => statement.With(entry.Key, everything),
                _ when Negative.Contains(entry.Key) => Known(entry.Value) is { } known
                    ? statement.With(entry.Key, known)
                    : statement.Without(entry.Key).With(entry.Key["Not".Length..], everything),
                "Condition" when entry.Value is MapNode operators => Conditions(operators) is { Entries.IsEmpty: false } left
                    ? statement.With(entry.Key, left)
                    : statement.Without(entry.Key),
                _ => statement.Without(entry.Key),
            };
        }

        return statement;
    }

    // Every key of every operator has to match: a Deny without one of them denies more.
    private static MapNode Conditions(MapNode operators) => new(
        [
            .. operators.Entries
                .Select(static entry => entry with
                {
                    Value = entry.Value is MapNode keys ? new MapNode([.. keys.Entries.Where(static key => FirstUnknown(key.Value) is null)], keys.Line) : entry.Value,
                })
                .Where(static entry => entry.Value is MapNode { Entries.IsEmpty: false }),
        ],
        operators.Line);

    // A list, or a map of lists as of principals, without what is not known; null when nothing is left.
    private static Node? Known(Node node)
    {
        switch (node)
        {
            case UnknownNode:
                return null;
            case ListNode list:
                ImmutableArray<Node> items = [.. list.Items.Where(static item => FirstUnknown(item) is null)];
                return items.IsEmpty ? null : new ListNode(items, list.Line);
            case MapNode map:
                ImmutableArray<MapEntry> entries =
                [
                    .. map.Entries.Select(static entry => (Entry: entry, Value: Known(entry.Value))).Where(static pair => pair.Value is not null)
                        .Select(static pair => pair.Entry with { Value = pair.Value! }),
                ];
                return entries.IsEmpty ? null : new MapNode(entries, map.Line);
            default:
                return node;
        }
    }

    // Which elements a statement takes differs by what it is attached to.
    private static MapNode DenyAll(int line, PolicyKind kind)
    {
        var all = ScalarNode.Of("*", line);
        Node actions = kind == PolicyKind.Trust ? new ListNode([.. AssumingActions.Select(action => ScalarNode.Of(action, line))], line) : all;
        var statement = MapNode.Of(line, ("Effect", ScalarNode.Of("Deny", line)), ("Action", actions));
        return kind switch
        {
            PolicyKind.Trust => statement.With("Principal", MapNode.Of(line, ("AWS", all))),
            PolicyKind.Resource => statement.With("Principal", all).With("Resource", all),
            _ => statement.With("Resource", all),
        };
    }
}
