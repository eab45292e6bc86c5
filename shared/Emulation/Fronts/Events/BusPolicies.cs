using Emulation.ServiceReference;
using Emulation.Upstreams;
using Emulation.Wire;
using Iam;

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
                ? throw FrontCall.Invalid("Action, Principal, StatementId and Condition could not be combined with Policy parameter.")
                : Put(call, bus, policy, Check);
        }

        var statement = BusStatement.Of(call, bus);
        return Put(call, bus, new PolicyStatements(call.Policies.Of(bus)).With(BusStatement.IdOf(call), statement));
    }

    /// <summary>One statement, or all. Whether there is one of that id, the server says.</summary>
    public static Action Removed(FrontCall call, string bus)
    {
        if (call.Switch("RemoveAllPermissions") == true)
        {
            return call.Text("StatementId") is null ? () => call.Policies.Delete(bus) : throw FrontCall.Invalid("StatementId could not be combined with All parameter.");
        }

        return new PolicyStatements(call.Policies.Of(bus)).Without(BusStatement.IdOf(call)) is { } left ? Put(call, bus, left) : () => call.Policies.Delete(bus);
    }

    private static Action Put(FrontCall call, string bus, string json, Action<Policy, string>? check = null)
    {
        var result = ResourcePolicies.Parse(bus, json);
        var policy = result.Policy
            ?? throw FrontCall.Invalid($"The policy is malformed. {string.Join(" ", result.Errors.Select(static e => $"{e.JsonPath}: {e.Message} {e.Remedy}"))}");
        check?.Invoke(policy, bus);
        return () => call.Policies.Put(bus, policy);
    }

    /// <summary>What EventBridge refuses of a whole policy beside what no policy may be (captured: eventbridge/permissions.json of radkawar/stackd).</summary>
    private static void Check(Policy policy, string bus)
    {
        foreach (var statement in policy.Statements)
        {
            if (statement.Sid is null)
            {
                throw FrontCall.Invalid("Missing required field Sid");
            }

            if (statement.ActionTexts.FirstOrDefault(static action => action != "*" && !action.StartsWith("events:", StringComparison.OrdinalIgnoreCase)) is not null)
            {
                throw FrontCall.Invalid("Invalid statement: Action field includes AWS services that are inconsistent with specified vendor");
            }

            if (statement.ActionTexts.FirstOrDefault(static action => action.AsSpan().IndexOfAny('*', '?') < 0 && ServiceData.FindAction(action) is null) is { } unknown)
            {
                throw FrontCall.Invalid($"Invalid statement: The following action names are invalid: \"{ClientText.Shown(unknown)}\"");
            }

            if (statement.ResourceTexts.FirstOrDefault(resource => IsOther(resource, bus)) is { } other)
            {
                throw FrontCall.Invalid($"The relative-id \"{ClientText.Shown(other.Split(':', 6)[^1])}\" is invalid for ARN \"{ClientText.Shown(other)}\"");
            }
        }
    }

    /// <summary>Another bus, by its name in full.</summary>
    private static bool IsOther(string resource, string bus) =>
        resource != bus && resource.Split(':', 6) is [_, _, _, _, _, var name] && name.StartsWith("event-bus/", StringComparison.Ordinal) && name.AsSpan().IndexOfAny('*', '?') < 0;
}
