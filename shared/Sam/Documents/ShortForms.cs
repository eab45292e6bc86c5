using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Sam.Documents;

/// <summary>The YAML tags of CloudFormation, each of which stands for a map with one entry: <c>!Sub x</c> is <c>Fn::Sub: x</c>.</summary>
internal static class ShortForms
{
    private static readonly FrozenDictionary<string, string> LongForms = new[]
    {
        "And", "Base64", "Cidr", "Contains", "EachMemberEquals", "EachMemberIn", "Equals", "FindInMap", "ForEach", "GetAtt", "GetAZs", "GetStackOutput",
        "If", "ImportValue", "Join", "Length", "Not", "Or", "RefAll", "Select", "Split", "Sub", "ToJsonString", "Transform", "ValueOf", "ValueOfAll",
    }.ToFrozenDictionary(static name => $"!{name}", static name => $"Fn::{name}");

    /// <summary>Every tag, for a hint when one was misspelled.</summary>
    public static IEnumerable<string> Tags => [.. LongForms.Keys, "!Ref", "!Condition"];

    /// <summary>The long form of a tagged value, or null when CloudFormation knows no such tag.</summary>
    public static MapNode? Expand(string tag, Node value)
    {
        var function = tag switch
        {
            "!Ref" => "Ref",
            "!Condition" => "Condition",
            _ => LongForms.GetValueOrDefault(tag),
        };
        if (function is null)
        {
            return null;
        }

        var argument = function == "Fn::GetAtt" && value is ScalarNode path ? SplitAttribute(path) : value;
        return new MapNode([new MapEntry(function, value.Line, argument)], value.Line);
    }

    /// <summary><c>Function.Arn</c> as the list that the long form of <c>Fn::GetAtt</c> takes.</summary>
    public static Node SplitAttribute(ScalarNode path)
    {
        var dot = path.Text.IndexOf('.', StringComparison.Ordinal);
        return dot < 0
            ? path
            : new ListNode(
                ImmutableArray.Create<Node>(
                    new ScalarNode(path.Text[..dot], ScalarKind.Text, path.Line),
                    new ScalarNode(path.Text[(dot + 1)..], ScalarKind.Text, path.Line)),
                path.Line);
    }
}
