using System.Text;
using Sam.Documents;
using Sam.Templates;

namespace Sam.Intrinsics;

/// <summary><c>Fn::Sub</c>: text with <c>${Name}</c>, <c>${Resource.Attribute}</c> and <c>${!Literal}</c> in it.</summary>
internal static class Substitution
{
    public static Node Evaluate(Node argument, Evaluator evaluator, Place place) => argument switch
    {
        ScalarNode text => Substitute(text, null, evaluator, place),
        ListNode { Items: [ScalarNode text, MapNode locals] } => Substitute(text, locals, evaluator, place),
        MapNode { Entries: [{ Key: Macro.Function, Value: var call }] } => Macro.Unknown(call),
        _ => evaluator.Report(argument, place, "Fn::Sub takes a text, or a list of a text and a map of variables.", "Write !Sub 'text with ${Name}'."),
    };

    /// <summary>The names between <c>${</c> and <c>}</c>, or null when a brace is not closed.</summary>
    public static List<string>? NamesIn(string text)
    {
        var names = new List<string>();
        return Walk(text, static _ => { }, names.Add) ? names : null;
    }

    private static Node Substitute(ScalarNode text, MapNode? locals, Evaluator evaluator, Place place)
    {
        var result = new StringBuilder(text.Text.Length);
        UnknownNode? missing = null;
        var closed = Walk(
            text.Text,
            literal => result.Append(literal),
            name =>
            {
                var value = Value(name, text, locals, evaluator, place);
                missing ??= value as UnknownNode;
                var part = value is ScalarNode scalar ? scalar.Text : ((UnknownNode)value).StandIn ?? "unknown";
                if (evaluator.MayMake(part.Length, text, place))
                {
                    result.Append(part);
                }
                else
                {
                    missing = new UnknownNode(text.Line);
                }
            });
        return !closed
            ? evaluator.Report(text, place, "Fn::Sub: a '${' is not closed.", "Add the '}', or write '${!' for a literal '${'.")
            : missing is null ? new ScalarNode(result.ToString(), ScalarKind.Text, text.Line) : missing.With(text.Line, result.ToString());
    }

    // A scalar, or what is unknown in its place.
    private static Node Value(string name, ScalarNode text, MapNode? locals, Evaluator evaluator, Place place)
    {
        if (locals?[name] is { } local)
        {
            return evaluator.TextNode(local, place);
        }

        return evaluator.References.RefOrAttribute(name, text, place) switch
        {
            ScalarNode scalar => scalar,
            UnknownNode unknown => unknown,
            var other => evaluator.Report(
                text, place, $"Fn::Sub: '${{{name}}}' is {other?.Kind ?? "AWS::NoValue"}, and only text can be put into text.",
                "Give it as a variable: !Sub ['...', {Name: !Join [',', ...]}]."),
        };
    }

    private static bool Walk(string text, Action<ReadOnlySpan<char>> literal, Action<string> name)
    {
        for (var rest = text.AsSpan(); !rest.IsEmpty;)
        {
            var start = rest.IndexOf("${");
            if (start < 0)
            {
                literal(rest);
                return true;
            }

            literal(rest[..start]);
            rest = rest[(start + 2)..];
            var end = rest.IndexOf('}');
            if (end < 0)
            {
                return false;
            }

            var inner = rest[..end];
            if (inner is ['!', ..])
            {
                literal($"${{{inner[1..]}}}");
            }
            else
            {
                name(inner.Trim().ToString());
            }

            rest = rest[(end + 1)..];
        }

        return true;
    }
}
