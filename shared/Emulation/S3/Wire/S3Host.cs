using System.Text.RegularExpressions;

namespace Emulation.S3.Wire;

/// <summary>What the host of a request says of its bucket. Amazon S3 User Guide, "Virtual hosting of general purpose buckets".</summary>
/// <param name="IsS3">Whether the name is S3's own, and no other service's.</param>
/// <param name="Bucket">The bucket's name in front of S3's; null where the path names it.</param>
internal readonly partial record struct S3Host(bool IsS3, string? Bucket)
{
    private const string Local = ".localhost";

    /// <summary>
    /// Reads AWS's names, <c>{bucket}.s3.{region}.amazonaws.com</c> and its older and dual-stack forms, and the same with <c>localhost</c>: <c>{bucket}.s3.localhost</c>. A bucket's
    /// name may hold dots, and S3's own words: what is S3's stands last.
    /// </summary>
    public static S3Host Of(string host)
    {
        var name = host.EndsWith('.') ? host[..^1] : host;
        if (!name.Contains("s3", StringComparison.OrdinalIgnoreCase))
        {
            return default;
        }

        name = name.ToLowerInvariant();
        foreach (var suffix in (ReadOnlySpan<string>)[Local, ".amazonaws.com", ".amazonaws.com.cn"])
        {
            if (name.EndsWith(suffix, StringComparison.Ordinal))
            {
                return OfLabels(name[..^suffix.Length].Split('.'));
            }
        }

        return default;
    }

    /// <summary>The bucket in a name of this machine, <c>{bucket}.localhost</c>: what SDKs make of an endpoint at <c>localhost</c>. Null when it is none.</summary>
    public static string? BucketOfLocal(string host) =>
        host.Length > Local.Length && host.EndsWith(Local, StringComparison.OrdinalIgnoreCase) ? host[..^Local.Length].ToLowerInvariant() : null;

    /// <summary>Whether a name is one of AWS's that is no bucket's, such as that of an access point or of a website.</summary>
    public static bool IsOther(string host) => host.Contains(".amazonaws.com", StringComparison.OrdinalIgnoreCase) && !Of(host).IsS3;

    private static S3Host OfLabels(string[] labels)
    {
        var last = labels.Length - 1;
        if (last > 0 && Region().IsMatch(labels[last]))
        {
            last--;
        }

        if (last > 0 && labels[last] == "dualstack")
        {
            last--;
        }

        return Service().IsMatch(labels[last]) ? new S3Host(true, last == 0 ? null : string.Join('.', labels[..last])) : default;
    }

    [GeneratedRegex("^[a-z]{2}(-[a-z]+)+-[0-9]$")]
    private static partial Regex Region();

    [GeneratedRegex("^(s3|s3-fips|s3-accelerate|s3-[a-z]{2}(-[a-z]+)+-[0-9])$")]
    private static partial Regex Service();
}
