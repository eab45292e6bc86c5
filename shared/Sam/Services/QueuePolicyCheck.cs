using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds queues that a queue's policy names by ARN: CloudFormation takes their URLs, and SQS refuses the rest (recorded of a deployment: cdk-preflight,
/// pf-sqs-queue-policy-queues).
/// </summary>
internal static class QueuePolicyCheck
{
    public static void Run(WrittenPolicy policy, ErrorList errors)
    {
        foreach (var queue in policy.TargetTexts("Queues", "Queue").Where(static queue => queue.Text.StartsWith("arn:", StringComparison.Ordinal)))
        {
            errors.Add(
                queue.Line, policy.Source.LogicalId, "Queues", $"The address {queue.Text} is not valid for this endpoint.", "Write the queue's URL, which !Ref gives.");
        }
    }
}
