using System.Text.Json.Nodes;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.Cognito.Pools;

/// <summary>Pools with their clients and parts.</summary>
internal sealed class PoolStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS pool (id TEXT PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS client (id TEXT PRIMARY KEY, pool TEXT NOT NULL, document TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS part (pool TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (pool, kind, name));
        """;

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public List<UserPool> Pools() => database.Query("SELECT document FROM pool ORDER BY id", static row => new UserPool(Document(row, 0)));

    public UserPool? Pool(string id) => database.Query("SELECT document FROM pool WHERE id = $1", static row => new UserPool(Document(row, 0)), id).FirstOrDefault();

    public bool HasPool(string id) => database.Query("SELECT 1 FROM pool WHERE id = $1", static _ => true, id).Count > 0;

    public void Save(UserPool pool) =>
        database.Execute("INSERT INTO pool VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET document = excluded.document", pool.Id, pool.Document.ToJsonString());

    public List<UserPoolClient> Clients(string pool) =>
        database.Query("SELECT document FROM client WHERE pool = $1 ORDER BY id", static row => new UserPoolClient(Document(row, 0)), pool);

    public UserPoolClient? Client(string id) =>
        database.Query("SELECT document FROM client WHERE id = $1", static row => new UserPoolClient(Document(row, 0)), id).FirstOrDefault();

    public void Save(UserPoolClient client) =>
        database.Execute(
            "INSERT INTO client VALUES ($1, $2, $3) ON CONFLICT (id) DO UPDATE SET document = excluded.document", client.Id, client.PoolId,
            client.Document.ToJsonString());

    public void DeleteClient(string id) => database.Execute("DELETE FROM client WHERE id = $1", id);

    /// <summary>The parts of a pool that are documents with a name: groups, resource servers, identity providers, domains.</summary>
    public List<JsonObject> Parts(string pool, PartKind kind) =>
        database.Query("SELECT document FROM part WHERE pool = $1 AND kind = $2 ORDER BY name", static row => Document(row, 0), pool, kind.ToString());

    public JsonObject? Part(string pool, PartKind kind, string name) =>
        database.Query("SELECT document FROM part WHERE pool = $1 AND kind = $2 AND name = $3", static row => Document(row, 0), pool, kind.ToString(), name).FirstOrDefault();

    /// <summary>The one of that name in whichever pool: for domains, which are unique.</summary>
    public JsonObject? PartAnywhere(PartKind kind, string name) =>
        database.Query("SELECT document FROM part WHERE kind = $1 AND name = $2", static row => Document(row, 0), kind.ToString(), name).FirstOrDefault();

    public void SavePart(string pool, PartKind kind, string name, JsonObject document) => database.Execute(
        "INSERT INTO part VALUES ($1, $2, $3, $4) ON CONFLICT (pool, kind, name) DO UPDATE SET document = excluded.document", pool, kind.ToString(), name, document.ToJsonString());

    public bool DeletePart(string pool, PartKind kind, string name) =>
        database.Execute("DELETE FROM part WHERE pool = $1 AND kind = $2 AND name = $3", pool, kind.ToString(), name) > 0;

    /// <inheritdoc/>
    public void Forget(string pool)
    {
        database.Execute("DELETE FROM pool WHERE id = $1", pool);
        database.Execute("DELETE FROM part WHERE pool = $1", pool);
        database.Execute("DELETE FROM client WHERE pool = $1", pool);
    }

    private static JsonObject Document(SqliteDataReader row, int column) => (JsonObject)JsonNode.Parse(row.GetString(column))!;
}

/// <summary>The kinds of a pool's named parts.</summary>
internal enum PartKind
{
    Group,
    ResourceServer,
    IdentityProvider,
    ImportJob,
    Domain,

    /// <summary>What the hosted pages look like, by client, or <c>ALL</c>.</summary>
    Customization,

    /// <summary>What managed login looks like, by the style's id.</summary>
    Branding,

    /// <summary>What the sign-up page links to, by the documents' id.</summary>
    Terms,
}
