using System.Collections.Immutable;

namespace Emulation.S3.Store;

/// <summary>Deletes objects, or marks them deleted where their bucket keeps versions. Amazon S3 API Reference, "DeleteObject", "DeleteObjects".</summary>
internal sealed class ObjectDeletion(StoreParts parts)
{
    private const int MostAtOnce = 1000;

    public async ValueTask<S3Answer> DeleteAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var wanted = new ObjectToDelete(call.Key!, KeyBytes.Checked(call.Key!), StoreParts.VersionOf(call.Parameter("versionId")), call.Header("if-match"));
        var done = await parts.Database.WriteAsync(writer => Delete(writer, bucket, wanted)).ConfigureAwait(false);
        parts.Remove(done.Gone);
        return new S3Answer(204)
        {
            Headers = AnswerHeaders.Of([("x-amz-delete-marker", done.IsMarker ? "true" : null), ("x-amz-version-id", done.VersionId ?? done.MarkerId)]).Alone(),
        };
    }

    /// <summary>Deletes as many as a thousand, in one write.</summary>
    public async ValueTask<S3Answer> DeleteManyAsync(S3Call call)
    {
        var bucket = parts.BucketOf(call);
        var document = XmlRequest.Parse(await RequestDocument.ReadAsync(parts, call, isCheckedByNeed: true).ConfigureAwait(false), "Delete");
        var wanted = document.Children("Object").Select(static one => (Key: one.Needed("Key"), Version: one.Text("VersionId"), ETag: one.Text("ETag"))).ToList();
        if (wanted.Count is 0 or > MostAtOnce)
        {
            throw S3Refusals.MalformedXml.Raised();
        }

        var done = await parts.Database.WriteAsync(writer => wanted.ConvertAll(one => TryDelete(writer, bucket, one.Key, one.Version, one.ETag))).ConfigureAwait(false);
        parts.Remove([.. done.SelectMany(static one => one.Gone)]);
        var isQuiet = document.Text("Quiet") is "true";
        return AnswerDocument.Answer("DeleteResult", body =>
        {
            foreach (var (one, result) in wanted.Zip(done))
            {
                Write(body, one.Key, one.Version, result, isQuiet);
            }
        });
    }

    private static void Write(AnswerDocument body, string key, string? version, DeletedObject done, bool isQuiet)
    {
        if (done.Refusal is { } refusal)
        {
            body.Add("Error", error => error.Add("Key", key).Add("VersionId", version).Add("Code", refusal.Type).Add("Message", refusal.Message));
        }
        else if (!isQuiet)
        {
            body.Add("Deleted", deleted => deleted
                .Add("Key", key).Add("VersionId", done.VersionId)
                .Add("DeleteMarker", done.IsMarker ? "true" : null).Add("DeleteMarkerVersionId", done.MarkerId));
        }
    }

    private DeletedObject TryDelete(KeptStatements writer, StoredBucket bucket, string key, string? version, string? etag)
    {
        try
        {
            return Delete(writer, bucket, new ObjectToDelete(key, KeyBytes.Checked(key), StoreParts.VersionOf(version), etag));
        }
        catch (Calls.RefusedException e)
        {
            return new DeletedObject(null, null, false, []) { Refusal = e.Refusal };
        }
    }

    private DeletedObject Delete(KeptStatements writer, StoredBucket bucket, ObjectToDelete wanted)
    {
        BucketTable.Check(writer, bucket);
        var found = VersionTable.Find(writer, bucket.Id, wanted.Bytes, wanted.VersionId);

        // An object that is not there is as if it were deleted: then no condition fails.
        if (wanted.ETag is { } etag && found is { IsMarker: false } && !ObjectConditions.Matches(etag, found))
        {
            throw S3Refusals.PreconditionFailed("If-Match").Raised();
        }

        if (wanted.VersionId is not null || bucket.Versioning == BucketVersioning.Never)
        {
            var gone = found is null ? [] : VersionTable.Remove(writer, bucket, wanted.Bytes, found);
            return found is { IsMarker: true } ? new DeletedObject(wanted.VersionId, found.Id, true, gone) : new DeletedObject(wanted.VersionId, null, false, gone);
        }

        var marker = new StoredVersion
        {
            Sequence = parts.Database.Next(),
            Id = parts.VersionIdIn(bucket),
            IsMarker = true,
            Modified = parts.Time.GetUtcNow(),
        };
        return new DeletedObject(null, marker.Id, true, VersionTable.Add(writer, bucket, wanted.Bytes, marker));
    }

    private sealed record ObjectToDelete(string Key, byte[] Bytes, string? VersionId, string? ETag);

    /// <summary>What came of a deletion.</summary>
    /// <param name="VersionId">The version that was named.</param>
    /// <param name="MarkerId">The delete marker that was made, or that was taken away.</param>
    /// <param name="IsMarker">Whether there is such a marker.</param>
    /// <param name="Gone">The files that nothing refers to any more.</param>
    private sealed record DeletedObject(string? VersionId, string? MarkerId, bool IsMarker, ImmutableArray<IReadOnlyList<BodyFile>> Gone)
    {
        public Calls.ServiceRefusal? Refusal { get; init; }
    }
}
