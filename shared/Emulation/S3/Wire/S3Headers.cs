using System.Collections.Frozen;
using Emulation.Wire;
using SigV4;

namespace Emulation.S3.Wire;

/// <summary>The headers of a request that S3's operations have. No other reaches what holds the objects, so that no server there can take a request for another one.</summary>
internal static class S3Headers
{
    public const string CopySource = "x-amz-copy-source";
    public const string DecodedLength = "x-amz-decoded-content-length";
    public const string PayloadHash = "x-amz-content-sha256";
    public const string Trailer = "x-amz-trailer";
    public const string ExpectedOwner = "x-amz-expected-bucket-owner";
    public const string ChecksumMode = "x-amz-checksum-mode";

    /// <summary>What a body in chunks says as its encoding.</summary>
    public const string Chunked = "aws-chunked";

    private const string Metadata = "x-amz-meta-";

    private static readonly FrozenSet<string> Known =
    [
        "cache-control", "content-disposition", "content-encoding", "content-language", "content-md5", "content-type", "expires",
        "if-match", "if-modified-since", "if-none-match", "if-range", "if-unmodified-since", "range", Trailer,
        .. Amazon(
            """
            acl bucket-namespace bucket-object-lock-enabled bucket-object-lock-token bypass-governance-retention checksum-algorithm checksum-crc32 checksum-crc32c
            checksum-crc64nvme checksum-md5 checksum-mode checksum-sha1 checksum-sha256 checksum-sha512 checksum-type checksum-xxhash128 checksum-xxhash3 checksum-xxhash64
            confirm-remove-self-bucket-access copy-source copy-source-if-match copy-source-if-modified-since copy-source-if-none-match copy-source-if-unmodified-since
            copy-source-range copy-source-server-side-encryption-customer-algorithm copy-source-server-side-encryption-customer-key
            copy-source-server-side-encryption-customer-key-md5 create-session-mode expected-bucket-owner grant-full-control grant-read grant-read-acp grant-write
            grant-write-acp if-match-initiated-time if-match-last-modified-time if-match-size max-parts metadata-directive mfa mp-object-size object-attributes
            object-lock-legal-hold object-lock-mode object-lock-retain-until-date object-ownership optional-object-attributes part-number-marker rename-source
            request-payer request-route request-token sdk-checksum-algorithm server-side-encryption server-side-encryption-aws-kms-key-id
            server-side-encryption-bucket-key-enabled server-side-encryption-context server-side-encryption-customer-algorithm server-side-encryption-customer-key
            server-side-encryption-customer-key-md5 skip-destination-validation source-expected-bucket-owner storage-class tagging tagging-directive
            transition-default-minimum-object-size website-redirect-location write-offset-bytes
            """),
    ];

    /// <summary>The headers of a request, under their names in lower case; those that come several times as one, as signatures read them.</summary>
    public static Dictionary<string, string> Of(IEnumerable<HeaderField> fields)
    {
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var field in fields)
        {
            var name = field.Name.ToLowerInvariant();
            if (Has(name))
            {
                headers[name] = headers.TryGetValue(name, out var before) ? $"{before},{field.Value.Trim()}" : field.Value.Trim();
            }
        }

        if (headers.TryGetValue("content-encoding", out var encodings))
        {
            // What the body is coded in on its way only.
            var rest = string.Join(',', encodings.Split(',', StringSplitOptions.TrimEntries).Where(static one => !one.Equals(Chunked, StringComparison.OrdinalIgnoreCase)));
            headers.Remove("content-encoding");
            if (rest.Length > 0)
            {
                headers["content-encoding"] = rest;
            }
        }

        return headers;
    }

    /// <summary>Whether an operation of S3 has a header, under its name in lower case.</summary>
    public static bool Has(string name) => Known.Contains(name) || name.StartsWith(Metadata, StringComparison.Ordinal);

    /// <summary>The only value of a header of a request; null when there is none.</summary>
    public static string? One(ReceivedRequest request, string name) => request.Http.Request.Headers[name] is [{ } value] ? value : null;

    private static IEnumerable<string> Amazon(string names) => names.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).Select(static name => $"x-amz-{name}");
}
