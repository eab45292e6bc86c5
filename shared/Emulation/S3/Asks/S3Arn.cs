namespace Emulation.S3.Asks;

/// <summary>The ARNs of buckets and objects, which hold neither a region nor an account.</summary>
internal static class S3Arn
{
    public static string Of(string region, string bucket) => $"{Partition(region)}:s3:::{bucket}";

    public static string Of(string region, string bucket, string key) => $"{Of(region, bucket)}/{key}";

    /// <summary>The beginning of the ARNs of a region.</summary>
    public static string Partition(string region) => region.StartsWith("cn-", StringComparison.Ordinal) ? "arn:aws-cn"
        : region.StartsWith("us-gov-", StringComparison.Ordinal) ? "arn:aws-us-gov" : "arn:aws";
}
