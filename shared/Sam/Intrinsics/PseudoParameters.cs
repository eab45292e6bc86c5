using System.Collections.Frozen;
using System.Collections.Immutable;
using Sam.Documents;
using Sam.Naming;

namespace Sam.Intrinsics;

/// <summary>The parameters that CloudFormation gives to every template.</summary>
internal static class PseudoParameters
{
    public static FrozenSet<string> Names { get; } = FrozenSet.Create(
        "AWS::AccountId", "AWS::NoValue", "AWS::NotificationARNs", "AWS::Partition", "AWS::Region", "AWS::StackId", "AWS::StackName",
        "AWS::URLSuffix");

    /// <summary>The value; null for <c>AWS::NoValue</c>.</summary>
    public static Node? Value(string name, StackOptions stack, int line) => name switch
    {
        "AWS::NoValue" => null,
        "AWS::NotificationARNs" => new ListNode(ImmutableArray<Node>.Empty, line),
        _ => new ScalarNode(Text(name, stack), ScalarKind.Text, line),
    };

    private static string Text(string name, StackOptions stack) => name switch
    {
        "AWS::AccountId" => stack.AccountId,
        "AWS::Partition" => "aws",
        "AWS::Region" => stack.Region,
        "AWS::StackId" => DerivedId.StackArn(stack),
        "AWS::StackName" => stack.StackName,
        _ => "amazonaws.com",
    };
}
