namespace Emulation.S3.Store;

/// <summary>Lists the versions of objects, the newest of each key first. Amazon S3 API Reference, "ListObjectVersions".</summary>
internal sealed class VersionListing(StoreParts parts)
{
    private static readonly ListedRows<StoredVersion> InOrder = new(
        "SELECT seq, version, latest, marker, modified, size, etag, facts, tags, files, key FROM versions "
        + "WHERE bucket = $1 AND (key > $2 OR (key = $2 AND seq < $3)) AND key >= $4 ORDER BY key, seq DESC",
        10, VersionTable.Read);

    public S3Answer List(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var list = new ListParameters(call);
        var most = ListParameters.Limit(call.Parameter("max-keys"), "max-keys");
        var (key, id) = (call.Parameter("key-marker") ?? "", call.Parameter("version-id-marker"));
        if (id is not null && key.Length == 0)
        {
            throw S3Refusals.InvalidArgument("A version-id marker cannot be specified without a key marker.", "version-id-marker", id).Raised();
        }

        var after = id is null or "" ? null : StoreParts.VersionOf(id);
        var page = parts.Database.ReadOneState(reader => Page(reader, bucket, list, KeyBytes.Of(key), after, most));
        var last = page.IsTruncated ? page.Entries[^1] : default;
        return AnswerDocument.Answer(
            "ListVersionsResult",
            body =>
            {
                body.Add("Name", bucket.Name).Add("Prefix", list.Shown(list.Prefix)).Add("KeyMarker", list.Shown(key)).Add("VersionIdMarker", id ?? "");
                if (page.IsTruncated)
                {
                    body.Add("NextKeyMarker", list.Shown(KeyBytes.Text(last.Name))).Add("NextVersionIdMarker", last.Item?.Id ?? "");
                }

                body.Add("MaxKeys", most).Add("Delimiter", list.Shown(list.Delimiter));
                list.WriteEncoding(body);
                body.Add("IsTruncated", page.IsTruncated);
                foreach (var (name, version) in page.Entries)
                {
                    Write(body, list, bucket, KeyBytes.Text(name), version);
                }

                list.WriteGroups(body, page.Groups);
            });
    }

    private static void Write(AnswerDocument body, ListParameters list, StoredBucket bucket, string key, StoredVersion? version)
    {
        if (version is null)
        {
            return;
        }

        body.Add(version.IsMarker ? "DeleteMarker" : "Version", one =>
        {
            one.Add("Key", list.Shown(key)).Add("VersionId", version.Id).Add("IsLatest", version.IsLatest).Add("LastModified", version.Modified);
            if (!version.IsMarker)
            {
                one.Add("ETag", version.QuotedETag).Add("ChecksumAlgorithm", version.Facts.Algorithm)
                    .Add("ChecksumType", ChecksumType.Name(version.Facts.IsComposite)).Add("Size", version.Size);
            }

            one.Add("Owner", who => who.Add("ID", CanonicalId.Of(bucket.Account))).Add("StorageClass", version.IsMarker ? null : version.Facts.StorageClass);
        });
    }

    private static ListedPage<StoredVersion> Page(KeptStatements reader, StoredBucket bucket, ListParameters list, byte[] key, string? after, int most)
    {
        // Without a version the whole key is passed over; a version that is gone passes over none of those that are left.
        var before = after is null ? 0 : VersionTable.Find(reader, bucket.Id, key, after)?.Sequence ?? long.MaxValue;
        return ListedPage<StoredVersion>.Read(reader, bucket, list, InOrder, new PageStart(key, before), most);
    }
}
