using Emulation;
using SigV4;
using Tool.Calling;

namespace Tool.Demo;

/// <summary>A role, and the keys that may assume it: those of its account's administrator.</summary>
internal readonly record struct DemoRole(string Profile, string Arn, string SessionName, AwsCredentials Source);

/// <summary>Who the demonstration acts as: read from the AWS files that a LocalAws writes at its start.</summary>
internal sealed record DemoProfiles(AwsCredentials Administrator, IReadOnlyList<DemoRole> Roles)
{
    /// <exception cref="UsageException">The files are not there, or belong to a LocalAws at another port.</exception>
    public static DemoProfiles Read(string folder, Uri endpoint)
    {
        var profiles = WrittenProfiles.Read(folder);
        var admin = profiles.Find("admin")?.Keys ?? throw new UsageException($"{profiles.CredentialsFile} has no profile 'admin'.");
        if (profiles.Endpoint.Port != endpoint.Port)
        {
            throw new UsageException($"The profiles in {folder} are those of {profiles.Endpoint}. Give that port, or name the other LocalAws's state folder with --data.");
        }

        return new DemoProfiles(
            admin,
            [.. profiles.All.Where(static profile => profile.RoleArn is not null)
                .Select(profile => new DemoRole(profile.Name, profile.RoleArn!, profile.SessionName!, profiles.Find(profile.Source!)!.Keys!))]);
    }
}
