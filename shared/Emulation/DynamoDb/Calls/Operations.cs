using System.Collections.Frozen;
using System.Text.Json;
using Emulation.DynamoDb.Protocol;

namespace Emulation.DynamoDb.Calls;

/// <summary>Who answers an operation that is allowed.</summary>
internal enum Answerer
{
    /// <summary>The server behind LocalAws.</summary>
    Upstream,

    /// <summary>The server, of an operation that may change what is known of the table.</summary>
    UpstreamChangingTable,

    /// <summary>LocalAws itself.</summary>
    Here,
}

/// <summary>An operation: what it touches, and who answers it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Accesses">Reads what a request touches; empty for what concerns no table.</param>
/// <param name="Answerer">Who answers.</param>
internal sealed record Operation(string Name, Func<JsonElement, IReadOnlyList<TableAccess>> Accesses, Answerer Answerer = Answerer.Upstream)
{
    /// <summary>Of an operation on no table: the action, whose resource is <c>*</c>.</summary>
    public string? AccountAction { get; init; }
}

/// <summary>The operations of <c>DynamoDB_20120810</c> that LocalAws lets through. What is not here is refused.</summary>
internal static class Operations
{
    public const string Target = "DynamoDB_20120810";

    public static FrozenDictionary<string, Operation> All { get; } = new Operation[]
    {
        One("GetItem", static element => ItemCalls.Get(element, default)),
        One("PutItem", static element => ItemCalls.Put(element, default)),
        One("UpdateItem", static element => ItemCalls.Update(element, default)),
        One("DeleteItem", static element => ItemCalls.Delete(element, default)),
        One("Query", QueryCalls.Query),
        One("Scan", QueryCalls.Scan),
        new("BatchGetItem", BatchCalls.Get),
        new("BatchWriteItem", BatchCalls.Write),
        new("TransactGetItems", TransactionCalls.Get),
        new("TransactWriteItems", TransactionCalls.Write),
        new("ExecuteStatement", StatementCalls.One),
        new("BatchExecuteStatement", StatementCalls.Batch),
        new("ExecuteTransaction", StatementCalls.Transaction),

        new("CreateTable", TableCalls.Create, Answerer.UpstreamChangingTable),
        ByName("DescribeTable", Answerer.Upstream, true),
        ByName("DeleteTable", Answerer.UpstreamChangingTable, true),
        ByName(
            "UpdateTable", Answerer.UpstreamChangingTable, true,
            "AttributeDefinitions", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexUpdates", "StreamSpecification", "SSESpecification", "TableClass", "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput"),
        ByName("DescribeTimeToLive", Answerer.Upstream, false),
        ByName("UpdateTimeToLive", Answerer.Upstream, false, "TimeToLiveSpecification"),
        ByName("DescribeContinuousBackups", Answerer.Upstream, false),
        ByName("UpdateContinuousBackups", Answerer.Upstream, false, "PointInTimeRecoverySpecification"),
        ByName("DescribeContributorInsights", Answerer.Upstream, false, "IndexName"),
        ByName("UpdateContributorInsights", Answerer.Upstream, false, "IndexName", "ContributorInsightsAction", "ContributorInsightsMode"),
        ByName("DescribeKinesisStreamingDestination", Answerer.Upstream, false),
        ByName("EnableKinesisStreamingDestination", Answerer.Upstream, false, "StreamArn", "EnableKinesisStreamingConfiguration"),
        ByName("DisableKinesisStreamingDestination", Answerer.Upstream, false, "StreamArn", "EnableKinesisStreamingConfiguration"),
        ByName("UpdateKinesisStreamingDestination", Answerer.Upstream, false, "StreamArn", "UpdateKinesisStreamingConfiguration"),
        ByName("DescribeTableReplicaAutoScaling", Answerer.Upstream, false),
        ByName("CreateBackup", Answerer.Upstream, false, "BackupName"),

        ByArn("DescribeBackup", "BackupArn", Answerer.Upstream, false),
        ByArn("DeleteBackup", "BackupArn", Answerer.Upstream, false),
        new("RestoreTableFromBackup", TableCalls.RestoreBackup, Answerer.UpstreamChangingTable),
        new("RestoreTableToPointInTime", TableCalls.RestorePoint, Answerer.UpstreamChangingTable),
        ByArn(
            "ExportTableToPointInTime", "TableArn", Answerer.Upstream, false,
            "ExportTime", "ClientToken", "S3Bucket", "S3BucketOwner", "S3Prefix", "S3SseAlgorithm", "S3SseKmsKeyId", "ExportFormat", "ExportType", "IncrementalExportSpecification"),
        ByArn("DescribeExport", "ExportArn", Answerer.Upstream, false),
        ByArn("TagResource", "ResourceArn", Answerer.UpstreamChangingTable, true, "Tags"),
        ByArn("UntagResource", "ResourceArn", Answerer.UpstreamChangingTable, true, "TagKeys"),
        ByArn("ListTagsOfResource", "ResourceArn", Answerer.Upstream, true, "NextToken"),
        ByArn("PutResourcePolicy", "ResourceArn", Answerer.Here, true, "Policy", "ExpectedRevisionId", "ConfirmRemoveSelfResourceAccess"),
        ByArn("GetResourcePolicy", "ResourceArn", Answerer.Here, true),
        ByArn("DeleteResourcePolicy", "ResourceArn", Answerer.Here, true, "ExpectedRevisionId"),

        OfAccount("ListTables", Answerer.Upstream, "ExclusiveStartTableName", "Limit"),
        OfAccount("ListBackups", Answerer.Upstream, "TableName", "Limit", "TimeRangeLowerBound", "TimeRangeUpperBound", "ExclusiveStartBackupArn", "BackupType"),
        OfAccount("DescribeLimits", Answerer.Upstream),
        OfAccount("DescribeEndpoints", Answerer.Here),
    }.ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);

    /// <summary>Operations that AWS has and LocalAws refuses, with the reason; null for those nobody has.</summary>
    public static string? WhyNot(string name) => name switch
    {
        "CreateGlobalTable" or "DescribeGlobalTable" or "DescribeGlobalTableSettings" or "ListGlobalTables" or "UpdateGlobalTable" or "UpdateGlobalTableSettings" or "UpdateTableReplicaAutoScaling" =>
            "LocalAws is one region, and has no global tables",
        "ImportTable" or "DescribeImport" or "ListImports" or "ListExports" or "ListContributorInsights" => "LocalAws does not follow it to the tables that it concerns",
        _ => null,
    };

    private static Operation One(string name, Func<JsonElement, TableAccess> read) => new(name, element => [read(element)]);

    private static Operation ByName(string name, Answerer answerer, bool isCrossAccount, params ReadOnlySpan<string> members) => new(name, TableCalls.ByName(name, isCrossAccount, members), answerer);

    private static Operation ByArn(string name, string member, Answerer answerer, bool isCrossAccount, params ReadOnlySpan<string> members) =>
        new(name, TableCalls.ByArn(name, member, isCrossAccount, members), answerer);

    private static Operation OfAccount(string name, Answerer answerer, params ReadOnlySpan<string> members)
    {
        var known = ItemCalls.Set(members);
        return new(
            name,
            element =>
            {
                RequestObject.Of(element, "the request", known);
                return [];
            },
            answerer)
        {
            AccountAction = $"dynamodb:{name}",
        };
    }
}
