namespace SigV4;

/// <summary>What a caller signs with.</summary>
/// <param name="AccessKeyId">The public half, such as <c>ASIA...</c>.</param>
/// <param name="SecretAccessKey">The secret half.</param>
/// <param name="SessionToken">The token that goes with temporary credentials; null for long-term keys.</param>
public sealed record AwsCredentials(string AccessKeyId, string SecretAccessKey, string? SessionToken = null)
{
    /// <summary>The access key id alone: secret and token never reach a log.</summary>
    public override string ToString() => AccessKeyId;
}
