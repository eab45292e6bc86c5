using System.Collections.Immutable;
using Emulation.DynamoDb.Calls;

namespace Emulation.DynamoDb.Expressions;

/// <summary>A condition on an item, as far as it tells which keys can meet it: of an expression, or behind a PartiQL <c>WHERE</c>.</summary>
internal abstract record ConditionExpression
{
    /// <summary>Such as <c>a = :v</c>; the operators are <c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c>.</summary>
    public sealed record Comparison(ExpressionOperand Left, string Operator, ExpressionOperand Right) : ConditionExpression;

    public sealed record In(ExpressionOperand Left, ImmutableArray<ExpressionOperand> Among) : ConditionExpression;

    /// <summary>A range, or a function such as <c>begins_with</c>, of its first operand.</summary>
    public sealed record Other(string Name, ImmutableArray<ExpressionOperand> Operands) : ConditionExpression;

    public sealed record And(ConditionExpression Left, ConditionExpression Right) : ConditionExpression;

    public sealed record Or(ConditionExpression Left, ConditionExpression Right) : ConditionExpression;

    public sealed record Not(ConditionExpression Negated) : ConditionExpression;
}

/// <summary>What a condition compares.</summary>
internal abstract record ExpressionOperand
{
    /// <summary>A path into an item.</summary>
    /// <param name="Attribute">Its top-level attribute.</param>
    /// <param name="IsWhole">Whether the path is that attribute and nothing inside it.</param>
    public sealed record Path(string Attribute, bool IsWhole) : ExpressionOperand;

    public sealed record Value(KeyValue Content) : ExpressionOperand;

    /// <summary>What is computed, such as <c>size(a)</c>.</summary>
    public sealed record Computed : ExpressionOperand;
}
