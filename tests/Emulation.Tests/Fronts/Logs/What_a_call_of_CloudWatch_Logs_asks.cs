using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Fronts.Logs;
using Emulation.Tests.Upstreams;

namespace Emulation.Tests.Fronts.Logs;

/// <summary>Service Authorization Reference, "Actions, resources, and condition keys for Amazon CloudWatch Logs".</summary>
public sealed class What_a_call_of_CloudWatch_Logs_asks : IDisposable
{
    private const string Prefix = "arn:aws:logs:us-east-1:111122223333:";
    private readonly AskedCall call = new();

    public void Dispose() => call.Dispose();

    public static TheoryData<string, string, string[]> Operations => new()
    {
        { "AssociateKmsKey", """{"logGroupName":"/app/web","kmsKeyId":"k"}""", ["logs:AssociateKmsKey arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "AssociateSourceToS3TableIntegration", """{}""", ["logs:AssociateSourceToS3TableIntegration *"] },
        { "CancelExportTask", """{}""", ["logs:CancelExportTask *"] },
        { "CancelImportTask", """{}""", ["logs:CancelImportTask *"] },
        { "CreateDelivery", """{"deliverySourceName":"n","deliveryDestinationArn":"arn:aws:logs:us-east-1:111122223333:delivery-destination:n","tags":{"a":"1"}}""", ["logs:CreateDelivery one of arn:aws:logs:us-east-1:111122223333:delivery:{id} aws:RequestTag/a=1 aws:TagKeys=a", "logs:CreateDelivery arn:aws:logs:us-east-1:111122223333:delivery-source:n aws:RequestTag/a=1 aws:TagKeys=a", "logs:CreateDelivery arn:aws:logs:us-east-1:111122223333:delivery-destination:n aws:RequestTag/a=1 aws:TagKeys=a", "logs:TagResource one of arn:aws:logs:us-east-1:111122223333:delivery:{id} aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "CreateExportTask", """{"logGroupName":"/app/web"}""", ["logs:CreateExportTask arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "CreateImportTask", """{"importSourceArn":"x","importRoleArn":"arn:aws:iam::111122223333:role/r"}""", ["logs:CreateImportTask *", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "CreateLogAnomalyDetector", """{"logGroupArnList":["arn:aws:logs:us-east-1:111122223333:log-group:/app/web","arn:aws:logs:us-east-1:111122223333:log-group:b:*"]}""", ["logs:CreateLogAnomalyDetector arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:", "logs:CreateLogAnomalyDetector arn:aws:logs:us-east-1:111122223333:log-group:b:log-stream:"] },
        { "CreateLogGroup", """{"logGroupName":"/app/web","tags":{"a":"1"}}""", ["logs:CreateLogGroup arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream: aws:RequestTag/a=1 aws:TagKeys=a", "logs:TagResource arn:aws:logs:us-east-1:111122223333:log-group:/app/web aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "CreateLogStream", """{"logGroupName":"/app/web","logStreamName":"s"}""", ["logs:CreateLogStream arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:s"] },
        { "CreateLookupTable", """{"lookupTableName":"n"}""", ["logs:CreateLookupTable arn:aws:logs:us-east-1:111122223333:lookup-table:n"] },
        { "CreateScheduledQuery", """{"name":"n","executionRoleArn":"arn:aws:iam::111122223333:role/r"}""", ["logs:CreateScheduledQuery one of arn:aws:logs:us-east-1:111122223333:scheduled-query:{id}", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "DeleteAccountPolicy", """{"policyName":"p","policyType":"FIELD_INDEX_POLICY"}""", ["logs:DeleteAccountPolicy *", "logs:DeleteIndexPolicy *"] },
        { "DeleteDataProtectionPolicy", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:DeleteDataProtectionPolicy arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DeleteDelivery", """{"id":"n"}""", ["logs:DeleteDelivery arn:aws:logs:us-east-1:111122223333:delivery:n"] },
        { "DeleteDeliveryDestination", """{"name":"n"}""", ["logs:DeleteDeliveryDestination arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "DeleteDeliveryDestinationPolicy", """{"deliveryDestinationName":"n"}""", ["logs:DeleteDeliveryDestinationPolicy arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "DeleteDeliverySource", """{"name":"n"}""", ["logs:DeleteDeliverySource arn:aws:logs:us-east-1:111122223333:delivery-source:n", "logs:DeleteDeliverySource arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "DeleteDestination", """{"destinationName":"n"}""", ["logs:DeleteDestination arn:aws:logs:us-east-1:111122223333:destination:n"] },
        { "DeleteIndexPolicy", """{}""", ["logs:DeleteIndexPolicy *"] },
        { "DeleteIntegration", """{}""", ["logs:DeleteIntegration *"] },
        { "DeleteLogAnomalyDetector", """{"anomalyDetectorArn":"arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"}""", ["logs:DeleteLogAnomalyDetector arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"] },
        { "DeleteLogGroup", """{"logGroupName":"/app/web"}""", ["logs:DeleteLogGroup arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DeleteLogStream", """{"logGroupName":"/app/web","logStreamName":"s"}""", ["logs:DeleteLogStream arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:s"] },
        { "DeleteLookupTable", """{"lookupTableArn":"arn:aws:logs:us-east-1:111122223333:lookup-table:n"}""", ["logs:DeleteLookupTable arn:aws:logs:us-east-1:111122223333:lookup-table:n"] },
        { "DeleteMetricFilter", """{"logGroupName":"/app/web"}""", ["logs:DeleteMetricFilter arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DeleteQueryDefinition", """{}""", ["logs:DeleteQueryDefinition *"] },
        { "DeleteResourcePolicy", """{"policyName":"p"}""", ["logs:DeleteResourcePolicy *"] },
        { "DeleteRetentionPolicy", """{"logGroupName":"/app/web"}""", ["logs:DeleteRetentionPolicy arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DeleteScheduledQuery", """{"identifier":"n"}""", ["logs:DeleteScheduledQuery arn:aws:logs:us-east-1:111122223333:scheduled-query:n"] },
        { "DeleteSubscriptionFilter", """{"logGroupName":"/app/web"}""", ["logs:DeleteSubscriptionFilter arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DeleteTransformer", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:DeleteTransformer arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DescribeAccountPolicies", """{}""", ["logs:DescribeAccountPolicies *"] },
        { "DescribeConfigurationTemplates", """{}""", ["logs:DescribeConfigurationTemplates *"] },
        { "DescribeDeliveries", """{}""", ["logs:DescribeDeliveries *"] },
        { "DescribeDeliveryDestinations", """{}""", ["logs:DescribeDeliveryDestinations *"] },
        { "DescribeDeliverySources", """{}""", ["logs:DescribeDeliverySources *"] },
        { "DescribeDestinations", """{}""", ["logs:DescribeDestinations *"] },
        { "DescribeExportTasks", """{}""", ["logs:DescribeExportTasks *"] },
        { "DescribeFieldIndexes", """{}""", ["logs:DescribeFieldIndexes *"] },
        { "DescribeImportTaskBatches", """{}""", ["logs:DescribeImportTaskBatches *"] },
        { "DescribeImportTasks", """{}""", ["logs:DescribeImportTasks *"] },
        { "DescribeIndexPolicies", """{}""", ["logs:DescribeIndexPolicies *"] },
        { "DescribeLogGroups", """{"logGroupNamePrefix":"/app"}""", ["logs:DescribeLogGroups arn:aws:logs:us-east-1:111122223333:log-group::log-stream:"] },
        { "DescribeLogStreams", """{"logGroupIdentifier":"/app/web"}""", ["logs:DescribeLogStreams arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DescribeLookupTables", """{}""", ["logs:DescribeLookupTables *"] },
        { "DescribeMetricFilters", """{}""", ["logs:DescribeMetricFilters arn:aws:logs:us-east-1:111122223333:log-group::log-stream:"] },
        { "DescribeQueries", """{}""", ["logs:DescribeQueries *"] },
        { "DescribeQueryDefinitions", """{}""", ["logs:DescribeQueryDefinitions *"] },
        { "DescribeResourcePolicies", """{}""", ["logs:DescribeResourcePolicies *"] },
        { "DescribeSubscriptionFilters", """{"logGroupName":"/app/web"}""", ["logs:DescribeSubscriptionFilters arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DisassociateKmsKey", """{"resourceIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web"}""", ["logs:DisassociateKmsKey arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "DisassociateSourceFromS3TableIntegration", """{}""", ["logs:DisassociateSourceFromS3TableIntegration *"] },
        { "FilterLogEvents", """{"logGroupName":"/app/web","unmask":true}""", ["logs:FilterLogEvents arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:", "logs:Unmask arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "GetDataProtectionPolicy", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:GetDataProtectionPolicy arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "GetDelivery", """{"id":"n"}""", ["logs:GetDelivery arn:aws:logs:us-east-1:111122223333:delivery:n"] },
        { "GetDeliveryDestination", """{"name":"n"}""", ["logs:GetDeliveryDestination arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "GetDeliveryDestinationPolicy", """{"deliveryDestinationName":"n"}""", ["logs:GetDeliveryDestinationPolicy arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "GetDeliverySource", """{"name":"n"}""", ["logs:GetDeliverySource arn:aws:logs:us-east-1:111122223333:delivery-source:n"] },
        { "GetIntegration", """{}""", ["logs:GetIntegration *"] },
        { "GetLogAnomalyDetector", """{"anomalyDetectorArn":"arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"}""", ["logs:GetLogAnomalyDetector arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"] },
        { "GetLogEvents", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web","logStreamName":"2026/01/01/[$LATEST]a","unmask":true}""", ["logs:GetLogEvents arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:2026/01/01/[$LATEST]a", "logs:Unmask arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "GetLogFields", """{}""", ["logs:GetLogFields *"] },
        { "GetLogGroupFields", """{"logGroupName":"/app/web"}""", ["logs:GetLogGroupFields arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "GetLogObject", """{"logObjectPointer":"p"}""", ["logs:GetLogObject one of arn:aws:logs:us-east-1:111122223333:log-group:{group+}"] },
        { "GetLogRecord", """{"logRecordPointer":"p","unmask":true}""", ["logs:GetLogRecord one of arn:aws:logs:us-east-1:111122223333:log-group:{group+}", "logs:Unmask one of arn:aws:logs:us-east-1:111122223333:log-group:{group+}"] },
        { "GetLookupTable", """{"lookupTableArn":"arn:aws:logs:us-east-1:111122223333:lookup-table:n"}""", ["logs:GetLookupTable arn:aws:logs:us-east-1:111122223333:lookup-table:n"] },
        { "GetQueryResults", """{"queryId":"q"}""", ["logs:GetQueryResults one of arn:aws:logs:us-east-1:111122223333:log-group:{group+}"] },
        { "GetScheduledQuery", """{"identifier":"n"}""", ["logs:GetScheduledQuery arn:aws:logs:us-east-1:111122223333:scheduled-query:n"] },
        { "GetScheduledQueryHistory", """{"identifier":"n"}""", ["logs:GetScheduledQueryHistory arn:aws:logs:us-east-1:111122223333:scheduled-query:n"] },
        { "GetTransformer", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:GetTransformer arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "ListAggregateLogGroupSummaries", """{}""", ["logs:ListAggregateLogGroupSummaries *"] },
        { "ListAnomalies", """{}""", ["logs:ListAnomalies *"] },
        { "ListIntegrations", """{}""", ["logs:ListIntegrations *"] },
        { "ListLogAnomalyDetectors", """{}""", ["logs:ListLogAnomalyDetectors *"] },
        { "ListLogGroups", """{}""", ["logs:ListLogGroups *"] },
        { "ListLogGroupsForQuery", """{}""", ["logs:ListLogGroupsForQuery *"] },
        { "ListScheduledQueries", """{}""", ["logs:ListScheduledQueries *"] },
        { "ListSourcesForS3TableIntegration", """{}""", ["logs:ListSourcesForS3TableIntegration *"] },
        { "ListTagsForResource", """{"resourceArn":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:ListTagsForResource arn:aws:logs:us-east-1:111122223333:log-group:/app/web"] },
        { "ListTagsLogGroup", """{"logGroupName":"/app/web"}""", ["logs:ListTagsLogGroup arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutAccountPolicy", """{"policyName":"p","policyType":"SUBSCRIPTION_FILTER_POLICY","policyDocument":"{\"RoleArn\":\"arn:aws:iam::111122223333:role/r\"}"}""", ["logs:PutAccountPolicy *", "logs:PutSubscriptionFilter *", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "PutBearerTokenAuthentication", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:PutBearerTokenAuthentication arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutDataProtectionPolicy", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:PutDataProtectionPolicy arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutDeliveryDestination", """{"name":"n","deliveryDestinationConfiguration":{"destinationResourceArn":"arn:aws:s3:::b"}}""", ["logs:PutDeliveryDestination arn:aws:logs:us-east-1:111122223333:delivery-destination:n logs:DeliveryDestinationResourceArn=arn:aws:s3:::b"] },
        { "PutDeliveryDestinationPolicy", """{"deliveryDestinationName":"n","deliveryDestinationPolicy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"es.amazonaws.com\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}"}""", ["logs:PutDeliveryDestinationPolicy arn:aws:logs:us-east-1:111122223333:delivery-destination:n"] },
        { "PutDeliverySource", """{"name":"n","resourceArn":"arn:aws:x","logType":"t"}""", ["logs:PutDeliverySource arn:aws:logs:us-east-1:111122223333:delivery-source:n logs:LogGeneratingResourceArns=arn:aws:x"] },
        { "PutDestination", """{"destinationName":"n","targetArn":"t","roleArn":"arn:aws:iam::111122223333:role/r","tags":{"a":"1"}}""", ["logs:PutDestination arn:aws:logs:us-east-1:111122223333:destination:n aws:RequestTag/a=1 aws:TagKeys=a", "logs:TagResource arn:aws:logs:us-east-1:111122223333:destination:n aws:RequestTag/a=1 aws:TagKeys=a", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "PutDestinationPolicy", """{"destinationName":"n","accessPolicy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"es.amazonaws.com\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}"}""", ["logs:PutDestinationPolicy arn:aws:logs:us-east-1:111122223333:destination:n"] },
        { "PutIndexPolicy", """{}""", ["logs:PutIndexPolicy *"] },
        { "PutIntegration", """{"integrationName":"n","integrationType":"OPENSEARCH","resourceConfig":{"openSearchResourceConfig":{"dataSourceRoleArn":"arn:aws:iam::111122223333:role/r"}}}""", ["logs:PutIntegration *", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "PutLogEvents", """{"logGroupName":"/app/web","logStreamName":"s"}""", ["logs:PutLogEvents arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:s"] },
        { "PutLogGroupDeletionProtection", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:PutLogGroupDeletionProtection arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutMetricFilter", """{"logGroupName":"/app/web"}""", ["logs:PutMetricFilter arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutQueryDefinition", """{}""", ["logs:PutQueryDefinition *"] },
        { "PutResourcePolicy", """{"policyName":"p","policyDocument":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":\"es.amazonaws.com\"},\"Action\":\"logs:PutLogEvents\",\"Resource\":\"*\"}]}"}""", ["logs:PutResourcePolicy *"] },
        { "PutRetentionPolicy", """{"logGroupName":"/app/web"}""", ["logs:PutRetentionPolicy arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "PutSubscriptionFilter", """{"logGroupName":"/app/web","filterName":"f","destinationArn":"arn:aws:logs:us-east-1:444455556666:destination:theirs","roleArn":"arn:aws:iam::111122223333:role/r"}""", ["logs:PutSubscriptionFilter arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:", "logs:PutSubscriptionFilter arn:aws:logs:us-east-1:444455556666:destination:theirs", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
        { "PutTransformer", """{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web:*"}""", ["logs:PutTransformer arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "StartLiveTail", """{"logGroupIdentifiers":["arn:aws:logs:us-east-1:111122223333:log-group:/app/web"]}""", ["logs:StartLiveTail arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:"] },
        { "StartQuery", """{"logGroupNames":["/app/web","b"],"queryString":"fields @message | unmask(@message)"}""", ["logs:StartQuery arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:", "logs:StartQuery arn:aws:logs:us-east-1:111122223333:log-group:b:log-stream:", "logs:Unmask arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream:", "logs:Unmask arn:aws:logs:us-east-1:111122223333:log-group:b:log-stream:"] },
        { "StopQuery", """{}""", ["logs:StopQuery *"] },
        { "TagLogGroup", """{"logGroupName":"/app/web","tags":{"a":"1"}}""", ["logs:TagLogGroup arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream: aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "TagResource", """{"resourceArn":"arn:aws:logs:us-east-1:111122223333:log-group:/app/web","tags":{"a":"1"}}""", ["logs:TagResource arn:aws:logs:us-east-1:111122223333:log-group:/app/web aws:RequestTag/a=1 aws:TagKeys=a"] },
        { "TestMetricFilter", """{}""", ["logs:TestMetricFilter *"] },
        { "TestTransformer", """{}""", ["logs:TestTransformer *"] },
        { "UntagLogGroup", """{"logGroupName":"/app/web","tags":["a"]}""", ["logs:UntagLogGroup arn:aws:logs:us-east-1:111122223333:log-group:/app/web:log-stream: aws:TagKeys=a"] },
        { "UntagResource", """{"resourceArn":"arn:aws:logs:us-east-1:111122223333:destination:n","tagKeys":["a"]}""", ["logs:UntagResource arn:aws:logs:us-east-1:111122223333:destination:n aws:TagKeys=a"] },
        { "UpdateAnomaly", """{"anomalyDetectorArn":"arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"}""", ["logs:UpdateAnomaly arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"] },
        { "UpdateDeliveryConfiguration", """{"id":"n"}""", ["logs:UpdateDeliveryConfiguration arn:aws:logs:us-east-1:111122223333:delivery:n"] },
        { "UpdateLogAnomalyDetector", """{"anomalyDetectorArn":"arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"}""", ["logs:UpdateLogAnomalyDetector arn:aws:logs:us-east-1:111122223333:anomaly-detector:n"] },
        { "UpdateLookupTable", """{"lookupTableArn":"arn:aws:logs:us-east-1:111122223333:lookup-table:n"}""", ["logs:UpdateLookupTable arn:aws:logs:us-east-1:111122223333:lookup-table:n"] },
        { "UpdateScheduledQuery", """{"identifier":"n","executionRoleArn":"arn:aws:iam::111122223333:role/r"}""", ["logs:UpdateScheduledQuery arn:aws:logs:us-east-1:111122223333:scheduled-query:n", "iam:PassRole arn:aws:iam::111122223333:role/r iam:PassedToService=logs.amazonaws.com"] },
    };

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Is_each_operation_on_what_it_names(string operation, string members, string[] asked) => Assert.Equal(asked, await call.AsksAsync(new LogsService(), operation, members));

    [Fact]
    public void Is_known_of_every_operation() => Assert.Equal(
        new LogsService().Operations.Order(StringComparer.Ordinal), Operations.Select(static row => row.Data.Item1).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData("""{"logGroupName":"*"}""")]
    [InlineData("""{"logGroupName":""}""")]
    [InlineData("""{"logGroupName":"a:log-stream:b"}""")]
    [InlineData("""{"logGroupName":"a","logGroupIdentifier":"b"}""")]
    [InlineData("""{"logGroupIdentifier":"arn:aws:logs:us-east-1:111122223333:log-group:a:log-stream:b"}""")]
    [InlineData("""{"logGroupIdentifier":"arn:aws:logs:eu-west-1:111122223333:log-group:a"}""")]
    [InlineData("""{"logGroupIdentifier":"arn:aws:logs:us-east-1::log-group:a"}""")]
    [InlineData("""{"logGroupIdentifier":"arn:aws:s3:us-east-1:111122223333:log-group:a"}""")]
    [InlineData("""{"logGroupName":["a"]}""")]
    public async Task Is_nothing_for_what_is_no_group(string members) => await Assert.ThrowsAsync<RefusedException>(() => call.AsksAsync(new LogsService(), "FilterLogEvents", members));

    [Theory]
    [InlineData("a:b")]
    [InlineData("*")]
    [InlineData("")]
    public async Task Is_nothing_for_what_is_no_stream(string stream) => await Assert.ThrowsAsync<RefusedException>(
        () => call.AsksAsync(new LogsService(), "PutLogEvents", $$"""{"logGroupName":"a","logStreamName":"{{stream}}"}"""));

    /// <summary>Results are of the groups that the query was started on, for who started it.</summary>
    [Fact]
    public async Task Is_the_groups_of_a_query_that_was_started_here()
    {
        var started = await call.PlanAsync(new LogsService(), "StartQuery", """{"logGroupName":"a","queryString":"fields @message"}""");
        started.Answered!((JsonObject)JsonNode.Parse("""{"queryId":"q1"}""")!);
        Assert.Equal([$"logs:GetQueryResults {Prefix}log-group:a:log-stream:"], await call.AsksAsync(new LogsService(), "GetQueryResults", """{"queryId":"q1"}"""));
    }

    /// <summary>A query that finds its groups by itself reads any, whatever is named beside it.</summary>
    [Theory]
    [InlineData("""{"logGroupName":"a","queryString":"SOURCE logGroups(namePrefix: ['b'])"}""")]
    [InlineData("""{"logGroupName":"a","queryLanguage":"SQL","queryString":"SELECT * FROM `b`"}""")]
    [InlineData("""{"queryString":"fields @message"}""")]
    public async Task Is_any_group_of_a_query_that_finds_them(string members) =>
        Assert.Equal([$"logs:StartQuery one of {Prefix}log-group:{{group+}}"], await call.AsksAsync(new LogsService(), "StartQuery", members));
}
