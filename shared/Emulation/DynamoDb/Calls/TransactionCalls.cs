using System.Collections.Frozen;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Calls;

/// <summary>
/// TransactGetItems and TransactWriteItems: an access for each item, of the item's own action. Developer Guide, "Using IAM with DynamoDB transactions".
/// </summary>
internal static class TransactionCalls
{
    public static readonly FrozenSet<string> GetMembers = ItemCalls.Set("TransactItems", "ReturnConsumedCapacity");
    public static readonly FrozenSet<string> WriteMembers = ItemCalls.Set("TransactItems", "ReturnConsumedCapacity", "ReturnItemCollectionMetrics", "ClientRequestToken");

    private static readonly FrozenDictionary<string, Func<RequestObject, Enclosing, TableAccess>> Reads =
        new Dictionary<string, Func<RequestObject, Enclosing, TableAccess>>(StringComparer.Ordinal) { ["Get"] = ItemCalls.Get }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Func<RequestObject, Enclosing, TableAccess>> Writes =
        new Dictionary<string, Func<RequestObject, Enclosing, TableAccess>>(StringComparer.Ordinal)
    {
        ["Put"] = ItemCalls.Put,
        ["Update"] = ItemCalls.Update,
        ["Delete"] = ItemCalls.Delete,
        ["ConditionCheck"] = ItemCalls.ConditionCheck,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static IReadOnlyList<TableAccess> Get(RequestObject call) => Read(call, "TransactGetItems", ItemCalls.GetMembers, Reads);

    public static IReadOnlyList<TableAccess> Write(RequestObject call) => Read(call, "TransactWriteItems", ItemCalls.WriteMembers, Writes);

    private static List<TableAccess> Read(
        RequestObject call,
        string operation,
        FrozenSet<string> members,
        FrozenDictionary<string, Func<RequestObject, Enclosing, TableAccess>> actions)
    {
        var enclosing = new Enclosing(operation, Enclosing.Capacity(call));
        var known = ItemCalls.Set([.. actions.Keys]);
        var accesses = call.List("TransactItems").Select(item =>
        {
            var action = RequestObject.Of(item, "a TransactItem", known).Json.EnumerateObject().ToList();
            return action is [var only]
                ? actions[only.Name](RequestObject.Of(only.Value, "the request", members), enclosing)
                : throw DynamoDbException.Validation("TransactItems can only contain one of Check, Put, Update or Delete");
        }).ToList();
        return accesses.Count > 0 ? accesses : throw RequestObject.Required("TransactItems");
    }
}
