using System.Collections.Frozen;
using System.Collections.Immutable;

namespace Emulation.S3.Wire;

/// <summary>The operations of S3 and how requests name them. Amazon S3 API Reference, "Actions"; what SDKs send is in AWS's service model of 2006-03-01.</summary>
internal static class S3Routes
{
    private const string Reading = "response-cache-control response-content-disposition response-content-encoding response-content-language response-content-type "
        + "response-expires versionId partNumber";

    /// <summary>Each once: an operation that another took the place of at the same route has the newer's name.</summary>
    public static ImmutableArray<S3Route> All { get; } =
    [
        new("ListBuckets", "GET", S3Level.Service, "", "max-buckets continuation-token prefix bucket-region"),
        new("CreateBucket", "PUT", S3Level.Bucket, ""),
        new("CreateBucketMetadataConfiguration", "POST", S3Level.Bucket, "metadataConfiguration"),
        new("CreateBucketMetadataTableConfiguration", "POST", S3Level.Bucket, "metadataTable"),
        new("CreateSession", "GET", S3Level.Bucket, "session"),
        new("DeleteBucket", "DELETE", S3Level.Bucket, ""),
        new("DeleteBucketAnalyticsConfiguration", "DELETE", S3Level.Bucket, "analytics id"),
        new("DeleteBucketCors", "DELETE", S3Level.Bucket, "cors"),
        new("DeleteBucketEncryption", "DELETE", S3Level.Bucket, "encryption"),
        new("DeleteBucketIntelligentTieringConfiguration", "DELETE", S3Level.Bucket, "intelligent-tiering id"),
        new("DeleteBucketInventoryConfiguration", "DELETE", S3Level.Bucket, "inventory id"),
        new("DeleteBucketLifecycle", "DELETE", S3Level.Bucket, "lifecycle"),
        new("DeleteBucketMetadataConfiguration", "DELETE", S3Level.Bucket, "metadataConfiguration"),
        new("DeleteBucketMetadataTableConfiguration", "DELETE", S3Level.Bucket, "metadataTable"),
        new("DeleteBucketMetricsConfiguration", "DELETE", S3Level.Bucket, "metrics id"),
        new("DeleteBucketOwnershipControls", "DELETE", S3Level.Bucket, "ownershipControls"),
        new("DeleteBucketPolicy", "DELETE", S3Level.Bucket, "policy"),
        new("DeleteBucketReplication", "DELETE", S3Level.Bucket, "replication"),
        new("DeleteBucketTagging", "DELETE", S3Level.Bucket, "tagging"),
        new("DeleteBucketWebsite", "DELETE", S3Level.Bucket, "website"),
        new("DeleteObjects", "POST", S3Level.Bucket, "delete"),
        new("DeletePublicAccessBlock", "DELETE", S3Level.Bucket, "publicAccessBlock"),
        new("GetBucketAbac", "GET", S3Level.Bucket, "abac"),
        new("GetBucketAccelerateConfiguration", "GET", S3Level.Bucket, "accelerate"),
        new("GetBucketAcl", "GET", S3Level.Bucket, "acl"),
        new("GetBucketAnalyticsConfiguration", "GET", S3Level.Bucket, "analytics id"),
        new("GetBucketCors", "GET", S3Level.Bucket, "cors"),
        new("GetBucketEncryption", "GET", S3Level.Bucket, "encryption"),
        new("GetBucketIntelligentTieringConfiguration", "GET", S3Level.Bucket, "intelligent-tiering id"),
        new("GetBucketInventoryConfiguration", "GET", S3Level.Bucket, "inventory id"),
        new("GetBucketLifecycleConfiguration", "GET", S3Level.Bucket, "lifecycle"),
        new("GetBucketLocation", "GET", S3Level.Bucket, "location"),
        new("GetBucketLogging", "GET", S3Level.Bucket, "logging"),
        new("GetBucketMetadataConfiguration", "GET", S3Level.Bucket, "metadataConfiguration"),
        new("GetBucketMetadataTableConfiguration", "GET", S3Level.Bucket, "metadataTable"),
        new("GetBucketMetricsConfiguration", "GET", S3Level.Bucket, "metrics id"),
        new("GetBucketNotificationConfiguration", "GET", S3Level.Bucket, "notification"),
        new("GetBucketOwnershipControls", "GET", S3Level.Bucket, "ownershipControls"),
        new("GetBucketPolicy", "GET", S3Level.Bucket, "policy"),
        new("GetBucketPolicyStatus", "GET", S3Level.Bucket, "policyStatus"),
        new("GetBucketReplication", "GET", S3Level.Bucket, "replication"),
        new("GetBucketRequestPayment", "GET", S3Level.Bucket, "requestPayment"),
        new("GetBucketTagging", "GET", S3Level.Bucket, "tagging"),
        new("GetBucketVersioning", "GET", S3Level.Bucket, "versioning"),
        new("GetBucketWebsite", "GET", S3Level.Bucket, "website"),
        new("GetObjectLockConfiguration", "GET", S3Level.Bucket, "object-lock"),
        new("GetPublicAccessBlock", "GET", S3Level.Bucket, "publicAccessBlock"),
        new("HeadBucket", "HEAD", S3Level.Bucket, ""),
        new("ListBucketAnalyticsConfigurations", "GET", S3Level.Bucket, "analytics", "continuation-token"),
        new("ListBucketIntelligentTieringConfigurations", "GET", S3Level.Bucket, "intelligent-tiering", "continuation-token"),
        new("ListBucketInventoryConfigurations", "GET", S3Level.Bucket, "inventory", "continuation-token"),
        new("ListBucketMetricsConfigurations", "GET", S3Level.Bucket, "metrics", "continuation-token"),
        new("ListMultipartUploads", "GET", S3Level.Bucket, "uploads", "delimiter encoding-type key-marker max-uploads prefix upload-id-marker"),
        new("ListObjectVersions", "GET", S3Level.Bucket, "versions", "delimiter encoding-type key-marker max-keys prefix version-id-marker"),
        new("ListObjects", "GET", S3Level.Bucket, "", "delimiter encoding-type marker max-keys prefix"),
        new("ListObjectsV2", "GET", S3Level.Bucket, "list-type=2", "delimiter encoding-type max-keys prefix continuation-token fetch-owner start-after"),
        new("PutBucketAbac", "PUT", S3Level.Bucket, "abac"),
        new("PutBucketAccelerateConfiguration", "PUT", S3Level.Bucket, "accelerate"),
        new("PutBucketAcl", "PUT", S3Level.Bucket, "acl"),
        new("PutBucketAnalyticsConfiguration", "PUT", S3Level.Bucket, "analytics id"),
        new("PutBucketCors", "PUT", S3Level.Bucket, "cors"),
        new("PutBucketEncryption", "PUT", S3Level.Bucket, "encryption"),
        new("PutBucketIntelligentTieringConfiguration", "PUT", S3Level.Bucket, "intelligent-tiering id"),
        new("PutBucketInventoryConfiguration", "PUT", S3Level.Bucket, "inventory id"),
        new("PutBucketLifecycleConfiguration", "PUT", S3Level.Bucket, "lifecycle"),
        new("PutBucketLogging", "PUT", S3Level.Bucket, "logging"),
        new("PutBucketMetricsConfiguration", "PUT", S3Level.Bucket, "metrics id"),
        new("PutBucketNotificationConfiguration", "PUT", S3Level.Bucket, "notification"),
        new("PutBucketOwnershipControls", "PUT", S3Level.Bucket, "ownershipControls"),
        new("PutBucketPolicy", "PUT", S3Level.Bucket, "policy"),
        new("PutBucketReplication", "PUT", S3Level.Bucket, "replication"),
        new("PutBucketRequestPayment", "PUT", S3Level.Bucket, "requestPayment"),
        new("PutBucketTagging", "PUT", S3Level.Bucket, "tagging"),
        new("PutBucketVersioning", "PUT", S3Level.Bucket, "versioning"),
        new("PutBucketWebsite", "PUT", S3Level.Bucket, "website"),
        new("PutObjectLockConfiguration", "PUT", S3Level.Bucket, "object-lock"),
        new("PutPublicAccessBlock", "PUT", S3Level.Bucket, "publicAccessBlock"),
        new("UpdateBucketMetadataInventoryTableConfiguration", "PUT", S3Level.Bucket, "metadataInventoryTable"),
        new("UpdateBucketMetadataJournalTableConfiguration", "PUT", S3Level.Bucket, "metadataJournalTable"),
        new("AbortMultipartUpload", "DELETE", S3Level.Object, "uploadId"),
        new("CompleteMultipartUpload", "POST", S3Level.Object, "uploadId"),
        new("CopyObject", "PUT", S3Level.Object, "", headers: "x-amz-copy-source"),
        new("CreateMultipartUpload", "POST", S3Level.Object, "uploads"),
        new("DeleteObject", "DELETE", S3Level.Object, "", "versionId"),
        new("DeleteObjectTagging", "DELETE", S3Level.Object, "tagging", "versionId"),
        new("GetObject", "GET", S3Level.Object, "", Reading),
        new("GetObjectAcl", "GET", S3Level.Object, "acl", "versionId"),
        new("GetObjectAttributes", "GET", S3Level.Object, "attributes", "versionId", headers: "x-amz-object-attributes"),
        new("GetObjectLegalHold", "GET", S3Level.Object, "legal-hold", "versionId"),
        new("GetObjectRetention", "GET", S3Level.Object, "retention", "versionId"),
        new("GetObjectTagging", "GET", S3Level.Object, "tagging", "versionId"),
        new("GetObjectTorrent", "GET", S3Level.Object, "torrent"),
        new("HeadObject", "HEAD", S3Level.Object, "", Reading),
        new("ListParts", "GET", S3Level.Object, "uploadId", "max-parts part-number-marker"),
        new("PutObject", "PUT", S3Level.Object, ""),
        new("PutObjectAcl", "PUT", S3Level.Object, "acl", "versionId"),
        new("PutObjectLegalHold", "PUT", S3Level.Object, "legal-hold", "versionId"),
        new("PutObjectRetention", "PUT", S3Level.Object, "retention", "versionId"),
        new("PutObjectTagging", "PUT", S3Level.Object, "tagging", "versionId"),
        new("RenameObject", "PUT", S3Level.Object, "renameObject", headers: "x-amz-rename-source"),
        new("RestoreObject", "POST", S3Level.Object, "restore", "versionId"),
        new("SelectObjectContent", "POST", S3Level.Object, "select select-type=2"),
        new("UpdateObjectEncryption", "PUT", S3Level.Object, "encryption", "versionId"),
        new("UploadPart", "PUT", S3Level.Object, "partNumber uploadId"),
        new("UploadPartCopy", "PUT", S3Level.Object, "partNumber uploadId", headers: "x-amz-copy-source"),
    ];

    /// <summary>The upload of an object.</summary>
    public static S3Route Upload { get; } = All.First(static route => route.Operation == "PutObject");

    /// <summary>What makes a request another one: it must belong to the operation, whatever else a request holds. Some are of operations that are not here.</summary>
    private static readonly FrozenSet<string> SubResources = All.SelectMany(static route => route.Keys.Select(static key => key.Key)).Where(static name => name != "id")
        .Concat(["versionId", "annotation", "annotations", "append", "cors", "lifecycle", "metadataAnnotationTable", "policy", "x-amz-rename-source"])
        .ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenSet<string> RoutingHeaders = All.SelectMany(static route => route.Headers).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The operation that a request names, or why it names none. An operation that does not have everything by which a request is told is not the request's.</summary>
    public static S3Route? Find(
        string method, S3Level level, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers, out S3Refusal? refusal)
    {
        S3Route? found = null;
        var reaches = false;
        foreach (var route in All)
        {
            if (!route.Fits(method, level, query, headers))
            {
                continue;
            }

            reaches = true;
            if ((found is null || route.Weight > found.Weight) && Covers(route, query, headers))
            {
                found = route;
            }
        }

        refusal = found is not null ? Strange(found, query) : Refuse(method, level, query, reaches);
        return refusal is null ? found : null;
    }

    private static bool Covers(S3Route route, IReadOnlyDictionary<string, string> query, IReadOnlyDictionary<string, string> headers)
    {
        foreach (var name in query.Keys)
        {
            if (SubResources.Contains(name) && !route.Has(name))
            {
                return false;
            }
        }

        foreach (var name in RoutingHeaders)
        {
            if (headers.ContainsKey(name) && !route.Headers.Contains(name))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>A parameter without a value that the operation does not have looks like a sub-resource that S3 has got since. S3 passes over others.</summary>
    private static S3Refusal? Strange(S3Route route, IReadOnlyDictionary<string, string> query)
    {
        foreach (var (name, value) in query)
        {
            if (value.Length == 0 && !route.Has(name))
            {
                return S3Refusals.NotImplemented($"{route.Operation} has no '{Emulation.Wire.ClientText.Shown(name, 64)}'.");
            }
        }

        return null;
    }

    private static S3Refusal Refuse(string method, S3Level level, IReadOnlyDictionary<string, string> query, bool reaches)
    {
        string[] names = [.. query.Keys.Where(SubResources.Contains).Order(StringComparer.Ordinal)];
        return names switch
        {
            ["versionId"] when reaches => S3Refusals.InvalidArgument("This operation does not accept a version-id.", "versionId", query["versionId"]),
            { Length: > 1 } => S3Refusals.Conflicting(string.Join(", ", names)),
            _ when reaches => S3Refusals.NotImplemented($"{method} with {(names.Length == 0 ? "these headers" : $"'{names[0]}'")} is no operation on {level switch
            {
                S3Level.Service => "the service",
                S3Level.Bucket => "a bucket",
                _ => "an object",
            }}."),
            _ => S3Refusals.MethodNotAllowed(method, level.ToString().ToUpperInvariant()),
        };
    }
}
