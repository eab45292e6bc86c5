using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.DynamoDb.Tables;
using Emulation.Principals;
using Emulation.State;
using Iam;

namespace Emulation.DynamoDb;

/// <summary>The operations that LocalAws answers itself: resource policies, which it enforces and the server does not know, and its own address.</summary>
internal sealed class OwnAnswers(TablePolicies policies, IdSource ids)
{
    // API Reference, PutResourcePolicy: 20 KB, white space included.
    private const int LongestPolicy = 20 * 1024;

    /// <param name="operation">The operation, which is allowed.</param>
    /// <param name="body">The request.</param>
    /// <param name="call">What was decided.</param>
    /// <param name="caller">Who asks.</param>
    /// <param name="host">Where the client found LocalAws.</param>
    public JsonObject Answer(Operation operation, JsonElement body, CallDecision call, Caller caller, string host) => operation.Name switch
    {
        // The server would name itself, and lead clients past LocalAws.
        "DescribeEndpoints" => new JsonObject { ["Endpoints"] = new JsonArray(new JsonObject { ["Address"] = host, ["CachePeriodInMinutes"] = 1440 }) },
        "PutResourcePolicy" => Put(body, call, caller),
        "GetResourcePolicy" => policies.Of(TableOf(call)) is { } there ? new JsonObject { ["Policy"] = there.Policy.Json, ["RevisionId"] = there.Revision } : throw Absent(TableOf(call)),
        "DeleteResourcePolicy" => Delete(body, call),
        _ => throw DynamoDbException.UnknownOperation(operation.Name),
    };

    private JsonObject Put(JsonElement body, CallDecision call, Caller caller)
    {
        var table = TableOf(call);
        CheckRevision(body, table);
        var json = Text(body, "Policy") ?? throw RequestObject.Required("Policy");
        if (System.Text.Encoding.UTF8.GetByteCount(json) > LongestPolicy)
        {
            throw DynamoDbException.Validation($"Resource-based policy exceeds the maximum size of {LongestPolicy} bytes");
        }

        var result = TablePolicies.Parse(table, json);
        if (result.Policy is not { } policy)
        {
            throw DynamoDbException.Validation($"Invalid policy document: {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
        }

        if (!policies.KnowsAll(policy))
        {
            throw DynamoDbException.Validation("Invalid policy document: The policy names a user or role that does not exist.");
        }

        var removesSelf = body.TryGetProperty("ConfirmRemoveSelfResourceAccess", out var confirmed) && confirmed.ValueKind == JsonValueKind.True;
        if (!removesSelf && Authorizer.Decide(call.Subject.Request, caller.Policies, policy, call.Subject.Guardrails).Verdict != Verdict.Allow)
        {
            throw DynamoDbException.Validation("The policy would keep you from changing it again. Confirm with ConfirmRemoveSelfResourceAccess.");
        }

        var revision = ids.RequestId();
        policies.Put(table, policy, revision);
        return new JsonObject { ["RevisionId"] = revision };
    }

    private JsonObject Delete(JsonElement body, CallDecision call)
    {
        var table = TableOf(call);
        CheckRevision(body, table);
        if (policies.Of(table) is not { } there)
        {
            return [];
        }

        policies.Delete(table, ids.RequestId());
        return new JsonObject { ["RevisionId"] = there.Revision };
    }

    /// <summary>API Reference, PutResourcePolicy, <c>ExpectedRevisionId</c>; <c>NO_POLICY</c> wants none to be there.</summary>
    private void CheckRevision(JsonElement body, string table)
    {
        if (Text(body, "ExpectedRevisionId") is { } expected && expected != (policies.Of(table)?.Revision ?? "NO_POLICY"))
        {
            throw DynamoDbException.PolicyNotFound($"Resource-based policy not found for the provided ResourceArn: the revision is not {expected}");
        }
    }

    private static string TableOf(CallDecision call) => call.Accesses is [{ Access.Below: "" } only] ? only.Access.Table.Name
        : throw DynamoDbException.Validation("LocalAws keeps resource policies of tables only: it serves no streams.");

    private static DynamoDbException Absent(string table) => DynamoDbException.PolicyNotFound($"Resource-based policy not found for the provided ResourceArn: {table} has none");

    private static string? Text(JsonElement body, string member) => !body.TryGetProperty(member, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw RequestObject.WrongType(member, "a text");
}
