using Emulation;
using SigV4;

namespace Tool.Calling;

/// <summary>A person's own keys, as every client of AWS finds them: in the environment, else in the shared credentials file.</summary>
internal static class SharedKeys
{
    private const string DefaultProfile = "default";

    /// <param name="profile">The profile that was asked for; null for the environment's keys, else the default one.</param>
    /// <param name="variable">A variable of the environment.</param>
    /// <exception cref="UsageException">There are no keys.</exception>
    public static AwsCredentials Find(string? profile, Func<string, string?> variable)
    {
        if (profile is null && variable("AWS_ACCESS_KEY_ID") is { Length: > 0 } id && variable("AWS_SECRET_ACCESS_KEY") is { Length: > 0 } secret)
        {
            return new AwsCredentials(id, secret, variable("AWS_SESSION_TOKEN") is { Length: > 0 } token ? token : null);
        }

        var name = profile ?? variable("AWS_PROFILE") ?? DefaultProfile;
        var file = variable("AWS_SHARED_CREDENTIALS_FILE") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".aws", "credentials");
        return File.Exists(file) && ProfileSections.Of(file).GetValueOrDefault(name) is { } keys
            && keys.TryGetValue("aws_access_key_id", out var key) && keys.TryGetValue("aws_secret_access_key", out var its)
            ? new AwsCredentials(key, its, keys.GetValueOrDefault("aws_session_token"))
            : throw new UsageException($"There are no keys: neither AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are set, nor has {file} a profile '{name}' with keys.");
    }
}
