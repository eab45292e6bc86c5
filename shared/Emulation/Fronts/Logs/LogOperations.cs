using System.Collections.Frozen;

namespace Emulation.Fronts.Logs;

/// <summary>
/// What the operations of CloudWatch Logs are asked on that name one thing: kinds of things with the member that names them. <c>?</c> is told by no member. Without anything an
/// operation is of no resource. Service Authorization Reference, "Actions defined by Amazon CloudWatch Logs".
/// </summary>
internal static class LogOperations
{
    private const string Table = """
        AssociateKmsKey group
        AssociateSourceToS3TableIntegration
        CancelExportTask
        CancelImportTask
        CreateDelivery delivery ? delivery-source deliverySourceName delivery-destination deliveryDestinationArn
        CreateExportTask group
        CreateImportTask
        CreateLogGroup group
        CreateLogStream stream
        CreateLookupTable lookup-table lookupTableName
        CreateScheduledQuery scheduled-query ?
        DeleteDataProtectionPolicy group
        DeleteDelivery delivery id
        DeleteDeliveryDestination delivery-destination name
        DeleteDeliveryDestinationPolicy delivery-destination deliveryDestinationName
        DeleteDeliverySource delivery-source name delivery-destination name
        DeleteDestination destination destinationName
        DeleteIndexPolicy
        DeleteIntegration
        DeleteLogAnomalyDetector anomaly-detector anomalyDetectorArn
        DeleteLogGroup group
        DeleteLogStream stream
        DeleteLookupTable lookup-table lookupTableArn
        DeleteMetricFilter group
        DeleteQueryDefinition
        DeleteResourcePolicy
        DeleteRetentionPolicy group
        DeleteScheduledQuery scheduled-query identifier
        DeleteSubscriptionFilter group
        DeleteTransformer group
        DescribeAccountPolicies
        DescribeConfigurationTemplates
        DescribeDeliveries
        DescribeDeliveryDestinations
        DescribeDeliverySources
        DescribeDestinations
        DescribeExportTasks
        DescribeFieldIndexes
        DescribeImportTaskBatches
        DescribeImportTasks
        DescribeIndexPolicies
        DescribeLogStreams group
        DescribeLookupTables
        DescribeMetricFilters group
        DescribeQueries
        DescribeQueryDefinitions
        DescribeResourcePolicies
        DescribeSubscriptionFilters group
        DisassociateKmsKey group
        DisassociateSourceFromS3TableIntegration
        FilterLogEvents group
        GetDataProtectionPolicy group
        GetDelivery delivery id
        GetDeliveryDestination delivery-destination name
        GetDeliveryDestinationPolicy delivery-destination deliveryDestinationName
        GetDeliverySource delivery-source name
        GetIntegration
        GetLogAnomalyDetector anomaly-detector anomalyDetectorArn
        GetLogEvents stream
        GetLogFields
        GetLogGroupFields group
        GetLookupTable lookup-table lookupTableArn
        GetScheduledQuery scheduled-query identifier
        GetScheduledQueryHistory scheduled-query identifier
        GetTransformer group
        ListAggregateLogGroupSummaries
        ListIntegrations
        ListLogAnomalyDetectors
        ListLogGroups
        ListLogGroupsForQuery
        ListScheduledQueries
        ListSourcesForS3TableIntegration
        ListTagsLogGroup group
        PutBearerTokenAuthentication group
        PutDataProtectionPolicy group
        PutDeliveryDestination delivery-destination name
        PutDeliveryDestinationPolicy delivery-destination deliveryDestinationName
        PutDeliverySource delivery-source name
        PutDestination destination destinationName
        PutDestinationPolicy destination destinationName
        PutIndexPolicy
        PutIntegration
        PutLogEvents stream
        PutLogGroupDeletionProtection group
        PutMetricFilter group
        PutQueryDefinition
        PutResourcePolicy
        PutRetentionPolicy group
        PutSubscriptionFilter group
        PutTransformer group
        StopQuery
        TagLogGroup group
        TestMetricFilter
        TestTransformer
        UntagLogGroup group
        UpdateAnomaly anomaly-detector anomalyDetectorArn
        UpdateDeliveryConfiguration delivery id
        UpdateLogAnomalyDetector anomaly-detector anomalyDetectorArn
        UpdateLookupTable lookup-table lookupTableArn
        UpdateScheduledQuery scheduled-query identifier
        """;

    private static IEnumerable<string[]> Rows => Table.Split('\n').Select(static line => line.Trim().Split(' '));

    /// <summary>What each is asked on; <c>group</c> and <c>stream</c> have members of their own.</summary>
    public static FrozenDictionary<string, IReadOnlyList<(string Kind, string Member)>> All { get; } = Rows.ToFrozenDictionary(
        static words => words[0],
        static words => (IReadOnlyList<(string, string)>)(words is [_, "group" or "stream"]
            ? [(words[1], "")]
            : [.. words.Skip(1).Chunk(2).Select(static pair => (pair[0], pair[1]))]),
        StringComparer.Ordinal);
}
