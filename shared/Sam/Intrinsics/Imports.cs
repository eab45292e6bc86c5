using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary><c>Fn::ImportValue</c>: what another stack of the account exports.</summary>
internal sealed class Imports(StackOptions options, Evaluator evaluator)
{
    public Node Evaluate(Node argument, Place place)
    {
        switch (evaluator.TextNode(argument, place))
        {
            case ScalarNode { Text: var name }:
                return options.Imports?.GetValueOrDefault(name) is { } value
                    ? ScalarNode.Of(value, argument.Line)
                    : new UnknownNode(argument.Line, new Unknown(
                        $"The value that another stack exports as '{name}' is not known.",
                        $"Give it with --import {name}=VALUE, or load the template that exports it in the same run."))
                    {
                        StandIn = DynamicReferences.StandIn(name),
                    };
            case UnknownNode unknown:
                return unknown.With(argument.Line, unknown.StandIn);
            case var other:
                return other;
        }
    }
}
