namespace ServiceDefaults;

/// <summary>
/// How an index over everything is spread. Under one partition key it could take no more writes than one partition of DynamoDB
/// does (1,000 write units a second), and hold up the table's own writes. So an item has one of a few keys, by its id, and a
/// reader asks for all of them and puts the answers in order.
/// </summary>
public static class IndexShards
{
    // May grow, not shrink: a reader must still ask for the keys that older items have.
    private const int Count = 8;

    internal static IReadOnlyList<string> All { get; } = [.. Enumerable.Range(0, Count).Select(shard => $"{shard}")];

    /// <summary>The partition key of an item. Ids end in random characters, so that each key gets its share.</summary>
    public static string Of(string id) => All[id[^1] % Count];
}
