using Emulation.S3.Store;

namespace Emulation.S3;

/// <summary>
/// The object that <c>x-amz-copy-source</c> names: <c>[/]bucket/key[?versionId=ID]</c>, percent-encoded. The door asks for, and the store reads, what is read here, so
/// that no header means one object to policies and another to the copy.
/// </summary>
internal sealed record CopySource(string Bucket, string Key, string? VersionId)
{
    private const string Version = "?versionId=";

    /// <summary>Reads the header.</summary>
    /// <exception cref="Calls.RefusedException">It names no object.</exception>
    public static CopySource Parse(string header)
    {
        // A question mark of the key itself is encoded, so the first one that is not begins the version.
        var query = header.IndexOf('?', StringComparison.Ordinal);
        var path = query < 0 ? header : header[..query];
        if (query >= 0 && (!header.AsSpan(query).StartsWith(Version, StringComparison.Ordinal) || header.Length == query + Version.Length))
        {
            throw Wrong(header);
        }

        var decoded = Uri.UnescapeDataString(path.StartsWith('/') ? path[1..] : path);
        if (decoded.StartsWith("arn:", StringComparison.Ordinal))
        {
            throw S3Errors.NotHere("copying from an access point");
        }

        var slash = decoded.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < decoded.Length - 1
            ? new CopySource(decoded[..slash], decoded[(slash + 1)..], query < 0 ? null : Uri.UnescapeDataString(header[(query + Version.Length)..]))
            : throw Wrong(header);
    }

    private static Calls.RefusedException Wrong(string header) =>
        S3Errors.InvalidArgument("Copy Source must mention the source bucket and key: sourcebucket/sourcekey", "x-amz-copy-source", header);
}
