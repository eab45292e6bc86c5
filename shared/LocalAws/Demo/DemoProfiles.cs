using Emulation;
using SigV4;

namespace Tool.Demo;

/// <summary>A role, and the keys that may assume it: those of its account's administrator.</summary>
internal readonly record struct DemoRole(string Profile, string Arn, string SessionName, AwsCredentials Source);

/// <summary>Who the demonstration acts as: read from the AWS files that a LocalAws writes at its start.</summary>
internal sealed record DemoProfiles(AwsCredentials Administrator, IReadOnlyList<DemoRole> Roles)
{
    /// <exception cref="UsageException">The files are not there, or belong to a LocalAws at another port.</exception>
    public static DemoProfiles Read(string folder, Uri endpoint)
    {
        var (configFile, credentialsFile) = (Path.Combine(folder, "config"), Path.Combine(folder, "credentials"));
        if (!File.Exists(configFile) || !File.Exists(credentialsFile))
        {
            throw new UsageException($"There are no AWS profiles in {folder}. Start LocalAws with 'localaws up', or name its state folder with --data.");
        }

        var config = Sections(configFile);
        var keys = Sections(credentialsFile).ToDictionary(
            static section => section.Key,
            static section => new AwsCredentials(section.Value["aws_access_key_id"], section.Value["aws_secret_access_key"]), StringComparer.Ordinal);
        var admin = keys.GetValueOrDefault("admin") ?? throw new UsageException($"{credentialsFile} has no profile 'admin'.");
        if (config.GetValueOrDefault("profile admin")?.GetValueOrDefault("endpoint_url") is { } written && new Uri(written).Port != endpoint.Port)
        {
            throw new UsageException($"The profiles in {folder} are those of {written}. Give that port, or name the other LocalAws's state folder with --data.");
        }

        return new DemoProfiles(
            admin,
            [.. config.Where(static section => section.Value.ContainsKey("role_arn"))
                .Select(section =>
                    new DemoRole(section.Key["profile ".Length..], section.Value["role_arn"], section.Value["role_session_name"], keys[section.Value["source_profile"]]))]);
    }

    private static Dictionary<string, Dictionary<string, string>> Sections(string file)
    {
        var sections = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        Dictionary<string, string>? current = null;
        foreach (var line in File.ReadLines(file))
        {
            if (line is ['[', .. var name, ']'])
            {
                sections[name] = current = new Dictionary<string, string>(StringComparer.Ordinal);
            }
            else if (line.Split('=', 2) is [var key, var value] && !line.StartsWith('#'))
            {
                current?.TryAdd(key.Trim(), value.Trim());
            }
        }

        return sections;
    }
}
