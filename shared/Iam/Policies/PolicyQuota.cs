namespace Iam;

/// <summary>
/// How long a policy may be. IAM User Guide, "IAM and AWS STS quotas"; API Gateway Developer Guide, "Quotas". IAM does not count white space.
/// </summary>
/// <param name="Characters">The most characters.</param>
/// <param name="CountsWhitespace">Whether white space counts: it does in Organizations and in API Gateway.</param>
/// <param name="Message">What AWS answers when there are more.</param>
public sealed record PolicyQuota(int Characters, bool CountsWhitespace, string Message)
{
    /// <summary>A managed policy.</summary>
    public static PolicyQuota Managed { get; } = new(6144, false, "Cannot exceed quota for PolicySize: 6144");

    /// <summary>All inline policies of a user together.</summary>
    public static PolicyQuota InlineOfUser { get; } = new(2048, false, "Maximum policy size of 2048 bytes exceeded for the user");

    /// <summary>All inline policies of a group together.</summary>
    public static PolicyQuota InlineOfGroup { get; } = new(5120, false, "Maximum policy size of 5120 bytes exceeded for the group");

    /// <summary>All inline policies of a role together.</summary>
    public static PolicyQuota InlineOfRole { get; } = new(10240, false, "Maximum policy size of 10240 bytes exceeded for the role");

    /// <summary>A role's trust policy, before AWS raises the quota.</summary>
    public static PolicyQuota Trust { get; } = new(2048, false, "Cannot exceed quota for ACLSizePerRole: 2048");

    /// <summary>A role's trust policy, when AWS has raised the quota as far as it does.</summary>
    public static PolicyQuota TrustAtMost { get; } = new(4096, false, "Cannot exceed quota for ACLSizePerRole: 4096");

    /// <summary>A service or resource control policy.</summary>
    public static PolicyQuota Organization { get; } = new(5120, true, "The policy document is larger than 5120 characters");

    /// <summary>An API's resource policy, before AWS raises the quota.</summary>
    public static PolicyQuota Api { get; } = new(8192, true, "The resource policy is larger than 8192 bytes");

    /// <summary>The characters of a document that count against this quota.</summary>
    public int SizeOf(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        return CountsWhitespace ? json.Length : json.Count(c => c is not (' ' or '\t' or '\r' or '\n'));
    }
}
