using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;

namespace ServiceDefaults;

/// <summary>One write of a transaction.</summary>
public abstract record TableWrite
{
    private TableWrite()
    {
    }

    /// <summary>Stores an item whose key is new.</summary>
    public sealed record New(TableItem Item) : TableWrite;

    /// <summary>Changes an item that is there.</summary>
    public sealed record Change(ItemUpdate Update) : TableWrite;

    internal TransactWriteItem In(string table) => this switch
    {
        New(var item) => new()
        {
            Put = new()
            {
                TableName = table,
                Item = item.Attributes,
                ConditionExpression = DynamoTable.KeyIsNew,
                ExpressionAttributeNames = DynamoTable.KeyName,
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            },
        },
        Change(var update) => new()
        {
            Update = new()
            {
                TableName = table,
                Key = DynamoTable.KeyOf(update.Key),
                UpdateExpression = update.Expression,
                ConditionExpression = update.Condition,
                ExpressionAttributeNames = update.Names,
                ExpressionAttributeValues = update.Values,
                ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
            },
        },
        _ => throw new InvalidOperationException($"{this} is no kind of write."),
    };
}

/// <summary>Why a transaction wrote nothing: for each of its writes, in order, whether its condition failed.</summary>
public sealed class Obstacles
{
    private readonly IReadOnlyList<CancellationReason> reasons;

    internal Obstacles(IReadOnlyList<CancellationReason> reasons) => this.reasons = reasons;

    /// <summary>Whether the condition of a write failed: its key was taken, or its item was not as it should be.</summary>
    public bool At(int write) => reasons[write].Code == DynamoTable.ConditionFailed;

    /// <summary>The item that made a write's condition fail; null if the condition held, or no item is there.</summary>
    public TableItem? ItemAt(int write) => At(write) && reasons[write].Item is { Count: > 0 } item ? new TableItem(item) : null;
}
