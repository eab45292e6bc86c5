namespace Aspire.Hosting;

/// <summary>The AWS <c>config</c> and <c>credentials</c> files that a LocalAws writes at its start.</summary>
internal sealed class ProfileFolder(string folder)
{
    public string Config => Path.Combine(folder, "config");

    public string Credentials => Path.Combine(folder, "credentials");

    /// <summary>The profile that assumes a role.</summary>
    /// <exception cref="DistributedApplicationException">There is none: the administrator may not assume it.</exception>
    public string NameOf(RunningRole role) =>
        Sections(Config).FirstOrDefault(section => section.Settings.GetValueOrDefault("role_arn") == role.Arn).Name?["profile ".Length..]
            ?? throw new DistributedApplicationException(
                $"{role.LogicalId}: its trust policy does not let the account's administrator assume it, so there is no profile for it. Let it, or take another role.");

    /// <summary>The keys of an account's administrator.</summary>
    /// <param name="account">The account.</param>
    /// <param name="isMain">Whether it is the account of the first template.</param>
    public (string AccessKeyId, string SecretAccessKey) AdministratorOf(string account, bool isMain)
    {
        var settings = Sections(Credentials).First(section => section.Name == (isMain ? "admin" : $"admin-{account}")).Settings;
        return (settings["aws_access_key_id"], settings["aws_secret_access_key"]);
    }

    private static IEnumerable<(string Name, Dictionary<string, string> Settings)> Sections(string file)
    {
        string? name = null;
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in File.ReadLines(file).Append("[]"))
        {
            if (line is ['[', .. var header, ']'])
            {
                if (name is not null)
                {
                    yield return (name, settings);
                }

                (name, settings) = (header, new Dictionary<string, string>(StringComparer.Ordinal));
            }
            else if (line.Split(" = ", 2) is [var key, var value])
            {
                settings[key] = value;
            }
        }
    }
}
