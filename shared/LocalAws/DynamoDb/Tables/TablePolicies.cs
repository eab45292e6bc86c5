using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.DynamoDb.Tables;

/// <summary>A table's resource policy, and which writing of it this is.</summary>
internal sealed record TablePolicy(Policy Policy, string Revision);

/// <summary>
/// Who else may use a table: the template's resource policies, and those that PutResourcePolicy put in their place, which are in <c>dynamodb.db</c>. The server behind LocalAws never
/// sees them.
/// </summary>
internal sealed class TablePolicies : IDisposable
{
    // A policy that is null was deleted: the template's does not come back.
    private const string Schema = "CREATE TABLE IF NOT EXISTS policies (name TEXT PRIMARY KEY, policy TEXT, revision TEXT NOT NULL) STRICT";
    private readonly StateDatabase database;
    private readonly ConcurrentDictionary<string, TablePolicy?> current = new(StringComparer.Ordinal);

    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public TablePolicies(string folder, ImmutableArray<Table> declared)
    {
        foreach (var table in declared.Where(static table => table.ResourcePolicy is not null))
        {
            current[table.TableName] = new TablePolicy(table.ResourcePolicy!, "template");
        }

        database = new StateDatabase(Path.Combine(folder, "dynamodb.db"), Schema);
        foreach (var (name, policy, revision) in database.Query("SELECT name, policy, revision FROM policies", static row => (row.GetString(0), row.IsDBNull(1) ? null : row.GetString(1), row.GetString(2))))
        {
            current[name] = policy is null ? null : Compile(name, policy, revision);
        }
    }

    public TablePolicy? Of(string table) => current.GetValueOrDefault(table);

    public void Put(string table, Policy policy, string revision)
    {
        database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, $2, $3)", table, policy.Json, revision);
        current[table] = new TablePolicy(policy, revision);
    }

    public void Delete(string table, string revision)
    {
        database.Execute("INSERT OR REPLACE INTO policies VALUES ($1, NULL, $2)", table, revision);
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
            return new TablePolicy(policy, revision);
        }

        database.Dispose();
        throw new StateFolderException($"The resource policy of the table {name} in dynamodb.db is damaged: {result.Errors[0].Message} Delete the file, and put the policies again.");
    }
}
