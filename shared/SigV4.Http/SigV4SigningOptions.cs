using Amazon.Runtime;

namespace SigV4.Http;

/// <summary>What <see cref="SigV4SigningHandler"/> signs for, and as whom.</summary>
public sealed record SigV4SigningOptions
{
    /// <summary>The service of the credential scope, <c>execute-api</c> unless set.</summary>
    public string Service { get; set; } = "execute-api";

    /// <summary>
    /// The region of the credential scope. Unless set: <c>AWS_REGION</c>, then <c>AWS_DEFAULT_REGION</c>, then the
    /// profile that the AWS SDK would use. Empty, and so invalid, when none of them names one.
    /// </summary>
    public string Region { get; set; } = SigningRegion.OfEnvironment();

    /// <summary>
    /// Who signs, or who assumes <see cref="AssumeRole"/>. Null for the AWS SDK's own search: environment variables, web
    /// identity, profile, container, instance.
    /// </summary>
    public AWSCredentials? Credentials { get; set; }

    /// <summary>The role to sign as, assumed with <see cref="Credentials"/> and renewed before it expires. Null to sign as those themselves.</summary>
    public AssumeRoleOptions? AssumeRole { get; set; }

    /// <summary>
    /// The most bytes kept in memory of a body that can be read only once (a network stream, a JSON serialisation): its hash goes
    /// into the headers, before its first byte. 64 MiB unless set. Bodies in memory and seekable streams are not copied and have no bound.
    /// </summary>
    public long MaxBufferedBodyBytes { get; set; } = 64L * 1024 * 1024;
}

/// <summary>A role to assume before signing.</summary>
/// <param name="RoleArn">Its ARN: <c>arn:aws:iam::111122223333:role/Name</c>.</param>
/// <param name="SessionName">The session's name, 2 to 64 characters of letters, digits and <c>_+=,.@-</c>. It shows in the callee's logs and policies.</param>
public sealed record AssumeRoleOptions(string RoleArn, string SessionName)
{
    /// <summary>How long each session lasts, 15 minutes to 12 hours; the role's own maximum may be less. One hour unless set.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromHours(1);

    /// <summary>The external id that the role's trust policy asks for, if it does.</summary>
    public string? ExternalId { get; init; }

    /// <summary>A session policy (JSON) that narrows what the session may do, if any.</summary>
    public string? SessionPolicy { get; init; }
}
