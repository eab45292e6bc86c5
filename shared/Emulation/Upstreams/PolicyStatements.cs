using System.Text.Json.Nodes;
using Iam;

namespace Emulation.Upstreams;

/// <summary>The document of a resource's policy, of which a call adds or removes one statement by its id.</summary>
/// <param name="policy">The policy so far; null for none.</param>
internal sealed class PolicyStatements(Policy? policy)
{
    private readonly JsonObject document = policy is not null && JsonNode.Parse(policy.Json) is JsonObject known
        ? known
        : new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray() };

    /// <summary>The document with one more statement, in the place of one of the same id.</summary>
    public string With(string sid, JsonObject statement)
    {
        var statements = Statements();
        if (Find(sid) is { } known)
        {
            statements.Remove(known);
        }

        statement["Sid"] = sid;
        statements.Add((JsonNode)statement);
        return document.ToJsonString();
    }

    /// <summary>The document without the statement; null when nothing is left.</summary>
    public string? Without(string sid)
    {
        var statements = Statements();
        if (Find(sid) is { } known)
        {
            statements.Remove(known);
        }

        return statements.Count == 0 ? null : document.ToJsonString();
    }

    /// <summary>Whom accounts stand for, as a statement names them.</summary>
    public static JsonObject Accounts(IEnumerable<string> ids) => new() { ["AWS"] = new JsonArray([.. ids.Select(static id => (JsonNode)$"arn:aws:iam::{id}:root")]) };

    private JsonObject? Find(string sid) => Statements().OfType<JsonObject>().FirstOrDefault(one => (string?)one["Sid"] == sid);

    private JsonArray Statements()
    {
        if (document["Statement"] is JsonArray statements)
        {
            return statements;
        }

        var only = document["Statement"]?.DeepClone();
        var list = only is null ? new JsonArray() : new JsonArray(only);
        document["Statement"] = list;
        return list;
    }
}
