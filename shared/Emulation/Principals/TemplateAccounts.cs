using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>The accounts as the templates declare them, each with an administrator. What the API changes comes on top.</summary>
internal static class TemplateAccounts
{
    public static ImmutableSortedDictionary<string, IamAccount> Of(ImmutableArray<Stack> stacks, LongTermKeys keys, DateTimeOffset since)
    {
        var accounts = ImmutableSortedDictionary.CreateBuilder<string, IamAccount>(StringComparer.Ordinal);
        foreach (var stack in stacks)
        {
            var account = accounts.GetValueOrDefault(stack.AccountId.ToString()) ?? new IamAccount(stack.AccountId).With(Administrator(stack.AccountId, keys, since));
            foreach (var policy in stack.ManagedPolicies)
            {
                account = account.With(PolicyOf(policy, since));
            }

            IEnumerable<Identity> identities =
            [
                .. stack.Groups.Select(group => GroupOf(group, since)), .. stack.Roles.Select(role => RoleOf(role, since)),
                .. stack.Users.Select(user => UserOf(user, since)),
            ];
            account = identities.Aggregate(account, static (all, identity) => all.With(identity));
            accounts[stack.AccountId.ToString()] = account;
        }

        return accounts.ToImmutable();
    }

    private static UserIdentity Administrator(AccountId account, LongTermKeys keys, DateTimeOffset since)
    {
        var entropy = keys.EntropyFor($"{account}/{AccountDirectory.AdministratorName}");
        return new UserIdentity
        {
            LogicalId = AccountDirectory.AdministratorName,
            Name = AccountDirectory.AdministratorName,
            Path = "/",
            UniqueId = AccessKeyId.UniqueId("AIDA", entropy),
            CreatedAt = since,
            Attached = ["arn:aws:iam::aws:policy/AdministratorAccess"],
            Keys = [new UserKey(AccessKeyId.LongTerm(account, entropy), true, since)],
        };
    }

    private static UserIdentity UserOf(User user, DateTimeOffset since) => With(user.OwnPolicies, user.Boundary, new UserIdentity
    {
        LogicalId = user.LogicalId,
        Name = user.Name,
        Path = user.Path,
        UniqueId = user.UniqueId,
        CreatedAt = since,
        Tags = TagList.Of(user.Tags),
        Groups = user.Groups,
        Keys = [.. user.AccessKeys.Select(key => new UserKey(key.AccessKeyId, key.IsActive, since))],
    });

    private static GroupIdentity GroupOf(Group group, DateTimeOffset since) => With(group.Policies, null, new GroupIdentity
    {
        LogicalId = group.LogicalId,
        Name = group.Name,
        Path = group.Path,
        UniqueId = group.UniqueId,
        CreatedAt = since,
    });

    private static RoleIdentity RoleOf(Role role, DateTimeOffset since) => With(role.Policies, role.Boundary, new RoleIdentity
    {
        LogicalId = role.LogicalId,
        Name = role.Name,
        Path = role.Path,
        UniqueId = role.UniqueId,
        CreatedAt = since,
        Tags = TagList.Of(role.Tags),
        Trust = role.TrustPolicy,
        Description = role.Description,
        MaxSessionSeconds = (int)role.MaxSessionDuration.TotalSeconds,
    });

    /// <summary>Managed policies have an ARN in their origin, inline ones have not.</summary>
    private static T With<T>(ImmutableArray<Policy> policies, Policy? boundary, T identity)
        where T : Identity => identity with
        {
            Inline = [.. policies.Where(static policy => policy.Origin.Arn is null)],
            Attached = [.. policies.Select(static policy => policy.Origin.Arn).OfType<string>().Distinct(StringComparer.Ordinal)],
            Boundary = boundary?.Origin.Arn,
            Declared = policies.Where(static policy => policy.Origin.Arn is { } arn && AwsPolicies.Owns(arn))
                .DistinctBy(static policy => policy.Origin.Arn)
                .ToImmutableDictionary(static policy => policy.Origin.Arn!),
        };

    private static CustomerPolicy PolicyOf(ManagedPolicy policy, DateTimeOffset since) => new()
    {
        LogicalId = policy.LogicalId,
        Name = policy.Name,
        Path = policy.Path,
        UniqueId = policy.UniqueId,
        Description = policy.Description,
        Tags = TagList.Of(policy.Tags),
        CreatedAt = since,
        UpdatedAt = since,
        Versions = [new PolicyVersion("v1", policy.Document, since)],
        DefaultVersionId = "v1",
        NextVersion = 2,
    };
}
