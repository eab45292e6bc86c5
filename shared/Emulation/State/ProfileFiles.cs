using System.Text;

namespace Emulation.State;

/// <summary>
/// The AWS <c>config</c> and <c>credentials</c> files that make <c>aws --profile NAME</c> work at once. Role profiles name no keys: the client
/// assumes the role itself and renews the session. AWS CLI User Guide, "Configuration and credential file settings".
/// </summary>
internal static class ProfileFiles
{
    /// <summary>Writes both files, mode 0600.</summary>
    public static void Write(string folder, string endpointUrl, string region, IReadOnlyList<KeyProfile> keys, IReadOnlyList<RoleProfile> roles)
    {
        Directory.CreateDirectory(folder);
        var config = new StringBuilder("# Written by LocalAws at every start.\n");
        foreach (var key in keys)
        {
            Section(config, $"profile {key.Name}", ("region", region), ("endpoint_url", endpointUrl));
        }

        foreach (var role in roles)
        {
            Section(
                config, $"profile {role.Name}", ("role_arn", role.RoleArn), ("source_profile", role.SourceProfile),
                ("role_session_name", role.SessionName), ("region", region), ("endpoint_url", endpointUrl));
        }

        var credentials = new StringBuilder("# Written by LocalAws at every start. These keys open nothing but this LocalAws.\n");
        foreach (var key in keys)
        {
            Section(credentials, key.Name, ("aws_access_key_id", key.AccessKeyId), ("aws_secret_access_key", key.SecretAccessKey));
        }

        OwnerOnlyFile.Write(Path.Combine(folder, "config"), Encoding.UTF8.GetBytes(config.ToString()));
        OwnerOnlyFile.Write(Path.Combine(folder, "credentials"), Encoding.UTF8.GetBytes(credentials.ToString()));
    }

    private static void Section(StringBuilder file, string name, params ReadOnlySpan<(string Key, string Value)> settings)
    {
        file.Append('\n').Append('[').Append(name).Append("]\n");
        foreach (var (key, value) in settings)
        {
            file.Append(key).Append(" = ").Append(value).Append('\n');
        }
    }
}

/// <summary>A profile with long-term keys.</summary>
internal sealed record KeyProfile(string Name, string AccessKeyId, string SecretAccessKey)
{
    public override string ToString() => $"{Name} ({AccessKeyId})";
}

/// <summary>A profile that assumes a role with another profile's keys.</summary>
internal sealed record RoleProfile(string Name, string RoleArn, string SourceProfile, string SessionName);
