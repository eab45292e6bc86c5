using Iam.Decisions;
using Iam.Matching;

namespace Iam;

/// <summary>
/// Decides requests: pure functions of policies and request. IAM User Guide, "Policy evaluation logic".
/// </summary>
public static class Authorizer
{
    /// <summary>Decides a request on a resource, within an account or across accounts.</summary>
    /// <param name="request">The request.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="resourcePolicy">The resource's policy, when it has one.</param>
    public static Decision Decide(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy)
    {
        var silent = new Unobserved();
        return Walk(request, caller, resourcePolicy, ref silent);
    }

    /// <summary>Decides whether a role may be assumed. IAM User Guide, "How IAM roles differ from resource-based policies".</summary>
    /// <param name="request">The request; its resource is the role's ARN.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="trustPolicy">The role's trust policy.</param>
    public static Decision DecideAssumeRole(AccessRequest request, PrincipalPolicies caller, Policy trustPolicy)
    {
        var silent = new Unobserved();
        return WalkTrust(request, caller, trustPolicy, ref silent);
    }

    /// <summary>Decides like <see cref="Decide"/>, and tells how each statement took part.</summary>
    public static Explanation Explain(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy)
    {
        var trace = new Trace(request);
        return trace.Finish(Walk(request, caller, resourcePolicy, ref trace));
    }

    /// <summary>Decides like <see cref="DecideAssumeRole"/>, and tells how each statement took part.</summary>
    public static Explanation ExplainAssumeRole(AccessRequest request, PrincipalPolicies caller, Policy trustPolicy)
    {
        var trace = new Trace(request);
        return trace.Finish(WalkTrust(request, caller, trustPolicy, ref trace));
    }

    internal static Decision Walk<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var resource = PolicyEffect.Of(DecidingPolicy.Resource, resourcePolicy, request, caller.Boundary is not null, ref observer);
        var own = OwnPolicies.Of(caller, request, ref observer);
        if (resource.Denies)
        {
            return resource.ToDeny(DecidingPolicy.Resource);
        }

        if (own.FirstDeny is { } deny)
        {
            return deny;
        }

        if (request.Principal is Anonymous or ServicePrincipal or WebIdentity)
        {
            return resource.Allows ? resource.ToAllow(DecidingPolicy.Resource) : Decision.Missing(DecidingPolicy.Resource);
        }

        return request.IsCrossAccount ? AcrossAccounts(resource, own) : WithinAccount(resource, own);
    }

    internal static Decision WalkTrust<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy trustPolicy, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(caller);
        var trust = PolicyEffect.Of(DecidingPolicy.Trust, trustPolicy, request, caller.Boundary is not null, ref observer);
        var own = OwnPolicies.Of(caller, request, ref observer);
        if (trust.Denies)
        {
            return trust.ToDeny(DecidingPolicy.Trust);
        }

        if (own.FirstDeny is { } deny)
        {
            return deny;
        }

        // Only who is authenticated assumes a role, even one that trusts everyone.
        if (!trust.Allows || request.Principal is Anonymous)
        {
            return Decision.Missing(DecidingPolicy.Trust);
        }

        if (request.Principal is ServicePrincipal or WebIdentity)
        {
            return trust.ToAllow(DecidingPolicy.Trust);
        }

        // Within an account a trust policy that names the caller is enough; one that names the account leaves it to the caller's own policies.
        if (!request.IsCrossAccount && trust.Naming != Naming.Account)
        {
            return own.Limit(trust.ToAllow(DecidingPolicy.Trust), trust.Naming);
        }

        return own.Identity.Allows ? own.Limit(trust.ToAllow(DecidingPolicy.Trust), Naming.Account) : Decision.Missing(DecidingPolicy.Identity);
    }

    /// <summary>One side is enough; what a resource policy grants by account is only delegated.</summary>
    private static Decision WithinAccount(PolicyEffect resource, OwnPolicies own)
    {
        if (resource.Naming == Naming.Itself)
        {
            return resource.ToAllow(DecidingPolicy.Resource);
        }

        if (own.Identity.Allows)
        {
            return own.Limit(own.Identity.ToAllow(DecidingPolicy.Identity), Naming.Account);
        }

        return resource.Naming == Naming.Role
            ? own.Limit(resource.ToAllow(DecidingPolicy.Resource), Naming.Role)
            : Decision.Missing(DecidingPolicy.Identity);
    }

    /// <summary>Both sides must allow, each for itself.</summary>
    private static Decision AcrossAccounts(PolicyEffect resource, OwnPolicies own)
    {
        if (!resource.Allows)
        {
            return Decision.Missing(DecidingPolicy.Resource);
        }

        return own.Identity.Allows
            ? own.Limit(resource.ToAllow(DecidingPolicy.Resource), Naming.Account)
            : Decision.Missing(DecidingPolicy.Identity);
    }
}
