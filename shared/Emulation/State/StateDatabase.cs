using Microsoft.Data.Sqlite;

namespace Emulation.State;

/// <summary>
/// An SQLite file of the state folder. One connection behind one lock: what an API call has acknowledged is on the disk, and two calls never interleave.
/// </summary>
internal sealed class StateDatabase : IDisposable
{
    private readonly SqliteConnection connection;
    private readonly Lock gate = new();
    private SqliteTransaction? transaction;

    /// <summary>Opens the file, and makes it with this schema when it is not there.</summary>
    /// <param name="file">Path of the file.</param>
    /// <param name="schema"><c>CREATE TABLE IF NOT EXISTS</c> statements.</param>
    /// <exception cref="StateFolderException">The file is no database, or cannot be written.</exception>
    public StateDatabase(string file, string schema)
    {
        connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            connection.Open();

            // FULL: a commit is on the disk before it is answered.
            Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;");
            Run($"BEGIN; {schema}; COMMIT;");
        }
        catch (SqliteException e)
        {
            connection.Dispose();
            throw new StateFolderException($"{file} cannot be opened: {e.Message} Delete it to start anew, or choose another folder with --data.", e);
        }
    }

    /// <summary>Runs a statement.</summary>
    /// <param name="sql">The statement, its values as <c>$1</c>, <c>$2</c> ...</param>
    /// <param name="values">The values.</param>
    /// <returns>How many rows it changed.</returns>
    public int Execute(string sql, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
            return command.ExecuteNonQuery();
        }
    }

    /// <summary>Runs a query, and reads each row.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        lock (gate)
        {
            using var command = Command(sql, values);
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
            if (transaction is not null)
            {
                return work();
            }

            using var mine = transaction = connection.BeginTransaction();
            try
            {
                var result = work();
                mine.Commit();
                return result;
            }
            finally
            {
                transaction = null;
            }
        }
    }

    public void Dispose() => connection.Dispose();

    private void Run(string sql)
    {
        using var command = connection.CreateCommand();

        // The only texts that get here are constants of the program; values are parameters.
#pragma warning disable CA2100
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<object?> values)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // As above.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.Transaction = transaction;
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters.AddWithValue($"${i + 1}", values[i] ?? DBNull.Value);
        }

        return command;
    }
}
