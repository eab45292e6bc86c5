using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary>The functions that take text or lists of text apart and put them together.</summary>
internal static class TextFunctions
{
    public static Node Join(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode delimiter, var list] })
        {
            return evaluator.Report(argument, place, "Fn::Join takes a delimiter and a list.", "Write !Join [delimiter, [value, value]].");
        }

        return Items(list, evaluator, place, "Fn::Join") is { } items
            ? Text(string.Join(delimiter.Text, items), argument)
            : new UnknownNode(argument.Line);
    }

    public static Node Split(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode { Text.Length: > 0 } delimiter, var source] })
        {
            return evaluator.Report(argument, place, "Fn::Split takes a delimiter that is not empty and a text.", "Write !Split [delimiter, text].");
        }

        return evaluator.Text(source, place) is { } text
            ? new ListNode([.. text.Split(delimiter.Text).Select(part => Text(part, source))], argument.Line)
            : new UnknownNode(argument.Line);
    }

    public static Node Select(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [var position, var list] })
        {
            return evaluator.Report(argument, place, "Fn::Select takes an index and a list.", "Write !Select [index, list]; the first index is 0.");
        }

        if (evaluator.Text(position, place) is not { } number || Nodes(list, evaluator, place, "Fn::Select") is not { } items)
        {
            return new UnknownNode(argument.Line);
        }

        return int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < items.Length
            ? items[index]
            : evaluator.Report(position, place, $"Fn::Select has no item {number}: the list has {items.Length}.", "The first index is 0.");
    }

    public static Node Base64(Node argument, Evaluator evaluator, Place place) =>
        evaluator.Text(argument, place) is { } text
            ? Text(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), argument)
            : new UnknownNode(argument.Line);

    // Which zones a region has differs by account; three is what most regions offer.
    public static Node AvailabilityZones(Node argument, Evaluator evaluator, Place place)
    {
        if (evaluator.Text(argument, place) is not { } region)
        {
            return new UnknownNode(argument.Line);
        }

        var name = region.Length == 0 ? evaluator.References.Region : region;
        return new ListNode([Text($"{name}a", argument), Text($"{name}b", argument), Text($"{name}c", argument)], argument.Line);
    }

    private static ScalarNode Text(string value, Node at) => new(value, ScalarKind.Text, at.Line);

    private static List<string>? Items(Node list, Evaluator evaluator, Place place, string function)
    {
        if (Nodes(list, evaluator, place, function) is not { } nodes)
        {
            return null;
        }

        var items = new List<string>(nodes.Length);
        foreach (var node in nodes)
        {
            switch (node)
            {
                case ScalarNode scalar:
                    items.Add(scalar.Text);
                    break;
                case UnknownNode:
                    return null;
                default:
                    evaluator.Report(node, place, $"{function} takes a list of text, but one item is {node.Kind}.", "Join inner lists first.");
                    return null;
            }
        }

        return items;
    }

    private static ImmutableArray<Node>? Nodes(Node list, Evaluator evaluator, Place place, string function)
    {
        switch (evaluator.Evaluate(list, place))
        {
            case ListNode items:
                return items.Items;
            case UnknownNode:
                return null;
            case var other:
                evaluator.Report(list, place, $"{function} takes a list, but this is {other?.Kind ?? "AWS::NoValue"}.", "Put the values in brackets.");
                return null;
        }
    }
}
