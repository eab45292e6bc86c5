using System.Collections.Frozen;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Polly;
using Polly.Retry;

namespace ServiceDefaults;

/// <summary>
/// A DynamoDB table whose key is the text attribute <see cref="Key"/>. Items are read strongly consistently; indexes cannot be,
/// and lag by moments behind.
/// </summary>
/// <remarks>
/// A write whose answer was lost is sent again by AWS's client. Every write here has a condition, so that it then finds itself
/// done; a transaction also carries a token by which DynamoDB knows it again for ten minutes. Throttling is repeated by that
/// client, with jitter; meeting another transaction on the same item (guide: "Transaction conflict handling in DynamoDB") is
/// repeated here.
/// </remarks>
public sealed class DynamoTable
{
    /// <summary>The name of the key attribute.</summary>
    public const string Key = "pk";

    internal const string KeyIsNew = "attribute_not_exists(#key)";
    internal const string ConditionFailed = "ConditionalCheckFailed";

    private const int Repeats = 8;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(25);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);
    private static readonly FrozenSet<string> Passing = FrozenSet.Create(
        StringComparer.Ordinal, "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private readonly IAmazonDynamoDB client;
    private readonly string name;
    private readonly ResiliencePipeline repeat;

    /// <param name="client">AWS's client; <see cref="Settings"/> suit it.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="time">The clock of pauses between repeats.</param>
    public DynamoTable(IAmazonDynamoDB client, string name, TimeProvider time)
    {
        this.client = client;
        this.name = name;
        repeat = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder()
                    .Handle<TransactionConflictException>()
                    .Handle<TransactionCanceledException>(IsPassing),
                MaxRetryAttempts = Repeats,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = FirstPause,
                MaxDelay = LongestPause,
            })
            .Build();
    }

    internal static Dictionary<string, string> KeyName => new(StringComparer.Ordinal) { ["#key"] = Key };

    /// <summary>
    /// Settings of AWS's client: its own retries with jitter, three of them, which take up to 7 seconds under throttling, and 5 seconds
    /// for each try, since a function has 29 seconds. Region, endpoint (<c>AWS_ENDPOINT_URL</c>) and credentials are those of the environment.
    /// </summary>
    public static AmazonDynamoDBConfig Settings() => new()
    {
        RetryMode = RequestRetryMode.Standard,
        MaxErrorRetry = 3,
        Timeout = TimeSpan.FromSeconds(5),
    };

    /// <summary>The item with a key, or null.</summary>
    public async Task<TableItem?> FindAsync(string key, CancellationToken cancellation)
    {
        var answer = await client.GetItemAsync(new() { TableName = name, Key = KeyOf(key), ConsistentRead = true }, cancellation).ConfigureAwait(false);
        return answer.Item is { Count: > 0 } item ? new TableItem(item) : null;
    }

    /// <summary>Stores an item whose key is new and returns null; otherwise returns the item that has the key.</summary>
    public async Task<TableItem?> PutNewAsync(TableItem item, CancellationToken cancellation)
    {
        try
        {
            await RepeatAsync(token => client.PutItemAsync(
                new()
                {
                    TableName = name,
                    Item = item.Attributes,
                    ConditionExpression = KeyIsNew,
                    ExpressionAttributeNames = KeyName,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                token), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (ConditionalCheckFailedException taken)
        {
            return new TableItem(taken.Item);
        }
    }

    /// <summary>Changes an item if the update's condition holds. Returns the item as it is then, or null if there is none.</summary>
    public async Task<TableItem?> UpdateAsync(ItemUpdate update, CancellationToken cancellation)
    {
        try
        {
            var answer = await RepeatAsync(token => client.UpdateItemAsync(
                new()
                {
                    TableName = name,
                    Key = KeyOf(update.Key),
                    UpdateExpression = update.Expression,
                    ConditionExpression = update.Condition,
                    ExpressionAttributeNames = update.Names,
                    ExpressionAttributeValues = update.Values,
                    ReturnValues = ReturnValue.ALL_NEW,
                    ReturnValuesOnConditionCheckFailure = ReturnValuesOnConditionCheckFailure.ALL_OLD,
                },
                token), cancellation).ConfigureAwait(false);
            return new TableItem(answer.Attributes);
        }
        catch (ConditionalCheckFailedException otherwise)
        {
            return otherwise.Item is { Count: > 0 } item ? new TableItem(item) : null;
        }
    }

    /// <summary>Makes all writes or none. Returns null if they were made, or what stood in the way.</summary>
    public async Task<Obstacles?> WriteAsync(IReadOnlyList<TableWrite> writes, CancellationToken cancellation)
    {
        try
        {
            // The client gives each request a token of its own, and keeps it when it sends the request again.
            await RepeatAsync(token => client.TransactWriteItemsAsync(
                new() { TransactItems = [.. writes.Select(write => write.In(name))] }, token), cancellation).ConfigureAwait(false);
            return null;
        }
        catch (TransactionCanceledException cancelled) when (cancelled.CancellationReasons?.Any(static reason => reason.Code == ConditionFailed) is true)
        {
            return new Obstacles(cancelled.CancellationReasons);
        }
    }

    /// <summary>The items of one partition of an index.</summary>
    public async Task<List<TableItem>> QueryAsync(IndexQuery query, string partition, CancellationToken cancellation)
    {
        var items = new List<TableItem>();
        Dictionary<string, AttributeValue>? start = null;
        do
        {
            // An answer ends at a megabyte, and may be empty where a filter left out what was read.
            var answer = await client.QueryAsync(query.In(name, partition, start, items.Count), cancellation).ConfigureAwait(false);
            items.AddRange((answer.Items ?? []).Select(static item => new TableItem(item)));
            start = answer.LastEvaluatedKey is { Count: > 0 } last ? last : null;
        }
        while (start is not null && items.Count < query.Limit);

        return items;
    }

    /// <summary>The items of an index that is spread by <see cref="IndexShards"/>, in one order.</summary>
    public async Task<List<TableItem>> QueryShardsAsync(IndexQuery query, CancellationToken cancellation)
    {
        var shards = await Task.WhenAll(IndexShards.All.Select(shard => QueryAsync(query, shard, cancellation))).ConfigureAwait(false);
        var all = shards.SelectMany(static items => items);
        var inOrder = query.NewestFirst
            ? all.OrderByDescending(item => item.Text(query.SortName), StringComparer.Ordinal)
            : all.OrderBy(item => item.Text(query.SortName), StringComparer.Ordinal);
        return [.. inOrder.Take(query.Limit)];
    }

    internal static Dictionary<string, AttributeValue> KeyOf(string key) => new(StringComparer.Ordinal) { [Key] = new() { S = key } };

    private async Task<T> RepeatAsync<T>(Func<CancellationToken, Task<T>> write, CancellationToken cancellation) =>
        await repeat.ExecuteAsync(async token => await write(token).ConfigureAwait(false), cancellation).ConfigureAwait(false);

    // Cancelled for nothing but what passes by itself; a failed condition is an answer.
    private static bool IsPassing(TransactionCanceledException cancelled) =>
        cancelled.CancellationReasons is { Count: > 0 } reasons
        && reasons.Any(static reason => Passing.Contains(reason.Code ?? ""))
        && reasons.All(static reason => reason.Code is null or "None" || Passing.Contains(reason.Code));
}
