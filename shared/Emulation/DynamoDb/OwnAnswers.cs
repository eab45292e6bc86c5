using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.DynamoDb.Calls;
using Emulation.DynamoDb.Protocol;
using Emulation.Principals;
using Emulation.Upstreams;
using Iam;

namespace Emulation.DynamoDb;

/// <summary>The operations that LocalAws answers itself: resource policies, which it enforces and the server does not know, and its own address.</summary>
internal sealed class OwnAnswers(ResourcePolicies policies)
{
    // API Reference, PutResourcePolicy: 20 KB, white space included.
    private const int LongestPolicy = 20 * 1024;

    public JsonObject Answer(DynamoDbOperation operation, ServiceCall<JsonDocument> call, IReadOnlyList<KnownAccess> accesses) => operation.Name switch
    {
        // The server would name itself, and lead clients past LocalAws.
        "DescribeEndpoints" =>
            new JsonObject { ["Endpoints"] = new JsonArray(new JsonObject { ["Address"] = call.Request!.Http.Request.Host.Value, ["CachePeriodInMinutes"] = 1440 }) },
        "PutResourcePolicy" => Put(TableOf(accesses), call),
        "GetResourcePolicy" => Get(TableOf(accesses)),
        "DeleteResourcePolicy" => Delete(TableOf(accesses), call.Parameters.RootElement),
        _ => throw DynamoDbException.UnknownOperation(operation.Name),
    };

    private JsonObject Get(string table) => policies.Of(table) is { } there
        ? new JsonObject { ["Policy"] = there.Json, ["RevisionId"] = policies.RevisionOf(table) }
        : throw DynamoDbException.PolicyNotFound($"Resource-based policy not found for the provided ResourceArn: {table} has none");

    private JsonObject Put(string table, ServiceCall<JsonDocument> call)
    {
        var body = call.Parameters.RootElement;
        CheckRevision(body, table);
        var json = Text(body, "Policy") ?? throw RequestObject.Required("Policy");
        if (System.Text.Encoding.UTF8.GetByteCount(json) > LongestPolicy)
        {
            throw DynamoDbException.Validation($"Resource-based policy exceeds the maximum size of {LongestPolicy} bytes");
        }

        var result = ResourcePolicies.Parse(table, json);
        if (result.Policy is not { } policy)
        {
            throw DynamoDbException.Validation($"Invalid policy document: {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
        }

        if (!KeptPolicy.KnowsAll(policy, policies.Accounts))
        {
            throw DynamoDbException.Validation("Invalid policy document: The policy names a user or role that does not exist.");
        }

        var removesSelf = body.TryGetProperty("ConfirmRemoveSelfResourceAccess", out var confirmed) && confirmed.ValueKind == JsonValueKind.True;
        if (!removesSelf && (call.Subject! with { ResourcePolicy = policy }).Decide().Verdict != Verdict.Allow)
        {
            throw DynamoDbException.Validation("The policy would keep you from changing it again. Confirm with ConfirmRemoveSelfResourceAccess.");
        }

        policies.Put(table, policy);
        return new JsonObject { ["RevisionId"] = policies.RevisionOf(table) };
    }

    private JsonObject Delete(string table, JsonElement body)
    {
        CheckRevision(body, table);
        if (policies.RevisionOf(table) is not { } revision)
        {
            return [];
        }

        policies.Delete(table);
        return new JsonObject { ["RevisionId"] = revision };
    }

    /// <summary>API Reference, PutResourcePolicy, <c>ExpectedRevisionId</c>; <c>NO_POLICY</c> wants none to be there.</summary>
    private void CheckRevision(JsonElement body, string table)
    {
        if (Text(body, "ExpectedRevisionId") is { } expected && expected != (policies.RevisionOf(table) ?? "NO_POLICY"))
        {
            throw DynamoDbException.PolicyNotFound($"Resource-based policy not found for the provided ResourceArn: the revision is not {expected}");
        }
    }

    private static string TableOf(IReadOnlyList<KnownAccess> accesses) => accesses is [{ Access.Below: "" } only] ? only.Arn
        : throw DynamoDbException.Validation("LocalAws keeps resource policies of tables only: it serves no streams.");

    private static string? Text(JsonElement body, string member) => !body.TryGetProperty(member, out var value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw RequestObject.WrongType(member, "a text");
}
