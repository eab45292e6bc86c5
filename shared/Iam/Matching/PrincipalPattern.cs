namespace Iam.Matching;

/// <summary>How narrowly a statement names a principal. The order counts: the narrower, the less else limits what it grants.</summary>
internal enum Naming
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>By the account, which delegates: the account's own policies must still allow.</summary>
    Account,

    /// <summary>By the role, whose sessions remain limited by boundary and session policies.</summary>
    Role,

    /// <summary>Itself (user, role session, federated user, service) or as part of everyone.</summary>
    Itself,
}

/// <summary>One entry of a Principal element. IAM User Guide, "AWS JSON policy elements: Principal".</summary>
internal sealed class PrincipalPattern
{
    private readonly Kind kind;
    private readonly string value;

    private PrincipalPattern(Kind kind, string value)
    {
        this.kind = kind;
        this.value = value;
    }

    private enum Kind
    {
        Everyone,
        Account,
        Arn,
        UniqueId,
        Service,
        Federated,
        CanonicalUser,
    }

    public static PrincipalPattern Everyone { get; } = new(Kind.Everyone, "*");

    /// <summary>Reads an entry; null with a message when AWS would refuse it.</summary>
    public static PrincipalPattern? Read(string type, string value) => type switch
    {
        _ when value == "*" && type is "AWS" => Everyone,
        "AWS" when AccountId.TryParse(value, out _) => new(Kind.Account, value),
        "AWS" when Iam.Arn.TryParse(value, out var arn) && IsPrincipalArn(arn) =>
            arn is { Service: "iam", Resource: "root" } ? new(Kind.Account, arn.Account) : new(Kind.Arn, value),
        "AWS" when IsUniqueId(value) => new(Kind.UniqueId, value),
        "Service" when value.Contains('.', StringComparison.Ordinal) && !value.Contains('*', StringComparison.Ordinal) => new(Kind.Service, value),
        "Federated" when value.Length > 0 && !value.Contains('*', StringComparison.Ordinal) => new(Kind.Federated, value),
        "CanonicalUser" when value.Length > 0 => new(Kind.CanonicalUser, value),
        _ => null,
    };

    /// <summary>How many keys a principal can be found by.</summary>
    public const int MostKeys = 5;

    /// <summary>What the entry is filed under: empty for everyone. Every principal that matches has it among its own keys.</summary>
    public string Key => kind == Kind.Everyone ? "" : value;

    /// <summary>A principal's keys by number; null where it has none.</summary>
    public static string? KeyOf(Principal principal, int number) => number switch
    {
        0 => principal.Arn,
        1 => principal is AssumedRole ? principal.PolicyArn : null,
        2 => principal.Account?.ToString(),
        3 => (principal as AssumedRole)?.RoleUniqueId ?? (principal as IamUser)?.UserId,
        _ => (principal as AssumedRole)?.FederatedProvider,
    };

    public Naming Match(Principal principal) => kind switch
    {
        Kind.Everyone => Naming.Itself,
        Kind.Account => principal.Account is { } account && account.ToString() == value ? Naming.Account : Naming.None,
        Kind.Arn => MatchArn(principal),
        Kind.UniqueId => principal is IamUser user && user.UserId == value ? Naming.Itself
            : principal is AssumedRole role && role.RoleUniqueId == value ? Naming.Role : Naming.None,
        Kind.Service => principal is ServicePrincipal service && service.Name == value ? Naming.Itself : Naming.None,
        Kind.Federated => principal is WebIdentity identity && identity.Provider == value ? Naming.Itself
            : principal is AssumedRole session && session.FederatedProvider == value ? Naming.Itself : Naming.None,
        _ => principal is CanonicalUser canonical && canonical.Id == value ? Naming.Itself : Naming.None,
    };

    public override string ToString() => value;

    private Naming MatchArn(Principal principal)
    {
        if (principal.Arn == value)
        {
            return principal is AccountRoot ? Naming.Account : Naming.Itself;
        }

        return principal is AssumedRole && principal.PolicyArn == value ? Naming.Role : Naming.None;
    }

    /// <summary>What IAM writes in the place of a user or role that was deleted: nobody made anew under its name has the same. "IAM identifiers", "Unique identifiers".</summary>
    private static bool IsUniqueId(string value) =>
        value.Length is >= 16 and <= 128
        && (value.StartsWith("AROA", StringComparison.Ordinal) || value.StartsWith("AIDA", StringComparison.Ordinal)) && value.All(char.IsAsciiLetterOrDigit);

    /// <summary>A user, role, role session, federated user or root; never with a wildcard.</summary>
    private static bool IsPrincipalArn(Arn arn) =>
        arn.Resource.AsSpan().IndexOfAny('*', '?') < 0 && AccountId.TryParse(arn.Account, out _)
        && (arn.Service, arn.Resource.Split('/')[0]) is ("iam", "root" or "user" or "role") or ("sts", "assumed-role" or "federated-user");
}
