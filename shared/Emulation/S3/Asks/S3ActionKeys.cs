using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Emulation.S3.Asks;

/// <summary>
/// The condition keys of each action, beside those that all have. Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3". Keys of what LocalAws does
/// not have are left out: access points, access grants, and the tags of buckets.
/// </summary>
internal static class S3ActionKeys
{
    public const string PayloadHash = "s3:x-amz-content-sha256";

    /// <summary>A family of keys, one for each tag: the text up to the tag's own.</summary>
    public const string RequestTag = "s3:RequestObjectTag/";

    /// <inheritdoc cref="RequestTag"/>
    public const string ExistingTag = "s3:ExistingObjectTag/";

    /// <inheritdoc cref="RequestTag"/>
    public const string BucketTag = "aws:RequestTag/";

    private const string Grants = "s3:x-amz-acl s3:x-amz-grant-full-control s3:x-amz-grant-read s3:x-amz-grant-read-acp s3:x-amz-grant-write s3:x-amz-grant-write-acp";
    private const string Lock = "s3:object-lock-mode s3:object-lock-remaining-retention-days s3:object-lock-retain-until-date";
    private const string Writing = $"{Grants} {RequestTag} s3:RequestObjectTagKeys s3:x-amz-copy-source s3:x-amz-metadata-directive s3:x-amz-server-side-encryption "
        + "s3:x-amz-server-side-encryption-aws-kms-key-id s3:x-amz-server-side-encryption-customer-algorithm s3:x-amz-storage-class s3:x-amz-website-redirect-location";

    /// <summary>Of every action of S3.</summary>
    public static ImmutableArray<string> Common { get; } = ["s3:ResourceAccount", "s3:TlsVersion", "s3:authType", "s3:signatureAge", "s3:signatureversion"];

    private static readonly FrozenDictionary<string, ImmutableArray<string>> OfActions = new Dictionary<string, string>
    {
        ["BypassGovernanceRetention"] = Writing,
        ["CreateBucket"] = $"{Grants} {BucketTag} aws:TagKeys s3:locationconstraint s3:x-amz-bucket-namespace s3:x-amz-object-ownership",
        ["DeleteObject"] = "s3:if-match",
        ["DeleteObjectTagging"] = ExistingTag,
        ["DeleteObjectVersion"] = "s3:versionid",
        ["DeleteObjectVersionTagging"] = $"{ExistingTag} s3:versionid",
        ["GetObject"] = ExistingTag,
        ["GetObjectAcl"] = ExistingTag,
        ["GetObjectAttributes"] = ExistingTag,
        ["GetObjectTagging"] = ExistingTag,
        ["GetObjectVersion"] = $"{ExistingTag} s3:versionid",
        ["GetObjectVersionAcl"] = $"{ExistingTag} s3:versionid",
        ["GetObjectVersionAttributes"] = $"{ExistingTag} s3:versionid",
        ["GetObjectVersionTagging"] = $"{ExistingTag} s3:versionid",
        ["ListBucket"] = "s3:prefix s3:delimiter s3:max-keys",
        ["ListBucketVersions"] = "s3:prefix s3:delimiter s3:max-keys",
        ["PutBucketAcl"] = Grants,
        ["PutInventoryConfiguration"] = "s3:InventoryAccessibleOptionalFields",
        ["PutObject"] = $"{Writing} {Lock} s3:object-lock-legal-hold s3:ObjectCreationOperation s3:if-match s3:if-none-match",
        ["PutObjectAcl"] = $"{Grants} {ExistingTag} s3:x-amz-storage-class",
        ["PutObjectVersionAcl"] = $"{Grants} {ExistingTag} s3:x-amz-storage-class s3:versionid",
        ["PutObjectLegalHold"] = "s3:object-lock-legal-hold",
        ["PutObjectRetention"] = Lock,
        ["PutObjectTagging"] = $"{ExistingTag} {RequestTag} s3:RequestObjectTagKeys",
        ["PutObjectVersionTagging"] = $"{ExistingTag} {RequestTag} s3:RequestObjectTagKeys s3:versionid",
    }.ToFrozenDictionary(static pair => pair.Key, static pair => pair.Value.Split(' ').ToImmutableArray(), StringComparer.Ordinal);

    /// <summary>The keys of an action beside those of all.</summary>
    public static ImmutableArray<string> Of(string action) => OfActions.GetValueOrDefault(action, []);

    /// <summary>Whether policies see of an action what the body is to be.</summary>
    public static bool HasPayloadHash(string action) => action is not ("GetBucketObjectLockConfiguration" or "PutBucketObjectLockConfiguration");
}
