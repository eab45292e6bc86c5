using System.Collections.Immutable;
using Microsoft.Data.Sqlite;

namespace Emulation.S3.Store;

/// <summary>An upload in parts.</summary>
internal sealed record StoredUpload
{
    /// <summary>Its place in the order of writes, which the object takes that it becomes: S3 orders by the beginning of an upload.</summary>
    public required long Sequence { get; init; }

    public required string Id { get; init; }

    public required byte[] Key { get; init; }

    public required DateTimeOffset Initiated { get; init; }

    /// <summary>The ARN of who began it.</summary>
    public required string Initiator { get; init; }

    /// <summary>What the object will have; its algorithm is the one that was declared, null for none.</summary>
    public required KeptFacts Facts { get; init; }

    public ImmutableArray<ObjectTag> Tags { get; init; } = [];

    /// <summary>Whether it is completed or aborted.</summary>
    public bool HasEnded { get; init; }

    /// <summary>The parts that it was completed of; null where it was not.</summary>
    public string? Manifest { get; init; }

    public ChecksumAlgorithm? Declared => ChecksumAlgorithm.Named(Facts.Algorithm ?? "");

    /// <summary>The algorithm of its parts' checksums: where none is declared, the one that S3 takes by itself.</summary>
    public ChecksumAlgorithm Algorithm => Declared ?? ChecksumAlgorithm.Crc64Nvme;
}

/// <summary>A part of an upload.</summary>
internal sealed record StoredPart(int Number, long Size, byte[] Md5, byte[] Checksum, DateTimeOffset Modified, string File)
{
    public string ETag => Convert.ToHexStringLower(Md5);

    public BodyFile Body => new(File, Size);
}

/// <summary>The uploads in parts, and their parts. One that has ended is kept: who completes it again is told so.</summary>
internal static class UploadTable
{
    private const string Columns = "seq, id, key, initiated, initiator, facts, tags, ended, manifest";

    public static void Add(KeptStatements writer, long bucket, StoredUpload upload) => writer.Run(
        "INSERT INTO uploads (seq, id, bucket, key, initiated, initiator, facts, tags) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        upload.Sequence, upload.Id, bucket, upload.Key, upload.Initiated.ToUnixTimeMilliseconds(), upload.Initiator, StoreJson.Write(upload.Facts), StoreJson.Write(upload.Tags));

    /// <summary>The upload of a call, also where it has ended.</summary>
    /// <exception cref="Calls.RefusedException">There is none of that id for the key.</exception>
    public static StoredUpload Find(KeptStatements statements, S3Call call, long bucket)
    {
        var id = call.Parameter("uploadId") ?? "";
        return Find(statements, id, call.Key!, bucket) ?? throw S3Refusals.NoSuchUpload(id).Raised();
    }

    /// <summary>An upload for a key, also where it has ended; null where there is none.</summary>
    public static StoredUpload? Find(KeptStatements statements, string id, string key, long bucket) =>
        statements.First($"SELECT {Columns} FROM uploads WHERE id = $1 AND bucket = $2", Read, id, bucket) is { } found
        && found.Key.AsSpan().SequenceEqual(KeyBytes.Of(key)) ? found : null;

    /// <summary>The upload of a call that has not ended.</summary>
    public static StoredUpload FindOpen(KeptStatements statements, S3Call call, long bucket) =>
        Find(statements, call, bucket) is { HasEnded: false } open ? open : throw S3Refusals.NoSuchUpload(call.Parameter("uploadId") ?? "").Raised();

    /// <summary>The place of an upload in the order of writes, also where it has ended; 0 for none.</summary>
    public static long PlaceOf(KeptStatements statements, long bucket, string id) =>
        statements.First("SELECT seq FROM uploads WHERE id = $1 AND bucket = $2", static row => row.GetInt64(0), id, bucket);

    /// <summary>The parts of an upload behind a number, in their order.</summary>
    public static List<StoredPart> Parts(KeptStatements statements, StoredUpload upload, int after = 0, int most = int.MaxValue) => statements.All(
        "SELECT number, size, md5, checksum, modified, file FROM parts WHERE upload = $1 AND number > $2 ORDER BY number LIMIT $3",
        static row => new StoredPart(
            row.GetInt32(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2), row.GetFieldValue<byte[]>(3),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(4)), row.GetString(5)),
        upload.Sequence, (long)after, (long)most);

    /// <summary>Sets a part, in the place of one that has its number.</summary>
    /// <returns>The file of the one before.</returns>
    public static ImmutableArray<IReadOnlyList<BodyFile>> SetPart(KeptStatements writer, StoredUpload upload, StoredPart part)
    {
        var before = Parts(writer, upload, part.Number - 1, 1).Where(one => one.Number == part.Number).Select(static one => one.Body).ToList();
        VersionTable.Forget(writer, before);
        writer.Run(
            "INSERT INTO parts VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (upload, number) DO UPDATE SET size = $3, md5 = $4, checksum = $5, modified = $6, file = $7",
            upload.Sequence, (long)part.Number, part.Size, part.Md5, part.Checksum, part.Modified.ToUnixTimeMilliseconds(), part.File);
        writer.Run("INSERT INTO files VALUES ($1)", part.File);
        return [.. before.Select(static file => (IReadOnlyList<BodyFile>)[file])];
    }

    /// <summary>Ends an upload. Its parts are nobody's then, but those that an object is made of.</summary>
    /// <returns>The files of the others.</returns>
    public static ImmutableArray<IReadOnlyList<BodyFile>> End(KeptStatements writer, StoredUpload upload, DateTimeOffset now, string? manifest, IEnumerable<BodyFile> taken)
    {
        var left = Parts(writer, upload).Select(static part => part.Body).Except(taken).ToList();
        VersionTable.Forget(writer, left);
        writer.Run("DELETE FROM parts WHERE upload = $1", upload.Sequence);
        writer.Run("UPDATE uploads SET ended = $2, manifest = $3 WHERE seq = $1", upload.Sequence, now.ToUnixTimeMilliseconds(), manifest);
        return [.. left.Select(static file => (IReadOnlyList<BodyFile>)[file])];
    }

    /// <summary>Forgets the uploads of a bucket.</summary>
    /// <returns>The files of their parts.</returns>
    public static List<IReadOnlyList<BodyFile>> RemoveAll(KeptStatements writer, long bucket)
    {
        var files = writer.All(
            "SELECT file, size FROM parts WHERE upload IN (SELECT seq FROM uploads WHERE bucket = $1)",
            static row => (IReadOnlyList<BodyFile>)[new BodyFile(row.GetString(0), row.GetInt64(1))], bucket);
        VersionTable.Forget(writer, files.SelectMany(static one => one));
        writer.Run("DELETE FROM parts WHERE upload IN (SELECT seq FROM uploads WHERE bucket = $1)", bucket);
        writer.Run("DELETE FROM uploads WHERE bucket = $1", bucket);
        return files;
    }

    /// <summary>Forgets the uploads that ended before a moment, but the last: the order of writes goes on from it.</summary>
    public static int Prune(KeptStatements writer, DateTimeOffset before) =>
        writer.Run("DELETE FROM uploads WHERE ended < $1 AND seq < (SELECT max(seq) FROM uploads)", before.ToUnixTimeMilliseconds());

    public static StoredUpload Read(SqliteDataReader row) => new()
    {
        Sequence = row.GetInt64(0),
        Id = row.GetString(1),
        Key = row.GetFieldValue<byte[]>(2),
        Initiated = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        Initiator = row.GetString(4),
        Facts = StoreJson.Facts(row.GetString(5)),
        Tags = StoreJson.Tags(row.IsDBNull(6) ? null : row.GetString(6)),
        HasEnded = !row.IsDBNull(7),
        Manifest = row.IsDBNull(8) ? null : row.GetString(8),
    };
}
