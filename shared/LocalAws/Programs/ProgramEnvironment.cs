using Tool.Calling;

namespace Tool.Programs;

/// <summary>
/// The variables by which AWS's SDKs and tools find a LocalAws and sign as somebody. AWS SDKs and Tools Reference Guide, "Environment variables". What the reader's own
/// variables say of it is taken away, so that nothing leads to another account.
/// </summary>
internal static class ProgramEnvironment
{
    public const string AccessKeyId = "AWS_ACCESS_KEY_ID";
    public const string SecretAccessKey = "AWS_SECRET_ACCESS_KEY";
    public const string SessionToken = "AWS_SESSION_TOKEN";

    private static readonly string[] Foreign =
    [
        AccessKeyId, SecretAccessKey, SessionToken, "AWS_ACCESS_KEY", "AWS_SECRET_KEY", "AWS_SECURITY_TOKEN", "AWS_CREDENTIAL_EXPIRATION",
        "AWS_PROFILE", "AWS_DEFAULT_PROFILE", "AWS_ROLE_ARN",
        "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS", "AWS_USE_FIPS_ENDPOINT", "AWS_USE_DUALSTACK_ENDPOINT",
        "AWS_ACCOUNT_ID", "AWS_SIGV4A_SIGNING_REGION_SET", "AWS_S3_ENDPOINT", "AWS_DYNAMODB_ENDPOINT", "AWS_IAM_ENDPOINT", "AWS_STS_ENDPOINT",
    ];

    private static readonly string[] ForeignBeginnings = ["AWS_ENDPOINT_URL", "AWS_CONTAINER_", "AWS_BEARER_TOKEN_"];

    /// <summary>Whether a variable of the reader's would say who signs, or where.</summary>
    public static bool IsForeign(string name) => Foreign.Contains(name, StringComparer.Ordinal) || ForeignBeginnings.Any(start => name.StartsWith(start, StringComparison.Ordinal));

    /// <summary>Where LocalAws is, and its profiles in place of the reader's: <c>--profile</c> names one of them.</summary>
    public static IEnumerable<(string Name, string Value)> Of(RunningLocalAws aws) =>
    [
        ("AWS_ENDPOINT_URL", aws.Endpoint.AbsoluteUri.TrimEnd('/')),
        ("AWS_REGION", aws.Region),
        ("AWS_DEFAULT_REGION", aws.Region),
        ("AWS_CONFIG_FILE", Path.GetFullPath(aws.Profiles.ConfigFile)),
        ("AWS_SHARED_CREDENTIALS_FILE", Path.GetFullPath(aws.Profiles.CredentialsFile)),
        ("AWS_EC2_METADATA_DISABLED", "true"),
    ];

    /// <summary>Who signs.</summary>
    public static IEnumerable<(string Name, string Value)> Of(SignedAs who) =>
    [
        (AccessKeyId, who.Credentials.AccessKeyId),
        (SecretAccessKey, who.Credentials.SecretAccessKey),
        .. who.Credentials.SessionToken is { } token ? [(SessionToken, token)] : (IEnumerable<(string, string)>)[],
    ];

    /// <summary>Makes the environment of a program one for LocalAws.</summary>
    public static void Apply(IDictionary<string, string?> environment, RunningLocalAws aws, SignedAs? who)
    {
        foreach (var name in environment.Keys.Where(IsForeign).ToList())
        {
            environment.Remove(name);
        }

        foreach (var (name, value) in Of(aws).Concat(who is null ? [] : Of(who)))
        {
            environment[name] = value;
        }
    }
}
