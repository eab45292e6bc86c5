using Emulation.Cognito.Pools;
using Emulation.State;

namespace Emulation.Cognito.Tokens;

/// <summary>The sealed keys that pools sign with.</summary>
internal sealed class KeyStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS signing_key (kid TEXT PRIMARY KEY, pool TEXT NOT NULL, purpose TEXT NOT NULL, created INTEGER NOT NULL, sealed TEXT NOT NULL);
        """;

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    /// <summary>Keys, the newest first.</summary>
    public List<(string Kid, string Purpose, DateTimeOffset Created, string Sealed)> Of(string pool) => database.Query(
        "SELECT kid, purpose, created, sealed FROM signing_key WHERE pool = $1 ORDER BY created DESC",
        static row => (row.GetString(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3)), pool);

    public void Add(string pool, string kid, string purpose, DateTimeOffset created, string sealedKey) =>
        database.Execute("INSERT INTO signing_key VALUES ($1, $2, $3, $4, $5)", kid, pool, purpose, created.ToUnixTimeMilliseconds(), sealedKey);

    public void Delete(string kid) => database.Execute("DELETE FROM signing_key WHERE kid = $1", kid);

    /// <inheritdoc/>
    public void Forget(string pool) => database.Execute("DELETE FROM signing_key WHERE pool = $1", pool);
}
