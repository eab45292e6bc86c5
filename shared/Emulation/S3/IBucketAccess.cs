using Iam;

namespace Emulation.S3;

/// <summary>What owners of buckets have said of who gets in, as it is kept. Who asks it decides by it; what keeps it does not.</summary>
internal interface IBucketAccess
{
    /// <summary>What is kept of a bucket; null when there is none of that name.</summary>
    BucketAccess? AccessOf(string bucket);

    /// <summary>Sets a bucket's policy; null takes it away.</summary>
    /// <exception cref="Calls.RefusedException">There is no such bucket.</exception>
    Task SetPolicyAsync(string bucket, string? policy);

    /// <summary>Sets what a bucket blocks of what is public; null blocks nothing.</summary>
    /// <exception cref="Calls.RefusedException">There is no such bucket.</exception>
    Task SetPublicAccessAsync(string bucket, PublicAccessSettings? settings);
}

/// <summary>What is kept of who gets into a bucket.</summary>
/// <param name="Owner">The account that it belongs to.</param>
/// <param name="Region">Where it was made.</param>
/// <param name="Policy">The policy's document as it was given; null for none.</param>
/// <param name="PublicAccess">What it blocks of what is public; null where that was taken away.</param>
internal sealed record BucketAccess(AccountId Owner, string Region, string? Policy, PublicAccessSettings? PublicAccess);

/// <summary>The settings of S3 Block Public Access. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".</summary>
internal sealed record PublicAccessSettings(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    /// <summary>What a new bucket has since April 2023.</summary>
    public static PublicAccessSettings All { get; } = new(true, true, true, true);
}
