using System.Text;
using System.Text.Json;
using Iam;

namespace Emulation.Decisions;

/// <summary>
/// Encoded authorization messages: what a refusal was decided from, for those who may know. AWS's API Gateway sends none, Amazon EC2 does; here each refusal by
/// policies has one in <c>x-localaws-authorization-message</c>. It is the decision's id, which tells nothing to whoever was refused: what was decided from is put
/// into words when somebody asks, and is there as long as the decision is. AWS Security Token Service API Reference, DecodeAuthorizationMessage.
/// </summary>
internal sealed class AuthorizationMessages(DecisionLog decisions)
{
    /// <summary>In characters: DecodeAuthorizationMessage takes no more.</summary>
    public const int Longest = 10_240;

    /// <summary>The JSON of a message, for the account whose principal was refused; null when no refusal of that account that is still known has it.</summary>
    public string? Decode(string message, AccountId account) =>
        decisions.Find(message)?.Subject is { } subject && AccountOf(subject.Request) == account && subject.Explain() is { Decision.Verdict: not Verdict.Allow } explanation
            ? Describe(explanation)
            : null;

    private static AccountId AccountOf(AccessRequest request) => request.Principal.Account ?? request.ResourceAccount;

    /// <summary>
    /// What the resource's account wrote is not for another account that was refused: a trust policy's statement shows which <c>sts:ExternalId</c> it waits for.
    /// </summary>
    private static bool IsOwners(StatementPart part) => part.Part is DecidingPolicy.Resource or DecidingPolicy.Trust or DecidingPolicy.ResourceControl;

    /// <summary>Likewise what is known of the resource, such as its tags.</summary>
    private static bool IsOwners(string key) =>
        key.StartsWith("aws:Resource", StringComparison.OrdinalIgnoreCase) || key.Contains(":ResourceTag/", StringComparison.OrdinalIgnoreCase);

    private static string Describe(Explanation explanation)
    {
        var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            var isOwners = explanation.Request.ResourceAccount == AccountOf(explanation.Request);
            json.WriteStartObject();
            json.WriteBoolean("allowed", false);
            json.WriteBoolean("explicitDeny", explanation.Decision.Verdict == Verdict.ExplicitDeny);
            WriteItems(
                json,
                "matchedStatements",
                explanation.Parts.Where(part => part.Applies && (isOwners || !IsOwners(part))).Select(static part => part.Statement),
                Write);
            WriteItems<string>(json, "failures", [], static (_, _) => { });
            WriteContext(json, explanation.Request, isOwners);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Write(Utf8JsonWriter json, Statement statement)
    {
        json.WriteString("statementId", statement.Sid ?? "");
        json.WriteString("effect", statement.Denies ? "DENY" : "ALLOW");
        WriteValues(json, "principals", statement.PrincipalTexts);
        WriteValues(json, "principalGroups", []);
        WriteValues(json, "actions", statement.ActionTexts);
        WriteValues(json, "resources", statement.ResourceTexts);
        WriteItems(json, "conditions", statement.ConditionTexts, static (json, condition) =>
        {
            json.WriteString("operator", condition.Operator);
            json.WriteString("key", condition.Key);
            WriteValues(json, "values", condition.Values);
        });
    }

    private static void WriteContext(Utf8JsonWriter json, AccessRequest request, bool isOwners)
    {
        json.WriteStartObject("context");
        json.WriteStartObject("principal");
        json.WriteString("id", request.Principal.UserId);
        if (request.Principal is IamUser user)
        {
            json.WriteString("name", user.Name);
        }

        json.WriteString("arn", request.Principal.Arn);
        json.WriteEndObject();
        json.WriteString("action", request.Action);
        json.WriteString("resource", request.Resource);
        WriteItems(json, "conditions", request.Context.Keys.Where(key => isOwners || !IsOwners(key)).Order(StringComparer.Ordinal), (json, key) =>
        {
            json.WriteString("key", key);
            WriteValues(json, "values", request.Context.TryGet(key, out var values) ? values : []);
        });
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IEnumerable<string> values) =>
        WriteItems(json, name, values, static (json, value) => json.WriteString("value", value));

    private static void WriteItems<T>(Utf8JsonWriter json, string name, IEnumerable<T> items, Action<Utf8JsonWriter, T> write)
    {
        json.WriteStartObject(name);
        json.WriteStartArray("items");
        foreach (var item in items)
        {
            json.WriteStartObject();
            write(json, item);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
