namespace Emulation.S3.Store;

/// <summary>Lists uploads in parts, and the parts of one. Amazon S3 API Reference, "ListMultipartUploads", "ListParts".</summary>
internal sealed class UploadListing(StoreParts parts)
{
    private static readonly ListedRows<StoredUpload> Open = new(
        "SELECT seq, id, key, initiated, initiator, facts, tags, ended, manifest FROM uploads "
        + "WHERE bucket = $1 AND ended IS NULL AND (key > $2 OR (key = $2 AND seq > $3)) AND key >= $4 ORDER BY key, seq",
        2, UploadTable.Read);

    public S3Answer List(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var list = new ListParameters(call);
        var most = ListParameters.Limit(call.Parameter("max-uploads"), "max-uploads");
        var key = call.Parameter("key-marker") ?? "";

        // Without a key an upload's id says nothing.
        var id = key.Length == 0 ? "" : call.Parameter("upload-id-marker") ?? "";
        var page = parts.Database.ReadOneState(reader => Page(reader, bucket, list, KeyBytes.Of(key), id, most));
        return XmlBody.Answer("ListMultipartUploadsResult", body =>
        {
            body.Add("Bucket", bucket.Name).Add("KeyMarker", list.Shown(key)).Add("UploadIdMarker", id);
            if (page.Entries.Count > 0)
            {
                body.Add("NextKeyMarker", list.Shown(KeyBytes.Text(page.Entries[^1].Name))).Add("NextUploadIdMarker", page.Entries[^1].Item?.Id ?? "");
            }

            body.Add("Prefix", list.Prefix.Length == 0 ? null : list.Shown(list.Prefix)).Add("Delimiter", list.Shown(list.Delimiter));
            list.WriteEncoding(body);
            body.Add("MaxUploads", most).Add("IsTruncated", page.IsTruncated);
            foreach (var upload in page.Entries.Select(static entry => entry.Item).OfType<StoredUpload>())
            {
                body.Add("Upload", one =>
                {
                    one.Add("Key", list.Shown(KeyBytes.Text(upload.Key))).Add("UploadId", upload.Id);
                    WriteOwners(one, bucket, upload);
                    one.Add("StorageClass", upload.Facts.StorageClass).Add("Initiated", upload.Initiated);
                    WriteChecksum(one, upload);
                });
            }

            list.WriteGroups(body, page.Groups);
        });
    }

    public S3Answer ListParts(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var most = ListParameters.Limit(call.Parameter("max-parts"), "max-parts");
        var after = ListParameters.Number(call.Parameter("part-number-marker"), "part-number-marker", 0);
        var (upload, found) = parts.Database.ReadOneState(reader =>
        {
            var upload = UploadTable.FindOpen(reader, call, bucket.Id);
            return (upload, UploadTable.Parts(reader, upload, after, most + 1));
        });
        return XmlBody.Answer("ListPartsResult", body =>
        {
            body.Add("Bucket", bucket.Name).Add("Key", call.Key).Add("UploadId", upload.Id);
            WriteOwners(body, bucket, upload);
            body.Add("StorageClass", upload.Facts.StorageClass).Add("PartNumberMarker", after)
                .Add("NextPartNumberMarker", found.Take(most).LastOrDefault()?.Number ?? 0).Add("MaxParts", most).Add("IsTruncated", found.Count > most);
            WriteChecksum(body, upload);
            foreach (var part in found.Take(most))
            {
                body.Add("Part", one => one
                    .Add("PartNumber", part.Number).Add("LastModified", part.Modified).Add("ETag", $"\"{part.ETag}\"").Add("Size", part.Size)
                    .Add(upload.Algorithm.Element, upload.Declared is null ? null : Convert.ToBase64String(part.Checksum)));
            }
        });
    }

    private static void WriteChecksum(XmlBody body, StoredUpload upload) =>
        body.Add("ChecksumAlgorithm", upload.Declared?.Name).Add("ChecksumType", upload.Declared is null ? null : ChecksumType.Name(upload.Facts.IsComposite));

    private static void WriteOwners(XmlBody body, StoredBucket bucket, StoredUpload upload) => body
        .Add("Initiator", who => who.Add("ID", upload.Initiator).Add("DisplayName", upload.Initiator[(upload.Initiator.LastIndexOfAny(['/', ':']) + 1)..]))
        .Add("Owner", who => who.Add("ID", CanonicalId.Of(bucket.Account)));

    private static ListedPage<StoredUpload> Page(KeptStatements reader, StoredBucket bucket, ListParameters list, byte[] key, string id, int most)
    {
        // An upload that has ended still says where to go on; without one the whole key is passed over.
        var place = id.Length == 0 ? 0 : UploadTable.PlaceOf(reader, bucket.Id, id);
        return ListedPage<StoredUpload>.Read(reader, bucket, list, Open, new PageStart(key, place == 0 ? long.MaxValue : place), most);
    }
}
