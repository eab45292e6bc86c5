using Iam;

namespace Sam;

/// <summary>What a policy can be attached to.</summary>
public enum PolicyHolder
{
    /// <summary>A role.</summary>
    Role,

    /// <summary>A user.</summary>
    User,

    /// <summary>A group of users.</summary>
    Group,
}

/// <summary>
/// A policy that a template attaches to a role, user or group of another one, by its name: what CDK writes for a grant to a role that another stack has.
/// </summary>
/// <param name="Holder">What it is attached to.</param>
/// <param name="Name">The role's, user's or group's name; null where it cannot be told, so that it may be any.</param>
/// <param name="Policy">The policy.</param>
/// <param name="LogicalId">The resource that attaches it.</param>
public sealed record PolicyAttachment(PolicyHolder Holder, string? Name, Policy Policy, string LogicalId);
