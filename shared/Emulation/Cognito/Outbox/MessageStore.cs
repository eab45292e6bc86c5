using Emulation.State;

namespace Emulation.Cognito.Outbox;

/// <summary>What pools sent, the last thousand.</summary>
internal sealed class MessageStore(StateDatabase database)
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL);
        """;

    public long Add(string document) => database.Atomically(() =>
    {
        database.Execute("INSERT INTO outbox (document) VALUES ($1)", document);
        database.Execute("DELETE FROM outbox WHERE id <= (SELECT max(id) FROM outbox) - 1000");
        return database.Query("SELECT max(id) FROM outbox", static row => row.GetInt64(0))[0];
    });

    /// <summary>What was sent, the newest first.</summary>
    public List<(long Id, string Document)> All() => database.Query("SELECT id, document FROM outbox ORDER BY id DESC", static row => (row.GetInt64(0), row.GetString(1)));

    public void Clear() => database.Execute("DELETE FROM outbox");
}
