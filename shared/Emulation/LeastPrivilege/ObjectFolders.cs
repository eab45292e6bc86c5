using Emulation.Explain;

namespace Emulation.LeastPrivilege;

/// <summary>
/// Objects of S3 of whose keys a grant says nothing but the bucket: those of one folder stand together, since their names vary, and a key outside of every folder stands for
/// itself. Where there are many folders, the folders vary too.
/// </summary>
internal static class ObjectFolders
{
    /// <summary>More of them are no names that somebody chose.</summary>
    private const int MostNamed = 5;

    /// <summary>The ARN of the bucket of an object; null of what is no object.</summary>
    public static string? BucketOf(string arn) =>
        arn.Split(':', 4) is ["arn", _, "s3", _] && arn.IndexOf('/', StringComparison.Ordinal) is var at and > 0 ? arn[..at] : null;

    /// <summary>The folder of an object, with a star; the object's own ARN outside of every folder.</summary>
    public static string Of(string arn)
    {
        var key = BucketOf(arn)!.Length + 1;
        return arn.IndexOf('/', key) is var end and > 0 ? $"{ReferringText.Exactly(arn[..end])}/*" : ReferringText.Exactly(arn);
    }

    /// <summary>The resources with those of a bucket in one, where there are more than anybody names and a grant lets all of them.</summary>
    public static IEnumerable<string> Together(IReadOnlyCollection<string> resources, Func<string, bool> isGranted)
    {
        var many = resources.GroupBy(static one => BucketOf(one)).Where(static bucket => bucket.Key is not null && bucket.Count() > MostNamed).Select(static bucket => bucket.Key!)
            .Where(bucket => isGranted($"{bucket}/*")).ToHashSet(StringComparer.Ordinal);
        return resources.Select(one => BucketOf(one) is { } bucket && many.Contains(bucket) ? $"{bucket}/*" : one).Distinct(StringComparer.Ordinal);
    }
}
