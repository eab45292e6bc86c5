using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>The tags of objects. Amazon S3 API Reference, "GetObjectTagging", "PutObjectTagging", "DeleteObjectTagging".</summary>
internal sealed class ObjectTagging(StoreParts parts)
{
    public S3Answer Get(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var version = parts.Database.Read(reader => Find(reader, call, bucket));
        return ObjectTags.Answer(version.Tags, bucket.Told(version.Id));
    }

    public async ValueTask<S3Answer> PutAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var tags = ObjectTags.OfDocument(await RequestDocument.ReadAsync(parts, call).ConfigureAwait(false), isBucket: false);
        return await SetAsync(call, bucket, tags, 200).ConfigureAwait(false);
    }

    public ValueTask<S3Answer> DeleteAsync(S3Call call) => SetAsync(call, parts.BucketOf(call), [], 204);

    /// <summary>Sees to it that the object of a call is there.</summary>
    public void Find(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        parts.Database.Read(reader => Find(reader, call, bucket));
    }

    private async ValueTask<S3Answer> SetAsync(S3Call call, StoredBucket bucket, ImmutableArray<ObjectTag> tags, int status)
    {
        var version = await parts.Database.WriteAsync(writer =>
        {
            BucketTable.Check(writer, bucket);
            var found = Find(writer, call, bucket);
            VersionTable.SetTags(writer, found, tags);
            return found;
        }).ConfigureAwait(false);
        return new S3Answer(status) { Headers = AnswerHeaders.Of([("x-amz-version-id", bucket.Told(version.Id))]).Alone() };
    }

    private static StoredVersion Find(KeptStatements statements, S3Call call, StoredBucket bucket)
    {
        var wanted = StoreParts.VersionOf(call.Parameter("versionId"));
        return VersionTable.Find(statements, bucket.Id, KeyBytes.Checked(call.Key!), wanted) switch
        {
            null => throw (wanted is null ? S3Refusals.NoSuchKey(call.Key!).Raised() : S3Refusals.NoSuchVersion(call.Key!, wanted).Raised()),
            { IsMarker: true } marker => throw StoreParts.Deleted(bucket, call.Key!, marker, wanted is not null).Raised(),
            var version => version,
        };
    }
}
