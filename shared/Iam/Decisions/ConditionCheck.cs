using System.Collections.Immutable;

namespace Iam;

/// <summary>One condition of a statement beside one request.</summary>
/// <param name="Operator">The operator as the policy writes it, such as <c>StringLike</c>.</param>
/// <param name="Key">The condition key as the policy writes it.</param>
/// <param name="Wanted">The policy's values as written.</param>
/// <param name="Actual">The request's values of the key; none when it has no such key.</param>
/// <param name="IsMet">Whether the request meets it.</param>
public sealed record ConditionCheck(string Operator, string Key, ImmutableArray<string> Wanted, ImmutableArray<string> Actual, bool IsMet);
