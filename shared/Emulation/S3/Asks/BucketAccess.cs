using Iam;

namespace Emulation.S3.Asks;

/// <summary>What is known of the access to buckets beside what callers' own policies say.</summary>
internal interface IBucketPolicies
{
    /// <summary>Of any name: a bucket of which nothing is known belongs to the account in which clients make things.</summary>
    BucketAccess Of(string bucket);
}

/// <summary>Who owns a bucket and whom it lets in.</summary>
/// <param name="Owner">The account.</param>
/// <param name="Policy">Its policy; null without one.</param>
/// <param name="Block">Its Block Public Access.</param>
internal sealed record BucketAccess(AccountId Owner, Policy? Policy, PublicAccessBlock Block)
{
    /// <summary>
    /// The policy as requests are decided by it: one that is public lets in nobody but the owner's account and AWS's services while <c>RestrictPublicBuckets</c> is set, not even by
    /// its statements that are not. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
    /// </summary>
    public Policy? InForce { get; } = Policy is not null && Block.RestrictPublicBuckets && PublicPolicy.IsPublic(Policy) ? PublicPolicy.Restricted(Policy, Owner) : Policy;
}

/// <summary>A bucket's Block Public Access. Amazon S3 API Reference, PublicAccessBlockConfiguration.</summary>
internal sealed record PublicAccessBlock(bool BlockPublicAcls, bool IgnorePublicAcls, bool BlockPublicPolicy, bool RestrictPublicBuckets)
{
    /// <summary>Of every bucket that is made since April 2023.</summary>
    public static PublicAccessBlock Everything { get; } = new(true, true, true, true);

    /// <summary>Of a bucket whose configuration was taken away.</summary>
    public static PublicAccessBlock Nothing { get; } = new(false, false, false, false);
}
