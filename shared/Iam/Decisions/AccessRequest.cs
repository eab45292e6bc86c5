using System.Collections.Immutable;

namespace Iam;

/// <summary>A request to be decided.</summary>
/// <param name="Principal">Who asks.</param>
/// <param name="Action">What for, such as <c>execute-api:Invoke</c>.</param>
/// <param name="Resource">The ARN of what it touches.</param>
/// <param name="ResourceAccount">The account that owns the resource.</param>
/// <param name="Context">The condition keys.</param>
public sealed record AccessRequest(Principal Principal, string Action, string Resource, AccountId ResourceAccount, ConditionContext Context)
{
    /// <summary>Whether the caller belongs to another account than the resource.</summary>
    public bool IsCrossAccount => Principal.Account is { } account && account != ResourceAccount;
}

/// <summary>The policies that go with a principal.</summary>
/// <param name="Identity">What it may do: identity-based policies.</param>
/// <param name="Boundary">What it may do at most, when it has a permissions boundary: one policy on AWS; of several, any may allow. Default without one.</param>
/// <param name="Session">
/// What its session may do at most; default when no session policy was passed, with which the session of a federated user may do nothing of its own.
/// </param>
public sealed record PrincipalPolicies(ImmutableArray<Policy> Identity, ImmutableArray<Policy> Boundary = default, ImmutableArray<Policy> Session = default)
{
    /// <summary>Whether the principal has a permissions boundary.</summary>
    public bool HasBoundary => !Boundary.IsDefaultOrEmpty;

    /// <summary>A principal without any policy.</summary>
    public static PrincipalPolicies None { get; } = new([]);
}

/// <summary>Whether a request may pass. Zero refuses.</summary>
public enum Verdict
{
    /// <summary>Nothing allows it.</summary>
    ImplicitDeny,

    /// <summary>A statement allows it and none denies it.</summary>
    Allow,

    /// <summary>A statement denies it.</summary>
    ExplicitDeny,
}

/// <summary>The kind of policy that decided, or that lacked the allow.</summary>
public enum DecidingPolicy
{
    /// <summary>None: there was no policy to ask.</summary>
    None,

    /// <summary>The caller's identity-based policies.</summary>
    Identity,

    /// <summary>The resource's policy.</summary>
    Resource,

    /// <summary>The caller's permissions boundary.</summary>
    Boundary,

    /// <summary>The caller's session policy.</summary>
    Session,

    /// <summary>A role's trust policy.</summary>
    Trust,

    /// <summary>A service control policy of the caller's organisation.</summary>
    ServiceControl,

    /// <summary>A resource control policy of the resource's organisation.</summary>
    ResourceControl,
}

/// <summary>The verdict with the statement that made it.</summary>
/// <param name="Verdict">Allowed or not.</param>
/// <param name="By">The kind of policy that decided or was lacking.</param>
/// <param name="Policy">The deciding policy; null for an implicit deny.</param>
/// <param name="StatementIndex">The deciding statement's index from 0; -1 for an implicit deny.</param>
public readonly record struct Decision(Verdict Verdict, DecidingPolicy By, Policy? Policy, int StatementIndex)
{
    /// <summary>The deciding statement; null for an implicit deny.</summary>
    public Statement? Statement => Policy is not null && StatementIndex >= 0 ? Policy.Statements[StatementIndex] : null;

    /// <summary>What is not known here, and made a statement deny; null for a decision that is AWS's too.</summary>
    public string? Closed => Verdict == Verdict.ExplicitDeny && Policy is not null ? Policy.Origin.Closed.GetValueOrDefault(StatementIndex) : null;

    internal static Decision Missing(DecidingPolicy by) => new(Verdict.ImplicitDeny, by, null, -1);
}
