using System.Text.Json.Nodes;
using Emulation.Cognito.Protocol;

namespace Emulation.Cognito.Pools;

/// <summary>
/// The operations of threat protection, as they answer for a pool that has it off. No pool here has it on: <see cref="PoolDocument"/> refuses that.
/// </summary>
internal sealed class ThreatProtection(PoolDirectory directory)
{
    public IEnumerable<Operation> All =>
    [
        Operation.Signed("DescribeRiskConfiguration", Refuse),
        Operation.Signed("SetRiskConfiguration", Refuse),
        Operation.Signed("AdminListUserAuthEvents", Refuse),
        Operation.Signed("AdminUpdateAuthEventFeedback", Refuse),
        Operation.Open("UpdateAuthEventFeedback", call => Task.FromResult(Refuse(call))),
    ];

    private JsonObject Refuse(CognitoCall call) => throw new CognitoException(
        "UserPoolAddOnNotEnabledException", $"User pool add-ons are not enabled for {directory.PoolOf(call.Fields).Id}: LocalAws does not have threat protection.");
}
