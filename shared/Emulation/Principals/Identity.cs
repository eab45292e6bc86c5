using System.Collections.Immutable;
using Iam;

namespace Emulation.Principals;

/// <summary>What policies can be attached to.</summary>
internal enum IdentityKind
{
    User,
    Group,
    Role,
}

internal static class IdentityKinds
{
    /// <summary>What belongs to the kind.</summary>
    public static T Match<T>(this IdentityKind kind, T user, T group, T role) => kind switch
    {
        IdentityKind.User => user,
        IdentityKind.Group => group,
        IdentityKind.Role => role,
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "It is no user, group or role."),
    };
}

/// <summary>A user, group or role, as the IAM API sees it.</summary>
internal abstract record Identity
{
    /// <summary>The name in the template; null for what the API made.</summary>
    public string? LogicalId { get; init; }

    public required string Name { get; init; }

    public required string Path { get; init; }

    /// <summary><c>AIDA...</c>, <c>AGPA...</c> or <c>AROA...</c></summary>
    public required string UniqueId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Inline policies; their names are in their origins.</summary>
    public ImmutableArray<Policy> Inline { get; init; } = [];

    /// <summary>ARNs of managed policies.</summary>
    public ImmutableArray<string> Attached { get; init; } = [];

    /// <summary>ARN of the permissions boundary.</summary>
    public string? Boundary { get; init; }

    public TagList Tags { get; init; } = TagList.Empty;

    /// <summary>AWS's managed policies as the template's compiler read them, by ARN: explanations show the line that names them.</summary>
    public ImmutableDictionary<string, Policy> Declared { get; init; } = ImmutableDictionary<string, Policy>.Empty;

    public abstract IdentityKind Kind { get; }

    /// <summary>Lower-case: <c>user</c>, <c>group</c> or <c>role</c>, as ARNs and messages say.</summary>
    public string Word => WordOf(Kind);

    public static string WordOf(IdentityKind kind) => kind.Match("user", "group", "role");

    public string ArnIn(AccountId account) => $"arn:aws:iam::{account}:{Word}{Path}{Name}";

    public Policy? InlineNamed(string name) => Inline.FirstOrDefault(policy => policy.Origin.Name == name);
}

/// <summary>A user.</summary>
internal sealed record UserIdentity : Identity
{
    public ImmutableArray<UserKey> Keys { get; init; } = [];

    /// <summary>Names of groups.</summary>
    public ImmutableArray<string> Groups { get; init; } = [];

    public override IdentityKind Kind => IdentityKind.User;

    /// <summary>The administrator that each account gets: the way in, which nobody may lock.</summary>
    public bool IsAdministrator => LogicalId == AccountDirectory.AdministratorName && Name == AccountDirectory.AdministratorName;
}

/// <summary>A user's long-term access key. Its secret follows from its id and the sealing key, and is kept nowhere.</summary>
internal sealed record UserKey(string Id, bool IsActive, DateTimeOffset CreatedAt);

/// <summary>A group of users.</summary>
internal sealed record GroupIdentity : Identity
{
    public override IdentityKind Kind => IdentityKind.Group;
}

/// <summary>A role.</summary>
internal sealed record RoleIdentity : Identity
{
    /// <summary>The trust policy as it was written.</summary>
    public required Policy Trust { get; init; }

    /// <summary>The unique ids of the users and roles that <see cref="Trust"/> names, by the ARNs that they had when it was written.</summary>
    public ImmutableSortedDictionary<string, string> Trusted { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public string? Description { get; init; }

    /// <summary>In seconds.</summary>
    public int MaxSessionSeconds { get; init; } = 3600;

    public override IdentityKind Kind => IdentityKind.Role;
}
