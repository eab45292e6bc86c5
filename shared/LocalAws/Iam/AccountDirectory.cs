using System.Collections.Immutable;
using Emulation.Sts;
using Iam;
using Sam;

namespace Emulation.Iam;

/// <summary>A user whose keys LocalAws accepts: of a template, or the administrator that each account gets.</summary>
internal sealed record KnownUser(string LogicalId, string Name, AccountId Account, IamUser Principal, PrincipalPolicies Policies, ImmutableArray<string> AccessKeyIds)
{
    public string Arn => Principal.Arn;
}

/// <summary>A role that can be assumed.</summary>
internal sealed record KnownRole(Role Role, AccountId Account, PrincipalPolicies Policies);

/// <summary>Who exists: the users and roles of every account's template. Read-only once made.</summary>
internal sealed class AccountDirectory
{
    /// <summary>The user whose keys a person starts from; its policy is AWS's AdministratorAccess.</summary>
    public const string AdministratorName = "admin";

    private readonly Dictionary<string, KnownRole> roleByArn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Name), KnownRole> roleByName = [];
    private readonly Dictionary<string, KnownUser> userByKey = new(StringComparer.Ordinal);
    private readonly List<KnownUser> users = [];
    private readonly Dictionary<string, string> managedPolicies;

    public AccountDirectory(ImmutableArray<Stack> stacks, SessionSealer sealer)
    {
        managedPolicies = stacks.SelectMany(static stack => stack.ManagedPolicies).ToDictionary(static policy => policy.Document.Origin.Arn!, static policy => policy.Document.Json, StringComparer.Ordinal);
        foreach (var account in stacks.Select(s => s.AccountId).Distinct())
        {
            Add(Administrator(account, sealer));
        }

        foreach (var stack in stacks)
        {
            foreach (var role in stack.Roles)
            {
                var known = new KnownRole(role, stack.AccountId, new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary]));
                roleByArn[role.Arn.ToString()] = known;
                roleByName[(stack.AccountId.ToString(), role.Name)] = known;
            }

            foreach (var user in stack.Users)
            {
                Add(UserOf(user, stack.AccountId));
            }
        }
    }

    public IReadOnlyList<KnownUser> Users => users;

    public IEnumerable<KnownRole> Roles => roleByArn.Values;

    public KnownRole? RoleByArn(string arn) => roleByArn.GetValueOrDefault(arn);

    public KnownRole? RoleByName(string account, string name) => roleByName.GetValueOrDefault((account, name));

    public KnownUser? UserByKey(string accessKeyId) => userByKey.GetValueOrDefault(accessKeyId);

    public KnownUser? UserById(string uniqueId) => users.Find(u => u.Principal.UserId == uniqueId);

    /// <summary>What a managed policy says now, an account's own or one of AWS's; null when there is none of this ARN.</summary>
    public string? ManagedPolicy(string arn) => managedPolicies.GetValueOrDefault(arn) ?? Sam.Policies.AwsManagedPolicies.JsonOf(arn);

    private void Add(KnownUser user)
    {
        users.Add(user);
        foreach (var key in user.AccessKeyIds)
        {
            userByKey[key] = user;
        }
    }

    private static KnownUser Administrator(AccountId account, SessionSealer sealer)
    {
        var entropy = sealer.EntropyFor($"{account}/{AdministratorName}");
        var principal = new IamUser(account, "/", AdministratorName, AccessKeyId.UniqueId("AIDA", entropy));
        return new(AdministratorName, AdministratorName, account, principal, new PrincipalPolicies([AdministratorAccess], default, default), [AccessKeyId.LongTerm(account, entropy)]);
    }

    private static KnownUser UserOf(User user, AccountId account) => new(
        user.LogicalId,
        user.Name,
        account,
        new IamUser(account, user.Path, user.Name, user.UniqueId, user.Tags),
        new PrincipalPolicies(user.Policies, user.Boundary is null ? default : [user.Boundary]),
        [.. user.AccessKeys.Where(k => k.IsActive).Select(k => k.AccessKeyId)]);

    private static Policy AdministratorAccess { get; } = Policy.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""",
        PolicyKind.Identity,
        new PolicyOrigin("AdministratorAccess", "arn:aws:iam::aws:policy/AdministratorAccess")).Policy!;
}
