using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Ssm;

/// <summary>The roles that calls hand to Systems Manager, which then acts as they. Some are named, others have their ARN.</summary>
internal static class SystemsRoles
{
    private const string Principal = "ssm.amazonaws.com";

    public static IEnumerable<Ask> Passed(FrontCall call) => Of(call).Where(static role => role.Length > 0).Distinct().Select(role => call.Passing(
        role.StartsWith("arn:", StringComparison.Ordinal) ? role : $"arn:aws:iam::{call.Home}:role/{role}", Principal));

    private static IEnumerable<string> Of(FrontCall call)
    {
        foreach (var member in new[] { "IamRole", "ServiceRoleArn", "AssociationDispatchAssumeRole" })
        {
            if (call.Text(member) is { } role)
            {
                yield return role;
            }
        }

        if (call.Structure("TaskInvocationParameters")?.Structure("RunCommand")?.Text("ServiceRoleArn") is { } ofTask)
        {
            yield return ofTask;
        }

        if (call.Operation == "UpdateServiceSetting" && call.Text("SettingId")?.EndsWith("default-ec2-instance-management-role", StringComparison.Ordinal) == true)
        {
            yield return call.Needed("SettingValue");
        }

        foreach (var role in call.Structures("Runbooks").Prepend(call).Concat(call.Structures("Entries")).SelectMany(OfAutomation))
        {
            yield return role;
        }
    }

    /// <summary>AWS Systems Manager User Guide, "Configuring a service role (assume role) access for automations".</summary>
    private static IReadOnlyList<string> OfAutomation(FrontCall call) =>
        call.Members["Parameters"] is JsonObject ? call.Structure("Parameters")!.Texts("AutomationAssumeRole") : [];
}
