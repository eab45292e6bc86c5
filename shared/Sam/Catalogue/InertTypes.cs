using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// Resources that LocalAws accepts and does not provide: they guard no call that goes through LocalAws. What else their
/// services would do, a call to them says by its own error. A policy on one of them is closed.
/// </summary>
internal static class InertTypes
{
    private static readonly Shape Anything = Shape.Empty.RestIsInert();

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Logs::LogGroup")
        {
            Word = ElementWord.Inert,
            Properties = Shape.Empty
                .Enforced("LogGroupName")
                .Inert("DeletionProtectionEnabled FieldIndexPolicies KmsKeyId LogGroupClass RetentionInDays Tags")
                .Closed("DataProtectionPolicy", "LocalAws does not mask what functions log.", "Give it only where the template is deployed, with Fn::If.")
                .Closed("ResourcePolicyDocument", "LocalAws does not enforce resource policies of log groups.", "Grant access with identity policies."),
            NameProperty = "LogGroupName",
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static group => group.Arn("logs", $"log-group:{group.Name}:*")),
        },
        new("AWS::Logs::MetricFilter") { Word = ElementWord.Inert, Properties = Anything },
        new("AWS::Logs::QueryDefinition") { Word = ElementWord.Inert, Properties = Anything },
        new("AWS::CloudWatch::Alarm")
        {
            Word = ElementWord.Inert,
            Properties = Anything,
            NameProperty = "AlarmName",
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static alarm => alarm.Arn("cloudwatch", $"alarm:{alarm.Name}")),
        },
        new("AWS::CloudWatch::CompositeAlarm") { Word = ElementWord.Inert, Properties = Anything, NameProperty = "AlarmName" },
        new("AWS::CloudWatch::Dashboard") { Word = ElementWord.Inert, Properties = Anything, NameProperty = "DashboardName" },
        new("AWS::CloudWatch::AnomalyDetector") { Word = ElementWord.Inert, Properties = Anything },
        new("AWS::SQS::Queue")
        {
            Word = ElementWord.Inert,
            Properties = Anything,
            NameProperty = "QueueName",
            GeneratedName = new(80, NameLetters.Mixed),
            Ref = static queue => $"https://sqs.{queue.Stack.Region}.amazonaws.com/{queue.Stack.AccountId}/{queue.Name}",
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static queue => queue.Arn("sqs", queue.Name))
                .Add("QueueName", static queue => queue.Name)
                .Add("QueueUrl", static queue => $"https://sqs.{queue.Stack.Region}.amazonaws.com/{queue.Stack.AccountId}/{queue.Name}"),
        },
        new("AWS::SNS::Topic")
        {
            Word = ElementWord.Inert,
            Properties = Anything.Closed("DataProtectionPolicy", "LocalAws does not mask what is published.", "Give it only where the template is deployed, with Fn::If."),
            NameProperty = "TopicName",
            Ref = static topic => topic.Arn("sns", topic.Name),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("TopicArn", static topic => topic.Arn("sns", topic.Name))
                .Add("TopicName", static topic => topic.Name),
        },
        new("AWS::S3::Bucket")
        {
            Word = ElementWord.Inert,
            Properties = Anything,
            NameProperty = "BucketName",
            GeneratedName = new(63, NameLetters.Lower),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("Arn", static bucket => $"arn:aws:s3:::{bucket.Name}")
                .Add("DomainName", static bucket => $"{bucket.Name}.s3.amazonaws.com")
                .Add("RegionalDomainName", static bucket => $"{bucket.Name}.s3.{bucket.Stack.Region}.amazonaws.com"),
        },
        // The role as which API Gateway writes access logs, for the whole account.
        new("AWS::ApiGateway::Account") { Word = ElementWord.Inert, Properties = Anything },
        new("AWS::SSM::Parameter") { Word = ElementWord.Inert, Properties = Anything, NameProperty = "Name" },
    ];
}
