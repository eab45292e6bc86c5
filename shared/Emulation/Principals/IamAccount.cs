using System.Collections.Immutable;
using Iam;

namespace Emulation.Principals;

/// <summary>
/// Everything of IAM in one account, as it is at one moment. Names differ by more than case: IAM User Guide, "IAM and AWS STS quotas", "IAM name requirements".
/// </summary>
internal sealed record IamAccount(AccountId Id)
{
    private static readonly ImmutableSortedDictionary<string, Identity> NoIdentities = ImmutableSortedDictionary.Create<string, Identity>(StringComparer.OrdinalIgnoreCase);

    public ImmutableSortedDictionary<string, Identity> Users { get; init; } = NoIdentities;

    public ImmutableSortedDictionary<string, Identity> Groups { get; init; } = NoIdentities;

    public ImmutableSortedDictionary<string, Identity> Roles { get; init; } = NoIdentities;

    /// <summary>The account's own managed policies, by name.</summary>
    public ImmutableSortedDictionary<string, CustomerPolicy> Policies { get; init; } = ImmutableSortedDictionary.Create<string, CustomerPolicy>(StringComparer.OrdinalIgnoreCase);

    public string? Alias { get; init; }

    public IEnumerable<Identity> Identities => Users.Values.Concat(Groups.Values).Concat(Roles.Values);

    public UserIdentity? User(string name) => (UserIdentity?)Users.GetValueOrDefault(name);

    public RoleIdentity? Role(string name) => (RoleIdentity?)Roles.GetValueOrDefault(name);

    public GroupIdentity? Group(string name) => (GroupIdentity?)Groups.GetValueOrDefault(name);

    public Identity? Find(IdentityKind kind, string name) => Of(kind).GetValueOrDefault(name);

    /// <summary>A managed policy of the account, or one of AWS's; null when there is none.</summary>
    public CustomerPolicy? Policy(string arn) => AwsPolicies.Find(arn) ?? Own(arn);

    /// <summary>A managed policy of the account.</summary>
    public CustomerPolicy? Own(string arn) => Policies.GetValueOrDefault(arn[(arn.LastIndexOf('/') + 1)..]) is { } policy && policy.ArnIn(Id) == arn ? policy : null;

    public ImmutableSortedDictionary<string, Identity> Of(IdentityKind kind) => kind.Match(Users, Groups, Roles);

    public IEnumerable<UserIdentity> MembersOf(string group) => Users.Values.Cast<UserIdentity>().Where(user => user.Groups.Contains(group, StringComparer.OrdinalIgnoreCase));

    /// <summary>How many identities a managed policy is attached to.</summary>
    public int AttachmentsOf(string arn) => Identities.Count(identity => identity.Attached.Contains(arn));

    /// <summary>How many identities it bounds.</summary>
    public int BoundariesOf(string arn) => Identities.Count(identity => identity.Boundary == arn);

    public IamAccount With(Identity identity) => Set(identity.Kind, Of(identity.Kind).SetItem(identity.Name, identity));

    public IamAccount Without(Identity identity) => Set(identity.Kind, Of(identity.Kind).Remove(identity.Name));

    public IamAccount With(CustomerPolicy policy) => this with { Policies = Policies.SetItem(policy.Name, policy) };

    /// <summary>All policies of an identity, its groups' among them, compiled: inline ones first.</summary>
    public ImmutableArray<Policy> PoliciesOf(Identity identity)
    {
        var policies = ImmutableArray.CreateBuilder<Policy>();
        policies.AddRange(identity.Inline);
        policies.AddRange(identity.Attached.Select(arn => Compiled(identity, arn)));
        if (identity is UserIdentity user)
        {
            foreach (var group in user.Groups.Select(Group).OfType<GroupIdentity>())
            {
                policies.AddRange(PoliciesOf(group));
            }
        }

        return policies.DrainToImmutable();
    }

    /// <summary>The permissions boundary, compiled; default without one.</summary>
    public ImmutableArray<Policy> BoundaryOf(Identity identity) => identity.Boundary is { } arn ? [Policy(arn)?.DefaultVersion.Boundary ?? Nothing(arn)] : default;

    private Policy Compiled(Identity identity, string arn) => identity.Declared.GetValueOrDefault(arn) ?? Policy(arn)?.DefaultVersion.Document ?? Nothing(arn);

    /// <summary>A policy that is not there any more allows nothing; that it bounds still counts.</summary>
    private static Policy Nothing(string arn) => global::Iam.Policy.Parse(
        """{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"*","Resource":"*"}}""", PolicyKind.Identity, new PolicyOrigin(arn, arn)).Policy!;

    private IamAccount Set(IdentityKind kind, ImmutableSortedDictionary<string, Identity> identities) => kind.Match<Func<IamAccount>>(
        () => this with { Users = identities }, () => this with { Groups = identities }, () => this with { Roles = identities })();
}
