using Sam.Documents;
using Sam.Resources;

namespace Sam.Services;

/// <summary>What a bucket's template says of public access and versions. What cannot be told lets fewer in.</summary>
internal static class BucketOfTemplate
{
    private const string Enforced = "BucketOwnerEnforced";

    /// <summary>The bucket with its settings.</summary>
    public static Bucket Read(Bucket bucket, Values values)
    {
        var ownership = values.Beneath("OwnershipControls").Maps("Rules").Select(static rule => rule.Told("ObjectOwnership")).FirstOrDefault(static rule => rule is not null);
        if (ownership is not (null or Enforced))
        {
            values.Close(
                "OwnershipControls", $"LocalAws enforces no access control lists, which '{ownership}' turns on: by none of them anybody gets in.",
                "Leave it out, and write who gets in into an AWS::S3::BucketPolicy.");
        }

        return bucket with
        {
            PublicAccess = values["PublicAccessBlockConfiguration"] is MapNode ? Block(values.Inner("PublicAccessBlockConfiguration")) : PublicAccessBlock.Everything,
            Versioning = values.Beneath("VersioningConfiguration").Told("Status"),
        };
    }

    // S3 API Reference, "PutPublicAccessBlock": what is not given is off.
    private static PublicAccessBlock Block(Values given)
    {
        return new(Is("BlockPublicAcls"), Is("IgnorePublicAcls"), Is("BlockPublicPolicy"), Is("RestrictPublicBuckets"));

        bool Is(string setting) => given[setting] is UnknownNode || given.Flag(setting) == true;
    }
}
