using System.Text.Json.Nodes;
using Emulation.Cognito.Pools;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.Cognito.Groups;

/// <summary>Who is in which group.</summary>
internal sealed class GroupStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS member (pool TEXT NOT NULL, grp TEXT NOT NULL, name TEXT NOT NULL, PRIMARY KEY (pool, grp, name));
        CREATE INDEX IF NOT EXISTS member_name ON member (pool, name);
        """;

    /// <summary>A group; null when there is none of this name.</summary>
    public JsonObject? Find(string pool, string name) =>
        database.Query("SELECT document FROM part WHERE pool = $1 AND kind = 'Group' AND name = $2", static row => Document(row), pool, name).FirstOrDefault();

    /// <summary>The groups of a user, in the order of their names.</summary>
    public List<JsonObject> GroupsOf(string pool, string username) => database.Query(
        "SELECT document FROM member JOIN part ON part.pool = member.pool AND part.kind = 'Group' AND part.name = member.grp WHERE member.pool = $1 "
            + "AND member.name = $2 ORDER BY grp",
        static row => Document(row),
        pool,
        username);

    public List<string> MembersOf(string pool, string group, string after, int limit) =>
        database.Query("SELECT name FROM member WHERE pool = $1 AND grp = $2 AND name > $3 ORDER BY name LIMIT $4", static row => row.GetString(0), pool, group, after, limit);

    public void Add(string pool, string group, string username) => database.Execute("INSERT OR IGNORE INTO member VALUES ($1, $2, $3)", pool, group, username);

    public void Remove(string pool, string group, string username) => database.Execute("DELETE FROM member WHERE pool = $1 AND grp = $2 AND name = $3", pool, group, username);

    public void RemoveAll(string pool, string group) => database.Execute("DELETE FROM member WHERE pool = $1 AND grp = $2", pool, group);

    /// <inheritdoc/>
    public void Forget(string pool) => database.Execute("DELETE FROM member WHERE pool = $1", pool);

    private static JsonObject Document(SqliteDataReader row) => (JsonObject)JsonNode.Parse(row.GetString(0))!;
}
