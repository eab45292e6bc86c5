namespace Emulation.S3.Store;

/// <summary>Begins uploads in parts, takes parts and aborts. Amazon S3 User Guide, "Uploading and copying objects using multipart upload".</summary>
internal sealed class MultipartUploads(StoreParts parts, ObjectWriting writing)
{
    public async ValueTask<S3Answer> CreateAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var facts = ObjectHeaders.Read(call);
        var (algorithm, isComposite) = Declared(call);
        var upload = new StoredUpload
        {
            Sequence = parts.Database.Next(),
            Id = parts.UploadId(),
            Key = KeyBytes.Checked(call.Key!),
            Initiated = parts.Time.GetUtcNow(),
            Initiator = call.CallerArn,
            Facts = facts with { Algorithm = algorithm?.Name, IsComposite = isComposite },
            Tags = call.Header("x-amz-tagging") is { } tags ? ObjectTags.OfHeader(tags) : [],
        };
        await parts.Database.WriteAsync(writer =>
        {
            BucketTable.Check(writer, bucket);
            UploadTable.Add(writer, bucket.Id, upload);
            return true;
        }).ConfigureAwait(false);
        return AnswerDocument.Answer(
            "InitiateMultipartUploadResult",
            body => body.Add("Bucket", bucket.Name).Add("Key", call.Key).Add("UploadId", upload.Id),
            [
                .. ObjectEncryption.Told(facts.Encryption),
                ("x-amz-checksum-algorithm", algorithm?.Name),
                ("x-amz-checksum-type", algorithm is null ? null : ChecksumType.Name(isComposite)),
            ]);
    }

    public async ValueTask<S3Answer> PutPartAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var number = PartNumber.Parse(call.Parameter("partNumber") ?? "", "partNumber");
        var upload = parts.Database.Read(reader => UploadTable.FindOpen(reader, call, bucket.Id));
        var source = BodySource.Of(call);
        CheckAlgorithm(upload, source.Given!.Algorithm);
        using var body = await ReceivedBody.ReadAsync(parts.Files, source, upload.Algorithm, isSmallInMemory: false, call.Cancellation).ConfigureAwait(false);
        CheckAlgorithm(upload, body.Given?.Algorithm);
        await SetAsync(call, bucket, number, upload, body).ConfigureAwait(false);
        var told = body.Given ?? (upload.Declared is null ? null : body.By(upload.Algorithm));
        return AnswerHeaders
            .Of([("ETag", $"\"{Convert.ToHexStringLower(body.Md5)}\"")])
            .Encrypted(upload.Facts.Encryption)
            .Add(told?.Algorithm.Header ?? "", told?.Text)
            .Answer(200);
    }

    public async ValueTask<S3Answer> CopyPartAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var number = PartNumber.Parse(call.Parameter("partNumber") ?? "", "partNumber");
        var upload = parts.Database.Read(reader => UploadTable.FindOpen(reader, call, bucket.Id));
        var from = call.Source!;
        var fromBucket = StoreParts.Expected(parts.Buckets.Get(from.Bucket), call.Header("x-amz-source-expected-bucket-owner"));
        using var opened = writing.OpenSource(call, fromBucket, from);
        var range = call.Header("x-amz-copy-source-range") is { } header
            ? ByteRange.OfCopy(header, opened.Version.Size)
            : new ByteRange(0, opened.Version.Size);
        var stream = opened.Read(range);
        await using (stream.ConfigureAwait(false))
        {
            using var body = await ReceivedBody
                .ReadAsync(parts.Files, new BodySource(stream, range.Length, BodySource.MostOfOneRequest), upload.Algorithm, isSmallInMemory: false, call.Cancellation)
                .ConfigureAwait(false);
            var part = await SetAsync(call, bucket, number, upload, body).ConfigureAwait(false);
            return AnswerDocument.Answer(
                "CopyPartResult",
                xml => xml.Add("LastModified", part.Modified).Add("ETag", $"\"{part.ETag}\"")
                    .Add(upload.Algorithm.Element, upload.Declared is null ? null : body.By(upload.Algorithm).Text),
                [("x-amz-copy-source-version-id", fromBucket.Told(opened.Version.Id)), .. ObjectEncryption.Told(upload.Facts.Encryption)]);
        }
    }

    public async ValueTask<S3Answer> AbortAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var gone = await parts.Database.WriteAsync(writer =>
        {
            var upload = UploadTable.Find(writer, call, bucket.Id);
            return upload.HasEnded ? [] : UploadTable.End(writer, upload, parts.Time.GetUtcNow(), null, []);
        }).ConfigureAwait(false);
        parts.Remove(gone);
        return AnswerHeaders.NoContent;
    }

    private async Task<StoredPart> SetAsync(S3Call call, StoredBucket bucket, int number, StoredUpload upload, ReceivedBody body)
    {
        var part = new StoredPart(number, body.Size, body.Md5, body.By(upload.Algorithm).Bytes, parts.Time.GetUtcNow(), body.File!.Name);

        // The upload may have ended while the part came.
        var gone = await parts.Database.WriteAsync(writer => UploadTable.SetPart(writer, UploadTable.FindOpen(writer, call, bucket.Id), part)).ConfigureAwait(false);
        body.Keep();
        parts.Remove(gone);
        return part;
    }

    /// <summary>The checksum that the object is to have. Amazon S3 User Guide, "Checking object integrity in Amazon S3".</summary>
    private static (ChecksumAlgorithm? Algorithm, bool IsComposite) Declared(S3Call call)
    {
        var (name, type) = (call.Header("x-amz-checksum-algorithm"), call.Header("x-amz-checksum-type"));
        if (name is null)
        {
            return type is null ? (null, false)
                : throw S3Refusals.InvalidRequest("The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.").Raised();
        }

        var algorithm = ChecksumAlgorithm.Named(name)
            ?? throw S3Refusals.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
            + $"[{string.Join(", ", ChecksumAlgorithm.All.Select(static one => one.Name))}]").Raised();
        var isComposite = type switch
        {
            null => algorithm != ChecksumAlgorithm.Crc64Nvme,
            "COMPOSITE" => true,
            "FULL_OBJECT" => false,
            _ => throw S3Refusals.InvalidRequest("Value for x-amz-checksum-type header is invalid.").Raised(),
        };
        return (isComposite ? algorithm != ChecksumAlgorithm.Crc64Nvme : algorithm.Crc is not null)
            ? (algorithm, isComposite)
            : throw S3Refusals.InvalidRequest(
                $"The {ChecksumType.Name(isComposite)} checksum type cannot be used with the {algorithm.Name.ToLowerInvariant()} checksum algorithm.").Raised();
    }

    private static void CheckAlgorithm(StoredUpload upload, ChecksumAlgorithm? given)
    {
        if (upload.Declared is { } declared && given != declared && (given is not null || upload.Facts.IsComposite))
        {
            throw S3Refusals.InvalidRequest(
                $"Checksum Type mismatch occurred, expected checksum Type: {declared.Name.ToLowerInvariant()}, "
                    + $"actual checksum Type: {given?.Name.ToLowerInvariant() ?? "null"}").Raised();
        }
    }
}
