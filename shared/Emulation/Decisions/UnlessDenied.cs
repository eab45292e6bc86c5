using Iam;

namespace Emulation.Decisions;

/// <summary>The policies of a caller who needs no allow: what denies still does.</summary>
internal static class UnlessDenied
{
    private static readonly Policy All = Policy.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        PolicyKind.Identity,
        new PolicyOrigin("what the call may touch besides")).Policy!;

    /// <summary>Whether a policy is what allows there, and no policy of anybody's.</summary>
    public static bool IsThat(Policy? policy) => ReferenceEquals(policy, All);

    /// <summary>The same with all allowed, wherever something has to allow it.</summary>
    public static PrincipalPolicies Of(PrincipalPolicies policies) => new(
        policies.Identity.Add(All),
        policies.HasBoundary ? policies.Boundary.Add(All) : policies.Boundary,
        policies.Session.IsDefault ? policies.Session : policies.Session.Add(All));
}
