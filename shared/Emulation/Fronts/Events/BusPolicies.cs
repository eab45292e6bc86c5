using System.Text.Json.Nodes;
using Emulation.Upstreams;

namespace Emulation.Fronts.Events;

/// <summary>What calls do to a bus's policy: LocalAws keeps what the server is told. Amazon EventBridge API Reference, "PutPermission", "RemovePermission".</summary>
internal static class BusPolicies
{
    /// <summary>A whole policy, or one statement for an account or everybody of an organisation.</summary>
    public static Action Added(FrontCall call, string bus)
    {
        if (call.Text("Policy") is { } policy)
        {
            return ((string[])["Action", "Principal", "StatementId", "Condition"]).Any(member => call.Members.ContainsKey(member))
                ? throw FrontCall.Invalid("The parameter Policy cannot be used together with Action, Principal, StatementId or Condition.")
                : Put(call, bus, policy);
        }

        var principal = call.Needed("Principal");
        var statement = new JsonObject
        {
            ["Effect"] = "Allow",
            ["Principal"] = principal == "*" ? principal : PolicyStatements.Accounts([principal]),
            ["Action"] = call.Needed("Action"),
            ["Resource"] = bus,
        };
        if (call.Structure("Condition") is { } condition)
        {
            statement["Condition"] = new JsonObject { [condition.Needed("Type")] = new JsonObject { [condition.Needed("Key")] = condition.Needed("Value") } };
        }

        return Put(call, bus, new PolicyStatements(call.Policies.Of(bus)).With(call.Needed("StatementId"), statement));
    }

    /// <summary>One statement, or all. Whether there is one of that id, the server says.</summary>
    public static Action Removed(FrontCall call, string bus)
    {
        if (call.Switch("RemoveAllPermissions") == true)
        {
            return () => call.Policies.Delete(bus);
        }

        return new PolicyStatements(call.Policies.Of(bus)).Without(call.Needed("StatementId")) is { } left ? Put(call, bus, left) : () => call.Policies.Delete(bus);
    }

    private static Action Put(FrontCall call, string bus, string json)
    {
        var result = ResourcePolicies.Parse(bus, json);
        return result.Policy is { } policy
            ? () => call.Policies.Put(bus, policy)
            : throw FrontCall.Invalid($"The policy is malformed. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
    }
}
