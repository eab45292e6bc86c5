using System.Collections.Frozen;

namespace Emulation.Cognito.Protocol;

/// <summary>
/// Operations of user pools whose success has no body at all, not even <c>{}</c>: those that have no output in the service's model. Captured of AWS for
/// all but DeleteIdentityProvider and DeleteResourceServer.
/// </summary>
internal static class Bodiless
{
    private static readonly FrozenSet<string> Operations = FrozenSet.Create(
        StringComparer.Ordinal,
        "AdminAddUserToGroup", "AdminDeleteUser", "AdminRemoveUserFromGroup", "DeleteGroup", "DeleteIdentityProvider", "DeleteResourceServer", "DeleteUser", "DeleteUserPool", "DeleteUserPoolClient");

    public static bool Is(string operation) => Operations.Contains(operation);
}
