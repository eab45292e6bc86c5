using Emulation;
using SigV4;

namespace Tool.Calling;

/// <summary>A profile: a user's own keys, or a role and the profile whose keys may assume it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Keys">The keys; null of a role's.</param>
/// <param name="RoleArn">The role; null of a user's.</param>
/// <param name="Source">The profile with the keys that assume the role.</param>
/// <param name="SessionName">What its sessions are called.</param>
internal sealed record WrittenProfile(string Name, AwsCredentials? Keys, string? RoleArn = null, string? Source = null, string? SessionName = null);

/// <summary>The AWS <c>config</c> and <c>credentials</c> files that a LocalAws writes at its start: where it answers, and who can sign.</summary>
/// <param name="Folder">The files' folder.</param>
/// <param name="Endpoint">The address of the LocalAws that wrote them.</param>
/// <param name="Region">Its region.</param>
/// <param name="All">The profiles, in their order.</param>
internal sealed record WrittenProfiles(string Folder, Uri Endpoint, string Region, IReadOnlyList<WrittenProfile> All)
{
    private const string Prefix = "profile ";

    public string ConfigFile => Path.Combine(Folder, "config");

    public string CredentialsFile => Path.Combine(Folder, "credentials");

    /// <exception cref="UsageException">The files are not there.</exception>
    public static WrittenProfiles Read(string folder)
    {
        var (configFile, credentialsFile) = (Path.Combine(folder, "config"), Path.Combine(folder, "credentials"));
        if (!File.Exists(configFile) || !File.Exists(credentialsFile))
        {
            throw new UsageException($"There are no AWS profiles in {folder}. Start LocalAws with 'localaws up', or say where it keeps them: --profile-dir.");
        }

        var config = ProfileSections.Of(configFile);
        var keys = ProfileSections.Of(credentialsFile);
        var known = config.FirstOrDefault(static section => section.Value.ContainsKey("endpoint_url")).Value
            ?? throw new UsageException($"{configFile} names no endpoint_url: no LocalAws wrote it.");
        return new WrittenProfiles(
            folder,
            AddressOf(known["endpoint_url"], configFile),
            known.GetValueOrDefault("region") ?? EmulatorOptions.DefaultRegion,
            [
                .. config.Where(static section => section.Key.StartsWith(Prefix, StringComparison.Ordinal))
                    .Select(section => ProfileOf(section.Key[Prefix.Length..], section.Value, keys)),
            ]);
    }

    public WrittenProfile? Find(string name) => All.FirstOrDefault(profile => profile.Name == name);

    private static Uri AddressOf(string text, string file) => Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https" }
        ? address
        : throw new UsageException($"{file} names the endpoint_url {text}, which is no address of a server: no LocalAws wrote it.");

    private static WrittenProfile ProfileOf(string name, Dictionary<string, string> settings, Dictionary<string, Dictionary<string, string>> keys) => new(
        name,
        keys.GetValueOrDefault(name) is { } pair ? new AwsCredentials(pair["aws_access_key_id"], pair["aws_secret_access_key"]) : null,
        settings.GetValueOrDefault("role_arn"),
        settings.GetValueOrDefault("source_profile"),
        settings.GetValueOrDefault("role_session_name"));
}
