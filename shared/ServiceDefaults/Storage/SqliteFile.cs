using Microsoft.Data.Sqlite;

namespace ServiceDefaults;

/// <summary>A database file that several processes use at once.</summary>
public sealed class SqliteFile
{
    // Both wait for a writer in another process: SQLite inside a statement, the library between statements.
    private const int BusyMilliseconds = 5_000;
    private const int BusySeconds = 10;

    private readonly string connectionString;

    private SqliteFile(string path) => connectionString = new SqliteConnectionStringBuilder
    {
        DataSource = path,
        DefaultTimeout = BusySeconds,
        ForeignKeys = true,
    }.ToString();

    /// <summary>A file in a folder that is made if it is not there. Nothing is opened yet.</summary>
    public static SqliteFile In(string folder, string file)
    {
        Directory.CreateDirectory(folder);
        return new SqliteFile(Path.Combine(folder, file));
    }

    /// <summary>Makes the tables if they are not there, and lets readers go on beside a writer.</summary>
    public void Prepare(string schema)
    {
        using (var connection = Open())
        {
            using var command = connection.CreateCommand("PRAGMA journal_mode = WAL");
            command.ExecuteNonQuery();
        }

        Write(connection =>
        {
            using var command = connection.CreateCommand(schema);
            return command.ExecuteNonQuery();
        });
    }

    /// <summary>Reads with a connection of its own.</summary>
    public T Read<T>(Func<SqliteConnection, T> read)
    {
        using var connection = Open();
        return read(connection);
    }

    /// <summary>Runs one transaction that has the write lock from its start: what it reads stays true until it commits.</summary>
    public T Write<T>(Func<SqliteConnection, T> write)
    {
        using var connection = Open();
        using var transaction = connection.BeginTransaction(deferred: false);
        var result = write(connection);
        transaction.Commit();
        return result;
    }

    private SqliteConnection Open()
    {
        var connection = new SqliteConnection(connectionString);
        connection.Open();
        // FULL: a commit is on the disk before it is answered.
        using var command = connection.CreateCommand($"PRAGMA busy_timeout = {BusyMilliseconds}; PRAGMA synchronous = FULL");
        command.ExecuteNonQuery();
        return connection;
    }
}

/// <summary>Statements in one line each; every statement is a constant, and values go into parameters.</summary>
public static class SqliteStatements
{
    /// <summary>A command with its parameters; null is stored as NULL.</summary>
    public static SqliteCommand CreateCommand(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Every statement is a constant of a store; values go into parameters.
        command.CommandText = sql;
#pragma warning restore CA2100
        foreach (var (name, value) in parameters)
        {
            command.Parameters.AddWithValue(name, value ?? DBNull.Value);
        }

        return command;
    }

    /// <summary>Runs a statement that answers nothing.</summary>
    public static void Execute(this SqliteConnection connection, string sql, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        command.ExecuteNonQuery();
    }

    /// <summary>All rows of a statement.</summary>
    public static List<T> Query<T>(
        this SqliteConnection connection, string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object? Value)> parameters)
    {
        using var command = connection.CreateCommand(sql, parameters);
        using var reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    /// <summary>A column that may be NULL.</summary>
    public static string? TextOrNull(this SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
