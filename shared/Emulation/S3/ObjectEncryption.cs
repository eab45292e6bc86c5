using System.Collections.Immutable;

namespace Emulation.S3;

/// <summary>
/// That an object is encrypted by a key of KMS, or that what is put into a bucket is to be. Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys (SSE-KMS)".
/// </summary>
/// <param name="Algorithm"><c>aws:kms</c> or <c>aws:kms:dsse</c>.</param>
/// <param name="KeyId">The key; null for the one that AWS manages.</param>
/// <param name="HasBucketKey">Whether the key makes one for the bucket, and that one the objects'.</param>
/// <param name="Context">What the client adds to the encryption context, in JSON as Base64; null for nothing.</param>
internal sealed record ObjectEncryption(string Algorithm, string? KeyId, bool HasBucketKey = false, string? Context = null)
{
    public const string AlgorithmHeader = "x-amz-server-side-encryption";
    public const string KeyHeader = "x-amz-server-side-encryption-aws-kms-key-id";
    public const string BucketKeyHeader = "x-amz-server-side-encryption-bucket-key-enabled";
    public const string ContextHeader = "x-amz-server-side-encryption-context";

    /// <summary>What S3 does where nothing else is said.</summary>
    public const string Plain = "AES256";

    /// <summary>The key that AWS manages for S3 in an account.</summary>
    public const string ManagedKey = "alias/aws/s3";

    /// <summary>Whether an algorithm is one with a key of KMS.</summary>
    public static bool IsByKey(string? algorithm) => algorithm is "aws:kms" or "aws:kms:dsse";

    /// <summary>Reads the headers of a request or of an answer; null of what no key of KMS encrypts.</summary>
    public static ObjectEncryption? Of(Func<string, string?> header) => header(AlgorithmHeader) is { } algorithm && IsByKey(algorithm)
        ? new ObjectEncryption(
            algorithm, header(KeyHeader) is { Length: > 0 } key ? key : null, string.Equals(header(BucketKeyHeader), "true", StringComparison.OrdinalIgnoreCase),
                header(ContextHeader))
        : null;

    /// <summary>The headers that answers tell of it.</summary>
    public static ImmutableArray<(string Name, string? Value)> Told(ObjectEncryption? encryption) =>
    [
        (AlgorithmHeader, encryption?.Algorithm ?? Plain), (KeyHeader, encryption?.KeyId), (BucketKeyHeader, encryption is { HasBucketKey: true } ? "true" : null),
    ];
}
