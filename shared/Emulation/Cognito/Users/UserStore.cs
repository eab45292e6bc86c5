using System.Text.Json;
using Emulation.Cognito.Pools;
using Emulation.Cognito.Protocol;
using Emulation.State;
using Microsoft.Data.Sqlite;

namespace Emulation.Cognito.Users;

/// <summary>Users. Whoever signed in stays known to tokens as long as those would have lived.</summary>
internal sealed class UserStore(StateDatabase database) : IPoolData
{
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS user (
            pool TEXT NOT NULL, name TEXT NOT NULL, sub TEXT NOT NULL, email TEXT, phone TEXT, preferred TEXT, version INTEGER NOT NULL, document TEXT NOT NULL,
            PRIMARY KEY (pool, name));
        CREATE UNIQUE INDEX IF NOT EXISTS user_sub ON user (pool, sub);
        CREATE INDEX IF NOT EXISTS user_email ON user (pool, email) WHERE email IS NOT NULL;
        CREATE INDEX IF NOT EXISTS user_phone ON user (pool, phone) WHERE phone IS NOT NULL;
        CREATE INDEX IF NOT EXISTS user_preferred ON user (pool, preferred) WHERE preferred IS NOT NULL;
        CREATE TABLE IF NOT EXISTS identity (pool TEXT NOT NULL, provider TEXT NOT NULL, name TEXT NOT NULL, sub TEXT NOT NULL, PRIMARY KEY (pool, provider, name));
        CREATE INDEX IF NOT EXISTS identity_sub ON identity (pool, sub);
        CREATE TABLE IF NOT EXISTS awaited_identity (
            pool TEXT NOT NULL, provider TEXT NOT NULL, claim TEXT NOT NULL, value TEXT NOT NULL, sub TEXT NOT NULL, PRIMARY KEY (pool, provider, claim, value));
        CREATE INDEX IF NOT EXISTS awaited_identity_sub ON awaited_identity (pool, sub);
        """;

    /// <summary>Does all of it or nothing.</summary>
    public T Atomically<T>(Func<T> work) => database.Atomically(work);

    public CognitoUser? ByName(UserPool pool, string name) => OneUser("SELECT document FROM user WHERE pool = $1 AND name = $2", pool.Id, pool.Fold(name));

    public CognitoUser? BySub(string pool, string sub) => OneUser("SELECT document FROM user WHERE pool = $1 AND sub = $2", pool, sub);

    /// <summary>The user who is called so at an external identity provider, in that very spelling.</summary>
    public CognitoUser? ByIdentity(string pool, string provider, string name) =>
        database.Query("SELECT sub FROM identity WHERE pool = $1 AND provider = $2 AND name = $3", static row => row.GetString(0), pool, provider, name) is [var sub]
            ? BySub(pool, sub) : null;

    /// <summary>The user who waits for somebody with this claim, in that very spelling.</summary>
    public CognitoUser? ByAwaited(string pool, AwaitedIdentity awaited) => database.Query(
        "SELECT sub FROM awaited_identity WHERE pool = $1 AND provider = $2 AND claim = $3 AND value = $4", static row => row.GetString(0), pool, awaited.Provider, awaited.Claim,
        awaited.Value) is [var sub] ? BySub(pool, sub) : null;

    /// <summary>The claims of a provider that users wait for somebody with.</summary>
    public List<string> AwaitedClaims(string pool, string provider) =>
        database.Query("SELECT DISTINCT claim FROM awaited_identity WHERE pool = $1 AND provider = $2 ORDER BY claim", static row => row.GetString(0), pool, provider);

    /// <summary>Users with this email address, telephone number or preferred name; several may have an unverified one.</summary>
    public List<CognitoUser> By(UserPool pool, string attribute, string value) => database.Query(
        $"SELECT document FROM user WHERE pool = $1 AND {Column(attribute)} = $2", static row => User(row), pool.Id,
        attribute == "email" ? value.ToLowerInvariant() : pool.Fold(value));

    /// <summary>Users in the order of their names, from after <paramref name="after"/>.</summary>
    public List<CognitoUser> After(string pool, string after, int limit) =>
        database.Query("SELECT document FROM user WHERE pool = $1 AND name > $2 ORDER BY name LIMIT $3", static row => User(row), pool, after, limit);

    public long Count(string pool) => database.Query("SELECT count(*) FROM user WHERE pool = $1", static row => row.GetInt64(0), pool).FirstOrDefault();

    /// <summary>
    /// Keeps a user: a new one, or changes to what was read. A call that waited for a function or a hash must not undo what happened meanwhile, such as a
    /// sign-out.
    /// </summary>
    /// <exception cref="CognitoException">The user has changed since, or is gone.</exception>
    public CognitoUser Save(UserPool pool, CognitoUser user) =>
        user.Version == 0 && user.Identities.IsEmpty && user.Awaited.IsEmpty ? SaveAlone(pool, user) : database.Atomically(() =>
    {
        var saved = SaveAlone(pool, user);
        Part(pool, user);
        foreach (var identity in user.Identities)
        {
            database.Execute("INSERT INTO identity VALUES ($1, $2, $3, $4)", pool.Id, identity.ProviderName, identity.UserId, user.Sub);
        }

        foreach (var awaited in user.Awaited)
        {
            database.Execute("INSERT INTO awaited_identity VALUES ($1, $2, $3, $4, $5)", pool.Id, awaited.Provider, awaited.Claim, awaited.Value, user.Sub);
        }

        return saved;
    });

    private CognitoUser SaveAlone(UserPool pool, CognitoUser user)
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
    public void Delete(UserPool pool, CognitoUser user) => database.Atomically(() =>
    {
        database.Execute("DELETE FROM user WHERE pool = $1 AND name = $2", pool.Id, pool.Fold(user.Username));
        Part(pool, user);
        return database.Execute("DELETE FROM member WHERE pool = $1 AND name = $2", pool.Id, user.Username);
    });

    /// <inheritdoc/>
    public void Forget(string pool)
    {
        database.Execute("DELETE FROM user WHERE pool = $1", pool);
        database.Execute("DELETE FROM identity WHERE pool = $1", pool);
        database.Execute("DELETE FROM awaited_identity WHERE pool = $1", pool);
    }

    /// <summary>Nobody at a provider is the user any more.</summary>
    private void Part(UserPool pool, CognitoUser user)
    {
        database.Execute("DELETE FROM identity WHERE pool = $1 AND sub = $2", pool.Id, user.Sub);
        database.Execute("DELETE FROM awaited_identity WHERE pool = $1 AND sub = $2", pool.Id, user.Sub);
    }

    private CognitoUser? OneUser(string sql, string pool, string value) => database.Query(sql, static row => User(row), pool, value).FirstOrDefault();

    private static CognitoUser User(SqliteDataReader row) => JsonSerializer.Deserialize(row.GetString(0), UserJson.Default.CognitoUser)!;

    private static string Column(string attribute) => attribute switch
    {
        "email" => "email",
        "phone_number" => "phone",
        "preferred_username" => "preferred",
        _ => throw new ArgumentOutOfRangeException(nameof(attribute), attribute, "Not an attribute that users are found by."),
    };
}
