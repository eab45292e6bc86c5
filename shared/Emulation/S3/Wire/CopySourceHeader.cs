namespace Emulation.S3.Wire;

/// <summary>The header <c>x-amz-copy-source</c>. Amazon S3 API Reference, CopyObject.</summary>
internal static class CopySourceHeader
{
    private const string Version = "?versionId=";

    /// <summary>The header as every reader takes it for the same.</summary>
    public static string Written(CopySource source) =>
        $"{source.Bucket}/{S3Text.EncodeKey(source.Key)}{(source.VersionId is null ? "" : $"{Version}{S3Text.Encode(source.VersionId)}")}";

    /// <summary>Reads <c>[/]bucket/key[?versionId=...]</c>, decoded once behind its question mark was found.</summary>
    /// <param name="header">The header.</param>
    /// <param name="refusal">Why it is none.</param>
    public static CopySource? Read(string header, out S3Refusal? refusal)
    {
        refusal = S3Refusals.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", S3Headers.CopySource, header);
        var at = header.LastIndexOf(Version, StringComparison.Ordinal);
        var path = at < 0 ? header : header[..at];
        if (path.StartsWith("arn:", StringComparison.OrdinalIgnoreCase))
        {
            refusal = S3Refusals.NotImplemented("LocalAws has no access points. Name the bucket and the key.");
            return null;
        }

        if (path.Contains('?', StringComparison.Ordinal) || !S3Text.TryDecode(path.StartsWith('/') ? path.AsSpan(1) : path, out var decoded)
            || !S3Text.TryDecode(at < 0 ? "" : header.AsSpan(at + Version.Length), out var version)
            || decoded.IndexOf('/', StringComparison.Ordinal) is not (> 0 and var slash) || slash == decoded.Length - 1 || (at >= 0 && version.Length == 0))
        {
            return null;
        }

        var (bucket, key) = (decoded[..slash], decoded[(slash + 1)..]);
        if (!S3Request.IsBucketName(bucket))
        {
            refusal = S3Refusals.InvalidBucketName(bucket);
            return null;
        }

        refusal = null;
        return new CopySource(bucket, key, at < 0 ? null : version);
    }
}
