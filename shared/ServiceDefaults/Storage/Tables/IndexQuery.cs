using Amazon.DynamoDBv2.Model;

namespace ServiceDefaults;

/// <summary>Which items of an index are asked for: those of one partition, in the order of their sort key.</summary>
/// <param name="Index">The index.</param>
/// <param name="PartitionName">The attribute that is its partition key.</param>
/// <param name="SortName">The attribute that is its sort key.</param>
/// <param name="Limit">The most items.</param>
/// <param name="NewestFirst">Whether the highest sort key comes first.</param>
/// <param name="After">The sort key behind which the items start; null for the first ones.</param>
public sealed record IndexQuery(string Index, string PartitionName, string SortName, int Limit, bool NewestFirst, string? After)
{
    /// <summary>Leaves out items of which this time attribute is later.</summary>
    public (string Name, DateTimeOffset Time)? NotLater { get; init; }

    internal QueryRequest In(string table, string partition, Dictionary<string, AttributeValue>? start, int taken)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal) { ["#partition"] = PartitionName };
        var values = new Dictionary<string, AttributeValue>(StringComparer.Ordinal) { [":partition"] = new() { S = partition } };
        var condition = "#partition = :partition";
        if (After is not null)
        {
            names["#sort"] = SortName;
            values[":after"] = new() { S = After };
            condition += NewestFirst ? " AND #sort < :after" : " AND #sort > :after";
        }

        string? filter = null;
        if (NotLater is var (name, time))
        {
            names["#time"] = name;
            values[":time"] = TableItem.ValueOf(time)!;
            filter = "#time <= :time";
        }

        return new()
        {
            TableName = table,
            IndexName = Index,
            KeyConditionExpression = condition,
            FilterExpression = filter,
            ExpressionAttributeNames = names,
            ExpressionAttributeValues = values,
            ScanIndexForward = !NewestFirst,
            ExclusiveStartKey = start,
            Limit = Limit - taken,
        };
    }
}
