using Emulation.Principals;
using Emulation.Protocols.Query;

namespace Emulation.IdentityManagement.Api;

/// <summary>What must be gone before a user, group or role can be deleted.</summary>
internal static class Deletion
{
    /// <summary>The policies that are in the way, or null.</summary>
    public static QueryError? Conflict(Identity identity) =>
        identity.Attached.Length > 0 ? IamError.DeleteConflict("Cannot delete entity, must detach all policies first.")
        : identity.Inline.Length > 0 ? IamError.DeleteConflict("Cannot delete entity, must delete policies first.")
        : null;
}
