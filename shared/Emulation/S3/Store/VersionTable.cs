using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Emulation.S3.Store;

/// <summary>
/// The versions of the objects. The one with the highest number in the order of writes is the current one of its key, whenever it came. Amazon S3 User Guide,
/// "How S3 Versioning works".
/// </summary>
internal static class VersionTable
{
    public const string NullId = "null";
    private const string Columns = "seq, version, latest, marker, modified, size, etag, facts, tags, files";
    private const string Current = $"SELECT {Columns} FROM versions WHERE bucket = $1 AND key = $2 AND latest = 1";
    private const string CurrentWithBody = $"SELECT {Columns}, body FROM versions WHERE bucket = $1 AND key = $2 AND latest = 1";
    private const string OfId = $"SELECT {Columns} FROM versions WHERE bucket = $1 AND key = $2 AND version = $3";
    private const string LatestPlace = "SELECT seq, version, files FROM versions WHERE bucket = $1 AND key = $2 AND latest = 1";
    private const string PlaceOfId = "SELECT seq, version, files FROM versions WHERE bucket = $1 AND key = $2 AND version = $3";
    private const string OfIdWithBody = $"SELECT {Columns}, body FROM versions WHERE bucket = $1 AND key = $2 AND version = $3";

    /// <summary>A version of an object, a delete marker among them: the current one where none is named.</summary>
    public static StoredVersion? Find(KeptStatements statements, long bucket, byte[] key, string? version, bool hasBody = false)
    {
        Func<SqliteDataReader, StoredVersion> read = hasBody ? ReadWithBody : Read;
        return version is null
            ? statements.First(hasBody ? CurrentWithBody : Current, read, bucket, key)
            : statements.First(hasBody ? OfIdWithBody : OfId, read, bucket, key, version);
    }

    /// <summary>The version of a place in the order of writes; null where it is not kept.</summary>
    public static StoredVersion? OfPlace(KeptStatements statements, long sequence) =>
        statements.First($"SELECT {Columns} FROM versions WHERE seq = $1", Read, sequence);

    /// <summary>
    /// Adds a version. In a bucket that keeps none, and as <c>null</c> in one that keeps no more, it replaces the one of that id, unless that one came later: then it
    /// is as if that one had replaced it.
    /// </summary>
    /// <returns>The files of bodies that nothing refers to any more.</returns>
    public static ImmutableArray<IReadOnlyList<BodyFile>> Add(KeptStatements writer, StoredBucket bucket, byte[] key, StoredVersion version)
    {
        ImmutableArray<IReadOnlyList<BodyFile>> gone = [];
        var latest = writer.First(LatestPlace, ReadPlace, bucket.Id, key);
        var replaced = latest is null || version.Id != NullId ? null : latest.Id == NullId ? latest : writer.First(PlaceOfId, ReadPlace, bucket.Id, key, NullId);
        if (replaced is not null)
        {
            if (replaced.Sequence > version.Sequence)
            {
                Forget(writer, version.Files);
                return version.Files.IsEmpty ? [] : [version.Files];
            }

            gone = Delete(writer, replaced.Sequence, replaced.Files);
        }

        // What is replaced and was the current one is followed by what is written now, as that came later.
        var isLatest = latest is null || latest == replaced || version.Sequence > latest.Sequence;
        if (isLatest && latest is not null && latest != replaced)
        {
            writer.Run("UPDATE versions SET latest = 0 WHERE seq = $1", latest.Sequence);
        }

        Insert(writer, bucket, key, version with { IsLatest = isLatest });
        return gone;
    }

    /// <summary>Takes a version away for good. The one before it becomes the current one where it was that.</summary>
    /// <returns>The files of its body.</returns>
    public static ImmutableArray<IReadOnlyList<BodyFile>> Remove(KeptStatements writer, StoredBucket bucket, byte[] key, StoredVersion version)
    {
        var gone = Delete(writer, version.Sequence, version.Files);
        if (version.IsLatest)
        {
            writer.Run(
                "UPDATE versions SET latest = 1 WHERE seq = (SELECT seq FROM versions WHERE bucket = $1 AND key = $2 ORDER BY seq DESC LIMIT 1)", bucket.Id, key);
        }

        return gone;
    }

    public static void SetTags(KeptStatements writer, StoredVersion version, ImmutableArray<ObjectTag> tags) =>
        writer.Run("UPDATE versions SET tags = $2 WHERE seq = $1", version.Sequence, StoreJson.Write(tags));

    /// <summary>Nothing refers to the files any more.</summary>
    public static void Forget(KeptStatements writer, IEnumerable<BodyFile> files)
    {
        foreach (var file in files)
        {
            writer.Run("DELETE FROM files WHERE name = $1", file.Name);
        }
    }

    /// <summary>Reads the columns of <see cref="Columns"/> from a place on.</summary>
    public static StoredVersion Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = row.GetString(1),
        IsLatest = row.GetInt64(2) != 0,
        IsMarker = row.GetInt64(3) != 0,
        Modified = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)),
        Size = row.GetInt64(5),
        ETag = row.GetString(6),
        Facts = StoreJson.Facts(row.GetString(7)),
        Tags = StoreJson.Tags(row.IsDBNull(8) ? null : row.GetString(8)),
        Files = StoreJson.Files(row.IsDBNull(9) ? null : row.GetString(9)),
    };

    private static StoredVersion ReadWithBody(SqliteDataReader row) => Read(row) with { Body = row.IsDBNull(10) ? null : row.GetFieldValue<byte[]>(10) };

    private static void Insert(KeptStatements writer, StoredBucket bucket, byte[] key, StoredVersion version)
    {
        writer.Run(
            "INSERT INTO versions (seq, bucket, key, version, latest, marker, modified, size, etag, facts, tags, files, body) "
            + "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)",
            version.Sequence, bucket.Id, key, version.Id, version.IsLatest ? 1L : 0L, version.IsMarker ? 1L : 0L, version.Modified.ToUnixTimeMilliseconds(), version.Size,
            version.ETag, StoreJson.Write(version.Facts), StoreJson.Write(version.Tags), StoreJson.Write(version.Files), version.Body);
        foreach (var file in version.Files)
        {
            writer.Run("INSERT OR IGNORE INTO files VALUES ($1)", file.Name);
        }
    }

    private static ImmutableArray<IReadOnlyList<BodyFile>> Delete(KeptStatements writer, long sequence, ImmutableArray<BodyFile> files)
    {
        writer.Run("DELETE FROM versions WHERE seq = $1", sequence);
        Forget(writer, files);
        return files.IsEmpty ? [] : [files];
    }

    private static Place ReadPlace(SqliteDataReader row) => new(row.GetInt64(0), row.GetString(1), StoreJson.Files(row.IsDBNull(2) ? null : row.GetString(2)));

    private sealed record Place(long Sequence, string Id, ImmutableArray<BodyFile> Files);
}
