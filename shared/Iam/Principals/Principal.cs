using System.Collections.Immutable;

namespace Iam;

/// <summary>Who makes a request. IAM User Guide, "AWS JSON policy elements: Principal" and "IAM identifiers".</summary>
public abstract record Principal
{
    private protected Principal()
    {
    }

    /// <summary>The account that the principal belongs to; null for anonymous callers and AWS services.</summary>
    public abstract AccountId? Account { get; }

    /// <summary>The principal's ARN as <c>sts:GetCallerIdentity</c> prints it; a service's name, or <c>anonymous</c>.</summary>
    public abstract string Arn { get; }

    /// <summary>The value of <c>aws:userid</c>: <c>AIDA...</c>, <c>AROA...:session</c>, <c>account:name</c> or the account.</summary>
    public abstract string UserId { get; }

    /// <summary>The value of <c>aws:PrincipalArn</c>: for a role session the role's own ARN with its path.</summary>
    public virtual string PolicyArn => Arn;

    /// <summary>The value of <c>aws:PrincipalType</c>.</summary>
    public abstract string Type { get; }

    /// <summary>Tags of the user or role, those of the session on top.</summary>
    public virtual IReadOnlyDictionary<string, string> Tags => ImmutableDictionary<string, string>.Empty;
}

/// <summary>Nobody was authenticated.</summary>
public sealed record Anonymous : Principal
{
    /// <summary>The only value there is.</summary>
    public static Anonymous Instance { get; } = new();

    /// <inheritdoc/>
    public override AccountId? Account => null;

    /// <inheritdoc/>
    public override string Arn => "anonymous";

    /// <inheritdoc/>
    public override string UserId => "anonymous";

    /// <inheritdoc/>
    public override string Type => "Anonymous";
}

/// <summary>The account itself.</summary>
/// <param name="Owner">The account.</param>
public sealed record AccountRoot(AccountId Owner) : Principal
{
    /// <inheritdoc/>
    public override AccountId? Account => Owner;

    /// <inheritdoc/>
    public override string Arn => $"arn:aws:iam::{Owner}:root";

    /// <inheritdoc/>
    public override string UserId => Owner.ToString();

    /// <inheritdoc/>
    public override string Type => "Account";
}

/// <summary>An IAM user.</summary>
public sealed record IamUser : Principal
{
    /// <summary>A user.</summary>
    /// <param name="account">Its account.</param>
    /// <param name="path">Its path, with a slash at both ends.</param>
    /// <param name="name">Its name.</param>
    /// <param name="uniqueId"><c>AIDA...</c></param>
    /// <param name="tags">Its tags.</param>
    public IamUser(AccountId account, string path, string name, string uniqueId, IReadOnlyDictionary<string, string>? tags = null)
    {
        Account = account;
        Name = name;
        UserId = uniqueId;
        Arn = $"arn:aws:iam::{account}:user{path}{name}";
        Tags = tags ?? ImmutableDictionary<string, string>.Empty;
    }

    /// <summary>The friendly name: <c>aws:username</c>.</summary>
    public string Name { get; }

    /// <inheritdoc/>
    public override AccountId? Account { get; }

    /// <inheritdoc/>
    public override string Arn { get; }

    /// <inheritdoc/>
    public override string UserId { get; }

    /// <inheritdoc/>
    public override string Type => "User";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Tags { get; }
}

/// <summary>A session of a role.</summary>
public sealed record AssumedRole : Principal
{
    /// <summary>A role session.</summary>
    /// <param name="account">The role's account.</param>
    /// <param name="rolePath">The role's path, with a slash at both ends.</param>
    /// <param name="roleName">The role's name.</param>
    /// <param name="sessionName">The session's name.</param>
    /// <param name="roleUniqueId"><c>AROA...</c></param>
    /// <param name="tags">The role's tags with those of the session on top.</param>
    public AssumedRole(AccountId account, string rolePath, string roleName, string sessionName, string roleUniqueId, IReadOnlyDictionary<string, string>? tags = null)
    {
        Account = account;
        RoleName = roleName;
        SessionName = sessionName;
        Arn = $"arn:aws:sts::{account}:assumed-role/{roleName}/{sessionName}";
        PolicyArn = $"arn:aws:iam::{account}:role{rolePath}{roleName}";
        RoleUniqueId = roleUniqueId;
        UserId = $"{roleUniqueId}:{sessionName}";
        Tags = tags ?? ImmutableDictionary<string, string>.Empty;
    }

    /// <summary>The same role in another session.</summary>
    public AssumedRole InSession(string name) =>
        new(Account!.Value, PolicyArn[(PolicyArn.IndexOf(":role/", StringComparison.Ordinal) + 5)..^RoleName.Length], RoleName, name, RoleUniqueId, Tags)
        {
            SourceIdentity = SourceIdentity,
            FederatedProvider = FederatedProvider,
        };

    /// <summary>The role's name, without its path.</summary>
    public string RoleName { get; }

    /// <summary><c>AROA...</c></summary>
    public string RoleUniqueId { get; }

    /// <summary>The session's name.</summary>
    public string SessionName { get; }

    /// <summary>The source identity, when one was set.</summary>
    public string? SourceIdentity { get; init; }

    /// <summary>The identity provider as <c>Principal.Federated</c> writes it, of a session that a web identity or a SAML assertion opened.</summary>
    public string? FederatedProvider { get; init; }

    /// <inheritdoc/>
    public override AccountId? Account { get; }

    /// <inheritdoc/>
    public override string Arn { get; }

    /// <inheritdoc/>
    public override string PolicyArn { get; }

    /// <inheritdoc/>
    public override string UserId { get; }

    /// <inheritdoc/>
    public override string Type => "AssumedRole";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Tags { get; }
}

/// <summary>A federated user, of <c>sts:GetFederationToken</c>.</summary>
/// <param name="Owner">The account.</param>
/// <param name="Name">The name given to the session.</param>
public sealed record FederatedUser(AccountId Owner, string Name) : Principal
{
    /// <summary>The user's tags with those of the session on top.</summary>
    public IReadOnlyDictionary<string, string> SessionTags { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <inheritdoc/>
    public override AccountId? Account => Owner;

    /// <inheritdoc/>
    public override string Arn => $"arn:aws:sts::{Owner}:federated-user/{Name}";

    /// <inheritdoc/>
    public override string UserId => $"{Owner}:{Name}";

    /// <inheritdoc/>
    public override string Type => "FederatedUser";

    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, string> Tags => SessionTags;
}

/// <summary>
/// Somebody whom an identity provider vouches for, at the moment of assuming a role: a principal of no account, of whom policies see the provider (captured:
/// internal/services/sts/testdata/saml_trust_aws.json, saml_userid_aws.json and oidc/aws-trust.json of radkawar/stackd).
/// </summary>
/// <param name="Provider">The provider's name or ARN, as <c>Principal.Federated</c> writes it.</param>
/// <param name="Subject">The provider's name for the person.</param>
public sealed record WebIdentity(string Provider, string Subject) : Principal
{
    /// <inheritdoc/>
    public override AccountId? Account => null;

    /// <inheritdoc/>
    public override string Arn => Provider;

    /// <inheritdoc/>
    public override string UserId => Provider;

    /// <inheritdoc/>
    public override string Type => "User";
}

/// <summary>An AWS service, such as <c>lambda.amazonaws.com</c>.</summary>
/// <param name="Name">The service principal's name.</param>
public sealed record ServicePrincipal(string Name) : Principal
{
    /// <inheritdoc/>
    public override AccountId? Account => null;

    /// <inheritdoc/>
    public override string Arn => Name;

    /// <inheritdoc/>
    public override string UserId => Name;

    /// <inheritdoc/>
    public override string Type => "Service";
}

/// <summary>An account known by Amazon S3's canonical user id only.</summary>
/// <param name="Id">64 hexadecimal digits.</param>
public sealed record CanonicalUser(string Id) : Principal
{
    /// <inheritdoc/>
    public override AccountId? Account => null;

    /// <inheritdoc/>
    public override string Arn => Id;

    /// <inheritdoc/>
    public override string UserId => Id;

    /// <inheritdoc/>
    public override string Type => "Account";
}
