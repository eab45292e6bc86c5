using Sam.Documents;

namespace Sam.Serverless;

/// <summary>The inline policy with which the transform lets a role send to a destination. Source: aws-sam-translator, <c>IAMRolePolicies</c>.</summary>
internal static class DestinationPolicy
{
    /// <summary>The policy for a kind of destination; null for one that needs none.</summary>
    /// <param name="kind"><c>SQS</c>, <c>SNS</c>, <c>Lambda</c>, <c>EventBridge</c>, <c>S3</c> or <c>S3Bucket</c>.</param>
    /// <param name="owner">What its name starts with.</param>
    /// <param name="destination">The ARN of the destination.</param>
    public static MapNode? For(string kind, string owner, Node destination)
    {
        var line = destination.Line;
        return kind switch
        {
            "SQS" => Statements.Named($"{owner}SQSPolicy", Statements.Document(line, Statements.Allow("sqs:SendMessage", destination, line))),
            "SNS" => Statements.Named($"{owner}SNSPolicy", Statements.Document(line, Statements.Allow("sns:publish", destination, line))),
            "EventBridge" => Statements.Named($"{owner}EventBridgePolicy", Statements.Document(line, Statements.Allow("events:PutEvents", destination, line))),
            "Lambda" => Statements.Named($"{owner}LambdaPolicy", Statements.Document(line, Statements.Allow("lambda:InvokeFunction", destination, line))),
            "S3" or "S3Bucket" => Statements.Named($"{owner}S3Policy", Statements.Document(
                line,
                Statements.Allow("s3:PutObject", destination is ScalarNode bucket ? ScalarNode.Of($"{bucket.Text}/*", line) : destination, line),
                Statements.Allow("s3:ListBucket", destination, line))),
            _ => null,
        };
    }
}
