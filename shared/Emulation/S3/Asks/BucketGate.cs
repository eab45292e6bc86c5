using Iam;
using Sam;

namespace Emulation.S3.Asks;

/// <summary>What is known of the access to buckets beside what callers' own policies say.</summary>
internal interface IBucketPolicies
{
    /// <summary>Of any name: a bucket of which nothing is known belongs to the account in which clients make things.</summary>
    BucketGate Of(string bucket);
}

/// <summary>Who owns a bucket and whom it lets in.</summary>
/// <param name="Owner">The account.</param>
/// <param name="Policy">Its policy; null without one.</param>
/// <param name="Block">Its Block Public Access.</param>
/// <param name="Closed">Why nobody gets in, where its template says something that is not enforced here; null for what is open.</param>
internal sealed record BucketGate(AccountId Owner, Policy? Policy, PublicAccessBlock Block, string? Closed = null)
{
    /// <summary>
    /// The policy as requests are decided by it: one that is public lets in nobody but the owner's account and AWS's services while <c>RestrictPublicBuckets</c> is set, not even by
    /// its statements that are not. Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage".
    /// </summary>
    public Policy? InForce { get; } = Policy is not null && Block.RestrictPublicBuckets && PublicPolicy.IsPublic(Policy) ? PublicPolicy.Restricted(Policy, Owner) : Policy;
}
