using System.Collections.Concurrent;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.S3.Store;

/// <summary>
/// The tables of buckets and objects, in <c>s3/objects.db</c> of the state folder. One connection writes; as many as there are readers read, each a state that was
/// committed. Keys are blobs: they are compared as S3 lists them, by the bytes of their UTF-8.
/// </summary>
internal sealed class ObjectDatabase : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS buckets (
            id INTEGER PRIMARY KEY AUTOINCREMENT, name TEXT NOT NULL UNIQUE, account TEXT NOT NULL, region TEXT NOT NULL, created INTEGER NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS documents (
            bucket INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, PRIMARY KEY (bucket, kind)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS versions (
            seq INTEGER PRIMARY KEY, bucket INTEGER NOT NULL, key BLOB NOT NULL, version TEXT NOT NULL, latest INTEGER NOT NULL, marker INTEGER NOT NULL,
            modified INTEGER NOT NULL, size INTEGER NOT NULL, etag TEXT NOT NULL, facts TEXT NOT NULL, tags TEXT, files TEXT, body BLOB) STRICT;
        CREATE UNIQUE INDEX IF NOT EXISTS versions_in_order ON versions (bucket, key, seq DESC, version);
        CREATE UNIQUE INDEX IF NOT EXISTS versions_current ON versions (bucket, key) WHERE latest = 1;
        CREATE TABLE IF NOT EXISTS uploads (
            seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, bucket INTEGER NOT NULL, key BLOB NOT NULL, initiated INTEGER NOT NULL, initiator TEXT NOT NULL,
            facts TEXT NOT NULL, tags TEXT, ended INTEGER, manifest TEXT) STRICT;
        CREATE INDEX IF NOT EXISTS uploads_open ON uploads (bucket, key, seq) WHERE ended IS NULL;
        CREATE TABLE IF NOT EXISTS parts (
            upload INTEGER NOT NULL, number INTEGER NOT NULL, size INTEGER NOT NULL, md5 BLOB NOT NULL, checksum BLOB, modified INTEGER NOT NULL, file TEXT NOT NULL,
            PRIMARY KEY (upload, number)) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID
        """;

    private readonly string file;
    private readonly ConcurrentBag<KeptStatements> readers = [];
    private readonly GroupedWrites writes;
    private long last;
    private volatile bool isClosed;

    /// <summary>Opens the file, and makes it where it is not there.</summary>
    /// <exception cref="StateFolderException">The file is no database, or cannot be written.</exception>
    public ObjectDatabase(string file, Action<StoreStep>? reached)
    {
        this.file = file;
        var writer = Open();
        try
        {
            // FULL: a commit is on the disk before it is answered, and so is what it refers to.
            writer.Run("PRAGMA synchronous = FULL");
            writer.Run($"BEGIN; {Schema}; COMMIT");
            last = writer.First("SELECT max((SELECT coalesce(max(seq), 0) FROM versions), (SELECT coalesce(max(seq), 0) FROM uploads))", static row => row.GetInt64(0));
        }
        catch (SqliteException e)
        {
            writer.Dispose();
            throw Unusable(e);
        }

        writes = new GroupedWrites(writer, reached);
    }

    /// <summary>The next number in the order of writes. Versions and uploads share it: S3 orders a completed upload by its beginning.</summary>
    public long Next() => Interlocked.Increment(ref last);

    /// <inheritdoc cref="GroupedWrites.RunAsync"/>
    public Task<T> WriteAsync<T>(Func<KeptStatements, T> work, Action<T>? committed = null) => writes.RunAsync(work, committed);

    /// <summary>Reads what is committed.</summary>
    public T Read<T>(Func<KeptStatements, T> read)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        var reader = readers.TryTake(out var idle) ? idle : Open();
        try
        {
            return read(reader);
        }
        finally
        {
            readers.Add(reader);
            if (isClosed)
            {
                CloseReaders();
            }
        }
    }

    /// <summary>Reads several times from one and the same state.</summary>
    public T ReadOneState<T>(Func<KeptStatements, T> read) => Read(reader =>
    {
        reader.Run("BEGIN");
        try
        {
            return read(reader);
        }
        finally
        {
            reader.Run("COMMIT");
        }
    });

    public void Dispose()
    {
        isClosed = true;
        writes.Dispose();
        CloseReaders();
    }

    private void CloseReaders()
    {
        while (readers.TryTake(out var reader))
        {
            reader.Dispose();
        }
    }

    private KeptStatements Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            connection.Open();
            var statements = new KeptStatements(connection);
            statements.Run("PRAGMA journal_mode = WAL");
            return statements;
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw Unusable(e);
        }
    }

    private StateFolderException Unusable(SqliteException e) => new(
        $"{file} cannot be opened: {e.Message} Delete the folder s3 around it to start anew without its buckets, or choose another folder with --data.", e);
}
