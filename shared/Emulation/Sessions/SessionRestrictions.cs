using Emulation.Principals;

namespace Emulation.Sessions;

/// <summary>
/// What users' temporary credentials cannot do, whatever policies say. AWS Security Token Service API Reference, GetSessionToken and GetFederationToken,
/// "Permissions".
/// </summary>
internal static class SessionRestrictions
{
    /// <summary>
    /// Whether a caller is refused an action for the kind of its credentials: no action of IAM, and of STS only GetCallerIdentity; to a user's own session also
    /// AssumeRole.
    /// </summary>
    public static bool Refuses(Caller caller, string action)
    {
        if (caller.Session?.Kind is not (SessionKind.UserSession or SessionKind.FederatedUser) || action.Equals("sts:GetCallerIdentity", StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var isSts = action.StartsWith("sts:", StringComparison.OrdinalIgnoreCase);
        var isAllowed = caller.Session.Kind == SessionKind.UserSession && action.Equals("sts:AssumeRole", StringComparison.OrdinalIgnoreCase);
        return (isSts && !isAllowed) || action.StartsWith("iam:", StringComparison.OrdinalIgnoreCase);
    }
}
