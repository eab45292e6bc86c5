using System.Collections.Immutable;
using System.Xml;
using Emulation.IdentityManagement.Api;
using Emulation.IdentityManagement.Roles;
using Emulation.Principals;
using Emulation.Protocols.Query;
using Iam;

namespace Emulation.IdentityManagement.Reports;

/// <summary>
/// The account as a whole: all of it at once, its figures, its alias. AWS Identity and Access Management API Reference, GetAccountAuthorizationDetails,
/// GetAccountSummary, CreateAccountAlias and its kin.
/// </summary>
internal sealed class AccountOperations(LastUses uses, IdentityProviders providers)
{
    private static readonly ImmutableArray<(string Key, int Most)> Quotas =
    [
        ("UsersQuota", 5000), ("GroupsQuota", 300), ("RolesQuota", 1000), ("PoliciesQuota", 1500), ("InstanceProfilesQuota", 1000), ("ServerCertificatesQuota", 20),
        ("UserPolicySizeQuota", PolicyQuota.InlineOfUser.Characters), ("GroupPolicySizeQuota", PolicyQuota.InlineOfGroup.Characters),
        ("RolePolicySizeQuota", PolicyQuota.InlineOfRole.Characters),
        ("PolicySizeQuota", PolicyQuota.Managed.Characters), ("AssumeRolePolicySizeQuota", PolicyQuota.Trust.Characters),
        ("VersionsPerPolicyQuota", 5), ("PolicyVersionsInUseQuota", 10_000),
        ("AttachedPoliciesPerUserQuota", 10), ("AttachedPoliciesPerGroupQuota", 10), ("AttachedPoliciesPerRoleQuota", 10), ("GroupsPerUserQuota", 10),
        ("AccessKeysPerUserQuota", 2), ("SigningCertificatesPerUserQuota", 2), ("GlobalEndpointTokenVersion", 1),
    ];

    public IEnumerable<IamOperation> All =>
    [
        new("GetAccountAuthorizationDetails", "", "Marker MaxItems", IamTarget.Everything, GetDetails) { Further = "Filter" },
        new("GetAccountSummary", "", "", IamTarget.Everything, GetSummary),
        new("ListAccountAliases", "", "Marker MaxItems", IamTarget.Everything, static call => ListPage<string>.Answer(
            call, call.Account.Alias is { } alias ? [alias] : [], static alias => alias, static (xml, aliases) => xml.Texts("AccountAliases", aliases))),
        new("CreateAccountAlias", "AccountAlias", "", IamTarget.Everything, CreateAlias),
        new("DeleteAccountAlias", "AccountAlias", "", IamTarget.Everything, static call => call.Change(account => account.Alias == call.Text("AccountAlias")
            ? account with { Alias = null }
            : IamError.NoSuchEntity($"The account alias {call.Text("AccountAlias")} cannot be found."))),
        .. InstanceProfiles(),
    ];

    /// <summary>LocalAws runs no instances: nothing has a profile, which is what tools ask before they delete a role.</summary>
    private static IEnumerable<IamOperation> InstanceProfiles() =>
    [
        new("ListInstanceProfiles", "", "PathPrefix Marker MaxItems", IamTarget.InstanceProfiles, NoProfiles),
        new("ListInstanceProfilesForRole", "RoleName", "Marker MaxItems", IamTarget.Role, static call => call.Show(IdentityKind.Role, _ => NoProfiles(call))),
    ];

    private static QueryAnswer NoProfiles(IamCall call) =>
        ListPage<string>.Answer(call, [], static profile => profile, static (xml, profiles) => xml.Texts("InstanceProfiles", profiles));

    /// <summary>An account has one alias: another takes its place. No other account has the same.</summary>
    private static QueryAnswer CreateAlias(IamCall call) => call.Change((account, index) =>
    {
        var alias = call.Text("AccountAlias");
        return index.Accounts.Values.Any(other => other.Alias == alias && other.Id != account.Id)
            ? IamError.AlreadyExists($"The account alias {alias} already exists.")
            : account with { Alias = alias };
    });

    private QueryAnswer GetSummary(IamCall call)
    {
        var account = call.Account;
        ImmutableArray<(string Key, int Count)> counts =
        [
            ("Users", account.Users.Count), ("Groups", account.Groups.Count), ("Roles", account.Roles.Count), ("Policies", account.Policies.Count),
            ("PolicyVersionsInUse", account.Policies.Values.Sum(static policy => policy.Versions.Length)), ("InstanceProfiles", 0), ("ServerCertificates", 0), ("MFADevices", 0),
            ("MFADevicesInUse", 0), ("AccountMFAEnabled", 0), ("AccountAccessKeysPresent", 0), ("AccountPasswordPresent", 0), ("AccountSigningCertificatesPresent", 0),
            ("Providers", providers.Oidc.Count(provider => provider.Account == account.Id) + providers.Saml.Count(provider => provider.Account == account.Id)),
        ];
        return new QueryAnswer(xml => xml.Structure("SummaryMap", () =>
        {
            foreach (var (key, value) in counts.AddRange(Quotas))
            {
                xml.Structure("entry", () =>
                {
                    xml.WriteElementString("key", key);
                    xml.Number("value", value);
                });
            }
        }));
    }

    private QueryAnswer GetDetails(IamCall call)
    {
        var filter = call.List("Filter").ToHashSet(StringComparer.Ordinal);
        if (filter.FirstOrDefault(static kind => kind is not ("User" or "Group" or "Role" or "LocalManagedPolicy" or "AWSManagedPolicy")) is { } unknown)
        {
            return QueryError.Validation(
                $"1 validation error detected: Value '{unknown}' at 'filter' failed to satisfy constraint: Member must satisfy enum value set: "
                    + "[User, Role, Group, LocalManagedPolicy, AWSManagedPolicy]");
        }

        var account = call.Account;
        bool Wants(string kind) => filter.Count == 0 || filter.Contains(kind);
        var all = account.Identities.Where(identity => Wants(identity.Kind.ToString())).Select(identity =>
            new Detail($"{(int)identity.Kind}/{identity.Name}", identity, null, null))
            .Concat(PoliciesOf(account, Wants).Select(static pair => new Detail($"9/{pair.Arn}", null, pair.Policy, pair.Arn)))
            .OrderBy(static detail => detail.Key, StringComparer.OrdinalIgnoreCase);
        return ListPage<Detail>.Answer(call, all, static detail => detail.Key, (xml, page) =>
        {
            WriteIdentities(xml, "UserDetailList", page, IdentityKind.User, call);
            WriteIdentities(xml, "GroupDetailList", page, IdentityKind.Group, call);
            WriteIdentities(xml, "RoleDetailList", page, IdentityKind.Role, call);
            xml.List("Policies", page.Where(static detail => detail.Policy is not null), detail =>
            {
                xml.Policy(detail.Policy!, detail.Arn!, account, withDescription: true);
                xml.List("PolicyVersionList", detail.Policy!.Versions, version => xml.Version(detail.Policy, version, withDocument: true));
            });
        });
    }

    /// <summary>Of AWS's policies those that are attached.</summary>
    private static IEnumerable<(string Arn, CustomerPolicy Policy)> PoliciesOf(IamAccount account, Func<string, bool> wants) =>
        (wants("LocalManagedPolicy") ? account.Policies.Values.Select(policy => (policy.ArnIn(account.Id), policy)) : [])
        .Concat(wants("AWSManagedPolicy") ? AwsPolicies.All.Where(pair => account.AttachmentsOf(pair.Arn) + account.BoundariesOf(pair.Arn) > 0) : []);

    private void WriteIdentities(XmlWriter xml, string name, IEnumerable<Detail> page, IdentityKind kind, IamCall call) =>
        xml.List(name, page.Select(static detail => detail.Identity).OfType<Identity>().Where(identity => identity.Kind == kind), identity =>
        {
            xml.Head(identity, call.AccountId);
            xml.List($"{kind}PolicyList", identity.Inline, policy =>
            {
                xml.WriteElementString("PolicyName", policy.Origin.Name);
                xml.Document("PolicyDocument", policy.Json);
            });
            xml.AttachedPolicies("AttachedManagedPolicies", identity.Attached);
            if (identity is UserIdentity user)
            {
                xml.Texts("GroupList", user.Groups);
            }

            if (identity is RoleIdentity role)
            {
                xml.Trust(role, call.Index);
                xml.Texts("InstanceProfileList", []);
                RoleOperations.WriteLastUsed(xml, role, uses);
            }

            if (kind != IdentityKind.Group)
            {
                xml.Boundary(identity);
                xml.Tags(identity.Tags);
            }
        });

    private sealed record Detail(string Key, Identity? Identity, CustomerPolicy? Policy, string? Arn);
}
