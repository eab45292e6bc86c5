using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.CognitoIdentity.Identities;
using Emulation.CognitoIdentity.Pools;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.CognitoIdentity.Storage;

/// <summary>Identity pools, identities and the logins that lead to them, in <c>identities.db</c> of the state folder.</summary>
internal sealed class IdentityStore(string folder) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS identity_pool (id TEXT PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS identity (id TEXT PRIMARY KEY, pool TEXT NOT NULL, created INTEGER NOT NULL, modified INTEGER NOT NULL, enabled INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS identity_of_pool ON identity (pool, id);
        CREATE TABLE IF NOT EXISTS login (pool TEXT NOT NULL, provider TEXT NOT NULL, subject TEXT NOT NULL, identity TEXT NOT NULL, PRIMARY KEY (pool, provider, subject));
        CREATE INDEX IF NOT EXISTS login_of_identity ON login (identity, provider, subject);
        """;

    private const string Columns = "id, pool, created, modified, enabled";
    private readonly StateDatabase database = new(Path.Combine(folder, "identities.db"), Schema);

    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public List<IdentityPool> Pools() => database.Query("SELECT document FROM identity_pool ORDER BY id", static row => PoolOf(row));

    public IdentityPool? Pool(string id) => database.Query("SELECT document FROM identity_pool WHERE id = $1", static row => PoolOf(row), id).FirstOrDefault();

    public void Save(IdentityPool pool) => database.Execute(
        "INSERT INTO identity_pool VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET document = excluded.document", pool.Id, pool.Document.ToJsonString());

    /// <summary>With its identities.</summary>
    public void DeletePool(string id) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM login WHERE pool = $1", id);
        database.Execute("DELETE FROM identity WHERE pool = $1", id);
        return database.Execute("DELETE FROM identity_pool WHERE id = $1", id);
    });

    public PoolIdentity? Identity(string id) => Identities($"SELECT {Columns} FROM identity WHERE id = $1", id).FirstOrDefault();

    /// <summary>Identities in the order of their ids, from after <paramref name="after"/>.</summary>
    public List<PoolIdentity> Identities(string pool, string after, bool enabledOnly, int limit) =>
        Identities($"SELECT {Columns} FROM identity WHERE pool = $1 AND id > $2 AND enabled >= $3 ORDER BY id LIMIT $4", pool, after, enabledOnly ? 1 : 0, limit);

    /// <summary>Keeps an identity as it is now, its logins among it.</summary>
    public void Save(PoolIdentity identity) => database.Atomically(() =>
    {
        database.Execute(
            "INSERT INTO identity VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET modified = excluded.modified, enabled = excluded.enabled",
            identity.Id, identity.PoolId, identity.Created.ToUnixTimeMilliseconds(), identity.Modified.ToUnixTimeMilliseconds(), identity.IsEnabled ? 1 : 0);
        database.Execute("DELETE FROM login WHERE identity = $1", identity.Id);
        foreach (var login in identity.Logins)
        {
            database.Execute("INSERT INTO login VALUES ($1, $2, $3, $4)", identity.PoolId, login.Provider, login.Subject, identity.Id);
        }

        return true;
    });

    public bool DeleteIdentity(string id) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM login WHERE identity = $1", id);
        return database.Execute("DELETE FROM identity WHERE id = $1", id) > 0;
    });

    /// <summary>The identity that a login leads to.</summary>
    public PoolIdentity? IdentityOf(string pool, Login login) => Identities(
        $"SELECT {Columns} FROM identity WHERE id = (SELECT identity FROM login WHERE pool = $1 AND provider = $2 AND subject = $3)", pool,
        login.Provider, login.Subject).FirstOrDefault();

    public void Dispose() => database.Dispose();

    private List<PoolIdentity> Identities(string sql, params ReadOnlySpan<object?> values) =>
        [.. database.Query(sql, static row => IdentityOf(row), values).Select(identity => identity with { Logins = LoginsOf(identity.Id) })];

    private ImmutableArray<Login> LoginsOf(string identity) =>
        [.. database.Query(
            "SELECT provider, subject FROM login WHERE identity = $1 ORDER BY provider, subject",
            static row => new Login(row.GetString(0), row.GetString(1)), identity)];

    private static PoolIdentity IdentityOf(SqliteDataReader row) => new(row.GetString(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)))
    {
        Modified = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3)),
        IsEnabled = row.GetInt64(4) == 1,
    };

    private static IdentityPool PoolOf(SqliteDataReader row) => new((JsonObject)JsonNode.Parse(row.GetString(0))!);
}
