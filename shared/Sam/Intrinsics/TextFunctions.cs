using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary>The functions that take text or lists of text apart and put them together.</summary>
internal static class TextFunctions
{
    /// <summary>What an item of a list costs, in characters.</summary>
    private const int ItemCost = 16;

    public static Node Join(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode delimiter, var list] })
        {
            return evaluator.Report(argument, place, "Fn::Join takes a delimiter and a list.", "Write !Join [delimiter, [value, value]].");
        }

        return Nodes(list, evaluator, place, "Fn::Join") switch
        {
            UnknownNode unknown => unknown.With(argument.Line, unknown.StandIn),
            ListNode { Items: var items } => Joined(delimiter.Text, items, argument, evaluator, place),
            var other => other,
        };
    }

    public static Node Split(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [ScalarNode { Text.Length: > 0 } delimiter, var source] })
        {
            return evaluator.Report(argument, place, "Fn::Split takes a delimiter that is not empty and a text.", "Write !Split [delimiter, text].");
        }

        return evaluator.TextNode(source, place) switch
        {
            ScalarNode { Text: var text } => evaluator.MayMake((long)text.Length * ItemCost, argument, place)
                ? new ListNode([.. text.Split(delimiter.Text).Select(part => Text(part, source))], argument.Line)
                : new UnknownNode(argument.Line),
            UnknownNode unknown => unknown.With(argument.Line, null),
            var other => other,
        };
    }

    public static Node Select(Node argument, Evaluator evaluator, Place place)
    {
        if (argument is not ListNode { Items: [var position, var list] })
        {
            return evaluator.Report(argument, place, "Fn::Select takes an index and a list.", "Write !Select [index, list]; the first index is 0.");
        }

        var number = evaluator.TextNode(position, place);
        var items = Nodes(list, evaluator, place, "Fn::Select");
        return (number, items) switch
        {
            (UnknownNode unknown, _) => unknown.With(argument.Line, null),
            (_, UnknownNode unknown) => unknown.With(argument.Line, null),
            (ScalarNode { Text: var text }, ListNode { Items: var all }) =>
                int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < all.Length
                    ? all[index]
                    : evaluator.Report(position, place, $"Fn::Select has no item {text}: the list has {all.Length}.", "The first index is 0."),
            _ => new UnknownNode(argument.Line),
        };
    }

    public static Node Base64(Node argument, Evaluator evaluator, Place place) => evaluator.TextNode(argument, place) switch
    {
        ScalarNode { Text: var text } => evaluator.Made(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)), argument, place),
        UnknownNode unknown => unknown.With(argument.Line, null),
        var other => other,
    };

    /// <summary>The number of a list's items, as <c>AWS::LanguageExtensions</c> counts them.</summary>
    public static Node Length(Node argument, Evaluator evaluator, Place place) => Nodes(argument, evaluator, place, "Fn::Length") switch
    {
        ListNode { Items.Length: var length } => new ScalarNode(length.ToString(CultureInfo.InvariantCulture), ScalarKind.Number, argument.Line),
        UnknownNode unknown => unknown.With(argument.Line, null),
        var other => other,
    };

    // Which zones a region has differs by account; three is what most regions offer.
    public static Node AvailabilityZones(Node argument, Evaluator evaluator, Place place)
    {
        // null stands for the stack's own region, as empty text does.
        switch (argument is ScalarNode { IsNull: true } ? Text("", argument) : evaluator.TextNode(argument, place))
        {
            case ScalarNode { Text: var region }:
                var name = region.Length == 0 ? evaluator.References.Region : region;
                return new ListNode([Text($"{name}a", argument), Text($"{name}b", argument), Text($"{name}c", argument)], argument.Line);
            case UnknownNode unknown:
                return unknown.With(argument.Line, null);
            case var other:
                return other;
        }
    }

    private static ScalarNode Text(string value, Node at) => new(value, ScalarKind.Text, at.Line);

    private static Node Joined(string delimiter, ImmutableArray<Node> items, Node at, Evaluator evaluator, Place place)
    {
        if (items.FirstOrDefault(static item => item is not (ScalarNode or UnknownNode)) is { } wrong)
        {
            return evaluator.Report(wrong, place, $"Fn::Join takes a list of text, but one item is {wrong.Kind}.", "Join inner lists first.");
        }

        var parts = items.Select(static item => item is ScalarNode scalar ? scalar.Text : ((UnknownNode)item).StandIn ?? "unknown").ToList();
        if (!evaluator.MayMake(parts.Sum(static part => (long)part.Length) + ((long)delimiter.Length * parts.Count), at, place))
        {
            return new UnknownNode(at.Line);
        }

        var text = string.Join(delimiter, parts);
        return items.OfType<UnknownNode>().FirstOrDefault() is { } unknown ? unknown.With(at.Line, text) : ScalarNode.Of(text, at.Line);
    }

    // A list, or what is unknown in its place.
    private static Node Nodes(Node list, Evaluator evaluator, Place place, string function) => evaluator.Evaluate(list, place) switch
    {
        ListNode items => items,
        UnknownNode unknown => unknown,
        var other => evaluator.Report(list, place, $"{function} takes a list, but this is {other?.Kind ?? "AWS::NoValue"}.", "Put the values in brackets."),
    };
}
