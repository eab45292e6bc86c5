using System.Collections.Immutable;
using Emulation.Principals;
using Emulation.Sessions;
using Iam;
using Sam;

namespace Emulation.Access;

/// <summary>What a row of the matrix stands for.</summary>
internal enum PrincipalKind
{
    Role,
    IdentityPoolRole,
    User,

    /// <summary>Named by a policy; belongs to an account whose template is not loaded.</summary>
    OtherAccount,

    Anonymous,

    /// <summary>A service of AWS that acts by itself.</summary>
    Service,

    /// <summary>Comes without AWS credentials and with a token, or with whatever a function looks at.</summary>
    TokenHolder,
}

/// <summary>One who may call.</summary>
/// <param name="Name">Unique in a matrix: what <see cref="PrincipalNames"/> calls a role or user of a template; else its own name, with <c>@account</c> when the account
/// is not the first.</param>
/// <param name="Kind">What it stands for.</param>
/// <param name="Principal">As policies see it; of a role any session.</param>
/// <param name="Policies">Its policies; of somebody in an account that is not loaded what they may be at most.</param>
/// <param name="OpenTags">Whether its sessions may bring tags of their own.</param>
internal sealed record MatrixPrincipal(string Name, PrincipalKind Kind, Principal Principal, PrincipalPolicies Policies, bool OpenTags = false)
{
    /// <summary>By what a token holder is let in.</summary>
    public TokenHolders? Token { get; private init; }

    /// <summary>Condition keys that are the same in all its requests.</summary>
    public ImmutableArray<(string Key, ImmutableArray<string> Values)> Keys { get; private init; } = [];

    /// <summary>Who belongs to an account that nothing names.</summary>
    public const string AnyOtherAccount = "any other account";

    private const string AnySession = "any-session";
    private const string ServiceSuffix = ".amazonaws.com";
    private static readonly AccountId Stranger = AccountId.Parse("999999999999");

    private static readonly PrincipalPolicies AnotherAccounts = new([Everything("the other account's own policies")]);

    /// <summary>Whether the decision also takes an allow of policies that are not loaded.</summary>
    public bool IsAssumed => Kind == PrincipalKind.OtherAccount;

    /// <summary>Roles and users of every stack, then those of other accounts that a resource policy names, somebody else, token holders, and nobody.</summary>
    public static ImmutableArray<MatrixPrincipal> All(LoadedStacks stacks)
    {
        var names = new PrincipalNames(stacks);
        var own = stacks.All.SelectMany(s =>
            s.Roles.Select(r => Of(r, s, stacks, names.NameOf(r.Arn.ToString())!)).Concat(s.Users.Select(u => Of(u, s, names.NameOf(u.Arn.ToString())!)))).ToList();
        var known = own.Select(p => p.Principal.PolicyArn).ToHashSet(StringComparer.Ordinal);
        var named = stacks.All
            .SelectMany(s => s.Apis.SelectMany(a => a.ResourcePolicy?.Statements ?? []).SelectMany(Named).Where(a => !known.Contains(a))
                .Select(a => Of(a, s.AccountId, stacks.Main)))
            .OfType<MatrixPrincipal>().DistinctBy(static p => p.Principal.PolicyArn);
        return
        [
            .. own,
            .. named,
            new MatrixPrincipal(AnyOtherAccount, PrincipalKind.OtherAccount, new AssumedRole(Stranger, "/", "Somebody", AnySession, "AROASOMEBODY"), AnotherAccounts),
            .. AuthorizerAccess.HoldersOf(stacks).Select(static holders =>
                new MatrixPrincipal(holders.Name, PrincipalKind.TokenHolder, Anonymous.Instance, PrincipalPolicies.None) { Token = holders }),
            new MatrixPrincipal("anonymous", PrincipalKind.Anonymous, Anonymous.Instance, PrincipalPolicies.None),
        ];
    }

    /// <summary>Whom a resource's policy lets in beside the templates' own roles and users: services, and roles and users of accounts that are not loaded.</summary>
    public static IEnumerable<MatrixPrincipal> NamedBy(Policy policy, AccountId owner, LoadedStacks stacks)
    {
        var known = stacks.All.SelectMany(static stack => stack.Roles.Select(static role => role.Arn.ToString()).Concat(stack.Users.Select(static user => user.Arn.ToString())))
            .ToHashSet(StringComparer.Ordinal);
        return policy.Statements.SelectMany(Named).Where(name => !known.Contains(name)).Distinct(StringComparer.Ordinal)
            .Select(name => name.EndsWith(ServiceSuffix, StringComparison.Ordinal) ? OfService(name) : OfAccount(name, owner) ?? Of(name, owner, stacks.Main))
            .OfType<MatrixPrincipal>();
    }

    private static MatrixPrincipal OfService(string name) => new(name, PrincipalKind.Service, new ServicePrincipal(name), PrincipalPolicies.None)
    {
        Keys = [("aws:PrincipalIsAWSService", ["true"]), ("aws:PrincipalServiceName", [name])],
    };

    /// <summary>Anybody of an account that a policy names as a whole; null of any other name.</summary>
    private static MatrixPrincipal? OfAccount(string name, AccountId owner) =>
        AccountId.TryParse(Arn.TryParse(name, out var arn) && arn is { Service: "iam", Resource: "root" } ? arn.Account : name, out var account) && account != owner
            ? new MatrixPrincipal($"account {account}", PrincipalKind.OtherAccount, new AssumedRole(account, "/", "Somebody", AnySession, "AROASOMEBODY"), AnotherAccounts)
            : null;

    /// <summary>The most that policies which are not known can allow.</summary>
    public static Policy Everything(string whose) =>
        Policy.Parse("""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin(whose)).Policy!;

    /// <summary>Any session of a role. Of one that identity pools alone may give, what they make of every session is known.</summary>
    public static MatrixPrincipal Of(Role role, Stack stack, LoadedStacks stacks, string name)
    {
        var pooled = IdentityPoolTrust.Of(role, stacks.All.SelectMany(static one => one.IdentityPools));
        return new(
            name,
            IdentityPoolTrust.IsIn(role) ? PrincipalKind.IdentityPoolRole : PrincipalKind.Role,
            new AssumedRole(stack.AccountId, role.Path, role.Name, AnySession, role.UniqueId, role.Tags)
            {
                FederatedProvider = pooled is null ? null : CognitoSession.Provider,
            },
            new PrincipalPolicies(role.Policies, role.Boundary is null ? default : [role.Boundary], pooled?.SessionPolicies ?? default),
            role.TrustPolicy.Statements.Any(s => !s.Denies && s.IsAboutAction("sts:TagSession")))
        {
            Keys = pooled?.Keys ?? [],
        };
    }

    private static MatrixPrincipal Of(User user, Stack stack, string name) => new(
        name,
        PrincipalKind.User,
        new IamUser(stack.AccountId, user.Path, user.Name, user.UniqueId, user.Tags),
        new PrincipalPolicies(user.Policies, user.Boundary is null ? default : [user.Boundary]));

    /// <summary>Adds the keys to those of a request.</summary>
    public void AddKeys(ConditionContext context)
    {
        foreach (var (key, values) in Keys)
        {
            context.Set(key, values);
        }
    }

    /// <summary>A role or user of an account that is not the API's own, as the API's policy names it; null for anything else.</summary>
    private static MatrixPrincipal? Of(string text, AccountId owner, Stack main)
    {
        if (!Arn.TryParse(text, out var arn) || !AccountId.TryParse(arn.Account, out var account) || account == owner
            || arn.Service != "iam" || text.AsSpan().IndexOfAny("*?$") >= 0)
        {
            return null;
        }

        var segments = arn.Resource.Split('/');
        var path = segments.Length > 2 ? $"/{string.Join('/', segments[1..^1])}/" : "/";
        Principal? principal = segments switch
        {
            ["role", .., var name] => new AssumedRole(account, path, name, AnySession, "AROAUNKNOWN"),
            ["user", .., var name] => new IamUser(account, path, name, "AIDAUNKNOWN"),
            _ => null,
        };
        return principal is null ? null : new MatrixPrincipal(Named(segments[^1], account, main), PrincipalKind.OtherAccount, principal, AnotherAccounts);
    }

    private static IEnumerable<string> Named(Statement statement) => statement.PrincipalTexts
        .Concat(statement.ConditionTexts.Where(c => c.Key.Equals("aws:PrincipalArn", StringComparison.OrdinalIgnoreCase)).SelectMany(c => c.Values));

    private static string Named(string name, AccountId account, Stack main) => account == main.AccountId ? name : $"{name}@{account}";
}
