using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.Principals;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.DynamoDb.Tables;

/// <summary>A table's resource policy, and which writing of it this is.</summary>
internal sealed record TablePolicy(KeptPolicy Kept, string Revision)
{
    /// <summary>The policy as it is in force.</summary>
    public Policy Policy => Kept.InForce;
}

/// <summary>
/// Who else may use a table: the template's resource policies, and those that PutResourcePolicy put in their place, which are in <c>dynamodb.db</c> until the template's
/// changes. The server behind LocalAws never sees them.
/// </summary>
internal sealed class TablePolicies : IDisposable
{
    // A policy that is null was deleted: the template's does not come back.
    private const string Schema = $"""
        {DeployedTexts.Schema}
        CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT;
        CREATE TABLE IF NOT EXISTS principals (name TEXT NOT NULL, sid TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (name, sid, arn)) STRICT;
        """;

    private readonly StateDatabase database;
    private readonly Func<PrincipalIndex> accounts;
    private readonly ConcurrentDictionary<string, TablePolicy?> current = new(StringComparer.Ordinal);
    private readonly DeployedTexts deployed;
    private readonly Dictionary<string, string?> said;
    private readonly IReadOnlySet<string> changed;

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public TablePolicies(string folder, ImmutableArray<Table> declared, Func<PrincipalIndex> accounts)
    {
        this.accounts = accounts;
        said = declared.ToDictionary(static table => table.TableName, static table => table.ResourcePolicy?.Json, StringComparer.Ordinal);
        foreach (var table in declared.Where(static table => table.ResourcePolicy is not null))
        {
            current[table.TableName] = new TablePolicy(KeptPolicy.SavedNow(table.ResourcePolicy!, accounts), "template");
        }

        database = new StateDatabase(Path.Combine(folder, "dynamodb.db"), Schema);
        deployed = new DeployedTexts(database);
        changed = deployed.Changed(said);
        foreach (var (name, policy, revision) in database.Query(
            "SELECT name, policy, revision FROM policies",
            static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2))))
        {
            if (!changed.Contains(name))
            {
                current[name] = policy is null ? null : Compile(name, policy, revision);
            }
        }
    }

    /// <summary>Keeps what is deployed, now that it is: what clients put in the place of a policy that the template has changed is gone.</summary>
    public void Settle() => database.Atomically(() =>
    {
        foreach (var table in changed)
        {
            database.Execute("DELETE FROM principals WHERE name = $1", table);
            database.Execute("DELETE FROM policies WHERE name = $1", table);
        }

        deployed.Keep(said);
        return changed.Count;
    });

    /// <summary>Whether every user and role that a policy names is there, as far as its account is.</summary>
    public bool KnowsAll(Policy policy) => KeptPolicy.KnowsAll(policy, accounts());

    public TablePolicy? Of(string table) => current.GetValueOrDefault(table);

    public void Put(string table, Policy policy, string revision)
    {
        var bound = KeptPolicy.BoundNow(policy, accounts());
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE name = $1", table);
            foreach (var principal in bound)
            {
                database.Execute("INSERT INTO principals VALUES ($1, $2, $3, $4)", table, principal.Sid ?? "", principal.Arn, principal.UniqueId);
            }

            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, $2, $3)", table, policy.Json, revision);
        });
        current[table] = new TablePolicy(new KeptPolicy(policy, bound, accounts), revision);
    }

    public void Delete(string table, string revision)
    {
        database.Atomically(() =>
        {
            database.Execute("DELETE FROM principals WHERE name = $1", table);
            return database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, NULL, $2)", table, revision);
        });
        current[table] = null;
    }

    /// <summary>Reads a policy as PutResourcePolicy gives it.</summary>
    public static PolicyParseResult Parse(string table, string json) => Policy.Parse(json, PolicyKind.Resource, new PolicyOrigin($"resource policy of {table}"));

    public void Dispose() => database.Dispose();

    private TablePolicy Compile(string name, string json, string revision)
    {
        var result = Parse(name, json);
        if (result.Policy is { } policy)
        {
            var remembered = database.Query(
                "SELECT sid, arn, unique_id FROM principals WHERE name = $1",
                static row => new BoundPrincipal(row.GetString(0) is { Length: > 0 } sid ? sid : null, row.GetString(1), row.GetString(2)), name);
            return new TablePolicy(KeptPolicy.Restored(policy, remembered, accounts), revision);
        }

        database.Dispose();
        throw new StateFolderException(
            $"The resource policy of the table {name} in dynamodb.db is damaged: {result.Errors[0].Message} Delete the file, and put the policies again.");
    }
}
