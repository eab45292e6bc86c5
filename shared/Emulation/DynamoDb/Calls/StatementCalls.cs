using System.Collections.Frozen;
using System.Collections.Immutable;
using Emulation.DynamoDb.PartiQl;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;

namespace Emulation.DynamoDb.Calls;

/// <summary>
/// ExecuteStatement, BatchExecuteStatement and ExecuteTransaction: an access for each statement. Developer Guide, "IAM security policies with PartiQL for DynamoDB".
/// </summary>
internal static class StatementCalls
{
    public static readonly FrozenSet<string> OneMembers =
        ItemCalls.Set("Statement", "Parameters", "ConsistentRead", "NextToken", "ReturnConsumedCapacity", "Limit", "ReturnValuesOnConditionCheckFailure");

    public static readonly FrozenSet<string> BatchMembers = ItemCalls.Set("Statements", "ReturnConsumedCapacity");
    public static readonly FrozenSet<string> TransactionMembers = ItemCalls.Set("TransactStatements", "ClientRequestToken", "ReturnConsumedCapacity");
    private static readonly FrozenSet<string> StatementMembers = ItemCalls.Set("Statement", "Parameters", "ConsistentRead", "ReturnValuesOnConditionCheckFailure");

    public static IReadOnlyList<TableAccess> One(RequestObject call) => [Read(call, null)];

    public static IReadOnlyList<TableAccess> Batch(RequestObject call) => Each(call, "Statements", null);

    public static IReadOnlyList<TableAccess> Transaction(RequestObject call) => Each(call, "TransactStatements", "ExecuteTransaction");

    private static List<TableAccess> Each(RequestObject call, string list, string? enclosing)
    {
        var accesses = call.List(list).Select(item => Read(RequestObject.Of(item, "a statement", StatementMembers), enclosing)).ToList();
        return accesses.Count > 0 ? accesses : throw RequestObject.Required(list);
    }

    private static TableAccess Read(RequestObject call, string? enclosing)
    {
        var statement = PartiQlReader.Read(call.RequiredText("Statement"), [.. call.List("Parameters").Select(KeyValue.Read)]);
        if (!TableReference.IsName(statement.Table))
        {
            throw DynamoDbException.Validation($"'{statement.Table}' is no table's name. Statements name tables of the caller's own account.");
        }

        if (statement.Kind == StatementKind.Exists && enclosing is null)
        {
            throw PartiQlTokens.Refusal("EXISTS belongs into a transaction");
        }

        var reads = statement.Kind is StatementKind.Select or StatementKind.Exists;
        return new TableAccess(ActionOf(statement.Kind), new TableReference(statement.Table, null))
        {
            Index = statement.Index,
            Below = QueryCalls.BelowOf(statement.Index),
            Keys = statement.Kind == StatementKind.Insert ? new KeyUse.Inserted(statement.Item) : new KeyUse.Statement(statement.Condition, !reads),
            Attributes = statement.Attributes,
            Values = ValuesOf(statement, reads, Returned(call, statement), enclosing),
            IsCrossAccount = false,
        };
    }

    private static string ActionOf(StatementKind kind) => kind switch
    {
        StatementKind.Insert => "dynamodb:PartiQLInsert",
        StatementKind.Update => "dynamodb:PartiQLUpdate",
        StatementKind.Delete => "dynamodb:PartiQLDelete",
        _ => "dynamodb:PartiQLSelect",
    };

    private static ImmutableArray<(string, string)> ValuesOf(PartiQlStatement statement, bool reads, string returned, string? enclosing)
    {
        var values = ImmutableArray.CreateBuilder<(string, string)>();
        if (reads)
        {
            values.Add(("dynamodb:Select", !statement.SelectsAll ? "SPECIFIC_ATTRIBUTES" : statement.Index is null ? "ALL_ATTRIBUTES" : "ALL_PROJECTED_ATTRIBUTES"));
        }

        // The Service Authorization Reference gives PartiQLInsert no such key; what a failed insert returns is an old item all the same.
        if (!reads && (statement.Kind != StatementKind.Insert || returned != "NONE"))
        {
            values.Add(("dynamodb:ReturnValues", returned));
        }

        if (enclosing is not null)
        {
            values.Add(("dynamodb:EnclosingOperation", enclosing));
        }

        return values.ToImmutable();
    }

    private static string Returned(RequestObject call, PartiQlStatement statement) =>
        (call.OneOf("ReturnValuesOnConditionCheckFailure", "NONE", "ALL_OLD") ?? "NONE") == "ALL_OLD" && statement.Returns != "ALL_NEW" ? "ALL_OLD" : statement.Returns;
}
