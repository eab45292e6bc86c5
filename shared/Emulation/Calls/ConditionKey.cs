using System.Collections.Immutable;
using Iam;

namespace Emulation.Calls;

/// <summary>
/// A condition key of one question, with its values. Each is set from what is acted on or from a member that the operation has, never from what a
/// request holds besides. Service Authorization Reference, "Condition keys" of each service.
/// </summary>
internal readonly record struct ConditionKey(string Name, ImmutableArray<string> Values)
{
    public ConditionKey(string name, string value)
        : this(name, [value])
    {
    }

    /// <summary>No key for a value that is not there.</summary>
    public static IEnumerable<ConditionKey> IfAny(string name, string? value) => value is null ? [] : [new ConditionKey(name, value)];

    /// <summary><c>aws:ResourceTag/...</c> of what is acted on, under the service's own name for it too where it has one.</summary>
    public static IEnumerable<ConditionKey> OfResource(IEnumerable<KeyValuePair<string, string>> tags, string? prefix = null) =>
        tags.SelectMany(tag => prefix is null
            ? [new ConditionKey($"aws:ResourceTag/{tag.Key}", tag.Value)]
            : (ConditionKey[])[new($"aws:ResourceTag/{tag.Key}", tag.Value), new($"{prefix}:ResourceTag/{tag.Key}", tag.Value)]);

    /// <summary><c>aws:RequestTag/...</c> and <c>aws:TagKeys</c> of the tags that a call gives.</summary>
    public static IEnumerable<ConditionKey> OfRequest(IReadOnlyCollection<KeyValuePair<string, string>> tags) =>
        tags.Select(static tag => new ConditionKey($"aws:RequestTag/{tag.Key}", tag.Value)).Concat(OfRequest(tags.Select(static tag => tag.Key)));

    /// <summary><c>aws:TagKeys</c> of the tags that a call takes away.</summary>
    public static IEnumerable<ConditionKey> OfRequest(IEnumerable<string> tagKeys) =>
        tagKeys.Distinct(StringComparer.Ordinal).ToImmutableArray() is { Length: > 0 } keys ? [new ConditionKey("aws:TagKeys", keys)] : [];

    public void AddTo(ConditionContext context) => context.Set(Name, Values);
}
