using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Emulation.State;
using Iam;
using Sam;

namespace Emulation.Lambda;

/// <summary>
/// Who else may call a function: its resource policy, made of what the template says and of the statements that AddPermission added, which are in
/// <c>lambda.db</c>.
/// </summary>
internal sealed class FunctionPolicies : IDisposable
{
    private const string Schema = "CREATE TABLE IF NOT EXISTS permissions (function TEXT NOT NULL, statement_id TEXT NOT NULL, statement TEXT NOT NULL, PRIMARY KEY (function, statement_id)) STRICT";
    private readonly StateDatabase database;
    private readonly Lock writing = new();

    // By function name. A function without added statements is not in it: its policy is the template's.
    private readonly ConcurrentDictionary<string, Policy> withAdded = new(StringComparer.Ordinal);

    /// <summary>Opens the statements in a state folder.</summary>
    /// <exception cref="StateFolderException">The file is damaged or cannot be written.</exception>
    public FunctionPolicies(string folder, IEnumerable<Function> functions)
    {
        database = new StateDatabase(Path.Combine(folder, "lambda.db"), Schema);
        try
        {
            foreach (var function in functions)
            {
                Compile(function);
            }
        }
        catch (StateFolderException)
        {
            database.Dispose();
            throw;
        }
    }

    /// <summary>The policy as it is; null when nobody was given a permission.</summary>
    public Policy? Of(Function function) => withAdded.GetValueOrDefault(function.FunctionName) ?? function.ResourcePolicy;

    /// <summary>Adds a statement; false when there is one of this id.</summary>
    public bool Add(Function function, string statementId, string statement)
    {
        lock (writing)
        {
            if (Of(function)?.Statements.Any(s => s.Sid == statementId) == true)
            {
                return false;
            }

            database.Execute("INSERT INTO permissions VALUES ($1, $2, $3)", function.FunctionName, statementId, statement);
            Compile(function);
            return true;
        }
    }

    /// <summary>Removes a statement that <see cref="Add"/> added; false when there is none. The template's stay.</summary>
    public bool Remove(Function function, string statementId)
    {
        lock (writing)
        {
            var removed = database.Query(
                "DELETE FROM permissions WHERE function = $1 AND statement_id = $2 RETURNING statement_id", static row => row.GetString(0), function.FunctionName, statementId);
            Compile(function);
            return removed.Count > 0;
        }
    }

    public void Dispose() => database.Dispose();

    private void Compile(Function function)
    {
        var added = database.Query("SELECT statement FROM permissions WHERE function = $1 ORDER BY rowid", static row => row.GetString(0), function.FunctionName);
        if (added.Count == 0)
        {
            withAdded.TryRemove(function.FunctionName, out _);
            return;
        }

        var template = function.ResourcePolicy is { } policy ? JsonNode.Parse(policy.Json)!["Statement"]!.AsArray().Select(static statement => statement!.DeepClone()) : [];
        var document = new JsonObject
        {
            ["Version"] = "2012-10-17",
            ["Id"] = "default",
            ["Statement"] = new JsonArray([.. template, .. added.Select(static statement => JsonNode.Parse(statement))]),
        };
        var compiled = Policy.Parse(document.ToJsonString(), PolicyKind.Resource, new PolicyOrigin($"{function.LogicalId}.Permissions"));
        withAdded[function.FunctionName] = compiled.Policy ?? throw new StateFolderException($"A permission of {function.LogicalId} in lambda.db is damaged: {compiled.Errors[0].Message} Delete the file, and give the permissions again.");
    }
}
