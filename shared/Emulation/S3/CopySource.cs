namespace Emulation.S3;

/// <summary>The object that a request copies: read once, so that it is the same to policies and to what holds the objects.</summary>
/// <param name="Bucket">Its bucket.</param>
/// <param name="Key">Its key, decoded.</param>
/// <param name="VersionId">The version; null for the current one.</param>
internal sealed record CopySource(string Bucket, string Key, string? VersionId)
{
    /// <summary>What the condition key <c>s3:x-amz-copy-source</c> holds: without a slash at its beginning.</summary>
    public string Name => $"{Bucket}/{Key}";
}
