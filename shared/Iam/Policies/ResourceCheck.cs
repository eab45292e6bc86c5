using Iam.Matching;

namespace Iam.Policies;

/// <summary>What IAM asks of a Resource element's ARN. IAM User Guide, "IAM JSON policy elements: Resource" and "IAM identifiers".</summary>
internal static class ResourceCheck
{
    private static readonly string[] IamPaths =
    [
        "user/", "federated-user/", "role/", "group/", "instance-profile/", "mfa/", "server-certificate/", "policy/", "sms-mfa/", "saml-provider/",
        "oidc-provider/", "report/", "access-report/",
    ];

    /// <summary>What Amazon S3 has beside buckets and objects. Service Authorization Reference, "Resource types defined by Amazon S3".</summary>
    private static readonly string[] BesideBuckets = ["accesspoint", "access-grants", "async-request", "job", "storage-lens", "storage-lens-group"];

    /// <summary>AWS's message and the remedy; null when nothing is wrong.</summary>
    /// <param name="text">The resource.</param>
    /// <param name="variables">Whether <c>${...}</c> is a variable.</param>
    /// <param name="simulated">Whether variables may stand anywhere, as in AWS's simulator. What they stand for is not known, so nothing is asked of them.</param>
    /// <param name="stored">Whether the policy is there already: what is refused since then stays.</param>
    public static (string Message, string Remedy)? Fault(string text, bool variables, bool simulated, bool stored)
    {
        if (text == "*")
        {
            return null;
        }

        var shown = PolicyErrors.Clip(text);
        if (simulated && variables && HasVariableBeforeTheResource(text) && (text.StartsWith("arn:", StringComparison.Ordinal) || text.StartsWith("${", StringComparison.Ordinal)))
        {
            return null;
        }

        var fields = text.Split(':', 6);
        if (fields[0] != "arn" || (fields.Length < 6 && !text.EndsWith('*')))
        {
            return ($"Resource {shown} must be in ARN format or \"*\".", "Write arn:aws:service:region:account:resource.");
        }

        if (fields.Length > 1 && fields[1] is not ("aws" or "aws-cn" or "aws-us-gov" or "*"))
        {
            return ($"Partition \"{PolicyErrors.Clip(fields[1])}\" is not valid for resource \"{shown}\".", "The partition is aws, aws-cn or aws-us-gov.");
        }

        if (variables && fields[..Math.Min(fields.Length, 5)].Any(f => f.Contains("${", StringComparison.Ordinal)))
        {
            return ("The policy failed legacy parsing", "Policy variables stand after the fifth colon only.");
        }

        if (fields.Length > 3 && fields[2].AsSpan().IndexOfAny('*', '?') >= 0)
        {
            return ("Resource vendor must be fully qualified and cannot contain regexes.", "Spell out the service, such as execute-api.");
        }

        return fields switch
        {
            [_, _, "iam", var region, _, var path] => IamFault(shown, region, path),
            _ when stored => null,
            [_, _, "s3", var region, var account, var name] => BucketFault(shown, region, account, name),
            [_, _, "route53", not ("" or "*"), _, _] => ($"Resource {shown} can not contain region information.", "Route 53 is global: leave the region empty."),
            _ => null,
        };
    }

    /// <summary>
    /// Buckets and objects have no region and no account; what else Amazon S3 has by an ARN has both (recorded: cdk-preflight, pf-iam-policy-resource-global-service-arn).
    /// </summary>
    private static (string Message, string Remedy)? BucketFault(string shown, string region, string account, string name)
    {
        var first = name.AsSpan(0, name.AsSpan().IndexOfAny("/:") is var end and >= 0 ? end : name.Length);
        var wildcard = first.IndexOfAny("*?$");
        foreach (var kind in BesideBuckets)
        {
            if (wildcard < 0 ? first.SequenceEqual(kind) : kind.AsSpan().StartsWith(first[..wildcard]))
            {
                return null;
            }
        }

        return region is not ("" or "*") ? ($"Resource {shown} can not contain region information.", "A bucket's ARN is arn:aws:s3:::bucket, an object's arn:aws:s3:::bucket/key.")
            : account is not ("" or "*") ? ($"Resource {shown} cannot contain an account id.", "A bucket's ARN is arn:aws:s3:::bucket, an object's arn:aws:s3:::bucket/key.")
            : null;
    }

    /// <summary>Whether a variable stands before the fifth colon, or where the whole ARN should. Colons within variables do not count.</summary>
    private static bool HasVariableBeforeTheResource(string text)
    {
        var colons = 0;
        foreach (var part in PatternParts.Read(text, WildcardScope.None, variables: true))
        {
            if (part.Variable is not null)
            {
                return colons < 5;
            }

            colons += part.Text.AsSpan().Count(':');
        }

        return false;
    }

    private static (string Message, string Remedy)? IamFault(string shown, string region, string path)
    {
        if (region is not ("" or "*"))
        {
            return ($"IAM resource {shown} cannot contain region information.", "IAM is global: leave the region empty, as in arn:aws:iam::111122223333:role/Name.");
        }

        // A wildcard may stand for the kind itself.
        var wildcard = path.AsSpan().IndexOfAny('*', '?');
        var kind = wildcard < 0 ? path : path.AsSpan(0, wildcard);
        foreach (var known in IamPaths)
        {
            if (kind.StartsWith(known) || (wildcard >= 0 && known.AsSpan().StartsWith(kind)))
            {
                return null;
            }
        }

        return path is "root" ? null : ($"IAM resource path must either be \"*\" or start with {string.Join(", ", IamPaths)}.", "Write such as role/Name or user/Name.");
    }
}
