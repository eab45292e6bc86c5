using System.Collections.Immutable;
using Iam;
using Sam;

namespace Emulation.Principals;

/// <summary>
/// Who exists at one moment, ready for the questions that every request asks: whose key is this, which role has this name, with which policies. Never
/// changes once made; a change of an account makes another.
/// </summary>
internal sealed class PrincipalIndex
{
    private readonly Dictionary<string, KnownRole> roleByArn = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Name), KnownRole> roleByName = [];
    private readonly Dictionary<string, KnownKey> keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, KnownKey>.AlternateLookup<ReadOnlySpan<char>> keysBySpan;
    private readonly Dictionary<string, KnownUser> userById = new(StringComparer.Ordinal);
    private readonly List<KnownUser> users = [];

    public PrincipalIndex(ImmutableSortedDictionary<string, IamAccount> accounts, LongTermKeys secrets, long version)
    {
        Version = version;
        Accounts = accounts.SetItems(accounts.Select(pair => KeyValuePair.Create(pair.Key, Bound(pair.Value, accounts))));
        keysBySpan = keys.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var account in Accounts.Values)
        {
            foreach (var user in account.Users.Values.Cast<UserIdentity>())
            {
                Add(account, user, secrets);
            }

            foreach (var role in account.Roles.Values.Cast<RoleIdentity>())
            {
                Add(account, role);
            }
        }
    }

    /// <summary>Another for every change.</summary>
    public long Version { get; }

    public ImmutableSortedDictionary<string, IamAccount> Accounts { get; }

    public IReadOnlyList<KnownUser> Users => users;

    public IEnumerable<KnownRole> Roles => roleByArn.Values;

    public KnownRole? RoleByArn(string arn) => roleByArn.GetValueOrDefault(arn);

    public KnownRole? RoleByName(string account, string name) => roleByName.GetValueOrDefault((account, name));

    /// <summary>An active key.</summary>
    public KnownKey? Key(ReadOnlySpan<char> accessKeyId) => keysBySpan.TryGetValue(accessKeyId, out var key) ? key : null;

    public KnownUser? UserById(string uniqueId) => userById.GetValueOrDefault(uniqueId);

    /// <summary>What a managed policy says, an account's own or one of AWS's; null when there is none of this ARN.</summary>
    public string? ManagedPolicy(string arn) => Managed(arn)?.DefaultVersion.Document.Json;

    /// <summary>What it says to a session: one that was made since then, under the ARN of a deleted one, is another. In whole seconds, as tokens have them.</summary>
    public string? ManagedPolicyOf(string arn, DateTimeOffset session) =>
        Managed(arn) is { } policy && (policy.LogicalId is not null || policy.CreatedAt.ToUnixTimeSeconds() <= session.ToUnixTimeSeconds())
            ? policy.DefaultVersion.Document.Json
            : null;

    private CustomerPolicy? Managed(string arn) => AwsPolicies.Find(arn) ?? (Arn.TryParse(arn, out var parsed) ? Accounts.GetValueOrDefault(parsed.Account)?.Own(arn) : null);

    private static IamAccount Bound(IamAccount account, ImmutableSortedDictionary<string, IamAccount> accounts)
    {
        var bound = account;
        foreach (var role in account.Roles.Values.Cast<RoleIdentity>())
        {
            var fresh = TrustBinding.Bind(role, arn => IdOf(accounts, arn));
            bound = ReferenceEquals(fresh, role) ? bound : bound.With(fresh);
        }

        return bound;
    }

    /// <summary>The unique id of a user or role; of a role's session that of the role, since a session of another role by that name is somebody else's too.</summary>
    public static string? IdOf(ImmutableSortedDictionary<string, IamAccount> accounts, string arn)
    {
        if (!Arn.TryParse(arn, out var parsed) || accounts.GetValueOrDefault(parsed.Account) is not { } account)
        {
            return null;
        }

        if (parsed.Service == "sts" && parsed.Resource.Split('/') is ["assumed-role", var role, _])
        {
            return account.Role(role) is { } assumed && assumed.Name == role ? assumed.UniqueId : null;
        }

        if (parsed.Service != "iam")
        {
            return null;
        }

        var name = parsed.Resource[(parsed.Resource.LastIndexOf('/') + 1)..];
        Identity? identity = parsed.Resource.StartsWith("user/", StringComparison.Ordinal) ? account.User(name) : account.Role(name);
        return identity?.ArnIn(account.Id) == arn ? identity.UniqueId : null;
    }

    private void Add(IamAccount account, UserIdentity user, LongTermKeys secrets)
    {
        var principal = new IamUser(account.Id, user.Path, user.Name, user.UniqueId, user.Tags.ToDictionary());
        var policies = new PrincipalPolicies(account.PoliciesOf(user), account.BoundaryOf(user));
        var known = new KnownUser(
            user.LogicalId ?? user.Name, user.Name, account.Id, principal, policies,
            [.. user.Keys.Where(static key => key.IsActive).Select(static key => key.Id)]);
        users.Add(known);
        userById[user.UniqueId] = known;
        foreach (var key in known.AccessKeyIds)
        {
            keys[key] = new KnownKey(known, new Caller(key, principal, policies, null), secrets);
        }
    }

    private void Add(IamAccount account, RoleIdentity role)
    {
        var template = new Role
        {
            LogicalId = role.LogicalId ?? role.Name,
            Name = role.Name,
            Path = role.Path,
            Arn = Arn.Parse(role.ArnIn(account.Id)),
            UniqueId = role.UniqueId,
            TrustPolicy = TrustBinding.InForce(role, arn => IdOf(Accounts, arn)),
            Policies = account.PoliciesOf(role),
            Boundary = account.BoundaryOf(role) is { IsDefault: false } boundary ? boundary[0] : null,
            MaxSessionDuration = TimeSpan.FromSeconds(role.MaxSessionSeconds),
            Tags = role.Tags.ToDictionary(),
            Description = role.Description,
            Line = new SourceLine("", 0),
        };
        var known = new KnownRole(
            template, account.Id, new PrincipalPolicies(template.Policies, template.Boundary is null ? default : [template.Boundary]),
            role.LogicalId is not null);
        roleByArn[template.Arn.ToString()] = known;
        roleByName[(account.Id.ToString(), role.Name)] = known;
    }
}

/// <summary>A user's active access key, with the caller that it stands for.</summary>
internal sealed class KnownKey(KnownUser user, Caller caller, LongTermKeys secrets)
{
    private string? secret;

    public KnownUser User { get; } = user;

    public Caller Caller { get; } = caller;

    /// <summary>Made at first use, and kept: a lookup allocates nothing.</summary>
    public string Secret => secret ??= secrets.SecretOf(Caller.AccessKeyId);

    public override string ToString() => Caller.AccessKeyId;
}
