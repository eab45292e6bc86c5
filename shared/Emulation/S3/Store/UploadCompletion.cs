using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Xml.Linq;

namespace Emulation.S3.Store;

/// <summary>A part as a client names it to complete an upload.</summary>
internal sealed record ManifestPart(int Number, string ETag, string? Checksum);

/// <summary>Completes uploads in parts: the parts' files become the object's, and no byte is read again. Amazon S3 API Reference, "CompleteMultipartUpload".</summary>
internal sealed class UploadCompletion(StoreParts parts)
{
    private const long SmallestPart = 5 << 20;

    public async ValueTask<S3Answer> CompleteAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var key = KeyBytes.Checked(call.Key!);
        var conditions = ObjectConditions.OfWrite(call);
        var document = await ReadAsync(call).ConfigureAwait(false);
        var manifest = Read(document);
        var done = await parts.Database.WriteAsync(writer => Complete(writer, call, bucket, key, manifest, conditions)).ConfigureAwait(false);
        parts.Remove(done.Gone);
        return AnswerDocument.Answer(
            "CompleteMultipartUploadResult",
            body =>
            {
                body.Add("Location", ObjectAddress.Of(call.Host, bucket.Name, bucket.Region, string.Join('/', call.Key!.Split('/').Select(Uri.EscapeDataString))))
                    .Add("Bucket", bucket.Name).Add("Key", call.Key).Add("ETag", $"\"{done.ETag}\"");
                if (done.Facts is { } facts)
                {
                    body.Add($"Checksum{facts.Algorithm}", facts.Checksum).Add("ChecksumType", ChecksumType.Name(facts.IsComposite));
                }
            },
            [("x-amz-version-id", done.VersionId), .. ObjectEncryption.Told(done.Facts?.Encryption)]);
    }

    /// <summary>The checksum headers of this request are the object's, not the document's.</summary>
    private async Task<byte[]> ReadAsync(S3Call call)
    {
        var own = call with { Headers = call.Headers.Where(static header => !IsOfObject(header.Key)).ToDictionary(StringComparer.OrdinalIgnoreCase) };
        return await RequestDocument.ReadAsync(parts, own).ConfigureAwait(false);
    }

    private static bool IsOfObject(string header) =>
        header.StartsWith("x-amz-checksum-", StringComparison.OrdinalIgnoreCase) || header.Equals("x-amz-sdk-checksum-algorithm", StringComparison.OrdinalIgnoreCase);

    private static ImmutableArray<ManifestPart> Read(byte[] document)
    {
        ImmutableArray<ManifestPart> manifest = [.. XmlRequest.Parse(document, "CompleteMultipartUpload").Children("Part").Select(Read)];
        return manifest.IsEmpty ? throw S3Refusals.MalformedXml.Raised() : manifest;
    }

    private static ManifestPart Read(XElement part) => new(
        int.TryParse(part.Needed("PartNumber"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw S3Refusals.MalformedXml.Raised(),
        part.Needed("ETag").Trim('"'),
        ChecksumAlgorithm.All.Select(algorithm => part.Text(algorithm.Element)).FirstOrDefault(static text => text is not null));

    private CompletedUpload Complete(
        KeptStatements writer, S3Call call, StoredBucket bucket, byte[] key, ImmutableArray<ManifestPart> manifest, WriteConditions conditions)
    {
        var upload = UploadTable.Find(writer, call, bucket.Id);
        var written = JsonSerializer.Serialize(manifest, StoreJson.Default.ImmutableArrayManifestPart);
        if (upload.HasEnded)
        {
            return Again(writer, upload, written);
        }

        var taken = Take(UploadTable.Parts(writer, upload), manifest, upload);
        CheckSize(call, taken);
        conditions.Check(call.Key!, conditions.AreAny ? VersionTable.Find(writer, bucket.Id, key, null) : null);
        var version = new StoredVersion
        {
            Sequence = upload.Sequence,
            Id = parts.VersionIdIn(bucket),
            Modified = upload.Initiated,
            Size = taken.Sum(static part => part.Size),
            ETag = UploadDigest.ETag(taken),
            Facts = upload.Facts with
            {
                Algorithm = upload.Algorithm.Name,
                Checksum = UploadDigest.Checksum(upload, taken),
                Parts = [.. taken.Select(part => new PartFacts(part.Number, part.Size, upload.Declared is null ? null : Convert.ToBase64String(part.Checksum)))],
            },
            Tags = upload.Tags,
            Files = [.. taken.Select(static part => part.Body)],
        };
        CheckChecksum(call, version.Facts, upload);
        var gone = UploadTable.End(writer, upload, parts.Time.GetUtcNow(), written, version.Files);
        gone = gone.AddRange(VersionTable.Add(writer, bucket, key, version));
        return new CompletedUpload(version.ETag, bucket.Versioning == BucketVersioning.Enabled ? version.Id : null, version.Facts, gone);
    }

    /// <summary>Who completes an upload as it was completed is told so again, as long as its object is there.</summary>
    private static CompletedUpload Again(KeptStatements writer, StoredUpload upload, string manifest)
    {
        var version = upload.Manifest == manifest ? VersionTable.OfPlace(writer, upload.Sequence) : null;
        return version is null
            ? throw S3Refusals.NoSuchUpload(upload.Id).Raised()
            : new CompletedUpload(version.ETag, version.Id == VersionTable.NullId ? null : version.Id, null, []);
    }

    private static List<StoredPart> Take(List<StoredPart> stored, ImmutableArray<ManifestPart> manifest, StoredUpload upload)
    {
        var byNumber = stored.ToDictionary(static part => part.Number);
        var taken = new List<StoredPart>(manifest.Length);
        foreach (var wanted in manifest)
        {
            if (taken.Count > 0 && wanted.Number <= taken[^1].Number)
            {
                throw S3Refusals.Of(
                    400, "InvalidPartOrder", "The list of parts was not in ascending order. Parts must be ordered by part number.", ("UploadId", upload.Id)).Raised();
            }

            var part = byNumber.GetValueOrDefault(wanted.Number);
            if (part is null || part.ETag != wanted.ETag || (wanted.Checksum is not null && (upload.Declared is null || wanted.Checksum != Convert.ToBase64String(part.Checksum))))
            {
                throw S3Refusals.Of(
                    400, "InvalidPart",
                    "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.",
                    ("UploadId", upload.Id), ("PartNumber", wanted.Number.ToString(CultureInfo.InvariantCulture)), ("ETag", wanted.ETag)).Raised();
            }

            taken.Add(part);
        }

        if (taken.Take(taken.Count - 1).FirstOrDefault(static part => part.Size < SmallestPart) is { } small)
        {
            throw S3Refusals.Of(
                400, "EntityTooSmall", "Your proposed upload is smaller than the minimum allowed size",
                ("ProposedSize", small.Size.ToString(CultureInfo.InvariantCulture)), ("MinSizeAllowed", SmallestPart.ToString(CultureInfo.InvariantCulture)),
                ("PartNumber", small.Number.ToString(CultureInfo.InvariantCulture)), ("ETag", small.ETag)).Raised();
        }

        return taken;
    }

    private static void CheckSize(S3Call call, List<StoredPart> taken)
    {
        var size = taken.Sum(static part => part.Size).ToString(CultureInfo.InvariantCulture);
        if (call.Header("x-amz-mp-object-size") is { } said && said != size)
        {
            throw S3Refusals.InvalidRequest($"The provided 'x-amz-mp-object-size' header value {said} does not match what was computed: {size}").Raised();
        }
    }

    private static void CheckChecksum(S3Call call, KeptFacts facts, StoredUpload upload)
    {
        if (call.Header("x-amz-checksum-type") is { } type && type != ChecksumType.Name(facts.IsComposite))
        {
            throw S3Refusals.InvalidRequest($"The upload was created using the {ChecksumType.Name(facts.IsComposite)} checksum mode. "
                + "The complete request must use the same checksum mode.").Raised();
        }

        // Of a composite one the number of parts may be left out.
        if (call.Header(upload.Algorithm.Header) is { } given && given != facts.Checksum && !(facts.IsComposite && given == facts.Checksum!.Split('-')[0]))
        {
            throw S3Refusals.Of(400, "BadDigest", $"The {upload.Algorithm.Name} you specified did not match the calculated checksum.").Raised();
        }
    }

    /// <summary>What came of an upload; without what is told of the object where it was completed before.</summary>
    private sealed record CompletedUpload(string ETag, string? VersionId, KeptFacts? Facts, ImmutableArray<IReadOnlyList<BodyFile>> Gone);
}

/// <summary>What is told of an object in parts, from what is known of the parts.</summary>
internal static class UploadDigest
{
    /// <summary>The MD5 of the parts' MD5s, and how many they are.</summary>
    public static string ETag(List<StoredPart> parts)
    {
        var md5 = ChecksumAlgorithm.StartMd5();
        parts.ForEach(part => md5.Append(part.Md5));
        return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToHexStringLower(md5.Finish())}-{parts.Count}");
    }

    public static string Checksum(StoredUpload upload, List<StoredPart> parts)
    {
        if (upload.Facts.IsComposite)
        {
            var running = upload.Algorithm.Start();
            parts.ForEach(part => running.Append(part.Checksum));
            return string.Create(CultureInfo.InvariantCulture, $"{Convert.ToBase64String(running.Finish())}-{parts.Count}");
        }

        var crc = upload.Algorithm.Crc!;
        var joined = crc.Read(parts[0].Checksum);
        foreach (var part in parts.Skip(1))
        {
            joined = crc.Join(joined, crc.Read(part.Checksum), part.Size);
        }

        return Convert.ToBase64String(crc.Write(joined));
    }
}
