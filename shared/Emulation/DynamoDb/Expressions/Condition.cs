using System.Collections.Immutable;
using Emulation.DynamoDb.Calls;

namespace Emulation.DynamoDb.Expressions;

/// <summary>A condition on an item, as far as it tells which keys can meet it: of an expression, or behind a PartiQL <c>WHERE</c>.</summary>
internal abstract record Condition
{
    /// <summary>Such as <c>a = :v</c>; the operators are <c>= &lt;&gt; &lt; &lt;= &gt; &gt;=</c>.</summary>
    public sealed record Comparison(Operand Left, string Operator, Operand Right) : Condition;

    public sealed record In(Operand Left, ImmutableArray<Operand> Among) : Condition;

    /// <summary>A range, or a function such as <c>begins_with</c>, of its first operand.</summary>
    public sealed record Other(string Name, ImmutableArray<Operand> Operands) : Condition;

    public sealed record And(Condition Left, Condition Right) : Condition;

    public sealed record Or(Condition Left, Condition Right) : Condition;

    public sealed record Not(Condition Negated) : Condition;
}

/// <summary>What a condition compares.</summary>
internal abstract record Operand
{
    /// <summary>A path into an item.</summary>
    /// <param name="Attribute">Its top-level attribute.</param>
    /// <param name="IsWhole">Whether the path is that attribute and nothing inside it.</param>
    public sealed record Path(string Attribute, bool IsWhole) : Operand;

    public sealed record Value(KeyValue Content) : Operand;

    /// <summary>What is computed, such as <c>size(a)</c>.</summary>
    public sealed record Computed : Operand;
}
