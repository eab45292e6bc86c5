using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>Makes objects, of a request's body or of another object. Amazon S3 API Reference, "PutObject", "CopyObject".</summary>
internal sealed class ObjectWriting(StoreParts parts)
{
    public async ValueTask<S3Answer> PutAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var key = KeyBytes.Checked(call.Key!);
        var facts = ObjectHeaders.Read(call);
        var tags = call.Header("x-amz-tagging") is { } header ? ObjectTags.OfHeader(header) : [];
        var conditions = ObjectConditions.OfWrite(call);
        var source = BodySource.Of(call);
        var algorithm = source.Given!.Algorithm ?? ChecksumAlgorithm.Crc64Nvme;
        using var body = await ReceivedBody.ReadAsync(parts.Files, source, algorithm, isSmallInMemory: true, call.Cancellation).ConfigureAwait(false);
        var checksum = body.Given ?? body.By(algorithm);
        var version = await WriteAsync(bucket, call.Key!, key, New(body, facts, tags, checksum), body, conditions).ConfigureAwait(false);
        return AnswerHeaders
            .Of([("x-amz-version-id", bucket.Versioning == BucketVersioning.Enabled ? version.Id : null)])
            .Encrypted(facts.Encryption)
            .Add("ETag", version.QuotedETag)
            .Add(checksum.Algorithm.Header, checksum.Text)
            .Add("x-amz-checksum-type", ChecksumType.Name(isComposite: false))
            .Answer(200);
    }

    public async ValueTask<S3Answer> CopyAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var key = KeyBytes.Checked(call.Key!);
        var facts = ObjectHeaders.Read(call);
        var conditions = ObjectConditions.OfWrite(call);
        var from = call.Source!;
        var fromBucket = StoreParts.Expected(parts.Buckets.Get(from.Bucket), call.Header("x-amz-source-expected-bucket-owner"));
        using var opened = OpenSource(call, fromBucket, from);
        var source = opened.Version;
        var (replacesFacts, replacesTags) = (Directive(call, "x-amz-metadata-directive"), Directive(call, "x-amz-tagging-directive"));
        if (from.Bucket == call.Bucket && from.Key == call.Key && from.VersionId is null && !replacesFacts && !ChangesAnything(call, source))
        {
            throw S3Refusals.InvalidRequest(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, "
                + "website redirect location or encryption attributes.").Raised();
        }

        if (source.Size > BodySource.MostOfOneRequest)
        {
            throw S3Refusals.InvalidRequest($"The specified copy source is larger than the maximum allowable size for a copy source: {BodySource.MostOfOneRequest}").Raised();
        }

        facts = replacesFacts ? facts : facts with { Headers = source.Facts.Headers.Remove("x-amz-website-redirect-location").SetItems(Redirect(facts)) };
        var tags = replacesTags ? ObjectTags.OfHeader(call.Header("x-amz-tagging") ?? "") : source.Tags;
        var algorithm = ChecksumOf(call, source);
        var stream = opened.Read(new ByteRange(0, source.Size));
        await using (stream.ConfigureAwait(false))
        {
            using var body = await ReceivedBody
                .ReadAsync(parts.Files, new BodySource(stream, source.Size, BodySource.MostOfOneRequest), algorithm, isSmallInMemory: true, call.Cancellation)
                .ConfigureAwait(false);
            var checksum = body.By(algorithm);
            var version = await WriteAsync(bucket, call.Key!, key, New(body, facts, tags, checksum), body, conditions).ConfigureAwait(false);
            return AnswerDocument.Answer(
                "CopyObjectResult",
                xml => xml.Add("LastModified", version.Modified).Add("ETag", version.QuotedETag)
                    .Add("ChecksumType", ChecksumType.Name(isComposite: false)).Add(algorithm.Element, checksum.Text),
                [
                    ("x-amz-copy-source-version-id", fromBucket.Told(source.Id)),
                    ("x-amz-version-id", bucket.Versioning == BucketVersioning.Enabled ? version.Id : null),
                    .. ObjectEncryption.Told(facts.Encryption),
                ]);
        }
    }

    /// <summary>Opens the object that a copy reads, as the request's conditions want it.</summary>
    public OpenObject OpenSource(S3Call call, StoredBucket bucket, CopySource from)
    {
        var opened = parts.Open(bucket, from.Key, from.VersionId);
        try
        {
            if (opened.Version.IsMarker)
            {
                throw from.VersionId is null
                    ? S3Refusals.NoSuchKey(from.Key).Raised()
                    : S3Refusals.InvalidRequest("The source of a copy request may not specifically refer to a delete marker by version id.").Raised();
            }

            StorageClasses.CheckReadable(opened.Version);
            ObjectConditions.CheckSource(call, opened.Version, parts.Time.GetUtcNow());
            return opened;
        }
        catch
        {
            opened.Dispose();
            throw;
        }
    }

    private static bool Directive(S3Call call, string header) => call.Header(header) switch
    {
        null or "COPY" => false,
        "REPLACE" => true,
        var other => throw S3Refusals.InvalidArgument(
            $"Unknown {(header.Contains("tagging", StringComparison.Ordinal) ? "tagging" : "metadata")} directive.", header, other).Raised(),
    };

    private static bool ChangesAnything(S3Call call, StoredVersion source) =>
        StorageClasses.Read(call) != source.Facts.StorageClass
        || call.Header("x-amz-website-redirect-location") is not null
        || call.Header("x-amz-server-side-encryption") is not null
        || call.Header("x-amz-checksum-algorithm") is not null;

    private static IEnumerable<KeyValuePair<string, string>> Redirect(KeptFacts facts) =>
        facts.Headers.Where(static header => header.Key == "x-amz-website-redirect-location");

    /// <summary>The algorithm that a copy is told by: the one that is asked for, else that of the object it is made of.</summary>
    private static ChecksumAlgorithm ChecksumOf(S3Call call, StoredVersion source) => call.Header("x-amz-checksum-algorithm") is { } asked
        ? ChecksumAlgorithm.Named(asked) ?? throw S3Refusals.InvalidRequest("Checksum algorithm provided is unsupported. Please try again with any of the valid types: "
            + $"[{string.Join(", ", ChecksumAlgorithm.All.Select(static one => one.Name))}]").Raised()
        : ChecksumAlgorithm.Named(source.Facts.Algorithm ?? "") ?? ChecksumAlgorithm.Crc64Nvme;

    private static StoredVersion New(ReceivedBody body, KeptFacts facts, ImmutableArray<ObjectTag> tags, Checksum checksum) => new()
    {
        Sequence = 0,
        Id = VersionTable.NullId,
        Modified = default,
        Size = body.Size,
        ETag = Convert.ToHexStringLower(body.Md5),
        Facts = facts with { Algorithm = checksum.Algorithm.Name, Checksum = checksum.Text },
        Tags = tags,
        Files = body.File is { } file ? [file] : [],
        Body = body.Bytes,
    };

    private async Task<StoredVersion> WriteAsync(
        StoredBucket bucket, string key, byte[] bytes, StoredVersion made, ReceivedBody body, WriteConditions conditions)
    {
        var (version, gone) = await parts.Database.WriteAsync(writer =>
        {
            BucketTable.Check(writer, bucket);
            if (conditions.AreAny)
            {
                conditions.Check(key, VersionTable.Find(writer, bucket.Id, bytes, null));
            }

            var placed = made with { Sequence = parts.Database.Next(), Id = parts.VersionIdIn(bucket), Modified = parts.Time.GetUtcNow() };
            return (placed, VersionTable.Add(writer, bucket, bytes, placed));
        }).ConfigureAwait(false);
        body.Keep();
        parts.Remove(gone);
        return version;
    }
}

/// <summary>Whether a checksum is one of all bytes or of the parts' checksums. Amazon S3 User Guide, "Checking object integrity in Amazon S3".</summary>
internal static class ChecksumType
{
    public static string Name(bool isComposite) => isComposite ? "COMPOSITE" : "FULL_OBJECT";
}
