using Sam.Documents;
using Sam.Errors;

namespace Sam.Services;

/// <summary>
/// Finds resources of a bucket's policy that are not of the bucket: S3 refuses such a policy with <c>MalformedPolicy</c>. Names with wildcards are not looked at.
/// </summary>
internal static class BucketPolicyCheck
{
    public static void Run(WrittenPolicy policy, ErrorList errors)
    {
        var named = policy.Statements.OfType<MapNode>()
            .SelectMany(static statement => statement["Resource"] switch { ListNode list => list.Items, { } single => [single], null => [] })
            .OfType<ScalarNode>();
        foreach (var resource in named.Where(resource => IsOfAnother(resource.Text, policy.Target)))
        {
            errors.Add(
                resource.Line, policy.Source.LogicalId, policy.Property,
                $"Policy has invalid resource: '{resource.Text}' is not of the bucket '{policy.Target!.Split(':')[^1]}'.",
                $"Write {policy.Target}, or {policy.Target}/* for its objects.");
        }
    }

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
