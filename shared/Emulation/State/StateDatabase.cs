using Microsoft.Data.Sqlite;

namespace Emulation.State;

/// <summary>
/// An SQLite file of the state folder, which is made with what is written first. One connection behind one lock: what an API call has acknowledged is on the disk, and two calls
/// never interleave.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    private readonly string file;
    private readonly string schema;
    private readonly string beginning;
    private readonly Lock gate = new();
    private SqliteConnection? connection;
    private SqliteTransaction? transaction;
    private bool isAtomic, isClosed;

    /// <summary>Opens the file where it is there.</summary>
    /// <param name="file">The file.</param>
    /// <param name="schema">What it has: <c>CREATE TABLE IF NOT EXISTS</c> of each table.</param>
    /// <param name="beginning">What is run besides where the file is made.</param>
    /// <exception cref="StateFolderException">The file is no database, or cannot be written.</exception>
    public StateDatabase(string file, string schema, string beginning = "")
    {
        (this.file, this.schema, this.beginning) = (file, schema, beginning);
        if (File.Exists(file))
        {
            Opened();
        }
    }

    /// <summary>Whether something was ever written.</summary>
    public bool IsThere => connection is not null;

    /// <summary>Runs a statement, its values as <c>$1</c>, <c>$2</c> ...</summary>
    /// <returns>How many rows it changed.</returns>
    /// <exception cref="StateFolderException">The file is to be made, and cannot be written.</exception>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            using var command = Command(Opened(), sql, values);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs a query, and reads each row: none where nothing was ever written.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            // A deployment that is on its way out may have made the file meanwhile.
            if (connection is null && !File.Exists(file))
            {
                return [];
            }

            using var command = Command(Opened(), sql, values);
            using var rows = command.ExecuteReader();
            var all = new List<T>();
            while (rows.Read())
            {
                all.Add(read(rows));
            }

            return all;
        }
    }

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work)
    {
        lock (gate)
        {
            if (isAtomic)
            {
                return work();
            }

            isAtomic = true;
            try
            {
                var result = work();
                transaction?.Commit();
                return result;
            }
            finally
            {
                transaction?.Dispose();
                (transaction, isAtomic) = (null, false);
            }
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            isClosed = true;
            connection?.Dispose();
        }
    }

    /// <summary>The connection, and with it the file.</summary>
    private SqliteConnection Opened() => connection ??= Open(File.Exists(file) ? schema : $"{schema}; {beginning}");

    private SqliteConnection Open(string script)
    {
        ObjectDisposedException.ThrowIf(isClosed, this);
        var opened = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            opened.Open();

            // FULL: a commit is on the disk before it is answered.
            Run(opened, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            Run(opened, $"BEGIN; {script}; COMMIT;");
            return opened;
        }
        catch (SqliteException e)
        {
            opened.Dispose();
            throw new StateFolderException($"{file} cannot be opened: {e.Message} Delete it to start anew, or choose another folder with --data.", e);
        }
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();

        // The only texts that get here are constants of the program; values are parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteConnection opened, string sql, ReadOnlySpan<object?> values)
    {
        var command = opened.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = isAtomic ? transaction ??= opened.BeginTransaction() : null;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
