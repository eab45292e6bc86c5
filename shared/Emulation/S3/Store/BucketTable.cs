using System.Collections.Concurrent;
using System.Collections.Immutable;
using Iam;

namespace Emulation.S3.Store;

/// <summary>The buckets. All are in memory, as each call begins with one; what is here is committed.</summary>
internal sealed class BucketTable
{
    private readonly ObjectDatabase database;
    private readonly ConcurrentDictionary<string, StoredBucket> all = new(StringComparer.Ordinal);

    public BucketTable(ObjectDatabase database)
    {
        this.database = database;
        var documents = database
            .Read(static reader => reader.All("SELECT bucket, kind, text FROM documents", static row => (Bucket: row.GetInt64(0), Kind: row.GetString(1), Text: row.GetString(2))))
            .ToLookup(static one => one.Bucket);
        foreach (var bucket in database.Read(static reader => reader.All("SELECT id, name, account, region, created FROM buckets", static row => new StoredBucket(
            row.GetInt64(0), row.GetString(1), AccountId.Parse(row.GetString(2)), row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))
        {
            Documents = ImmutableDictionary<string, string>.Empty,
        })))
        {
            all[bucket.Name] = bucket with { Documents = documents[bucket.Id].ToImmutableDictionary(static one => one.Kind, static one => one.Text) };
        }
    }

    public StoredBucket? Find(string name) => all.GetValueOrDefault(name);

    /// <exception cref="Calls.RefusedException">There is none of that name.</exception>
    public StoredBucket Get(string name) => Find(name) ?? throw S3Refusals.NoSuchBucket(name).Raised();

    /// <summary>The buckets of an account by their names.</summary>
    public IEnumerable<StoredBucket> Of(AccountId account) =>
        all.Values.Where(one => one.Account == account).OrderBy(static one => one.Name, StringComparer.Ordinal);

    /// <summary>Makes a bucket, or answers with the one that has the name.</summary>
    public async Task<(StoredBucket Bucket, bool IsNew)> CreateAsync(StoredBucket bucket) => await database.WriteAsync(
        writer =>
        {
            if (all.TryGetValue(bucket.Name, out var there) || (there = Written(writer, bucket.Name)) is not null)
            {
                return (there, false);
            }

            writer.Run(
                "INSERT INTO buckets (name, account, region, created) VALUES ($1, $2, $3, $4)",
                bucket.Name, bucket.Account.ToString(), bucket.Region, bucket.Created.ToUnixTimeMilliseconds());
            var made = bucket with { Id = writer.First("SELECT last_insert_rowid()", static row => row.GetInt64(0)) };
            foreach (var (kind, text) in made.Documents)
            {
                writer.Run("INSERT INTO documents VALUES ($1, $2, $3)", made.Id, kind, text);
            }

            return (made, true);
        },
        made =>
        {
            if (made.Item2)
            {
                all[made.Item1.Name] = made.Item1;
            }
        }).ConfigureAwait(false);

    /// <summary>Removes a bucket.</summary>
    /// <exception cref="Calls.RefusedException">There are objects in it.</exception>
    public Task<List<IReadOnlyList<BodyFile>>> DeleteAsync(StoredBucket bucket) => database.WriteAsync(
        writer =>
        {
            Check(writer, bucket);
            if (writer.First("SELECT 1 FROM versions WHERE bucket = $1 LIMIT 1", static row => row.GetInt64(0), bucket.Id) != 0)
            {
                var also = bucket.Versioning == BucketVersioning.Never ? "" : ". You must delete all versions in the bucket.";
                throw S3Refusals.Of(409, "BucketNotEmpty", $"The bucket you tried to delete is not empty{also}", ("BucketName", bucket.Name)).Raised();
            }

            // Uploads that nobody completed go with their bucket.
            var files = UploadTable.RemoveAll(writer, bucket.Id);
            writer.Run("DELETE FROM documents WHERE bucket = $1", bucket.Id);
            writer.Run("DELETE FROM buckets WHERE id = $1", bucket.Id);
            return files;
        },
        _ => all.TryRemove(bucket.Name, out var _));

    /// <summary>Sets a document of a bucket; null takes it away.</summary>
    public Task SetAsync(StoredBucket bucket, string kind, string? text) => database.WriteAsync(
        writer =>
        {
            Check(writer, bucket);
            return text is null
                ? writer.Run("DELETE FROM documents WHERE bucket = $1 AND kind = $2", bucket.Id, kind)
                : writer.Run("INSERT INTO documents VALUES ($1, $2, $3) ON CONFLICT (bucket, kind) DO UPDATE SET text = $3", bucket.Id, kind, text);
        },
        _ =>
        {
            // Follows in the order of the writes, so what is read here is what was written before.
            if (all.TryGetValue(bucket.Name, out var now) && now.Id == bucket.Id)
            {
                all[bucket.Name] = now with { Documents = text is null ? now.Documents.Remove(kind) : now.Documents.SetItem(kind, text) };
            }
        });

    /// <summary>Sees to it that a bucket is still there when something is written into it.</summary>
    public static void Check(KeptStatements writer, StoredBucket bucket)
    {
        if (writer.First("SELECT 1 FROM buckets WHERE id = $1", static row => row.GetInt64(0), bucket.Id) == 0)
        {
            throw S3Refusals.NoSuchBucket(bucket.Name).Raised();
        }
    }

    /// <summary>A bucket that a write of the same commit has made.</summary>
    private static StoredBucket? Written(KeptStatements writer, string name) => writer.First(
        "SELECT id, name, account, region, created FROM buckets WHERE name = $1",
        static row => new StoredBucket(
            row.GetInt64(0), row.GetString(1), AccountId.Parse(row.GetString(2)), row.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)))
        {
            Documents = ImmutableDictionary<string, string>.Empty,
        },
        name);
}
