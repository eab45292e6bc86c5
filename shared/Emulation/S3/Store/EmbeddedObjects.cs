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
    private readonly Lazy<Opened> opened;

    /// <summary>Opens what is kept. Where nothing is, it is made with the first bucket that is asked for.</summary>
    /// <param name="stateFolder">The state folder, which this process owns.</param>
    /// <param name="ids">Where ids and names of files come from.</param>
    /// <param name="time">The clock.</param>
    /// <param name="reached">Is told of the places at which the process may end.</param>
    /// <exception cref="StateFolderException">What is kept cannot be read.</exception>
    public EmbeddedObjects(string stateFolder, IdSource ids, TimeProvider time, Action<StoreStep>? reached = null)
    {
        var folder = Path.Combine(stateFolder, "s3");
        opened = new(() => new Opened(folder, ids, time, reached));
        if (Directory.Exists(folder))
        {
            _ = opened.Value;
        }

        Cors = new BucketCors(bucket => Find(bucket)?.Cors);
    }

    /// <summary>Which pages of browsers may call.</summary>
    public IBucketCors Cors { get; }

    public async ValueTask<S3Answer> AnswerAsync(S3Call call)
    {
        try
        {
            return opened.Value.Operations.TryGetValue(call.Operation, out var answerAsync)
                ? await answerAsync(call).ConfigureAwait(false)
                : throw S3Refusals.NotHere(call.Operation).Raised();
        }
        catch (RefusedException e)
        {
            return S3Answer.Refused(e.Refusal);
        }
    }

    public ValueTask<BucketFacts?> BucketAsync(string bucket, CancellationToken cancellation) =>
        ValueTask.FromResult(Find(bucket) is { } found ? new BucketFacts(ObjectTags.Facts(found.Tags)) : null);

    public bool Knows(string bucket) => bucket.Length > 0 && Find(bucket) is not null;

    public ValueTask<ObjectFacts?> ObjectAsync(string bucket, string key, string? versionId, CancellationToken cancellation)
    {
        var version = VersionOf(bucket, key, versionId);
        return ValueTask.FromResult(version is { IsMarker: false } ? new ObjectFacts(ObjectTags.Facts(version.Tags)) : null);
    }

    public ValueTask<S3Refusal?> DeletedAsync(string bucket, string key, string? versionId, CancellationToken cancellation) => ValueTask.FromResult(
        Find(bucket) is { } found && VersionOf(bucket, key, versionId) is { IsMarker: true } marker
            ? StoreParts.Deleted(found, key, marker, versionId is not null) : null);

    public ValueTask<UploadFacts?> UploadAsync(string bucket, string key, string uploadId, CancellationToken cancellation) => ValueTask.FromResult(
        Find(bucket) is { } found && opened.Value.Parts.Database.Read(reader => UploadTable.Find(reader, uploadId, key, found.Id)) is { } upload
            ? new UploadFacts(upload.Initiator, upload.Facts.Encryption, upload.Declared is not null) : null);

    public ValueTask<ObjectEncryption?> DefaultEncryptionAsync(string bucket, CancellationToken cancellation) => ValueTask.FromResult(Find(bucket)?.Encryption);

    public ValueTask<ObjectEncryption?> EncryptionAsync(string bucket, string key, string? versionId, CancellationToken cancellation) =>
        ValueTask.FromResult(VersionOf(bucket, key, versionId) is { IsMarker: false } version ? version.Facts.Encryption : null);

    public Task EnsureBucketAsync(string bucket, AccountId account, string region, CancellationToken cancellation) =>
        opened.Value.Buckets.EnsureAsync(bucket, account, region);

    public void Dispose()
    {
        if (opened.IsValueCreated)
        {
            opened.Value.Parts.Database.Dispose();
        }
    }

    private StoredBucket? Find(string bucket) => opened.IsValueCreated ? opened.Value.Parts.Buckets.Find(bucket) : null;

    private StoredVersion? VersionOf(string bucket, string key, string? versionId) =>
        Find(bucket) is { } found ? opened.Value.Parts.Database.Read(reader => VersionTable.Find(reader, found.Id, KeyBytes.Of(key), versionId)) : null;

    private sealed class Opened
    {
        public Opened(string folder, IdSource ids, TimeProvider time, Action<StoreStep>? reached)
        {
            OwnerOnlyFolder.Create(folder);
            var database = new ObjectDatabase(Path.Combine(folder, "objects.db"), reached);
            var files = new BodyFiles(Path.Combine(folder, "bodies"), ids, reached);
            files.Sweep(database.Read(static reader => reader.All("SELECT name FROM files", static row => row.GetString(0)).ToHashSet(StringComparer.Ordinal)));
            Parts = new StoreParts(database, files, new BucketTable(database), ids, time);
            Buckets = new BucketOperations(Parts);
            Operations = StoreOperations.Of(Parts, Buckets).ToFrozenDictionary(StringComparer.Ordinal);
            Pruning = database.WriteAsync(writer => UploadTable.Prune(writer, time.GetUtcNow() - EndedUploadsAreKept));
        }

        public StoreParts Parts { get; }

        public BucketOperations Buckets { get; }

        public FrozenDictionary<string, Func<S3Call, ValueTask<S3Answer>>> Operations { get; }

        /// <summary>The uploads that ended long ago are forgotten.</summary>
        private Task Pruning { get; }
    }
}
