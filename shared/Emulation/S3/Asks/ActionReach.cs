using System.IO.Enumeration;
using Emulation.ServiceReference;
using Iam;

namespace Emulation.S3.Asks;

/// <summary>
/// Whether the actions of a bucket's policy are on what its statements name. S3 takes no policy in which an action is on none of its statement's resources, such as one on objects
/// where only the bucket is named. Amazon S3 User Guide, "Policy actions for Amazon S3"; Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3".
/// </summary>
internal static class ActionReach
{
    private const string Prefix = "s3:";
    private static readonly string[] OfBuckets = ["bucket", "object"];

    /// <summary>S3's words for a statement whose actions it does not take; null for one that it takes.</summary>
    /// <param name="statement">The statement, whose resources are the bucket and what is in it.</param>
    /// <param name="arn">The bucket's ARN.</param>
    public static string? WhyNot(Statement statement, string arn)
    {
        var named = statement.ResourceTexts.SelectMany(resource => TypesOf(resource, arn)).ToHashSet(StringComparer.Ordinal);
        return statement.HasNotAction ? null : statement.ActionTexts.Select(action => WhyNot(action, named)).FirstOrDefault(static why => why is not null);
    }

    private static string? WhyNot(string action, HashSet<string> named)
    {
        if (action == "*")
        {
            return null;
        }

        if (!action.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return "Policy has invalid action";
        }

        var meant = ServiceData.Find("s3")!.Actions.Values.Where(one => FileSystemName.MatchesSimpleExpression(action, one.Name, ignoreCase: true))
            .SelectMany(static one => one.Targets).Select(static target => target.Type.Name).Intersect(OfBuckets, StringComparer.Ordinal).ToList();
        return meant.Count == 0 ? "Policy has invalid action"
            : meant.Exists(named.Contains) ? null
            : "Action does not apply to any resource(s) in statement";
    }

    /// <summary>What a resource of a bucket's policy may be: the bucket, what is in it, or both.</summary>
    private static string[] TypesOf(string resource, string arn) =>
        resource == arn ? [OfBuckets[0]] : resource.StartsWith($"{arn}/", StringComparison.Ordinal) ? [OfBuckets[1]] : OfBuckets;
}
