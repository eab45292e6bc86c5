using System.CommandLine;
using System.Net;
using Emulation;
using Emulation.Cognito.Federation;
using Emulation.Decisions.Recorded;
using Spectre.Console;
using Tool.Completion;
using Tool.Export;
using Tool.Revisions;
using Tool.Terminal;
using Tool.Watch;

namespace Tool.Cli;

/// <summary><c>localaws up</c>: builds the functions, starts everything, and stays until Ctrl+C or SIGTERM.</summary>
internal static class UpCommand
{
    public static Command Create(StackArguments stack)
    {
        var port = new Option<int?>("--port") { Description = $"TCP port; 0 takes a free one. Default: {EmulatorOptions.DefaultPort}. '-p NUMBER' is the same." };
        var listen = new Option<string>("--listen")
        {
            Description = "Address to listen on. Anything but loopback lets others on the network in.",
            DefaultValueFactory = _ => "127.0.0.1",
        };
        var data = new Option<string?>("--data") { Description = "State folder. Default: .localaws beside the template.", HelpName = "FOLDER" };
        var record = new Option<string?>("--record")
        {
            Description = $"Record the calls that are let pass in this folder, for 'localaws suggest'. Default: what {CallRecorder.Variable} names; else none is recorded.",
            HelpName = "FOLDER",
        };
        var profiles = new Option<string?>("--profile-dir") { Description = "Folder for the AWS config and credentials files. Default: the state folder.", HelpName = "FOLDER" };
        var environments = new Option<int?>("--max-environments") { Description = "Most processes of one function at a time.", HelpName = "COUNT" };
        var context = new Option<string[]>("--context")
        {
            Description = "A condition key of every request that cannot be known here, such as aws:SourceVpce.",
            HelpName = "KEY=VALUE",
        };
        var upstream = new Option<string[]>("--upstream")
        {
            Description = "A server to put IAM in front of: sqs=URL, dynamodb=URL, or *=URL for one behind everything that LocalAws does not do itself. Any http or https address, "
                + $"on this machine or elsewhere. Credentials for it: {UpstreamEndpoint.AccessKeyVariable} and {UpstreamEndpoint.SecretKeyVariable}.",
            HelpName = "SERVICE=URL",
        };
        var underived = new Option<string[]>("--allow-underived")
        {
            Description = "Of a service of --upstream that is not written by hand: let pass what LocalAws cannot derive, where a policy may allow it. AWS may refuse it; each such "
                + "answer says so in x-localaws-underived.",
            HelpName = "SERVICE",
        };
        underived.CompletionSources.Add(static _ => UnderivedServices.Names);
        var standIn = new Option<string[]>("--stand-in")
        {
            Description = "Identity providers of user pools that a stand-in on this machine takes the place of: "
                + $"{string.Join(", ", AskedStandIns.Words)}, or a provider's own name; "
                + "several with commas. 'none': not even those that a template asks for.",
            HelpName = "PROVIDER,...",
        };
        standIn.CompletionSources.Add(static _ => AskedStandIns.Words.Append(AskedStandIns.Nobody));
        var awsIssuer = new Option<bool>("--aws-issuer") { Description = "Tokens of user pools say AWS's issuer (https://cognito-idp...) instead of this LocalAws's URL." };
        var functions = new Option<string?>("--functions")
        {
            Description = "Folder of functions that are published already, a folder for each, named by logical id or handler ('localaws publish' makes it).",
            HelpName = "FOLDER",
        };
        var endpoint = new Option<string?>("--endpoint-url")
        {
            Description = "Address by which clients reach this LocalAws where that is not the one it listens on, as behind a mapped port.",
            HelpName = "URL",
        };
        var https = new HttpsOption();
        var troubleshooter = new TroubleshooterOption();
        var leased = new Option<bool>("--leased") { Description = "End by itself when nobody holds GET /_localaws/lease open any more: for whoever starts it for tests." };
        var endSessions = new Option<bool>("--end-sessions")
        {
            Description = "End every session that STS issued before, by a new session key. Users' own keys and user pools stay.",
        };
        var verbose = new Option<bool>("--verbose", "-v") { Description = "Show every decision, also those that let a request pass." };
        var variables = new Option<string?>("--env-vars", "-n")
        {
            Description = "JSON file with values for functions' variables, as sam local takes it: {\"MyFunction\": {\"TABLE\": \"orders\"}, \"Parameters\": {...}}, "
                + "where Parameters means every function.",
            HelpName = "FILE",
        };
        var watch = new Option<bool>("--watch")
        {
            Description = "Deploy what changes meanwhile: templates, policies, samconfig.toml, the functions' code. On by default on a terminal.",
        };
        var noWatch = new Option<bool>("--no-watch") { Description = "Leave what runs as it was at the start." };
        var debug = new Option<string[]>("--debug")
        {
            Description = "Start a function at once, waiting for a debugger, without limits of time. PORT is for Python and Node.js; without it a free one is taken.",
            HelpName = "FUNCTION[=PORT]",
        };
        debug.CompletionSources.Add(context => TemplateValues.Functions(stack.Typed, context));
        var attach = new Option<string[]>("--attach")
        {
            Description = "Do not start a function: you do, from an editor, with the variables in .localaws/attach/FUNCTION.env. Without limits of time.",
            HelpName = "FUNCTION",
        };
        attach.CompletionSources.Add(context => TemplateValues.Functions(stack.Typed, context));
        var strict = StrictOption.Create("Refuse to start when something in the template is closed.");
        var command = new Command("up", "Start everything (the default).")
        {
            port, listen, data, record, profiles, environments, context, upstream, underived, standIn, awsIssuer, endSessions, functions, endpoint, variables, leased, verbose,
            strict, watch, noWatch, debug, attach,
        };
        https.AddTo(command);
        troubleshooter.AddTo(command);
        stack.AddTo(command);
        command.SetAction((parsed, cancellation) => Guard.RunAsync(async () =>
        {
            var options = stack.Read(parsed);
            var upstreams = UpstreamEndpoint.ParseAll(parsed.GetValue(upstream) ?? [], Environment.GetEnvironmentVariable);
            var given = await EnvironmentFile.ReadAsync(parsed.GetValue(variables), cancellation).ConfigureAwait(false);
            return await RunAsync(
                options with
                {
                    IsStrict = parsed.GetValue(strict),
                    Troubleshooting = troubleshooter.Read(parsed),
                    IsWatched = !parsed.GetValue(noWatch) && (parsed.GetValue(watch) || IsTerminal),
                    Port = PortOption.Given(parsed, port, stack) ?? options.Port,
                    Listen = IPAddress.TryParse(parsed.GetValue(listen), out var address)
                        ? address
                        : throw new UsageException($"--listen {parsed.GetValue(listen)}: that is no IP address. Use 127.0.0.1, or 0.0.0.0 for every interface."),
                    DataFolder = parsed.GetValue(data),
                    RecordFolder = CallRecorder.FolderOf(parsed.GetValue(record), Environment.GetEnvironmentVariable),
                    ProfileFolder = parsed.GetValue(profiles),
                    ContextKeys = KeyValueOption.Read("--context", parsed.GetValue(context)),
                    FunctionsFolder = parsed.GetValue(functions),
                    EndpointUrl = ReadEndpoint(parsed.GetValue(endpoint)),
                    Certificate = https.Read(parsed, ReadEndpoint(parsed.GetValue(endpoint))),
                    Upstreams = upstreams,
                    AllowsUnderived = UnderivedServices.Read(parsed.GetValue(underived) ?? [], upstreams),
                    ProviderStandIns = AskedStandIns.Read(parsed.GetValue(standIn) ?? []),
                    ServiceEndpoints = ServiceEndpoints.Read(Environment.GetEnvironmentVariables()),
                    EndsSessions = parsed.GetValue(endSessions),
                    IssuesAsAws = parsed.GetValue(awsIssuer),
                    MaxEnvironments = parsed.GetValue(environments) ?? options.MaxEnvironments,
                    HasExchanges = Environment.GetEnvironmentVariable("LOCALAWS_EXCHANGES") != "off",
                    FunctionVariables = given,
                    Debugged = DebugOption.Read(parsed.GetValue(debug)),
                    Attached = [.. parsed.GetValue(attach) ?? []],
                },
                stacks => EnvironmentFile.Check(parsed.GetValue(variables), given.Keys, stacks),
                parsed.GetValue(leased),
                parsed.GetValue(verbose),
                cancellation).ConfigureAwait(false);
        }));
        return command;
    }

    private static async Task<int> RunAsync(EmulatorOptions options, Action<LoadedStacks> check, bool isLeased, bool verbose, CancellationToken cancellation)
    {
        using var export = OtlpExport.Start(OtlpSettings.Read());
        var stacks = LoadedStacks.Load(options);
        check(stacks);
        Emulator? running = null;
        using var logging = ConsoleLogging.Create(verbose, new TemplateNames(() => running?.Stacks ?? stacks), export is null ? null : export.AddLogs);
        var sources = StackSources.Of(options, stacks);
        var loadedFrom = (sources, options.IsWatched ? sources.Look() : SourceStamps.None);
        await BuildProgress.RunAsync((report, step) => FunctionWiring.BuildAsync(options, stacks, report, cancellation, step)).ConfigureAwait(false);
        var given = options;
        options = options with
        {
            Logging = logging,
            FunctionTelemetry = export?.HandedOn ?? options.FunctionTelemetry,
            AtRevision = (revision, cancelled) => RevisionStacks.LoadAsync(given, revision, cancelled),
        };
        await using var emulator = await Emulator.StartAsync(options, stacks, cancellation).ConfigureAwait(false);
        running = emulator;
        StartScreen.Print(AnsiConsole.Console, emulator, IsTerminal);
        await emulator.StartDebuggedAsync().ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var watching = options.IsWatched
            ? new StackWatch(options, emulator, loadedFrom, new DeploymentView(AnsiConsole.Console, TimeProvider.System)).RunAsync(ended.Token)
            : Task.CompletedTask;
        var opening = IsTerminal ? OpenKey.RunAsync(StartScreen.ConsoleOf(emulator), ended.Token) : Task.CompletedTask;
        await Task.WhenAny([Stopped(cancellation), .. isLeased ? [emulator.Leases.Unneeded] : Array.Empty<Task>(), .. options.IsWatched ? [watching] : Array.Empty<Task>()])
            .ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        try
        {
            await Task.WhenAll(watching, opening).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // It ends with everything else.
        }

        return CommandLine.Done;
    }

    private static bool IsTerminal => AnsiConsole.Console.Profile.Out.IsTerminal && !Console.IsInputRedirected;

    private static Uri? ReadEndpoint(string? url) => url is null
        ? null
        : Uri.TryCreate(url, UriKind.Absolute, out var endpoint) && endpoint is { Scheme: "http" or "https", PathAndQuery: "/" }
            ? endpoint
            : throw new UsageException($"--endpoint-url {url}: that is no address of a server. Give scheme, host and port, such as http://localhost:4566.");

    /// <summary>Completes at Ctrl+C and SIGTERM, which System.CommandLine turns into a cancellation.</summary>
    private static async Task Stopped(CancellationToken cancellation)
    {
        var stopped = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellation.Register(stopped.SetResult).ConfigureAwait(false);
        await stopped.Task.ConfigureAwait(false);
    }
}
