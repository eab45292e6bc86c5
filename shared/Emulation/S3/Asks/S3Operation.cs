using System.Collections.Frozen;

namespace Emulation.S3.Asks;

/// <summary>What an operation asks for itself. What it asks beside that, by its headers and its body, is in <see cref="S3Asks"/>.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Action">The action, without <c>s3:</c>.</param>
/// <param name="OfVersion">The action in its place where a version is named; null where a version makes no difference.</param>
internal sealed record S3Operation(string Name, string Action, string? OfVersion = null)
{
    /// <summary>Why it is refused whoever asks; null where it is not.</summary>
    public string? Lacks { get; init; }
}

/// <summary>
/// The operations of S3 and their actions. Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3", and AWS's Service Reference, which says what
/// operations are authorized by: Amazon S3 User Guide, "Required permissions for Amazon S3 API operations".
/// </summary>
internal static class S3Operations
{
    private const string NoTables = "it makes tables in S3 Tables, which LocalAws does not have.";

    public static FrozenDictionary<string, S3Operation> All { get; } = Listed().ToFrozenDictionary(static operation => operation.Name, StringComparer.Ordinal);

    private static S3Operation[] Listed() =>
    [
        new("ListBuckets", "ListAllMyBuckets"),
        new("CreateBucket", "CreateBucket"),
        new("DeleteBucket", "DeleteBucket"),
        new("HeadBucket", "ListBucket"),
        new("ListObjects", "ListBucket"),
        new("ListObjectsV2", "ListBucket"),
        new("ListObjectVersions", "ListBucketVersions"),
        new("ListMultipartUploads", "ListBucketMultipartUploads"),
        new("GetBucketLocation", "GetBucketLocation"),
        new("CreateBucketMetadataConfiguration", "CreateBucketMetadataTableConfiguration") { Lacks = NoTables },
        new("CreateBucketMetadataTableConfiguration", "CreateBucketMetadataTableConfiguration") { Lacks = NoTables },
        new("UpdateBucketMetadataInventoryTableConfiguration", "UpdateBucketMetadataInventoryTableConfiguration") { Lacks = NoTables },
        new("UpdateBucketMetadataJournalTableConfiguration", "UpdateBucketMetadataJournalTableConfiguration") { Lacks = NoTables },
        new("CreateSession", "CreateSession") { Lacks = "sessions are of directory buckets, which LocalAws does not have." },
        new("RenameObject", "RenameObject") { Lacks = "objects of directory buckets are renamed, which LocalAws does not have." },
        new("UpdateObjectEncryption", "UpdateObjectEncryption") { Lacks = "what AWS authorizes it by is not in its data." },
        new("PutBucketAbac", "PutBucketAbac") { Lacks = "LocalAws does not decide by the tags of buckets." },
        new("GetBucketAbac", "GetBucketAbac"),
        new("GetBucketMetadataConfiguration", "GetBucketMetadataTableConfiguration"),
        new("GetBucketMetadataTableConfiguration", "GetBucketMetadataTableConfiguration"),
        new("DeleteBucketMetadataConfiguration", "DeleteBucketMetadataTableConfiguration"),
        new("DeleteBucketMetadataTableConfiguration", "DeleteBucketMetadataTableConfiguration"),

        // What takes a configuration away needs the permission to put one, but of a policy and a website.
        .. Configured("BucketAnalyticsConfiguration", "AnalyticsConfiguration", "Get Put Delete"),
        new("ListBucketAnalyticsConfigurations", "GetAnalyticsConfiguration"),
        .. Configured("BucketInventoryConfiguration", "InventoryConfiguration", "Get Put Delete"),
        new("ListBucketInventoryConfigurations", "GetInventoryConfiguration"),
        .. Configured("BucketMetricsConfiguration", "MetricsConfiguration", "Get Put Delete"),
        new("ListBucketMetricsConfigurations", "GetMetricsConfiguration"),
        .. Configured("BucketIntelligentTieringConfiguration", "IntelligentTieringConfiguration", "Get Put Delete"),
        new("ListBucketIntelligentTieringConfigurations", "GetIntelligentTieringConfiguration"),
        .. Configured("BucketAccelerateConfiguration", "AccelerateConfiguration", "Get Put"),
        .. Configured("BucketAcl", "BucketAcl", "Get Put"),
        .. Configured("BucketCors", "BucketCORS", "Get Put Delete"),
        .. Configured("BucketEncryption", "EncryptionConfiguration", "Get Put Delete"),
        .. Configured("BucketLifecycleConfiguration", "LifecycleConfiguration", "Get Put"),
        new("DeleteBucketLifecycle", "PutLifecycleConfiguration"),
        .. Configured("BucketLogging", "BucketLogging", "Get Put"),
        .. Configured("BucketNotificationConfiguration", "BucketNotification", "Get Put"),
        .. Configured("BucketOwnershipControls", "BucketOwnershipControls", "Get Put Delete"),
        .. Configured("BucketPolicy", "BucketPolicy", "Get Put"),
        new("DeleteBucketPolicy", "DeleteBucketPolicy"),
        new("GetBucketPolicyStatus", "GetBucketPolicyStatus"),
        .. Configured("BucketReplication", "ReplicationConfiguration", "Get Put Delete"),
        .. Configured("BucketRequestPayment", "BucketRequestPayment", "Get Put"),
        .. Configured("BucketTagging", "BucketTagging", "Get Put Delete"),
        .. Configured("BucketVersioning", "BucketVersioning", "Get Put"),
        .. Configured("BucketWebsite", "BucketWebsite", "Get Put"),
        new("DeleteBucketWebsite", "DeleteBucketWebsite"),
        .. Configured("ObjectLockConfiguration", "BucketObjectLockConfiguration", "Get Put"),
        .. Configured("PublicAccessBlock", "BucketPublicAccessBlock", "Get Put Delete"),

        new("GetObject", "GetObject", "GetObjectVersion"),
        new("HeadObject", "GetObject", "GetObjectVersion"),
        new("SelectObjectContent", "GetObject"),
        new("GetObjectTorrent", "GetObject"),
        new("GetObjectAttributes", "GetObject", "GetObjectVersion"),
        new("PutObject", "PutObject"),
        new("PostObject", "PutObject"),
        new("CopyObject", "PutObject"),
        new("CreateMultipartUpload", "PutObject"),
        new("UploadPart", "PutObject"),
        new("UploadPartCopy", "PutObject"),
        new("CompleteMultipartUpload", "PutObject"),
        new("AbortMultipartUpload", "AbortMultipartUpload"),
        new("ListParts", "ListMultipartUploadParts"),
        new("DeleteObject", "DeleteObject", "DeleteObjectVersion"),
        new("DeleteObjects", "DeleteObject", "DeleteObjectVersion"),
        new("RestoreObject", "RestoreObject"),
        new("GetObjectTagging", "GetObjectTagging", "GetObjectVersionTagging"),
        new("PutObjectTagging", "PutObjectTagging", "PutObjectVersionTagging"),
        new("DeleteObjectTagging", "DeleteObjectTagging", "DeleteObjectVersionTagging"),
        new("GetObjectAcl", "GetObjectAcl", "GetObjectVersionAcl"),
        new("PutObjectAcl", "PutObjectAcl", "PutObjectVersionAcl"),
        new("GetObjectLegalHold", "GetObjectLegalHold"),
        new("PutObjectLegalHold", "PutObjectLegalHold"),
        new("GetObjectRetention", "GetObjectRetention"),
        new("PutObjectRetention", "PutObjectRetention"),
    ];

    private static IEnumerable<S3Operation> Configured(string what, string action, string verbs) =>
        verbs.Split(' ').Select(verb => new S3Operation(verb + what, $"{(verb == "Get" ? "Get" : "Put")}{action}"));
}
