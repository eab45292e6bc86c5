using System.Collections.Immutable;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Expressions;

/// <summary>Which values of a key attribute a condition leaves.</summary>
internal static class KeyBounds
{
    /// <summary>
    /// The values among which the attribute of every item that meets the condition is; null when it may be any. Developer Guide, "PartiQL select statements for
    /// DynamoDB": only equality and <c>IN</c> on a partition key keep a statement from reading the whole table.
    /// </summary>
    public static ImmutableArray<KeyValue>? Of(ConditionExpression? condition, string attribute) => condition switch
    {
        ConditionExpression.Comparison { Left: ExpressionOperand.Path left, Operator: "=", Right: ExpressionOperand.Value value } when Is(left, attribute) => [value.Content],
        ConditionExpression.Comparison { Left: ExpressionOperand.Value value, Operator: "=", Right: ExpressionOperand.Path right } when Is(right, attribute) => [value.Content],
        ConditionExpression.In { Left: ExpressionOperand.Path left } among when Is(left, attribute) && among.Among.All(static operand => operand is ExpressionOperand.Value) =>
            [.. among.Among.Cast<ExpressionOperand.Value>().Select(static value => value.Content)],
        ConditionExpression.And and => (Of(and.Left, attribute), Of(and.Right, attribute)) switch
        {
            // Both: no more than either leaves. Neither is dropped, so that a contradiction does not hide a value.
            ({ } left, { } right) => [.. left, .. right],
            var (left, right) => left ?? right,
        },
        ConditionExpression.Or or => Of(or.Left, attribute) is { } left && Of(or.Right, attribute) is { } right ? [.. left, .. right] : null,
        _ => null,
    };

    /// <summary>
    /// The conditions of a key condition expression by attribute: each on one attribute, joined by AND. Developer Guide, "Key condition expressions for the
    /// Query operation in DynamoDB".
    /// </summary>
    /// <exception cref="DynamoDbException">It is no such expression.</exception>
    public static Dictionary<string, ConditionExpression> ByAttribute(ConditionExpression expression)
    {
        var conditions = new Dictionary<string, ConditionExpression>(StringComparer.Ordinal);
        Add(expression);
        return conditions;

        void Add(ConditionExpression condition)
        {
            switch (condition)
            {
                case ConditionExpression.And and:
                    Add(and.Left);
                    Add(and.Right);
                    return;
                case ConditionExpression.Comparison { Left: ExpressionOperand.Path { IsWhole: true } path, Operator: not "<>", Right: ExpressionOperand.Value }:
                    Keep(path);
                    return;
                case ConditionExpression.Other { Name: "between" or "begins_with", Operands: [ExpressionOperand.Path { IsWhole: true } path, .. var rest] }
                    when rest.All(static operand => operand is ExpressionOperand.Value):
                    Keep(path);
                    return;
                default:
                    throw DynamoDbException.Validation("Invalid KeyConditionExpression: it is not one condition on each key attribute, joined by AND");
            }

            void Keep(ExpressionOperand.Path path)
            {
                if (!conditions.TryAdd(path.Attribute, condition))
                {
                    throw DynamoDbException.Validation("KeyConditionExpressions must only contain one condition per key");
                }
            }
        }
    }

    private static bool Is(ExpressionOperand.Path path, string attribute) => path.IsWhole && path.Attribute == attribute;
}
