using Sam.Documents;
using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds resources of a bucket's policy that are not of the bucket, and actions on objects in a statement about the bucket alone: S3 refuses such a policy with
/// <c>MalformedPolicy</c> (recorded of a deployment: cdk-preflight, pf-s3-bucket-policy-action-resource; the asterisk alone is captured: s3/public_policy_replay.json of
/// radkawar/stackd). Names with wildcards are not looked at.
/// </summary>
internal static class BucketPolicyCheck
{
    // Service Authorization Reference, "Actions defined by Amazon S3": what is about objects only begins so.
    private static readonly string[] OfObjects =
    [
        "AbortMultipartUpload", "BypassGovernanceRetention", "DeleteObject", "GetObject", "ListMultipartUploadParts", "PutObject", "ReplicateDelete", "ReplicateObject",
        "ReplicateTags", "RestoreObject",
    ];

    public static void Run(WrittenPolicy policy, bool isNameKnown, ErrorList errors)
    {
        foreach (var statement in policy.Statements.OfType<MapNode>())
        {
            if (statement["NotPrincipal"] is { } everybodyElse && statement["Effect"] is ScalarNode { Text: "Allow" })
            {
                errors.Add(
                    everybodyElse.Line, policy.Source.LogicalId, policy.Property, "Allow with NotPrincipal is not allowed: S3 takes no such policy.",
                    "Name who may in Principal, or deny with NotPrincipal.");
            }

            var resources = WrittenPolicy.Texts(statement["Resource"]).ToList();
            foreach (var action in WrittenPolicy.Texts(statement["Action"]).Where(action => IsOfObjects(action.Text) && IsOfBucketsOnly(statement["Resource"], resources)))
            {
                errors.Add(
                    action.Line, policy.Source.LogicalId, policy.Property, $"Action does not apply to any resource(s) in statement: '{action.Text}' is about objects.",
                    $"Add {resources[0].Text}/* to Resource.");
            }
        }

        foreach (var action in policy.TextsOf("Action").Where(static action => action.Text != "*" && !action.Text.StartsWith("s3:", StringComparison.OrdinalIgnoreCase)))
        {
            errors.Add(
                action.Line, policy.Source.LogicalId, policy.Property, $"Policy has invalid action: '{action.Text}' is no action of S3.",
                "Write an action of S3, such as s3:GetObject.");
        }

        foreach (var resource in policy.TextsOf("Resource").Where(static resource => resource.Text == "*"))
        {
            errors.Add(
                resource.Line, policy.Source.LogicalId, policy.Property, "Policy has invalid resource: '*' is no bucket and no object.",
                "Write the bucket's ARN, which !GetAtt Bucket.Arn gives, and that with /* for its objects.");
        }

        foreach (var resource in isNameKnown ? policy.TextsOf("Resource").Where(resource => IsOfAnother(resource.Text, policy.Target)) : [])
        {
            errors.Add(
                resource.Line, policy.Source.LogicalId, policy.Property,
                $"Policy has invalid resource: '{resource.Text}' is not of the bucket '{policy.Target!.Split(':')[^1]}'.",
                $"Write {policy.Target}, or {policy.Target}/* for its objects.");
        }
    }

    private static bool IsOfObjects(string action) => action.StartsWith("s3:", StringComparison.OrdinalIgnoreCase) && action.AsSpan().IndexOfAny('*', '?') < 0
        && OfObjects.Any(name => action.AsSpan(3).StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsOfBucketsOnly(Node? element, List<ScalarNode> resources) =>
        resources.Count > 0 && UnknownNode.FirstIn(element!) is null && resources.TrueForAll(static resource =>
            resource.Text.StartsWith("arn:", StringComparison.Ordinal) && resource.Text.AsSpan().IndexOfAny("/*?$") < 0);

    private static bool IsOfAnother(string resource, string? bucketArn)
    {
        const string start = "arn:aws:s3:::";
        if (bucketArn is null || !resource.StartsWith(start, StringComparison.Ordinal))
        {
            return false;
        }

        var bucket = resource[start.Length..].Split('/')[0];
        return bucket.AsSpan().IndexOfAny("*?$") < 0 && start + bucket != bucketArn;
    }
}
