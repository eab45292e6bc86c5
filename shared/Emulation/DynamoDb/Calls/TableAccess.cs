using System.Collections.Immutable;
using System.Text.Json;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.DynamoDb.Calls;

/// <summary>
/// One thing that a call does to one table, as policies see it: the action, the resource, and DynamoDB's own condition keys. Service Authorization Reference,
/// "Actions, resources, and condition keys for Amazon DynamoDB"; Developer Guide, "Using IAM policy conditions for fine-grained access control".
/// </summary>
internal sealed record TableAccess(string Action, TableReference Table)
{
    /// <summary>The index; null for the table itself.</summary>
    public string? Index { get; init; }

    /// <summary>What stands in the resource's ARN behind the table: <c>/index/x</c>, <c>/backup/x</c>, <c>/*</c>.</summary>
    public string Below { get; init; } = "";

    /// <summary>
    /// Whether the table's tags are the resource's too: a backup and an export have none. Service Authorization Reference, "Resource types defined by Amazon
    /// DynamoDB".
    /// </summary>
    public bool HasTags => !Below.StartsWith("/backup/", StringComparison.Ordinal) && !Below.StartsWith("/export/", StringComparison.Ordinal);

    /// <summary>Which items it touches; null when that is no matter of keys.</summary>
    public KeyUse? Keys { get; init; }

    /// <summary><c>dynamodb:Attributes</c>: the top-level attributes that the request names; default where the key does not exist.</summary>
    public ImmutableArray<string> Attributes { get; init; }

    /// <summary>DynamoDB's single-valued condition keys, such as <c>dynamodb:Select</c>.</summary>
    public ImmutableArray<(string Key, string Value)> Values { get; init; } = [];

    /// <summary>Tags in the request, by key, for <c>aws:RequestTag</c> and <c>aws:TagKeys</c>; null without any.</summary>
    public ImmutableDictionary<string, string?>? RequestTags { get; init; }

    /// <summary>
    /// Whether callers of other accounts may be let in by the table's resource policy. Developer Guide, "DynamoDB API operations supported by resource-based
    /// policies".
    /// </summary>
    public bool IsCrossAccount { get; init; } = true;

    /// <summary>Whether the table need not be there: it is what the call makes.</summary>
    public bool Makes { get; init; }
}

/// <summary>The items that an access touches, by their keys.</summary>
internal abstract record KeyUse
{
    /// <summary>The values of a key attribute over all items; null when they may be any.</summary>
    /// <exception cref="DynamoDbException">An item has no such key.</exception>
    public ImmutableArray<KeyValue>? In(KeySchema key, KeyAttribute attribute)
    {
        // An empty text is no key, and to a condition no value at all.
        var values = ValuesOf(key, attribute);
        return values is not { } some || !some.Any(static value => value.Text.Length == 0) ? values
            : throw DynamoDbException.Validation(
                $"One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an empty string value. Key: {attribute.Name}");
    }

    protected abstract ImmutableArray<KeyValue>? ValuesOf(KeySchema key, KeyAttribute attribute);

    /// <summary>Whole keys, as GetItem names them, and whole items, as PutItem does.</summary>
    public sealed record Items(ImmutableArray<(JsonElement Entry, bool IsKey)> Entries) : KeyUse
    {
        protected override ImmutableArray<KeyValue>? ValuesOf(KeySchema key, KeyAttribute attribute)
        {
            var values = ImmutableArray.CreateBuilder<KeyValue>(Entries.Length);
            foreach (var (entry, isKey) in Entries)
            {
                if (isKey && entry.EnumerateObject().Count() != key.Count)
                {
                    throw DynamoDbException.Validation("The provided key element does not match the schema");
                }

                foreach (var part in key.All)
                {
                    if (!entry.TryGetProperty(part.Name, out var given))
                    {
                        throw DynamoDbException.Validation(isKey
                            ? "The provided key element does not match the schema"
                            : $"One or more parameter values were invalid: Missing the key {part.Name} in the item");
                    }

                    var value = KeyValue.Read(given);
                    if (value.Type != part.Type)
                    {
                        throw DynamoDbException.Validation(isKey
                            ? "The provided key element does not match the schema"
                            : $"One or more parameter values were invalid: Type mismatch for key {part.Name} expected: {part.Type} actual: {value.Type}");
                    }

                    if (part == attribute)
                    {
                        values.Add(value);
                    }
                }
            }

            return values.ToImmutable();
        }
    }

    /// <summary>The key conditions of a query, by attribute.</summary>
    public sealed record Query(IReadOnlyDictionary<string, ConditionExpression> Conditions) : KeyUse
    {
        protected override ImmutableArray<KeyValue>? ValuesOf(KeySchema key, KeyAttribute attribute)
        {
            var values = Conditions.TryGetValue(attribute.Name, out var condition) ? KeyBounds.Of(condition, attribute.Name) : null;
            return values is [var only] && only.Type == attribute.Type ? values
                : throw DynamoDbException.Validation(
                    values is [_]
                        ? "One or more parameter values were invalid: Condition parameter type does not match schema type"
                        : $"Query condition missed key schema element: {attribute.Name}");
        }
    }

    /// <summary>What the condition of a PartiQL statement leaves open; one that writes must name its item.</summary>
    public sealed record Statement(ConditionExpression? Where, bool NeedsKey) : KeyUse
    {
        protected override ImmutableArray<KeyValue>? ValuesOf(KeySchema key, KeyAttribute attribute)
        {
            var values = KeyBounds.Of(Where, attribute.Name);
            if (values is null && NeedsKey)
            {
                throw DynamoDbException.Validation("Where clause does not contain a mandatory equality on all key attributes");
            }

            return values is not { } some || some.All(value => value.Type == attribute.Type) ? values
                : throw DynamoDbException.Validation("One or more parameter values were invalid: Condition parameter type does not match schema type");
        }
    }

    /// <summary>An item that a PartiQL statement inserts.</summary>
    public sealed record Inserted(IReadOnlyDictionary<string, KeyValue> Item) : KeyUse
    {
        protected override ImmutableArray<KeyValue>? ValuesOf(KeySchema key, KeyAttribute attribute) =>
            Item.TryGetValue(attribute.Name, out var value) && value.Type == attribute.Type ? [value]
                : throw DynamoDbException.Validation($"One or more parameter values were invalid: Missing the key {attribute.Name} in the item, or its type does not match");
    }
}
