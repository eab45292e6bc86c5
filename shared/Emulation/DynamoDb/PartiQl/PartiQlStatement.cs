using System.Collections.Immutable;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Expressions;

namespace Emulation.DynamoDb.PartiQl;

internal enum StatementKind
{
    Select,
    Insert,
    Update,
    Delete,

    /// <summary><c>EXISTS(SELECT ...)</c>, the condition check of a transaction.</summary>
    Exists,
}

/// <summary>What a PartiQL statement does, and what it touches: a table, or an index of it.</summary>
internal sealed record PartiQlStatement(StatementKind Kind, string Table, string? Index)
{
    /// <summary>The top-level attributes it names.</summary>
    public required ImmutableArray<string> Attributes { get; init; }

    /// <summary>Behind <c>WHERE</c>; null without one.</summary>
    public ConditionExpression? Condition { get; init; }

    /// <summary>Whether it selects <c>*</c>.</summary>
    public bool SelectsAll { get; init; }

    /// <summary>What it returns, in the words of <c>ReturnValues</c>.</summary>
    public string Returns { get; init; } = "NONE";

    /// <summary>The inserted item's attributes.</summary>
    public ImmutableDictionary<string, KeyValue> Item { get; init; } = ImmutableDictionary<string, KeyValue>.Empty;
}
