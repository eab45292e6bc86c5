using System.Buffers;
using System.Collections.Immutable;
using Emulation.State;

namespace Emulation.S3.Store;

/// <summary>What every operation needs.</summary>
internal sealed record StoreParts(ObjectDatabase Database, BodyFiles Files, BucketTable Buckets, IdSource Ids, TimeProvider Time)
{
    private const string IdLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
    private const int IdLength = 32;
    private static readonly SearchValues<char> OfIds = SearchValues.Create(IdLetters);

    /// <summary>The bucket of a call, of the account that the call expects.</summary>
    /// <exception cref="Calls.RefusedException">There is none, or it is another account's.</exception>
    public StoredBucket BucketOf(S3Call call) => Expected(Buckets.Get(call.Bucket!), call.Header("x-amz-expected-bucket-owner"));

    /// <summary>Sees to the account that a request expects. Amazon S3 User Guide, "Verifying bucket ownership with bucket owner condition".</summary>
    public static StoredBucket Expected(StoredBucket bucket, string? owner) =>
        owner is null || owner == bucket.Account.ToString() ? bucket : throw S3Refusals.AccessDenied.Raised();

    /// <summary>The id of a version that is written into a bucket.</summary>
    public string VersionIdIn(StoredBucket bucket) => bucket.Versioning == BucketVersioning.Enabled ? Ids.Text(IdLetters, IdLength) : VersionTable.NullId;

    /// <summary>The version that a request names; null for the current one.</summary>
    /// <exception cref="Calls.RefusedException">It is none that S3 could have given.</exception>
    public static string? VersionOf(string? text) =>
        text is null or VersionTable.NullId || (text.Length == IdLength && !text.AsSpan().ContainsAnyExcept(OfIds))
            ? text
            : throw S3Refusals.InvalidArgument("Invalid version id specified", "versionId", text).Raised();

    /// <summary>The id of an upload in parts.</summary>
    public string UploadId() => Ids.Text(IdLetters, 96);

    /// <summary>Removes the files that a write has left to nobody.</summary>
    public void Remove(IReadOnlyCollection<IReadOnlyList<BodyFile>> gone)
    {
        if (gone.Count > 0)
        {
            Database.Flush();
            Files.Remove(gone);
        }
    }

    /// <summary>Opens the version of an object that is asked for. Its bytes stay as they are until this is let go.</summary>
    /// <exception cref="Calls.RefusedException">There is no such object.</exception>
    public OpenObject Open(StoredBucket bucket, string key, string? versionId)
    {
        var bytes = KeyBytes.Checked(key);
        var version = VersionOf(versionId);
        while (true)
        {
            var found = Database.Read(reader => VersionTable.Find(reader, bucket.Id, bytes, version, hasBody: true));
            if (found is null)
            {
                throw version is null ? S3Refusals.NoSuchKey(key).Raised() : S3Refusals.NoSuchVersion(key, version).Raised();
            }

            if (found.Files.IsEmpty)
            {
                return new OpenObject(Files, found, null);
            }

            // Files that are gone were replaced after the row was read: then the row has another by now.
            if (Files.Lease(found.Files) is { } lease)
            {
                return new OpenObject(Files, found, lease);
            }
        }
    }

    /// <summary>What a request for an object that is deleted is told.</summary>
    public static S3Refusal Deleted(StoredBucket bucket, string key, StoredVersion marker, bool isNamed)
    {
        ImmutableArray<KeyValuePair<string, string>> told = AnswerHeaders.Of(
        [
            ("x-amz-delete-marker", "true"), ("x-amz-version-id", bucket.Told(marker.Id)),
            ("Allow", isNamed ? "DELETE" : null), ("Last-Modified", isNamed ? AnswerHeaders.Date(marker.ModifiedSecond) : null),
        ]).Alone();
        var refusal = isNamed
            ? new S3Refusal(405, "MethodNotAllowed", "The specified method is not allowed against this resource.")
            {
                Elements = [("Method", "GET"), ("ResourceType", "DeleteMarker")],
            }
            : S3Refusals.NoSuchKey(key);
        return refusal with { Headers = told };
    }
}

/// <summary>A version of an object whose bytes can be read.</summary>
internal sealed class OpenObject(BodyFiles files, StoredVersion version, BodyLease? lease) : IDisposable
{
    private const int Piece = 128 << 10;

    public StoredVersion Version => version;

    /// <summary>The bytes of a range, one after the other.</summary>
    public Stream Read(ByteRange range) => version.Files.IsEmpty
        ? new MemoryStream(version.Body ?? [], (int)range.From, (int)range.Length, writable: false)
        : new BodyStream(files, version.Files, range);

    /// <summary>Writes the bytes of a range, and lets the object go.</summary>
    public async Task WriteAsync(ByteRange range, Stream to, CancellationToken cancellation)
    {
        using (this)
        {
            if (version.Files.IsEmpty)
            {
                await to.WriteAsync((version.Body ?? []).AsMemory((int)range.From, (int)range.Length), cancellation).ConfigureAwait(false);
                return;
            }

            var bytes = Read(range);
            await using (bytes.ConfigureAwait(false))
            {
                await bytes.CopyToAsync(to, Piece, cancellation).ConfigureAwait(false);
            }
        }
    }

    public void Dispose() => lease?.Dispose();
}
