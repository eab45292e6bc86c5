using System.Collections.Frozen;
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

/// <summary>
/// An operation: the members of its input that LocalAws reads (a request with others is refused), what it touches (nothing, where it concerns no table), and who answers it.
/// </summary>
internal sealed record DynamoDbOperation(string Name, FrozenSet<string> Members, Func<RequestObject, IReadOnlyList<TableAccess>> Accesses, Answerer Answerer = Answerer.Upstream)
{
    /// <summary>Of an operation on no table: the action, whose resource is <c>*</c>.</summary>
    public string? AccountAction { get; init; }
}

/// <summary>The operations of <c>DynamoDB_20120810</c> that LocalAws lets through. What is not here is refused.</summary>
internal static class DynamoDbOperations
{
    public const string Target = "DynamoDB_20120810";

    public static FrozenDictionary<string, DynamoDbOperation> All { get; } = new DynamoDbOperation[]
    {
        One("GetItem", ItemCalls.GetMembers, static call => ItemCalls.Get(call, default)),
        One("PutItem", ItemCalls.WriteMembers, static call => ItemCalls.Put(call, default)),
        One("UpdateItem", ItemCalls.WriteMembers, static call => ItemCalls.Update(call, default)),
        One("DeleteItem", ItemCalls.WriteMembers, static call => ItemCalls.Delete(call, default)),
        One("Query", QueryCalls.QueryMembers, QueryCalls.Query),
        One("Scan", QueryCalls.ScanMembers, QueryCalls.Scan),
        new("BatchGetItem", BatchCalls.GetMembers, BatchCalls.Get),
        new("BatchWriteItem", BatchCalls.WriteMembers, BatchCalls.Write),
        new("TransactGetItems", TransactionCalls.GetMembers, TransactionCalls.Get),
        new("TransactWriteItems", TransactionCalls.WriteMembers, TransactionCalls.Write),
        new("ExecuteStatement", StatementCalls.OneMembers, StatementCalls.One),
        new("BatchExecuteStatement", StatementCalls.BatchMembers, StatementCalls.Batch),
        new("ExecuteTransaction", StatementCalls.TransactionMembers, StatementCalls.Transaction),

        new("CreateTable", TableCalls.CreateMembers, TableCalls.Create, Answerer.UpstreamChangingTable),
        ByName("DescribeTable", Answerer.Upstream, true),
        ByName("DeleteTable", Answerer.UpstreamChangingTable, true),
        ByName(
            "UpdateTable", Answerer.UpstreamChangingTable, true,
            "AttributeDefinitions", "BillingMode", "ProvisionedThroughput", "GlobalSecondaryIndexUpdates", "StreamSpecification", "SSESpecification",
            "TableClass", "DeletionProtectionEnabled", "OnDemandThroughput", "WarmThroughput"),
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
        new("RestoreTableFromBackup", TableCalls.RestoreBackupMembers, TableCalls.RestoreBackup, Answerer.UpstreamChangingTable),
        new("RestoreTableToPointInTime", TableCalls.RestorePointMembers, TableCalls.RestorePoint, Answerer.UpstreamChangingTable),
        ByArn(
            "ExportTableToPointInTime", "TableArn", Answerer.Upstream, false,
            "ExportTime", "ClientToken", "S3Bucket", "S3BucketOwner", "S3Prefix", "S3SseAlgorithm", "S3SseKmsKeyId", "ExportFormat", "ExportType",
            "IncrementalExportSpecification"),
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
        "CreateGlobalTable" or "DescribeGlobalTable" or "DescribeGlobalTableSettings" or "ListGlobalTables" or "UpdateGlobalTable"
            or "UpdateGlobalTableSettings" or "UpdateTableReplicaAutoScaling" =>
            "LocalAws is one region, and has no global tables",
        "ImportTable" or "DescribeImport" or "ListImports" or "ListExports" or "ListContributorInsights" => "LocalAws does not follow it to the tables that it concerns",
        _ => null,
    };

    private static DynamoDbOperation One(
        string name,
        FrozenSet<string> members,
        Func<RequestObject, TableAccess> read,
        Answerer answerer = Answerer.Upstream) => new(name, members, call => [read(call)], answerer);

    private static DynamoDbOperation ByName(string name, Answerer answerer, bool isCrossAccount, params ReadOnlySpan<string> members) =>
        One(name, ItemCalls.Set(["TableName", .. members]), call => TableCalls.ByName(call, name, isCrossAccount), answerer);

    private static DynamoDbOperation ByArn(string name, string member, Answerer answerer, bool isCrossAccount, params ReadOnlySpan<string> members) =>
        One(name, ItemCalls.Set([member, .. members]), call => TableCalls.ByArn(call, name, member, isCrossAccount), answerer);

    private static DynamoDbOperation OfAccount(string name, Answerer answerer, params ReadOnlySpan<string> members) =>
        new(name, ItemCalls.Set(members), static _ => [], answerer) { AccountAction = $"dynamodb:{name}" };
}
