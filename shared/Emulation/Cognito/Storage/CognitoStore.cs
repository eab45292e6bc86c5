using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.Cognito.Users;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.Cognito.Storage;

/// <summary>Everything Cognito knows, in <c>cognito.db</c> of the state folder.</summary>
/// <param name="folder">The state folder.</param>
internal sealed class CognitoStore(string folder) : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS pool (id TEXT PRIMARY KEY, document TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS client (id TEXT PRIMARY KEY, pool TEXT NOT NULL, document TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS part (pool TEXT NOT NULL, kind TEXT NOT NULL, name TEXT NOT NULL, document TEXT NOT NULL, PRIMARY KEY (pool, kind, name));
        CREATE TABLE IF NOT EXISTS user (
            pool TEXT NOT NULL, name TEXT NOT NULL, sub TEXT NOT NULL, email TEXT, phone TEXT, preferred TEXT, version INTEGER NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (pool, name));
        CREATE UNIQUE INDEX IF NOT EXISTS user_sub ON user (pool, sub);
        CREATE INDEX IF NOT EXISTS user_email ON user (pool, email) WHERE email IS NOT NULL;
        CREATE INDEX IF NOT EXISTS user_phone ON user (pool, phone) WHERE phone IS NOT NULL;
        CREATE INDEX IF NOT EXISTS user_preferred ON user (pool, preferred) WHERE preferred IS NOT NULL;
        CREATE TABLE IF NOT EXISTS member (pool TEXT NOT NULL, grp TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (pool, grp, name));
        CREATE INDEX IF NOT EXISTS member_name ON member (pool, name);
        CREATE TABLE IF NOT EXISTS signing_key (kid TEXT PRIMARY KEY, pool TEXT NOT NULL, purpose TEXT NOT NULL, created INTEGER NOT NULL, sealed TEXT NOT NULL);
        CREATE TABLE IF NOT EXISTS grant_ (id TEXT PRIMARY KEY, pool TEXT NOT NULL, sub TEXT, document TEXT NOT NULL, expires INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS grant_expires ON grant_ (expires);
        CREATE TABLE IF NOT EXISTS ticket (id TEXT PRIMARY KEY, pool TEXT NOT NULL, document TEXT NOT NULL, expires INTEGER NOT NULL);
        CREATE INDEX IF NOT EXISTS ticket_expires ON ticket (expires);
        CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY AUTOINCREMENT, document TEXT NOT NULL);
        """;

    private readonly StateDatabase database = new(Path.Combine(folder, "cognito.db"), Schema);

    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public List<UserPool> Pools() => database.Query("SELECT document FROM pool ORDER BY id", static row => new UserPool(Document(row, 0)));

    public UserPool? Pool(string id) => database.Query("SELECT document FROM pool WHERE id = $1", static row => new UserPool(Document(row, 0)), id).FirstOrDefault();

    public bool HasPool(string id) => database.Query("SELECT 1 FROM pool WHERE id = $1", static _ => true, id).Count > 0;

    public void Save(UserPool pool) =>
        database.Execute("INSERT INTO pool VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET document = excluded.document", pool.Id, pool.Document.ToJsonString());

    /// <summary>With everything in it.</summary>
    public void DeletePool(string id) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM pool WHERE id = $1", id);
        database.Execute("DELETE FROM client WHERE pool = $1", id);
        database.Execute("DELETE FROM part WHERE pool = $1", id);
        database.Execute("DELETE FROM user WHERE pool = $1", id);
        database.Execute("DELETE FROM member WHERE pool = $1", id);
        database.Execute("DELETE FROM signing_key WHERE pool = $1", id);
        database.Execute("DELETE FROM ticket WHERE pool = $1", id);
        return database.Execute("DELETE FROM grant_ WHERE pool = $1", id);
    });

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

    public CognitoUser? UserByName(UserPool pool, string name) => OneUser("SELECT document FROM user WHERE pool = $1 AND name = $2", pool.Id, pool.Fold(name));

    public CognitoUser? UserBySub(string pool, string sub) => OneUser("SELECT document FROM user WHERE pool = $1 AND sub = $2", pool, sub);

    /// <summary>Users with this email address, telephone number or preferred name; several may have an unverified one.</summary>
    public List<CognitoUser> UsersBy(UserPool pool, string attribute, string value) => database.Query(
        $"SELECT document FROM user WHERE pool = $1 AND {Column(attribute)} = $2", static row => User(row), pool.Id,
        attribute == "email" ? value.ToLowerInvariant() : pool.Fold(value));

    /// <summary>Users in the order of their names, from after <paramref name="after"/>.</summary>
    public List<CognitoUser> Users(string pool, string after, int limit) =>
        database.Query("SELECT document FROM user WHERE pool = $1 AND name > $2 ORDER BY name LIMIT $3", static row => User(row), pool, after, limit);

    public long CountUsers(string pool) => database.Query("SELECT count(*) FROM user WHERE pool = $1", static row => row.GetInt64(0), pool)[0];

    /// <summary>
    /// Keeps a user: a new one, or changes to what was read. A call that waited for a function or a hash must not undo what happened meanwhile, such as a
    /// sign-out.
    /// </summary>
    /// <exception cref="CognitoException">The user has changed since, or is gone.</exception>
    public CognitoUser Save(UserPool pool, CognitoUser user)
    {
        var saved = user with { Version = user.Version + 1 };
        var rows = database.Execute(
            user.Version == 0
                ? "INSERT INTO user (pool, name, sub, email, phone, preferred, version, document) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING"
                : "UPDATE user SET email = $4, phone = $5, preferred = $6, version = $7, document = $8 WHERE pool = $1 AND name = $2 AND sub = $3 AND version = $7 - 1",
            pool.Id,
            pool.Fold(user.Username),
            user.Sub,
            user.Attribute("email")?.ToLowerInvariant(),
            user.Attribute("phone_number"),
            user.Attribute("preferred_username") is { } preferred ? pool.Fold(preferred) : null,
            saved.Version,
            JsonSerializer.Serialize(saved, UserJson.Default.CognitoUser));
        return rows == 1 ? saved : throw Refusal.ChangedMeanwhile;
    }

    /// <summary>The sign-ins stay as long as their tokens would have lived: a token of a user who is gone is told from one that never was.</summary>
    public void DeleteUser(UserPool pool, CognitoUser user) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM user WHERE pool = $1 AND name = $2", pool.Id, pool.Fold(user.Username));
        return database.Execute("DELETE FROM member WHERE pool = $1 AND name = $2", pool.Id, user.Username);
    });

    public List<string> GroupsOf(string pool, string username) =>
        database.Query("SELECT grp FROM member WHERE pool = $1 AND name = $2 ORDER BY grp", static row => row.GetString(0), pool, username);

    public List<string> MembersOf(string pool, string group, string after, int limit) =>
        database.Query("SELECT name FROM member WHERE pool = $1 AND grp = $2 AND name > $3 ORDER BY name LIMIT $4", static row => row.GetString(0), pool, group, after, limit);

    public void AddMember(string pool, string group, string username) => database.Execute("INSERT OR IGNORE INTO member VALUES ($1, $2, $3)", pool, group, username);

    public void RemoveMember(string pool, string group, string username) =>
        database.Execute("DELETE FROM member WHERE pool = $1 AND grp = $2 AND name = $3", pool, group, username);

    public void RemoveMembers(string pool, string group) => database.Execute("DELETE FROM member WHERE pool = $1 AND grp = $2", pool, group);

    /// <summary>Keys, the newest first.</summary>
    public List<(string Kid, string Purpose, DateTimeOffset Created, string Sealed)> Keys(string pool) => database.Query(
        "SELECT kid, purpose, created, sealed FROM signing_key WHERE pool = $1 ORDER BY created DESC",
        static row => (row.GetString(0), row.GetString(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetString(3)), pool);

    public void AddKey(string pool, string kid, string purpose, DateTimeOffset created, string sealedKey) =>
        database.Execute("INSERT INTO signing_key VALUES ($1, $2, $3, $4, $5)", kid, pool, purpose, created.ToUnixTimeMilliseconds(), sealedKey);

    public void DeleteKey(string kid) => database.Execute("DELETE FROM signing_key WHERE kid = $1", kid);

    /// <summary>What must be known of a sign-in as long as its tokens live.</summary>
    public string? Grant(string id) => database.Query("SELECT document FROM grant_ WHERE id = $1", static row => row.GetString(0), id).FirstOrDefault();

    public void SaveGrant(string id, string pool, string? sub, string document, DateTimeOffset expires) => database.Execute(
        "INSERT INTO grant_ VALUES ($1, $2, $3, $4, $5) ON CONFLICT (id) DO UPDATE SET document = excluded.document", id, pool, sub, document, expires.ToUnixTimeSeconds());

    public int DeleteExpiredGrants(DateTimeOffset now) => database.Execute("DELETE FROM grant_ WHERE expires < $1", now.ToUnixTimeSeconds());

    /// <summary>What a browser holds the name of for a while: an authorization code, a sign-in.</summary>
    public string? Ticket(string id) => database.Query("SELECT document FROM ticket WHERE id = $1", static row => row.GetString(0), id).FirstOrDefault();

    public void SaveTicket(string id, string pool, string document, DateTimeOffset expires) => database.Execute(
        "INSERT INTO ticket VALUES ($1, $2, $3, $4) ON CONFLICT (id) DO UPDATE SET document = excluded.document", id, pool, document, expires.ToUnixTimeSeconds());

    public void DeleteTicket(string id) => database.Execute("DELETE FROM ticket WHERE id = $1", id);

    public int DeleteExpiredTickets(DateTimeOffset now) => database.Execute("DELETE FROM ticket WHERE expires < $1", now.ToUnixTimeSeconds());

    public long AddMessage(string document) => database.Atomically(() =>
    {
        database.Execute("INSERT INTO outbox (document) VALUES ($1)", document);
        database.Execute("DELETE FROM outbox WHERE id <= (SELECT max(id) FROM outbox) - 1000");
        return database.Query("SELECT max(id) FROM outbox", static row => row.GetInt64(0))[0];
    });

    /// <summary>What was sent, the newest first.</summary>
    public List<(long Id, string Document)> Messages() => database.Query("SELECT id, document FROM outbox ORDER BY id DESC", static row => (row.GetInt64(0), row.GetString(1)));

    public void ClearMessages() => database.Execute("DELETE FROM outbox");

    public void Dispose() => database.Dispose();

    private CognitoUser? OneUser(string sql, string pool, string value) => database.Query(sql, static row => User(row), pool, value).FirstOrDefault();

    private static CognitoUser User(SqliteDataReader row) => JsonSerializer.Deserialize(row.GetString(0), UserJson.Default.CognitoUser)!;

    private static JsonObject Document(SqliteDataReader row, int column) => (JsonObject)JsonNode.Parse(row.GetString(column))!;

    private static string Column(string attribute) => attribute switch
    {
        "email" => "email",
        "phone_number" => "phone",
        "preferred_username" => "preferred",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute that users are found by."),
    };
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
}
