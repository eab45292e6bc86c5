using Sam.Errors;

namespace Sam.Services;

/// <summary>Finds what SNS refuses of a topic's policy where the template is deployed.</summary>
internal static class TopicPolicyCheck
{
    public static void Run(WrittenPolicy policy, ErrorList errors)
    {
        foreach (var action in policy.TextsOf("Action").Where(static action => !TopicActions.IsInScope(action.Text)))
        {
            errors.Add(
                action.Line, policy.Source.LogicalId, policy.Property, $"{TopicActions.OutOfScope} '{action.Text}' is no single action of SNS.",
                "Name each action in full, such as sns:Publish.");
        }

        // Recorded of a deployment: cdk-preflight, pf-sns-topic-policy-topics.
        foreach (var topic in policy.TargetTexts("Topics", "TopicArn").Where(static topic => !topic.Text.StartsWith("arn:", StringComparison.Ordinal)))
        {
            errors.Add(
                topic.Line, policy.Source.LogicalId, "Topics", $"'{topic.Text}' is no ARN: Invalid parameter: TopicArn Reason: An ARN must have at least 6 elements.",
                "Write the topic's ARN, which !Ref gives.");
        }
    }
}
