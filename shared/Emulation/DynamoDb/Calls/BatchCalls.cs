using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Text.Json;
using Emulation.DynamoDb.Expressions;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.DynamoDb.Calls;

/// <summary>BatchGetItem and BatchWriteItem: an access for each table, with the keys of all its items.</summary>
internal static class BatchCalls
{
    public static readonly FrozenSet<string> GetMembers = ItemCalls.Set("RequestItems", "ReturnConsumedCapacity");
    public static readonly FrozenSet<string> WriteMembers = ItemCalls.Set("RequestItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics");
    private static readonly FrozenSet<string> TableMembers = ItemCalls.Set("Keys", "AttributesToGet", "ConsistentRead", "ProjectionExpression", "ExpressionAttributeNames");
    private static readonly FrozenSet<string> RequestMembers = ItemCalls.Set("PutRequest", "DeleteRequest");
    private static readonly FrozenSet<string> PutMembers = ItemCalls.Set("Item");
    private static readonly FrozenSet<string> DeleteMembers = ItemCalls.Set("Key");

    public static IReadOnlyList<TableAccess> Get(RequestObject call) => EachTable(call, (table, requests) =>
    {
        var of = RequestObject.Of(requests, $"RequestItems.{table.Name}", TableMembers);
        var scope = new ExpressionScope(of);
        var keys = ImmutableArray.CreateBuilder<(JsonElement, bool)>();
        foreach (var key in of.List("Keys"))
        {
            ItemCalls.AddNames(key, "Keys", scope.Attributes);
            keys.Add((key, true));
        }

        var selected = ItemCalls.Projection(of, scope);
        return new TableAccess("dynamodb:BatchGetItem", table)
        {
            Keys = new KeyUse.Items(keys.ToImmutable()),
            Attributes = [.. scope.Attributes],
            Values = [("dynamodb:Select", selected ? "SPECIFIC_ATTRIBUTES" : "ALL_ATTRIBUTES"), ("dynamodb:ReturnConsumedCapacity", Enclosing.Capacity(call))],
        };
    });

    public static IReadOnlyList<TableAccess> Write(RequestObject call) => EachTable(call, (table, requests) =>
    {
        if (requests.ValueKind != JsonValueKind.Array)
        {
            throw RequestObject.WrongType($"RequestItems.{table.Name}", "a list");
        }

        var attributes = new HashSet<string>(StringComparer.Ordinal);
        var entries = ImmutableArray.CreateBuilder<(JsonElement, bool)>();
        foreach (var item in requests.EnumerateArray())
        {
            var entry = EntryOf(RequestObject.Of(item, "a write request", RequestMembers));
            ItemCalls.AddNames(entry.Entry, "RequestItems", attributes);
            entries.Add(entry);
        }

        return new TableAccess("dynamodb:BatchWriteItem", table)
        {
            Keys = new KeyUse.Items(entries.ToImmutable()),
            Attributes = [.. attributes],
            Values = [("dynamodb:ReturnConsumedCapacity", Enclosing.Capacity(call))],
        };
    });

    private static (JsonElement Entry, bool IsKey) EntryOf(RequestObject request) => (request.Member("PutRequest"), request.Member("DeleteRequest")) switch
    {
        ({ } put, null) => (RequestObject.Of(put, "PutRequest", PutMembers).Member("Item") ?? throw RequestObject.Required("Item"), false),
        (null, { } delete) => (RequestObject.Of(delete, "DeleteRequest", DeleteMembers).Member("Key") ?? throw RequestObject.Required("Key"), true),
        _ => throw DynamoDbException.Validation("Supplied AttributeValue has more than one datatypes set, must contain exactly one of PutRequest and DeleteRequest"),
    };

    private static List<TableAccess> EachTable(RequestObject call, Func<TableReference, JsonElement, TableAccess> read)
    {
        var accesses = call.Map("RequestItems").Select(table => read(TableReference.Parse(table.Name), table.Value)).ToList();
        if (accesses.Count == 0)
        {
            throw RequestObject.Required("RequestItems");
        }

        return accesses.DistinctBy(static access => access.Table.Name).Count() == accesses.Count
            ? accesses
            : throw DynamoDbException.Validation("The request names a table twice, by its name and by its ARN.");
    }
}
