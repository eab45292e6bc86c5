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
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public static Decision Decide(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null) =>
        DecisionRule.Access.Decide(request, caller, resourcePolicy, guardrails);

    /// <summary>Decides whether a role may be assumed. IAM User Guide, "How IAM roles differ from resource-based policies".</summary>
    /// <param name="request">The request; its resource is the role's ARN.</param>
    /// <param name="caller">The caller's policies.</param>
    /// <param name="trustPolicy">The role's trust policy.</param>
    /// <param name="guardrails">The organisation's policies, when there is one.</param>
    public static Decision DecideAssumeRole(AccessRequest request, PrincipalPolicies caller, Policy trustPolicy, Guardrails? guardrails = null) =>
        DecisionRule.AssumeRole.Decide(request, caller, trustPolicy, guardrails);

    /// <summary>Decides like <see cref="Decide"/>, and tells how each statement took part.</summary>
    public static Explanation Explain(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails? guardrails = null) =>
        DecisionRule.Access.Explain(request, caller, resourcePolicy, guardrails);

    /// <summary>Decides like <see cref="DecideAssumeRole"/>, and tells how each statement took part.</summary>
    public static Explanation ExplainAssumeRole(AccessRequest request, PrincipalPolicies caller, Policy trustPolicy, Guardrails? guardrails = null) =>
        DecisionRule.AssumeRole.Explain(request, caller, trustPolicy, guardrails);

    internal static Decision Walk<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy? resourcePolicy, Guardrails guardrails, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        if (IsAlwaysAllowed(request))
        {
            return new Decision(Verdict.Allow, DecidingPolicy.None, null, -1);
        }

        var organization = OrganizationEffect.Of(guardrails, request, ref observer);
        var resource = PolicyEffect.Of(DecidingPolicy.Resource, resourcePolicy, request, caller.HasBoundary, ref observer);
        var own = OwnPolicies.Of(caller, request, ref observer);
        if (FirstDeny(organization, resource, DecidingPolicy.Resource, own) is { } refusal)
        {
            return refusal;
        }

        if (request.Principal.Account is null)
        {
            return resource.Allows ? resource.ToAllow(DecidingPolicy.Resource) : Decision.Missing(DecidingPolicy.Resource);
        }

        return request.IsCrossAccount ? AcrossAccounts(resource, own) : WithinAccount(resource, own);
    }

    internal static Decision WalkTrust<TObserver>(AccessRequest request, PrincipalPolicies caller, Policy? trustPolicy, Guardrails guardrails, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var organization = OrganizationEffect.Of(guardrails, request, ref observer);
        var trust = PolicyEffect.Of(DecidingPolicy.Trust, trustPolicy, request, caller.HasBoundary, ref observer);
        var own = OwnPolicies.Of(caller, request, ref observer);
        if (FirstDeny(organization, trust, DecidingPolicy.Trust, own) is { } refusal)
        {
            return refusal;
        }

        // Only who is authenticated assumes a role, even one that trusts everyone, and no root user does: AWS STS API Reference, AssumeRole.
        if (!trust.Allows || request.Principal is Anonymous or AccountRoot)
        {
            return Decision.Missing(DecidingPolicy.Trust);
        }

        if (request.Principal.Account is null)
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

    internal static Decision WalkKey<TObserver>(
        AccessRequest request, PrincipalPolicies caller, Policy? keyPolicy, Policy? ownGrants, Guardrails guardrails, ref TObserver observer)
        where TObserver : IWalkObserver
    {
        var organization = OrganizationEffect.Of(guardrails, request, ref observer);
        var key = PolicyEffect.Of(DecidingPolicy.Resource, keyPolicy, request, caller.HasBoundary, ref observer);
        var granted = PolicyEffect.Of(DecidingPolicy.Resource, ownGrants, request, caller.HasBoundary, ref observer);
        var own = OwnPolicies.Of(caller, request, ref observer);
        if (FirstDeny(organization, key, DecidingPolicy.Resource, own) is { } refusal)
        {
            return refusal;
        }

        // What the caller's account granted counts as its own leave too.
        if (granted.Naming is Naming.Itself or Naming.Role && own.Limit(granted.ToAllow(DecidingPolicy.Resource), granted.Naming) is { Verdict: Verdict.Allow } allowed)
        {
            return allowed;
        }

        // Nothing in an account allows by itself what a key's policy does not, not even being its root user.
        if (!key.Allows && !granted.Allows)
        {
            return Decision.Missing(DecidingPolicy.Resource);
        }

        var resource = key.Allows ? key : granted;
        if (request.Principal.Account is null)
        {
            return resource.ToAllow(DecidingPolicy.Resource);
        }

        return !request.IsCrossAccount ? WithinAccount(resource, own)
            : LimitedAsRole(resource, own) ?? AcrossAccounts(resource, own);
    }

    /// <summary>What a role is let do in another account, and its session is not, is told before what its identity policies lack.</summary>
    private static Decision? LimitedAsRole(in PolicyEffect resource, in OwnPolicies own) =>
        resource.Naming == Naming.Role && own.Limit(resource.ToAllow(DecidingPolicy.Resource), Naming.Role) is { Verdict: not Verdict.Allow } limited ? limited : null;

    /// <summary>Who am I is answered whatever a policy says: AWS STS API Reference, GetCallerIdentity.</summary>
    private static bool IsAlwaysAllowed(AccessRequest request) =>
        request.Principal is not Anonymous && request.Action.Equals("sts:GetCallerIdentity", StringComparison.OrdinalIgnoreCase);

    /// <summary>What refuses before any allow counts, in the order of AWS's flow chart: a deny of any policy, then a level of an organisation that lacks an allow.</summary>
    private static Decision? FirstDeny(in OrganizationEffect organization, in PolicyEffect resource, DecidingPolicy kind, in OwnPolicies own) =>
        organization.Deny
        ?? (resource.Denies ? resource.ToDeny(kind) : (Decision?)null)
        ?? own.FirstDeny
        ?? (organization.LacksServiceControl ? Decision.Missing(DecidingPolicy.ServiceControl) : (Decision?)null);

    /// <summary>One side is enough; what a resource policy grants by account is only delegated.</summary>
    private static Decision WithinAccount(in PolicyEffect resource, in OwnPolicies own)
    {
        if (resource.Naming == Naming.Itself)
        {
            return resource.ToAllow(DecidingPolicy.Resource);
        }

        if (own.IdentityAllows)
        {
            return own.Limit(own.Identity.ToAllow(DecidingPolicy.Identity), Naming.Account);
        }

        return resource.Naming == Naming.Role
            ? own.Limit(resource.ToAllow(DecidingPolicy.Resource), Naming.Role)
            : Decision.Missing(DecidingPolicy.Identity);
    }

    /// <summary>Both sides must allow, each for itself.</summary>
    private static Decision AcrossAccounts(in PolicyEffect resource, in OwnPolicies own)
    {
        if (!resource.Allows)
        {
            return Decision.Missing(DecidingPolicy.Resource);
        }

        return own.IdentityAllows
            ? own.Limit(resource.ToAllow(DecidingPolicy.Resource), Naming.Account)
            : Decision.Missing(DecidingPolicy.Identity);
    }
}
