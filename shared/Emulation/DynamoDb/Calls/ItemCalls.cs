using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.DynamoDb.Calls;

/// <summary>Calls on one item, by themselves or inside a transaction: GetItem, PutItem, UpdateItem, DeleteItem, and a transaction's ConditionCheck.</summary>
internal static class ItemCalls
{
    public static readonly FrozenSet<string> GetMembers =
        Set("TableName", "Key", "AttributesToGet", "ConsistentRead", "ReturnConsumedCapacity", "ProjectionExpression", "ExpressionAttributeNames");

    public static readonly FrozenSet<string> WriteMembers = Set(
        "TableName", "Key", "Item", "Expected", "ConditionalOperator", "AttributeUpdates", "ReturnValues", "ReturnConsumedCapacity",
        "ReturnItemCollectionMetrics", "UpdateExpression",
        "ConditionExpression", "ExpressionAttributeNames", "ExpressionAttributeValues", "ReturnValuesOnConditionCheckFailure");

    private static readonly FrozenSet<string> ExpectedMembers = Set("Value", "Exists", "ComparisonOperator", "AttributeValueList");
    private static readonly FrozenSet<string> UpdateMembers = Set("Value", "Action");

    public static FrozenSet<string> Set(params ReadOnlySpan<string> members) => FrozenSet.ToFrozenSet([.. members], StringComparer.Ordinal);

    public static TableAccess Get(RequestObject call, Enclosing enclosing)
    {
        var scope = new ExpressionScope(call);
        var key = KeyOf(call, "Key", scope);
        var selected = Projection(call, scope);
        return new TableAccess("dynamodb:GetItem", TableReference.Parse(call.RequiredText("TableName")))
        {
            Keys = new KeyUse.Items([(key, true)]),
            Attributes = [.. scope.Attributes],
            Values = enclosing.Complete(call, ("dynamodb:Select", selected ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES")),
        };
    }

    public static TableAccess Put(RequestObject call, Enclosing enclosing) => Write(call, enclosing, "dynamodb:PutItem", "Item");

    public static TableAccess Update(RequestObject call, Enclosing enclosing) => Write(call, enclosing, "dynamodb:UpdateItem", "Key");

    public static TableAccess Delete(RequestObject call, Enclosing enclosing) => Write(call, enclosing, "dynamodb:DeleteItem", "Key");

    public static TableAccess ConditionCheck(RequestObject call, Enclosing enclosing) => Write(call, enclosing, "dynamodb:ConditionCheckItem", "Key");

    /// <summary>Adds what a call asks to see: by a projection expression, or by the older list. True when it asks for anything in particular.</summary>
    public static bool Projection(RequestObject call, ExpressionScope scope)
    {
        foreach (var attribute in call.Texts("AttributesToGet"))
        {
            scope.Attributes.Add(attribute);
        }

        if (call.Text("ProjectionExpression") is { } projection)
        {
            Paths.ReadProjection(projection, scope);
            return true;
        }

        // An empty list asks for everything.
        return call.List("AttributesToGet").Any();
    }

    private static TableAccess Write(RequestObject call, Enclosing enclosing, string action, string keyMember)
    {
        foreach (var other in (ReadOnlySpan<string>)["Key", "Item", "UpdateExpression", "AttributeUpdates"])
        {
            if (call.Has(other) && !(other == keyMember || (action == "dynamodb:UpdateItem" && other is "UpdateExpression" or "AttributeUpdates")))
            {
                throw DynamoDbException.Validation($"{action["dynamodb:".Length..]} has no member '{other}'.");
            }
        }

        var scope = new ExpressionScope(call);
        var key = KeyOf(call, keyMember, scope);
        if (call.Text("UpdateExpression") is { } update)
        {
            UpdateReader.Read(update, scope);
        }

        if (call.Text("ConditionExpression") is { } condition)
        {
            ConditionExpressionReader.Read(condition, "ConditionExpression", scope);
        }

        Names(call, "AttributeUpdates", UpdateMembers, scope);
        Names(call, "Expected", ExpectedMembers, scope);
        return new TableAccess(action, TableReference.Parse(call.RequiredText("TableName")))
        {
            Keys = new KeyUse.Items([(key, keyMember == "Key")]),
            Attributes = [.. scope.Attributes],
            Values = enclosing.Complete(call, ("dynamodb:ReturnValues", Returned(call))),
        };
    }

    /// <summary>
    /// What of the old or new item comes back: the wider of what success and failure return, since either shows attributes. Of a ConditionCheck the second is
    /// the only one there is, and the Service Authorization Reference gives it the condition key.
    /// </summary>
    private static string Returned(RequestObject call)
    {
        var onSuccess = call.OneOf("ReturnValues", "NONE", "ALL_OLD", "UPDATED_OLD", "ALL_NEW", "UPDATED_NEW") ?? "NONE";
        var onFailure = call.OneOf("ReturnValuesOnConditionCheckFailure", "NONE", "ALL_OLD") ?? "NONE";
        return onFailure == "ALL_OLD" && onSuccess is not "ALL_NEW" ? onFailure : onSuccess;
    }

    private static JsonElement KeyOf(RequestObject call, string member, ExpressionScope scope)
    {
        var key = call.Member(member) ?? throw RequestObject.Required(member);
        AddNames(key, member, scope.Attributes);
        return key;
    }

    /// <summary>Adds the names of an item's or key's attributes.</summary>
    public static void AddNames(JsonElement item, string member, HashSet<string> attributes)
    {
        if (item.ValueKind != JsonValueKind.Object)
        {
            throw RequestObject.WrongType(member, "a map");
        }

        foreach (var attribute in item.EnumerateObject())
        {
            attributes.Add(attribute.Name);
        }
    }

    private static void Names(RequestObject call, string member, FrozenSet<string> members, ExpressionScope scope)
    {
        foreach (var attribute in call.Map(member))
        {
            RequestObject.Of(attribute.Value, $"{member}.{attribute.Name}", members);
            scope.Attributes.Add(attribute.Name);
        }
    }
}

/// <summary>The call around an item's: the call itself, or the transaction that holds it.</summary>
/// <param name="Operation"><c>dynamodb:EnclosingOperation</c>; null for an item's own call.</param>
/// <param name="ReturnConsumedCapacity">The transaction's parameter; null for an item's own call, which has its own.</param>
internal readonly record struct Enclosing(string? Operation, string? ReturnConsumedCapacity)
{
    /// <summary>The condition keys that every call on items has, beside its own.</summary>
    public ImmutableArray<(string, string)> Complete(RequestObject call, params ReadOnlySpan<(string, string)> own)
    {
        var capacity = Operation is null ? Capacity(call)
            : call.Has("ReturnConsumedCapacity") ? throw DynamoDbException.Validation("ReturnConsumedCapacity belongs to the transaction, not to its items.")
            : ReturnConsumedCapacity!;
        return Operation is null
            ? [.. own, ("dynamodb:ReturnConsumedCapacity", capacity)]
            : [.. own, ("dynamodb:ReturnConsumedCapacity", capacity), ("dynamodb:EnclosingOperation", Operation)];
    }

    public static string Capacity(RequestObject call) => call.OneOf("ReturnConsumedCapacity", "NONE", "TOTAL", "INDEXES") ?? "NONE";
}
