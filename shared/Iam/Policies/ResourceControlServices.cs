using System.Collections.Frozen;

namespace Iam;

/// <summary>
/// The services that resource control policies cover. AWS Organizations User Guide, "Resource control policies (RCPs)", "List of AWS services that support
/// RCPs", as of 2026-09-27.
/// </summary>
public static class ResourceControlServices
{
    private static readonly FrozenSet<string> Prefixes = FrozenSet.ToFrozenSet(
        [
            "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory", "cloudfront", "cloudsearch", "cloudtrail-data",
            "codeartifact", "codebuild", "codecommit", "codepipeline", "cognito-identity", "cognito-idp", "comprehend", "comprehendmedical",
            "compute-optimizer", "cost-optimization-hub", "dax", "dsql", "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift",
            "health", "inspector-scan", "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor", "notifications", "opensearch",
            "pca-connector-ad", "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "s3", "secretsmanager", "servicediscovery", "signin",
            "sqs", "sts", "support", "swf", "textract", "timestream-influxdb", "transcribe", "transfer", "translate", "wafv2", "workspaces", "xray",
        ],
        StringComparer.OrdinalIgnoreCase);

    /// <summary>
    /// Whether resource control policies are asked about an action. The guide leaves out actions without a resource type, and AWS was seen to deny one
    /// (sqs:ListQueues), so all of a service's count; <c>kms:RetireGrant</c> alone does not.
    /// </summary>
    /// <param name="action">Such as <c>s3:GetObject</c>.</param>
    public static bool Cover(string action)
    {
        ArgumentNullException.ThrowIfNull(action);
        return Include(action) && !action.Equals("kms:RetireGrant", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Whether a policy may name an action, or a pattern of them: its service is written out, and covered.</summary>
    internal static bool Include(string pattern) =>
        pattern.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 && Prefixes.GetAlternateLookup<ReadOnlySpan<char>>().Contains(pattern.AsSpan(0, colon));
}
