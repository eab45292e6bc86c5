using System.Collections.Frozen;
using Emulation.Calls;
using Emulation.State;
using Iam;

namespace Emulation.S3.Store;

/// <summary>
/// S3 itself, in the folder <c>s3</c> of the state folder: buckets and objects as S3 keeps and answers them. It decides nothing of access. What an answer has
/// acknowledged outlives the process, and an end of it at any moment leaves each object as it was before a write or as it is after.
/// </summary>
internal sealed class EmbeddedObjects : IObjectServer, IDisposable
{
    private static readonly TimeSpan EndedUploadsAreKept = TimeSpan.FromDays(7);
    private readonly StoreParts parts;
    private readonly BucketOperations buckets;
    private readonly FrozenDictionary<string, Func<S3Call, ValueTask<S3Answer>>> operations;

    /// <summary>Opens what is kept, and makes it where nothing is.</summary>
    /// <param name="stateFolder">The state folder, which this process owns.</param>
    /// <param name="ids">Where ids and names of files come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reached">Is told of the places at which the process may end.</param>
    /// <exception cref="StateFolderException">What is kept cannot be read.</exception>
    public EmbeddedObjects(string stateFolder, IdSource ids, TimeProvider time, Action<StoreStep>? reached = null)
    {
        var folder = Path.Combine(stateFolder, "s3");
        OwnerOnlyFolder.Create(folder);
        var database = new ObjectDatabase(Path.Combine(folder, "objects.db"), reached);
        var files = new BodyFiles(Path.Combine(folder, "bodies"), ids, reached);
        files.Sweep(database.Read(static reader => reader.All("SELECT name FROM files", static row => row.GetString(0)).ToHashSet(StringComparer.Ordinal)));
        parts = new StoreParts(database, files, new BucketTable(database), ids, time);
        buckets = new BucketOperations(parts);
        operations = StoreOperations.Of(parts, buckets).ToFrozenDictionary(StringComparer.Ordinal);
        Cors = new BucketCors(bucket => parts.Buckets.Find(bucket)?.Cors);
        Pruning = database.WriteAsync(writer => UploadTable.Prune(writer, time.GetUtcNow() - EndedUploadsAreKept));
    }

    /// <summary>Which pages of browsers may call.</summary>
    public IBucketCors Cors { get; }

    /// <summary>The uploads that ended long ago are forgotten.</summary>
    private Task Pruning { get; }

    public async ValueTask<S3Answer> AnswerAsync(S3Call call)
    {
        try
        {
            return operations.TryGetValue(call.Operation, out var answerAsync)
                ? await answerAsync(call).ConfigureAwait(false)
                : throw S3Refusals.NotHere(call.Operation).Raised();
        }
        catch (RefusedException e)
        {
            return S3Answer.Refused(e.Refusal);
        }
    }

    public ValueTask<BucketFacts?> BucketAsync(string bucket, CancellationToken cancellation) =>
        ValueTask.FromResult(parts.Buckets.Find(bucket) is { } found ? new BucketFacts(ObjectTags.Facts(found.Tags)) : null);

    public bool Knows(string bucket) => bucket.Length > 0 && parts.Buckets.Find(bucket) is not null;

    public ValueTask<ObjectFacts?> ObjectAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        var version = VersionOf(bucket, key, versionId);
        return ValueTask.FromResult(version is { IsMarker: false } ? new ObjectFacts(ObjectTags.Facts(version.Tags)) : null);
    }

    public ValueTask<S3Refusal?> DeletedAsync(string bucket, string key, string? versionId, CancellationToken cancellation) => ValueTask.FromResult(
        parts.Buckets.Find(bucket) is { } found && VersionOf(bucket, key, versionId) is { IsMarker: true } marker
            ? StoreParts.Deleted(found, key, marker, versionId is not null) : null);

    public ValueTask<UploadFacts?> UploadAsync(string bucket, string key, string uploadId, CancellationToken cancellation) => ValueTask.FromResult(
        parts.Buckets.Find(bucket) is { } found && parts.Database.Read(reader => UploadTable.Find(reader, uploadId, key, found.Id)) is { } upload
            ? new UploadFacts(upload.Initiator, upload.Facts.Encryption, upload.Declared is not null) : null);

    public ValueTask<ObjectEncryption?> DefaultEncryptionAsync(string bucket, CancellationToken cancellation) => ValueTask.FromResult(parts.Buckets.Find(bucket)?.Encryption);

    public ValueTask<ObjectEncryption?> EncryptionAsync(string bucket, string key, string? versionId, CancellationToken cancellation) =>
        ValueTask.FromResult(VersionOf(bucket, key, versionId) is { IsMarker: false } version ? version.Facts.Encryption : null);

    public Task EnsureBucketAsync(string bucket, AccountId account, string region, CancellationToken cancellation) => buckets.EnsureAsync(bucket, account, region);

    public void Dispose() => parts.Database.Dispose();

    private StoredVersion? VersionOf(string bucket, string key, string? versionId) =>
        parts.Buckets.Find(bucket) is { } found ? parts.Database.Read(reader => VersionTable.Find(reader, found.Id, KeyBytes.Of(key), versionId)) : null;
}
