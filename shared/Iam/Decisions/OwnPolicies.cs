using Iam.Matching;

namespace Iam.Decisions;

/// <summary>What a caller's own policies say: identity policies grant, boundary and session policies limit.</summary>
internal readonly record struct OwnPolicies(PolicyEffect Identity, bool IsRoot, PolicyEffect Boundary, bool HasBoundary, PolicyEffect Session, bool HasSession)
{
    /// <summary>A root user needs no identity policy: IAM User Guide, "AWS account root user".</summary>
    public bool IdentityAllows => Identity.Allows || IsRoot;

    /// <summary>The first explicit deny, in the order of AWS's flow chart.</summary>
    public Decision? FirstDeny =>
        Identity.Denies ? Identity.ToDeny(DecidingPolicy.Identity)
        : Boundary.Denies ? Boundary.ToDeny(DecidingPolicy.Boundary)
        : Session.Denies ? Session.ToDeny(DecidingPolicy.Session)
        : null;

    public static OwnPolicies Of<TObserver>(PrincipalPolicies caller, AccessRequest request, ref TObserver observer)
        where TObserver : IWalkObserver => new(
            PolicyEffect.Of(DecidingPolicy.Identity, caller.Identity, request, caller.HasBoundary, ref observer),
            request.Principal is AccountRoot,
            PolicyEffect.Of(DecidingPolicy.Boundary, caller.Boundary, request, caller.HasBoundary, ref observer),
            caller.HasBoundary,
            PolicyEffect.Of(DecidingPolicy.Session, caller.Session, request, caller.HasBoundary, ref observer),
            !caller.Session.IsDefault || request.Principal is FederatedUser);

    /// <summary>
    /// What is left of an allow under boundary and session policy. A grant to the session or user itself, or to everyone, is not limited by what
    /// these leave unsaid; one to the role is.
    /// </summary>
    public Decision Limit(Decision decision, Naming naming)
    {
        if (decision.Verdict != Verdict.Allow || naming == Naming.Itself)
        {
            return decision;
        }

        if (HasBoundary && !Boundary.Allows)
        {
            return Decision.Missing(DecidingPolicy.Boundary);
        }

        return HasSession && !Session.Allows ? Decision.Missing(DecidingPolicy.Session) : decision;
    }
}
