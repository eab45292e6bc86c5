using System.Collections.Immutable;
using Emulation.Principals;
using Iam;

namespace Emulation.Sessions;

/// <summary>The session policies that a session's token carries or names.</summary>
internal static class ClaimedPolicies
{
    /// <summary>The policies, compiled: a managed one that is gone, or made anew, allows nothing.</summary>
    public static ImmutableArray<Policy> Compile(SessionClaims claims, PrincipalIndex accounts) =>
    [
        .. claims.Policies.Select(static (json, i) => Policy.Parse(json, PolicyKind.Session, new PolicyOrigin($"session policy {i + 1}")).Policy!),
        .. claims.PolicyArns
            .Select(arn =>
                accounts.ManagedPolicyOf(arn, claims.IssuedAt) is { } json
                    ? Policy.Parse(json, PolicyKind.Session, new PolicyOrigin(arn[(arn.LastIndexOf('/') + 1)..], arn)).Policy
                    : null)
            .OfType<Policy>(),
    ];
}
