using Emulation.Calls;
using Emulation.Upstreams;

namespace Emulation.Fronts.Logs;

/// <summary>
/// Whether CloudWatch Logs may use the key that a log group gets: it encrypts by itself, whoever writes and reads, so that only the key's policy counts. Amazon CloudWatch Logs
/// User Guide, "Encrypt log data in CloudWatch Logs using AWS Key Management Service", whose policy has these actions and the group's ARN as the encryption context.
/// </summary>
internal static class GroupKeys
{
    public static FrontPlan Plan(FrontCall call, FrontPlan plan) =>
        call.Keys is not null && call.Operation is "CreateLogGroup" or "AssociateKmsKey" && call.Text("kmsKeyId") is { Length: > 0 } key && LogResource.GroupOf(call) is { } group
            ? plan with { Then = () => AsksAsync(call, key, group) } : plan;

    private static async ValueTask<IReadOnlyList<Ask>> AsksAsync(FrontCall call, string key, string group)
    {
        var refused = new ServiceRefusal(400, "AccessDeniedException", $"The specified KMS key does not exist or is not allowed to be used with Arn '{group}'");
        try
        {
            return await ResourceKeys.AsksOfServiceAsync(
                call, $"logs.{call.Region}.amazonaws.com", key, ["Encrypt", "Decrypt", "GenerateDataKey", "DescribeKey"], KeyValuePair.Create("aws:logs:arn", group), group,
                _ => refused).ConfigureAwait(false);
        }
        catch (RefusedException e) when (e.Refusal.Type == "KMS.NotFoundException")
        {
            throw new RefusedException(refused with { Reason = e.Refusal.Reason });
        }
    }
}
