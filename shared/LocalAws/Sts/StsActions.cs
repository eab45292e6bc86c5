using Emulation.Iam;
using Emulation.Organizations;

namespace Emulation.Sts;

/// <summary>Every action of STS that is here.</summary>
internal static class StsActions
{
    public static IEnumerable<StsAction> All(Keyring keyring, AccountDirectory accounts, SessionIssuer sessions, Surroundings surroundings)
    {
        var assumeRole = new AssumeRole(accounts, sessions, surroundings);
        var getSessionToken = new GetSessionToken(sessions);
        return
        [
            StsAction.Signed("GetCallerIdentity", static (_, caller) => Identification.OfCaller(caller)),
            StsAction.Signed("GetAccessKeyInfo", (call, _) => Identification.OfKey(call.Parameters, keyring)),
            StsAction.Signed("AssumeRole", (call, caller) => assumeRole.Answer(call.Parameters, caller, call.Facts)),
            StsAction.Signed("GetSessionToken", (call, caller) => getSessionToken.Answer(call.Parameters, caller, call.Facts.At)),
        ];
    }
}
