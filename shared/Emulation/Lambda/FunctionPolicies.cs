using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.Principals;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Who else may call a function, or an alias of it: its resource policy, made of what the template says and of the statements that AddPermission added, which are in
/// <c>lambda.db</c>. Whom a statement names is remembered by unique id. A policy that PutResourcePolicy put takes the place of everything, the template's too.
/// </summary>
internal sealed class FunctionPolicies : IDisposable
{
    private const string Schema = """
        CREATE TABLE IF NOT EXISTS permissions (function TEXT NOT NULL, statement_id TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (function, statement_id)) STRICT;
        CREATE TABLE IF NOT EXISTS principals (
            function TEXT NOT NULL, statement_id TEXT NOT NULL, arn TEXT NOT NULL, unique_id TEXT NOT NULL, PRIMARY KEY (function, statement_id, arn)) STRICT;
        CREATE TABLE IF NOT EXISTS documents (function TEXT PRIMARY KEY, policy TEXT NOT NULL) STRICT;
        """;

    private readonly StateDatabase database;
    private readonly Func<PrincipalIndex> accounts;
    private readonly Lock writing = new();
    private readonly ConcurrentDictionary<string, KeptPolicy> policies = new(StringComparer.Ordinal);

    // As the table has it: a name of the first account, an ARN of the others, where the same name is another function's.
    private readonly string? home;

    /// <summary>Opens the statements in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public FunctionPolicies(string folder, IEnumerable<Function> functions, Func<PrincipalIndex> accounts, AccountId? home = null)
    {
        this.accounts = accounts;
        this.home = home?.ToString();
        database = new StateDatabase(Path.Combine(folder, "lambda.db"), Schema);
        try
        {
            foreach (var function in functions.SelectMany(static function => function.Qualifiers.Select(function.At).Prepend(function)))
            {
                Compile(function);
            }
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The policy as it is in force; null when nobody was given a permission.</summary>
    public Policy? Of(Function function) => policies.GetValueOrDefault(KeyOf(function))?.InForce;

    /// <summary>Whether every user and role that a permission names is there, as far as its account is.</summary>
    public bool KnowsAll(Policy permission) => KeptPolicy.KnowsAll(permission, accounts());

    /// <summary>A statement as it was saved; null when there is none of this id.</summary>
    public Statement? StatementOf(Function function, string statementId) =>
        policies.GetValueOrDefault(KeyOf(function))?.Saved.Statements.FirstOrDefault(statement => statement.Sid == statementId);

    /// <summary>Whom the policy names.</summary>
    public IEnumerable<string> PrincipalsOf(Function function) =>
        policies.GetValueOrDefault(KeyOf(function))?.Saved.Statements.SelectMany(static statement => statement.PrincipalTexts).Distinct(StringComparer.Ordinal) ?? [];

    /// <summary>Puts a policy in the place of all that there is.</summary>
    public void Put(Function function, Policy policy) => Replace(function, policy.Json, KeptPolicy.BoundNow(policy, accounts()));

    /// <summary>Takes everything away; false when there is nothing.</summary>
    public bool Delete(Function function)
    {
        if (Of(function) is null)
        {
            return false;
        }

        Replace(function, "", []);
        return true;
    }

    private void Replace(Function function, string policy, IEnumerable<BoundPrincipal> bound)
    {
        lock (writing)
        {
            database.Atomically(() =>
            {
                database.Execute("DELETE FROM permissions WHERE function = $1", KeyOf(function));
                database.Execute("DELETE FROM principals WHERE function = $1", KeyOf(function));
                database.Execute("INSERT INTO documents VALUES ($1, $2) ON CONFLICT (function) DO UPDATE SET policy = excluded.policy", KeyOf(function), policy);
                foreach (var principal in bound)
                {
                    database.Execute("INSERT INTO principals VALUES ($1, $2, $3, $4)", KeyOf(function), principal.Sid ?? "", principal.Arn, principal.UniqueId);
                }

                return true;
            });
            Compile(function);
        }
    }

    /// <summary>Adds a statement; false when there is one of this id.</summary>
    public bool Add(Function function, string statementId, Policy permission, string statement)
    {
        lock (writing)
        {
            if (policies.GetValueOrDefault(KeyOf(function))?.Saved.Statements.Any(s => s.Sid == statementId) == true)
            {
                return false;
            }

            database.Atomically(() =>
            {
                database.Execute("INSERT INTO permissions VALUES ($1, $2, $3)", KeyOf(function), statementId, statement);
                foreach (var principal in KeptPolicy.BoundNow(permission, accounts()))
                {
                    database.Execute("INSERT INTO principals VALUES ($1, $2, $3, $4)", KeyOf(function), statementId, principal.Arn, principal.UniqueId);
                }

                return true;
            });
            Compile(function);
            return true;
        }
    }

    /// <summary>Removes a statement that <see cref="Add"/> added, or that is in the policy that <see cref="Put"/> put; false when there is none. The template's stay.</summary>
    public bool Remove(Function function, string statementId)
    {
        lock (writing)
        {
            var removed = database.Atomically(() =>
            {
                database.Execute("DELETE FROM principals WHERE function = $1 AND statement_id = $2", KeyOf(function), statementId);
                return database.Execute("DELETE FROM permissions WHERE function = $1 AND statement_id = $2", KeyOf(function), statementId) + Shorten(function, statementId);
            });
            Compile(function);
            return removed > 0;
        }
    }

    public void Dispose() => database.Dispose();

    /// <summary>Takes a statement out of the policy that <see cref="Put"/> put; how many there were.</summary>
    private int Shorten(Function function, string statementId)
    {
        if (PutFor(function) is not { Length: > 0 } json)
        {
            return 0;
        }

        var document = JsonNode.Parse(json)!.AsObject();
        var statements = StatementsOf(document).ToList();
        var removed = statements.RemoveAll(statement => (string?)statement["Sid"] == statementId);
        if (removed > 0)
        {
            document["Statement"] = new JsonArray([.. statements]);
            database.Execute("UPDATE documents SET policy = $2 WHERE function = $1", KeyOf(function), statements.Count == 0 ? "" : document.ToJsonString());
        }

        return removed;
    }

    /// <summary>The policy that was put, empty once it was deleted; null when there never was one.</summary>
    private string? PutFor(Function function) =>
        database.Query("SELECT policy FROM documents WHERE function = $1", static row => row.GetString(0), KeyOf(function)) is [var policy] ? policy : null;

    private static IEnumerable<JsonNode> StatementsOf(JsonObject document) => document["Statement"] switch
    {
        JsonArray list => list.Select(static statement => statement!.DeepClone()),
        JsonNode only => [only.DeepClone()],
        null => [],
    };

    private void Compile(Function function)
    {
        var added = database.Query("SELECT statement FROM permissions WHERE function = $1 ORDER BY rowid", static row => row.GetString(0), KeyOf(function));
        var first = PutFor(function) is { } put ? (put.Length == 0 ? null : Parsed(function, put)) : function.ResourcePolicy;
        if (added.Count == 0 && first is null)
        {
            policies.TryRemove(KeyOf(function), out _);
            return;
        }

        var policy = added.Count == 0 ? first! : Together(function, first, added);
        var remembered = database.Query(
            "SELECT statement_id, arn, unique_id FROM principals WHERE function = $1",
            static row => new BoundPrincipal(row.GetString(0), row.GetString(1), row.GetString(2)),
            KeyOf(function));
        policies[KeyOf(function)] = KeptPolicy.Restored(policy, remembered, accounts);
    }

    /// <summary>With the alias or the version, each of which has a policy of its own.</summary>
    private string KeyOf(Function function) => home is null || function.Arn.Account == home ? function.Arn.Resource["function:".Length..] : function.Arn.ToString();

    private static Policy Together(Function function, Policy? first, List<string> added)
    {
        var statements = first is null ? [] : StatementsOf(JsonNode.Parse(first.Json)!.AsObject());
        return Parsed(function, new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Id"] = "default",
            ["Statement"] = new JsonArray([.. statements, .. added.Select(static statement => JsonNode.Parse(statement))]),
        }.ToJsonString());
    }

    private static Policy Parsed(Function function, string document)
    {
        var compiled = Policy.Parse(document, PolicyKind.Resource, new PolicyOrigin($"{function.LogicalId}.Permissions"));
        return compiled.Policy ?? throw new StateFolderException(
            $"A permission of {function.LogicalId} in lambda.db is damaged: {compiled.Errors[0].Message} Delete the file, and give the permissions again.");
    }
}
