using Sam.Documents;

namespace Sam.Intrinsics;

/// <summary><c>Fn::ToJsonString</c>: a map or a list as JSON text, without white space.</summary>
internal static class ToJsonString
{
    public static Node Evaluate(Node argument, Evaluator evaluator, Place place)
    {
        switch (evaluator.Evaluate(argument, place))
        {
            case UnknownNode unknown:
                return unknown.With(argument.Line, null);
            case Node value and (MapNode or ListNode):
                if (UnknownNode.FirstIn(value) is { } inside)
                {
                    return inside.With(argument.Line, null);
                }

                return evaluator.Made(NodeJson.Text(value), argument, place);
            case var other:
                return evaluator.Report(argument, place, $"Fn::ToJsonString takes a map or a list, but this is {other?.Kind ?? "AWS::NoValue"}.", "Indent the values under it.");
        }
    }
}
