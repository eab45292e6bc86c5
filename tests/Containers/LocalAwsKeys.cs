namespace Testcontainers.LocalAws;

/// <summary>An administrator's long-term keys, which open nothing but their own LocalAws. Their text shows no secret.</summary>
/// <param name="AccessKeyId">Such as <c>AKIA...</c>.</param>
/// <param name="SecretAccessKey">The secret.</param>
public sealed record LocalAwsKeys(string AccessKeyId, string SecretAccessKey)
{
    /// <inheritdoc/>
    public override string ToString() => AccessKeyId;
}
