namespace Emulation.S3.Store;

/// <summary>The operations that this S3 has, by their names. Every other is refused, and the refusal names the way to a server that may have it.</summary>
internal static class StoreOperations
{
    public static IEnumerable<KeyValuePair<string, Func<S3Call, ValueTask<S3Answer>>>> Of(StoreParts parts, BucketOperations buckets)
    {
        var settings = new BucketDocuments(parts);
        var (writing, reading, deletion, tagging) = (new ObjectWriting(parts), new ObjectReading(parts), new ObjectDeletion(parts), new ObjectTagging(parts));
        var (objects, versions) = (new ObjectListing(parts), new VersionListing(parts));
        var (uploads, completion, listing) = (new MultipartUploads(parts, writing), new UploadCompletion(parts), new UploadListing(parts));
        return
        [
            new("ListBuckets", Now(buckets.List)), new("CreateBucket", buckets.CreateAsync), new("HeadBucket", Now(buckets.Head)),
            new("DeleteBucket", buckets.DeleteAsync), new("GetBucketLocation", Now(buckets.Location)),
            new("GetBucketVersioning", Now(settings.GetVersioning)), new("PutBucketVersioning", settings.PutVersioningAsync),
            new("GetBucketTagging", Now(settings.GetTagging)), new("PutBucketTagging", settings.PutTaggingAsync), new("DeleteBucketTagging", Delete(BucketDocument.Tagging)),
            new("GetBucketCors", Now(settings.GetCors)), new("PutBucketCors", settings.PutCorsAsync), new("DeleteBucketCors", Delete(BucketDocument.Cors)),
            new("GetBucketOwnershipControls", Now(settings.GetOwnership)), new("PutBucketOwnershipControls", settings.PutOwnershipAsync),
            new("DeleteBucketOwnershipControls", settings.DeleteOwnershipAsync),
            new("GetBucketEncryption", Now(settings.GetEncryption)), new("PutBucketEncryption", settings.PutEncryptionAsync),
            new("DeleteBucketEncryption", Delete(BucketDocument.Encryption)),
            new("GetBucketAcl", Now(settings.GetAcl)), new("PutBucketAcl", settings.PutAclAsync),
            new("GetBucketNotificationConfiguration", NothingSet("NotificationConfiguration")), new("PutBucketNotificationConfiguration", settings.PutNotificationAsync),
            new("GetBucketLogging", NothingSet("BucketLoggingStatus")), new("GetBucketAccelerateConfiguration", NothingSet("AccelerateConfiguration")),
            new("GetBucketRequestPayment", OfBucket(static _ => AnswerDocument.Answer("RequestPaymentConfiguration", static body => body.Add("Payer", "BucketOwner")))),
            new("GetBucketLifecycleConfiguration", NoneOf("NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist")),
            new("GetBucketWebsite", NoneOf("NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration")),
            new("GetBucketReplication", NoneOf("ReplicationConfigurationNotFoundError", "The replication configuration was not found")),
            new("GetObjectLockConfiguration", NoneOf("ObjectLockConfigurationNotFoundError", "Object Lock configuration does not exist for this bucket")),
            new("ListObjects", Now(objects.List)), new("ListObjectsV2", Now(objects.ListV2)), new("ListObjectVersions", Now(versions.List)),
            new("PutObject", writing.PutAsync), new("CopyObject", writing.CopyAsync),
            new("GetObject", Now(call => reading.Get(call, isHead: false))), new("HeadObject", Now(call => reading.Get(call, isHead: true))),
            new("GetObjectAttributes", Now(reading.Attributes)),
            new("DeleteObject", deletion.DeleteAsync), new("DeleteObjects", deletion.DeleteManyAsync),
            new("GetObjectTagging", Now(tagging.Get)), new("PutObjectTagging", tagging.PutAsync), new("DeleteObjectTagging", tagging.DeleteAsync),
            new("GetObjectAcl", Now(ObjectAcl)), new("PutObjectAcl", PutObjectAclAsync),
            new("CreateMultipartUpload", uploads.CreateAsync), new("UploadPart", uploads.PutPartAsync), new("UploadPartCopy", uploads.CopyPartAsync),
            new("AbortMultipartUpload", uploads.AbortAsync), new("CompleteMultipartUpload", completion.CompleteAsync),
            new("ListMultipartUploads", Now(listing.List)), new("ListParts", Now(listing.ListParts)),
        ];

        Func<S3Call, ValueTask<S3Answer>> Delete(string kind) => call => settings.DeleteAsync(call, kind);

        Func<S3Call, ValueTask<S3Answer>> OfBucket(Func<StoredBucket, S3Answer> answer) => Now(call => answer(parts.BucketOf(call)));

        Func<S3Call, ValueTask<S3Answer>> NothingSet(string root) => OfBucket(_ => AnswerDocument.Answer(root, static _ => { }));

        Func<S3Call, ValueTask<S3Answer>> NoneOf(string code, string message) => OfBucket(bucket => throw S3Refusals.Of(404, code, message, ("BucketName", bucket.Name)).Raised());

        S3Answer ObjectAcl(S3Call call)
        {
            tagging.Find(call);
            return settings.GetAcl(call);
        }

        async ValueTask<S3Answer> PutObjectAclAsync(S3Call call)
        {
            tagging.Find(call);
            return await settings.PutAclAsync(call).ConfigureAwait(false);
        }
    }

    private static Func<S3Call, ValueTask<S3Answer>> Now(Func<S3Call, S3Answer> answer) => call => ValueTask.FromResult(answer(call));
}
