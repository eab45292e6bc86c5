using System.CommandLine;
using System.Globalization;
using Emulation;
using Tool.Calling;

namespace Tool.Cli;

/// <summary>The options that say which LocalAws is meant of those that are up: the one whose state folder is beside the template, unless somebody says another.</summary>
internal sealed class RunningOptions(StackArguments stack)
{
    private readonly Option<int?> port = new("--port", "-p") { Description = "The port that it listens on. Default: as its profiles say." };

    private readonly Option<string?> endpoint = new("--endpoint-url") { Description = "Its address, where that is not the one that its profiles name.", HelpName = "URL" };

    private readonly Option<string?> folder = new("--profile-dir")
    {
        Description = "Folder of the AWS config and credentials files that it wrote. Default: .localaws beside the template.",
        HelpName = "FOLDER",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(port);
        command.Options.Add(endpoint);
        command.Options.Add(folder);
        stack.AddTemplateTo(command);
    }

    /// <summary>The LocalAws that is meant.</summary>
    /// <param name="parsed">The options.</param>
    /// <param name="signs">Whether its profiles are needed in any case.</param>
    /// <exception cref="UsageException">Its profiles are not there, or are another's.</exception>
    public RunningLocalAws Find(ParseResult parsed, bool signs)
    {
        var given = Given(parsed);

        // Whoever says where it is and signs nothing needs no files of it.
        if (given is not null && !signs && parsed.GetValue(folder) is null)
        {
            return new RunningLocalAws(given, null);
        }

        var profiles = WrittenProfiles.Read(FolderOf(parsed));
        return parsed.GetValue(port) is not null && given!.Port != profiles.Endpoint.Port
            ? throw new UsageException(
                $"The profiles in {profiles.Folder} are those of the LocalAws at {profiles.Endpoint.Authority}: leave --port out, "
                + "or name the other one's folder with --profile-dir.")
            : new RunningLocalAws(given ?? NearAddressOf(profiles), profiles);
    }

    /// <summary>A file beside a template may be anybody's, and what is sent may hold a token: only a person says that it leaves this machine.</summary>
    private static Uri NearAddressOf(WrittenProfiles profiles) => profiles.Endpoint.IsLoopback
        ? profiles.Endpoint
        : throw new UsageException(
            $"{profiles.ConfigFile} names a LocalAws at {profiles.Endpoint.Authority}, which is not on this machine. "
            + $"If that is the one you mean, say so: --endpoint-url {profiles.Endpoint.GetLeftPart(UriPartial.Authority)}");

    /// <summary>The options as they were given, for a command that is to find the same one.</summary>
    public IEnumerable<string> Repeated(ParseResult parsed) =>
    [
        .. parsed.GetValue(port) is { } number ? ["--port", number.ToString(CultureInfo.InvariantCulture)] : (string[])[],
        .. parsed.GetValue(endpoint) is { } url ? ["--endpoint-url", url] : (string[])[],
        .. parsed.GetValue(folder) is { } profiles ? ["--profile-dir", profiles] : (string[])[],
        .. stack.RepeatedTemplate(parsed),
    ];

    private string FolderOf(ParseResult parsed)
    {
        if (parsed.GetValue(folder) is { } named)
        {
            return named;
        }

        try
        {
            return stack.StateFolder(parsed);
        }
        catch (UsageException e)
        {
            throw new UsageException($"{e.Message} Or name the folder of LocalAws's profiles with --profile-dir.");
        }
    }

    private Uri? Given(ParseResult parsed)
    {
        if (parsed.GetValue(endpoint) is not { } url)
        {
            return parsed.GetValue(port) is { } number ? new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{number}")) : null;
        }

        return parsed.GetValue(port) is not null ? throw new UsageException("--port and --endpoint-url say the same: leave one out.")
            : Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", PathAndQuery: "/" } ? address
            : throw new UsageException($"--endpoint-url {url}: that is no address of a server. Give scheme, host and port, such as http://localhost:4566.");
    }
}
