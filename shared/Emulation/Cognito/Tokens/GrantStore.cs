using Emulation.Cognito.Pools;
using Emulation.State;

namespace Emulation.Cognito.Tokens;

/// <summary>What must be known of a sign-in as long as its tokens live.</summary>
internal sealed class GrantStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS grant_ (id TEXT PRIMARY KEY, pool TEXT NOT NULL, sub TEXT, document TEXT NOT NULL, expires INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS grant_expires ON grant_ (expires);
        """;

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public string? Find(string id) => database.Query("SELECT document FROM grant_ WHERE id = $1", static row => row.GetString(0), id).FirstOrDefault();

    public void Save(string id, string pool, string? sub, string document, DateTimeOffset expires) => database.Execute(
        "INSERT INTO grant_ VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET document = excluded.document", id, pool, sub, document, expires.ToUnixTimeSeconds());

    public int DeleteExpired(DateTimeOffset now) => database.Execute("DELETE FROM grant_ WHERE expires < $1", now.ToUnixTimeSeconds());

    /// <inheritdoc/>
    public void Forget(string pool) => database.Execute("DELETE FROM grant_ WHERE pool = $1", pool);
}
