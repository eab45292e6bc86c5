using Sam.Documents;
using Sam.Errors;

namespace Sam.Intrinsics;

/// <summary>What other stacks give: <c>Fn::ImportValue</c> what one of the account exports, <c>Fn::GetStackOutput</c> any output of any.</summary>
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
                        StandIn = UnknownNode.StandInOf(name),
                    };
            case UnknownNode unknown:
                return unknown.With(argument.Line, unknown.StandIn);
            case var other:
                return other;
        }
    }

    /// <summary>"Fn::GetStackOutput" of the CloudFormation Template Reference: the stack may be of another account and region, and nobody here knows it.</summary>
    public Node OutputOfStack(Node argument, Place place)
    {
        if (argument is not MapNode map || map["StackName"] is not { } stack || map["OutputName"] is not { } output)
        {
            return evaluator.Report(argument, place, "Fn::GetStackOutput takes a map with StackName and OutputName.", "Write both.");
        }

        var names = (Stack: evaluator.Text(stack, place), Output: evaluator.Text(output, place));
        return new UnknownNode(argument.Line, new Unknown(
            $"The output '{names.Output}' of the stack '{names.Stack}' is not known.", "Write a parameter in its place, and give its value with --parameter."))
        {
            StandIn = UnknownNode.StandInOf($"{names.Stack}.{names.Output}"),
        };
    }
}
