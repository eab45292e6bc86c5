using Emulation.S3.Wire;

namespace Emulation.S3.Door;

/// <summary>
/// Buckets have <c>BucketOwnerEnforced</c>, as every bucket that is made since April 2023: access lists say nothing, and a request that sets one is refused. Amazon S3 User Guide,
/// "Controlling ownership of objects and disabling ACLs for your bucket".
/// </summary>
internal static class BucketOwnership
{
    private const string Enforced = "BucketOwnerEnforced";

    /// <summary>Why a request that policies allow is none for such a bucket; null when it is one.</summary>
    public static S3Refusal? Refuse(S3Request request, ReadOnlyMemory<byte> body)
    {
        var operation = request.Route!.Operation;
        var sets = request.Headers.Keys.Any(static name => name.StartsWith("x-amz-grant-", StringComparison.OrdinalIgnoreCase))
            || request.Headers.GetValueOrDefault("x-amz-acl", "private") is not ("private" or "bucket-owner-full-control");
        return operation switch
        {
            "CreateBucket" when request.Headers.GetValueOrDefault("x-amz-object-ownership", Enforced) != Enforced => OnlyEnforced,
            "CreateBucket" when sets => S3Refusals.NoAclsInNewBucket,
            "PutBucketOwnershipControls" => S3Document.Of(body, "OwnershipControls").Text("Rule", "ObjectOwnership") == Enforced ? null : OnlyEnforced,
            "DeleteBucketOwnershipControls" => OnlyEnforced,
            "PutBucketAcl" or "PutObjectAcl" => sets || body.Length > 0 ? S3Refusals.NoAcls : null,
            _ => sets ? S3Refusals.NoAcls : null,
        };
    }

    private static S3Refusal OnlyEnforced { get; } =
        S3Refusals.NotImplemented("LocalAws decides by policies only. Leave the ownership of objects at BucketOwnerEnforced, which disables access lists.");
}
