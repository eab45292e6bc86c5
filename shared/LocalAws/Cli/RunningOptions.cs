using System.CommandLine;
using System.Globalization;
using Emulation;
using Tool.Calling;

namespace Tool.Cli;

/// <summary>
/// The options that say which LocalAws is meant of those that are up: the one whose state folder is beside the template, unless somebody says another. Every verb that asks one has
/// all of them.
/// </summary>
internal sealed class RunningOptions
{
    private const string State = "--data";
    private readonly StackArguments stack;
    private readonly bool takesStack;
    private readonly Option<int?> port;

    private readonly Option<string?> endpoint = new("--endpoint-url") { Description = "Its address, where that is not the one that its profiles name.", HelpName = "URL" };

    private readonly Option<string?> folder = new("--profile-dir")
    {
        Description = "Folder of the AWS config and credentials files that it wrote, or of its state. Default: .localaws beside the template.",
        HelpName = "FOLDER",
    };

    /// <param name="stack">Where the templates are.</param>
    /// <param name="takesStack">Whether the verb reads the templates too, and takes all that says which: there <c>-p</c> is also a parameter.</param>
    /// <param name="otherwise">Which one is meant where nobody says its port.</param>
    public RunningOptions(StackArguments stack, bool takesStack = false, string otherwise = "Default: as its profiles say.")
    {
        (this.stack, this.takesStack) = (stack, takesStack);
        port = takesStack
            ? new Option<int?>("--port") { Description = $"The port that a LocalAws that is up listens on; '-p NUMBER' is the same. {otherwise}" }
            : new Option<int?>("--port", "-p") { Description = $"The port that it listens on. {otherwise}" };
    }

    public void AddTo(Command command)
    {
        command.Options.Add(port);
        command.Options.Add(endpoint);

        // As it was given to 'up'. Of 'call' that is the body.
        if (!command.Options.Any(static one => one.Name == State))
        {
            folder.Aliases.Add(State);
        }

        command.Options.Add(folder);
        if (takesStack)
        {
            stack.AddTo(command);
        }
        else
        {
            stack.AddTemplateTo(command);
        }
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
        return PortOf(parsed) is not null && given!.Port != profiles.Endpoint.Port
            ? throw new UsageException(
                $"The profiles in {profiles.Folder} are those of the LocalAws at {profiles.Endpoint.Authority}: leave --port out, "
                + "or name the other one's folder with --profile-dir.")
            : new RunningLocalAws(given ?? NearAddressOf(profiles), profiles);
    }

    /// <summary>Where it answers: as somebody says, else as its profiles say, else at the default port.</summary>
    public Uri AddressOf(ParseResult parsed)
    {
        if (Given(parsed) is { } given)
        {
            return given;
        }

        WrittenProfiles profiles;
        try
        {
            profiles = WrittenProfiles.Read(FolderOf(parsed));
        }
        catch (UsageException) when (FolderGiven(parsed) is null)
        {
            return OfThisMachine(EmulatorOptions.DefaultPort);
        }

        return NearAddressOf(profiles);
    }

    /// <summary>Where it keeps its state: as it says itself where its port or address is given; else beside the template, or where somebody says.</summary>
    /// <exception cref="UsageException">Nothing answers there, its folder is on another machine, or no template was found.</exception>
    public async Task<string> StateFolderAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var (given, named) = (Given(parsed), FolderGiven(parsed));
        if (given is null && (named is null || !File.Exists(Path.Combine(named, "config")) || Directory.Exists(Path.Combine(named, "logs"))))
        {
            return named ?? stack.StateFolder(parsed);
        }

        using var aws = new RunningLocalAws(given ?? AddressOf(parsed), null);
        var state = (await aws.StackAsync(cancellation).ConfigureAwait(false)).StateFolder;
        return state is not null && Directory.Exists(state)
            ? state
            : throw new UsageException(
                $"The LocalAws at {aws.Endpoint.Authority} keeps its state in {state ?? "a folder that it does not tell"}, which is not on this machine. "
                + "Copy that folder's 'logs' here, as with docker cp, and name the folder that you copied it to with --data.");
    }

    /// <summary>The folder that was named; null where none was.</summary>
    public string? FolderGiven(ParseResult parsed) => parsed.GetValue(folder);

    /// <summary>The address that was given, by port or as a whole; null where none was.</summary>
    public Uri? Given(ParseResult parsed)
    {
        if (parsed.GetValue(endpoint) is not { } url)
        {
            return PortOf(parsed) is { } number ? OfThisMachine(number) : null;
        }

        return PortOf(parsed) is not null ? throw new UsageException("--port and --endpoint-url say the same: leave one out.")
            : Uri.TryCreate(url, UriKind.Absolute, out var address) && address is { Scheme: "http" or "https", PathAndQuery: "/" } ? address
            : throw new UsageException($"--endpoint-url {url}: that is no address of a server. Give scheme, host and port, such as http://localhost:4566.");
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
        .. PortOf(parsed) is { } number ? ["--port", number.ToString(CultureInfo.InvariantCulture)] : (string[])[],
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

    private int? PortOf(ParseResult parsed) => PortOption.Given(parsed, port, stack);

    private static Uri OfThisMachine(int number) => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{number}"));
}
