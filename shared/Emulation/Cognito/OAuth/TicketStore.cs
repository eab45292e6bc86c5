using Emulation.Cognito.Pools;
using Emulation.State;

namespace Emulation.Cognito.OAuth;

/// <summary>What a browser holds the name of for a while: an authorization code, a sign-in.</summary>
internal sealed class TicketStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS ticket (id TEXT PRIMARY KEY, pool TEXT NOT NULL, document TEXT NOT NULL, expires INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS ticket_expires ON ticket (expires);
        """;

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public string? Find(string id) => database.Query("SELECT document FROM ticket WHERE id = $1", static row => row.GetString(0), id).FirstOrDefault();

    public void Save(string id, string pool, string document, DateTimeOffset expires) => database.Execute(
        "INSERT INTO ticket VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET document = excluded.document", id, pool, document, expires.ToUnixTimeSeconds());

    public void Delete(string id) => database.Execute("DELETE FROM ticket WHERE id = $1", id);

    public int DeleteExpired(DateTimeOffset now) => database.Execute("DELETE FROM ticket WHERE expires < $1", now.ToUnixTimeSeconds());

    /// <inheritdoc/>
    public void Forget(string pool) => database.Execute("DELETE FROM ticket WHERE pool = $1", pool);
}
