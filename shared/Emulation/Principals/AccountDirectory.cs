using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>A user whose keys LocalAws accepts: of a template, made by the IAM API, or the administrator that each account gets.</summary>
internal sealed record KnownUser(string LogicalId, string Name, AccountId Account, IamUser Principal, PrincipalPolicies Policies, ImmutableArray<string> AccessKeyIds)
{
    public string Arn => Principal.Arn;
}

/// <summary>A role that can be assumed, of a template or made by the IAM API.</summary>
internal sealed record KnownRole(Role Role, AccountId Account, PrincipalPolicies Policies, bool IsDeclared = true);

/// <summary>
/// Who exists: the users and roles of every account's template, and what the IAM API made and changed. Questions take no lock: they read the last
/// <see cref="PrincipalIndex"/>, and a change puts another in its place once it is on the disk.
/// </summary>
internal sealed class AccountDirectory : IDisposable
{
    /// <summary>The user whose keys a person starts from; its policy is AWS's AdministratorAccess.</summary>
    public const string AdministratorName = "admin";

    private readonly ImmutableSortedDictionary<string, IamAccount> declared;
    private readonly LongTermKeys keys;
    private readonly IamStore? store;
    private readonly Lock writing = new();
    private volatile PrincipalIndex current;

    /// <param name="stacks">What the templates declare.</param>
    /// <param name="keys">Makes secrets.</param>
    /// <param name="folder">The state folder; null keeps changes in memory alone.</param>
    /// <param name="time">Tells how old what templates declare is.</param>
    /// <exception cref="State.StateFolderException">What is stored cannot be read.</exception>
    public AccountDirectory(ImmutableArray<Stack> stacks, LongTermKeys keys, string? folder = null, TimeProvider? time = null)
    {
        this.keys = keys;
        store = folder is null ? null : new IamStore(folder);
        try
        {
            var now = (time ?? TimeProvider.System).GetUtcNow();
            declared = TemplateAccounts.Of(stacks, keys, store?.Since(now) ?? now);
            current = new PrincipalIndex(
                declared.ToImmutableSortedDictionary(static pair => pair.Key, pair => store?.Load(pair.Value) ?? pair.Value, StringComparer.Ordinal),
                keys, 0);
        }
        catch
        {
            store?.Dispose();
            throw;
        }
    }

    /// <summary>Everybody at this moment.</summary>
    public PrincipalIndex Current => current;

    public IReadOnlyList<KnownUser> Users => current.Users;

    public IEnumerable<KnownRole> Roles => current.Roles;

    public KnownRole? RoleByArn(string arn) => current.RoleByArn(arn);

    /// <summary>An account; null when no template belongs to it.</summary>
    public IamAccount? Account(AccountId id) => current.Accounts.GetValueOrDefault(id.ToString());

    /// <summary>The users, groups, roles and managed policies of templates that the API has changed: on AWS, drift.</summary>
    public IEnumerable<string> Changed =>
        from account in current.Accounts.Values
        let before = declared[account.Id.ToString()]
        from name in account.Identities.Where(identity =>
            identity.LogicalId is not null && before.Find(identity.Kind, identity.Name) is { } known && IsChanged(known, identity)).Select(static identity => identity.LogicalId!)
            .Concat(account.Policies.Values
                .Where(policy => policy.LogicalId is not null && !ReferenceEquals(before.Policies.GetValueOrDefault(policy.Name), policy))
                .Select(static policy => policy.LogicalId!))
        select name;

    /// <summary>Makes one change, and no other at the same time. When it returns, the change is on the disk and in force.</summary>
    /// <param name="account">The account.</param>
    /// <param name="change">Makes the account as it is to be, null to leave it, and a result; it sees the others too.</param>
    public TResult Change<TResult>(AccountId account, Func<IamAccount, PrincipalIndex, (IamAccount? Account, TResult Result)> change)
    {
        lock (writing)
        {
            var index = current;
            var old = index.Accounts[account.ToString()];
            var (fresh, result) = change(old, index);
            if (fresh is not null && !ReferenceEquals(fresh, old))
            {
                store?.Save(declared[account.ToString()], old, fresh);
                current = new PrincipalIndex(index.Accounts.SetItem(account.ToString(), fresh), keys, index.Version + 1);
            }

            return result;
        }
    }

    /// <summary>The secret of a long-term key: shown once, when it is made.</summary>
    public string SecretOf(string accessKeyId) => keys.SecretOf(accessKeyId);

    public void Dispose() => store?.Dispose();

    private static bool IsChanged(Identity before, Identity now) => MergePatch.Between(AccountDocuments.Of(before), AccountDocuments.Of(now)).Count > 0;
}
