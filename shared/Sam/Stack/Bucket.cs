namespace Sam;

/// <summary>A bucket of S3.</summary>
/// <param name="Identity">How it is called, and where it is declared.</param>
public sealed record Bucket(ResourceIdentity Identity) : ServiceResource(Identity)
{
    /// <summary>What S3 Block Public Access keeps out: everything unless the template says otherwise, as of new buckets since April 2023.</summary>
    public PublicAccessBlock PublicAccess { get; init; } = PublicAccessBlock.Everything;

    /// <summary><c>Enabled</c> or <c>Suspended</c>; null for a bucket that never had versions.</summary>
    public string? Versioning { get; init; }
}

/// <summary>The four settings of S3 Block Public Access. S3 User Guide, "Blocking public access to your Amazon S3 storage".</summary>
/// <param name="BlockPublicAcls">Calls that write a public access control list are refused.</param>
/// <param name="IgnorePublicAcls">Public access control lists count for nothing.</param>
/// <param name="BlockPublicPolicy">Calls that write a public bucket policy are refused.</param>
/// <param name="RestrictPublicBuckets">A public bucket policy lets only services of AWS and principals of the owner's account in.</param>
public sealed record PublicAccessBlock(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    /// <summary>All four.</summary>
    public static PublicAccessBlock Everything { get; } = new(true, true, true, true);
}
