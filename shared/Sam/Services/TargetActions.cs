using System.Collections.Immutable;
using Iam;

namespace Sam.Services;

/// <summary>What services do with a resource that they tell or poll, by the service in its ARN. The developer guide of each service says it beside the kind of target.</summary>
internal static class TargetActions
{
    /// <summary>What telling a resource takes, and on which ARN policies are asked; null for a target that is not looked at.</summary>
    public static (string Arn, string Action)? Tell(string arn) => Arn.TryParse(arn, out var target) ? target.Service switch
    {
        "lambda" => (arn, "lambda:InvokeFunction"),
        "sqs" => (arn, "sqs:SendMessage"),
        "sns" => (arn, "sns:Publish"),
        "kinesis" => (arn, "kinesis:PutRecord"),
        "firehose" => (arn, "firehose:PutRecord"),
        "states" => (arn, "states:StartExecution"),
        "events" when target.Resource.StartsWith("event-bus/", StringComparison.Ordinal) => (arn, "events:PutEvents"),
        "events" when target.Resource.StartsWith("api-destination/", StringComparison.Ordinal) => (arn, "events:InvokeApiDestination"),
        "logs" => ($"{(arn.EndsWith(":*", StringComparison.Ordinal) ? arn[..^2] : arn)}:log-stream:events", "logs:PutLogEvents"),
        "s3" => ($"{arn}/record", "s3:PutObject"),
        _ => null,
    }
        : null;

    /// <summary>What polling a source takes: of the actions of AWS's managed policies those without which nothing is read. Empty for a source that is not looked at.</summary>
    public static ImmutableArray<string> Poll(string arn) => Arn.TryParse(arn, out var source) ? source.Service switch
    {
        "sqs" => ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
        "kinesis" => ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards"],
        "dynamodb" => ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
        _ => [],
    }
        : [];

    /// <summary>Whether EventBridge tells such a target as a role only. EventBridge User Guide, "Using IAM roles for Amazon EventBridge targets".</summary>
    public static bool NeedRole(string arn) => Arn.TryParse(arn, out var target) && target.Service is "kinesis" or "firehose" or "states";
}
