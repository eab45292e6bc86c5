using System.Text.Json;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Fronts.Logs;

/// <summary>
/// The policies of log groups and destinations, as calls put and delete them, and those of an account, which are about all its groups. Amazon CloudWatch Logs API Reference,
/// PutResourcePolicy, PutDestinationPolicy and PutDeliveryDestinationPolicy.
/// </summary>
internal static class LogPolicies
{
    private static readonly Lock Gate = new();

    /// <summary>The policy of a thing with that of its account; null where there is neither.</summary>
    public static Policy? Of(FrontCall call, string arn)
    {
        var (own, shared) = (call.Policies.Of(Bare(arn)), call.Policies.Of(OfAccount(arn)));
        return own is null || shared is null ? own ?? shared : own.With(shared);
    }

    /// <summary>What a call does to the policy of what it is about.</summary>
    public static FrontPlan Kept(FrontCall call, string arn, FrontPlan plan) => call.Operation switch
    {
        "PutDestinationPolicy" => plan with { Done = Put(call, arn, call.Needed("accessPolicy")) },
        "PutDeliveryDestinationPolicy" => plan with { Done = Put(call, arn, call.Needed("deliveryDestinationPolicy")) },
        "DeleteDestination" or "DeleteDeliveryDestination" or "DeleteDeliveryDestinationPolicy" or "DeleteLogGroup" => plan with { Done = () => call.Policies.Delete(Bare(arn)) },
        "PutResourcePolicy" => plan with { Done = PutOfAny(call) },
        "DeleteResourcePolicy" => plan with { Done = DeleteOfAny(call) },
        _ => plan,
    };

    /// <summary>The roles that a call hands to CloudWatch Logs.</summary>
    public static IEnumerable<string> RolesOf(FrontCall call)
    {
        string?[] roles =
        [
            call.Text("roleArn"), call.Text("importRoleArn"), call.Text("executionRoleArn"),
            call.Structure("destinationConfiguration")?.Structure("s3Configuration")?.Text("roleArn"),
            call.Structure("resourceConfig")?.Structure("openSearchResourceConfig")?.Text("dataSourceRoleArn"),
        ];
        return roles.OfType<string>().Where(static role => role.Length > 0).Distinct();
    }

    /// <summary>The roles that a policy for a whole account names, <c>RoleArn</c> of a subscription.</summary>
    /// <exception cref="RefusedException">It is no JSON.</exception>
    public static IEnumerable<string> RolesIn(string? document)
    {
        try
        {
            return document is not null && JsonNode.Parse(document) is JsonObject { } policy && policy["RoleArn"] is JsonValue role ? [role.GetValue<string>()] : [];
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw Wrong("policyDocument must be a JSON object.");
        }
    }

    private static Action Put(FrontCall call, string arn, string json)
    {
        var policy = Read(arn, json);
        return () => call.Policies.Put(Bare(arn), policy);
    }

    private static Action PutOfAny(FrontCall call)
    {
        var json = call.Needed("policyDocument");
        if (call.Text("resourceArn") is { } group)
        {
            // Captured: eventbridge/logs_policy_precedence.json of radkawar/stackd.
            return call.Text("policyName") is null ? Put(call, LogResource.Group(call, group), json)
                : throw Wrong("A policy of a log group has no name: send resourceArn, or policyName for a policy of the account.");
        }

        var name = call.Needed("policyName");
        var account = OfAccount(call);
        Read(account, json);
        JsonNode[] added = [.. Statements(json).Select((statement, i) => Named(statement, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}/{i}")))];
        return () => Change(call, account, name, added);
    }

    private static Action DeleteOfAny(FrontCall call)
    {
        if (call.Text("resourceArn") is { } group)
        {
            var arn = LogResource.Group(call, group);
            return () => call.Policies.Delete(arn);
        }

        var name = call.Needed("policyName");
        return () => Change(call, OfAccount(call), name, []);
    }

    /// <summary>An account has up to ten policies by their names, kept as statements of one.</summary>
    private static void Change(FrontCall call, string account, string name, IEnumerable<JsonNode> added)
    {
        lock (Gate)
        {
            var kept = call.Policies.Of(account) is { } policy
                ? Statements(policy.Json).Where(one => !((string)one["Sid"]!).StartsWith($"{name}/", StringComparison.Ordinal)) : [];
            JsonNode[] statements = [.. kept.Concat(added).Select(static one => one.DeepClone())];
            if (statements.Length == 0)
            {
                call.Policies.Delete(account);
                return;
            }

            var document = new JsonObject { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statements) };
            call.Policies.Put(account, Read(account, document.ToJsonString()));
        }
    }

    private static IEnumerable<JsonNode> Statements(string json)
    {
        var statements = JsonNode.Parse(json)!["Statement"]!;
        return statements is JsonArray list ? list.OfType<JsonNode>() : [statements];
    }

    private static JsonObject Named(JsonNode statement, string name)
    {
        var named = (JsonObject)statement.DeepClone();
        named["Sid"] = name;
        return named;
    }

    private static Policy Read(string arn, string json)
    {
        var result = ResourcePolicies.Parse(arn, json);
        return result.Policy ?? throw Wrong($"Invalid policy document. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
    }

    /// <summary>A stream has the policy of its group.</summary>
    private static string Bare(string arn) => arn.IndexOf(":log-stream:", StringComparison.Ordinal) is var stream and > 0 ? arn[..stream] : arn;

    private static string OfAccount(FrontCall call) => $"arn:aws:logs:{call.Region}:{call.Home}:resource-policies";

    private static string OfAccount(string arn) => arn.Split(':') is [_, _, _, var region, var account, ..] ? $"arn:aws:logs:{region}:{account}:resource-policies" : "";

    private static RefusedException Wrong(string message) => new(new ServiceRefusal(400, "InvalidParameterException", message));
}
