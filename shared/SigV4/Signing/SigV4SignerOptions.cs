namespace SigV4;

/// <summary>How a signer signs.</summary>
public sealed record SigV4SignerOptions
{
    /// <summary>
    /// Whether to send the payload's hash as <c>x-amz-content-sha256</c>, which S3 asks for and other services do not need. Null for: S3 only.
    /// </summary>
    public bool? SendContentSha256 { get; init; }

    /// <summary>How many derived keys to keep, one for each secret and day. Twice as many are held at most.</summary>
    public int KeyCacheCapacity { get; init; } = 64;
}
