namespace Emulation.S3.Store;

/// <summary>
/// Lists the current objects of a bucket. Amazon S3 API Reference, "ListObjectsV2", "ListObjects"; Amazon S3 User Guide, "Organizing objects using prefixes".
/// </summary>
internal sealed class ObjectListing(StoreParts parts)
{
    /// <summary>Follows a token from its last entry, the one that says whether it was a key or a common prefix.</summary>
    private const char OfKey = 'k';
    private const char OfGroup = 'g';

    private static readonly ListedRows<StoredVersion> Current = new(
        "SELECT seq, version, latest, marker, modified, size, etag, facts, tags, files, key FROM versions "
        + "WHERE bucket = $1 AND latest = 1 AND marker = 0 AND (key > $2 OR (key = $2 AND seq > $3)) AND key >= $4 ORDER BY key",
        10, VersionTable.Read);

    public S3Answer ListV2(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var list = new ListParameters(call);
        var most = ListParameters.Limit(call.Parameter("max-keys"), "max-keys");
        var (token, after) = (call.Parameter("continuation-token"), call.Parameter("start-after"));
        var page = Page(bucket, list, token is null ? After(after) : Read(token), most);
        var owner = call.Parameter("fetch-owner") is "true" ? CanonicalId.Of(bucket.Account) : null;
        return AnswerDocument.Answer(
            "ListBucketResult",
            body =>
            {
                body.Add("Name", bucket.Name).Add("Prefix", list.Shown(list.Prefix)).Add("StartAfter", list.Shown(after)).Add("ContinuationToken", token)
                    .Add("NextContinuationToken", page.IsTruncated ? Token(page) : null)
                    .Add("KeyCount", page.Entries.Count).Add("MaxKeys", most).Add("Delimiter", list.Shown(list.Delimiter));
                list.WriteEncoding(body);
                body.Add("IsTruncated", page.IsTruncated);
                Write(body, page, list, owner);
            },
            ("x-amz-bucket-region", bucket.Region));
    }

    public S3Answer List(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var list = new ListParameters(call);
        var most = ListParameters.Limit(call.Parameter("max-keys"), "max-keys");
        var marker = call.Parameter("marker") ?? "";
        var page = Page(bucket, list, After(marker), most);
        return AnswerDocument.Answer(
            "ListBucketResult",
            body =>
            {
                body.Add("Name", bucket.Name).Add("Prefix", list.Shown(list.Prefix)).Add("Marker", list.Shown(marker))
                    .Add("NextMarker", page.IsTruncated && list.Delimiter is not null ? list.Shown(KeyBytes.Text(page.Entries[^1].Name)) : null)
                    .Add("MaxKeys", most).Add("Delimiter", list.Shown(list.Delimiter));
                list.WriteEncoding(body);
                body.Add("IsTruncated", page.IsTruncated);
                Write(body, page, list, CanonicalId.Of(bucket.Account));
            },
            ("x-amz-bucket-region", bucket.Region));
    }

    private static void Write(AnswerDocument body, ListedPage<StoredVersion> page, ListParameters list, string? owner)
    {
        foreach (var (name, version) in page.Entries)
        {
            if (version is not null)
            {
                body.Add("Contents", one =>
                {
                    one.Add("Key", list.Shown(KeyBytes.Text(name))).Add("LastModified", version.Modified).Add("ETag", version.QuotedETag)
                        .Add("ChecksumAlgorithm", version.Facts.Algorithm).Add("ChecksumType", ChecksumType.Name(version.Facts.IsComposite)).Add("Size", version.Size);
                    if (owner is not null)
                    {
                        one.Add("Owner", who => who.Add("ID", owner));
                    }

                    one.Add("StorageClass", version.Facts.StorageClass);
                });
            }
        }

        list.WriteGroups(body, page.Groups);
    }

    private static string Token(ListedPage<StoredVersion> page)
    {
        var (name, version) = page.Entries[^1];
        return Convert.ToBase64String([(byte)(version is null ? OfGroup : OfKey), .. name]);
    }

    private static PageStart Read(string token)
    {
        var bytes = new byte[token.Length];
        return Convert.TryFromBase64String(token, bytes, out var length) && length > 1 && (char)bytes[0] is OfKey or OfGroup
            ? new PageStart(bytes[1..length], long.MaxValue) { IsGroup = (char)bytes[0] == OfGroup }
            : throw S3Refusals.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token).Raised();
    }

    private ListedPage<StoredVersion> Page(StoredBucket bucket, ListParameters list, PageStart start, int most) =>
        parts.Database.ReadOneState(reader => ListedPage<StoredVersion>.Read(reader, bucket, list, Current, start, most));

    private static PageStart After(string? key) => new(KeyBytes.Of(key ?? ""), long.MaxValue);
}
