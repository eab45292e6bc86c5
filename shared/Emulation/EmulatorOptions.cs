using System.Collections.Immutable;
using System.Net;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Users;
using Emulation.FrontDoor.Certificates;
using Emulation.Lambda;
using Emulation.State;

namespace Emulation;

/// <summary>What <see cref="Emulator"/> needs to know to start.</summary>
internal sealed record EmulatorOptions
{
    public const int DefaultPort = 4566;
    public const string DefaultAccount = "111122223333";
    public const string DefaultRegion = "us-east-1";
    public const string DefaultStackName = "local";

    /// <summary>The templates: files, folders of them, and CDK's cloud assemblies. The first one's account and region are meant where nothing else is said.</summary>
    public required ImmutableArray<TemplateSource> Templates { get; init; }

    /// <summary>Texts that are read in the place of templates' files, by the files' absolute paths: of what somebody only thinks of.</summary>
    public ImmutableDictionary<string, string> TemplateTexts { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Reads the templates as a revision of theirs has them, by its name; null where nobody knows revisions.</summary>
    public Func<string, CancellationToken, Task<LoadedStacks>>? AtRevision { get; init; }

    /// <summary>The region of the stacks; null for the one that the SAM CLI's configuration beside a template gives, or else the default one.</summary>
    public string? Region { get; init; }

    /// <summary>The name of the only stack, or of the first one; null for <c>local</c>, or with several for one after its folder or file.</summary>
    public string? StackName { get; init; }

    /// <summary>Values of parameters: of every template that has the parameter, or, as <c>stack/Name</c>, of one.</summary>
    public ImmutableDictionary<string, string> Parameters { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>A file of values of parameters, which give way to <see cref="Parameters"/>; null for none.</summary>
    public string? ParametersFile { get; init; }

    /// <summary>Which environment of the <c>samconfig.toml</c> beside a template counts.</summary>
    public string ConfigEnvironment { get; init; } = Sam.Configuration.SamConfiguration.DefaultEnvironment;

    /// <summary>What stacks export that are not among the templates, by the export's name.</summary>
    public ImmutableDictionary<string, string> Imports { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>The file with the organisation's policies; null without an organisation.</summary>
    public string? OrganizationFile { get; init; }

    /// <summary>Condition keys of all requests that cannot be known here, such as <c>aws:SourceVpce</c>.</summary>
    public ImmutableDictionary<string, string> ContextKeys { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>Whether integrations may send requests to servers that are not on this machine.</summary>
    public bool AllowsHttp { get; init; }

    public IPAddress Listen { get; init; } = IPAddress.Loopback;

    /// <summary>TCP port; 0 takes a free one.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>The state folder; by default <c>.localaws</c> beside the first template.</summary>
    public string? DataFolder { get; init; }

    /// <summary>Whether sessions that STS issued before this start end with it.</summary>
    public bool EndsSessions { get; init; }

    /// <summary>Where the AWS <c>config</c> and <c>credentials</c> files go; by default the state folder.</summary>
    public string? ProfileFolder { get; init; }

    /// <summary>The folder into which calls that were let pass are recorded, for whoever wants the smallest policies from them; null records none.</summary>
    public string? RecordFolder { get; init; }

    /// <summary>Where the functions' builds go; by default <c>.localaws/build</c> beside the template, shared by every state folder.</summary>
    public string? BuildFolder { get; init; }

    /// <summary>Where functions are published already, a folder for each, named by logical id or handler; functions that have none there are taken from their CodeUri.</summary>
    public string? FunctionsFolder { get; init; }

    /// <summary>The address by which clients reach this LocalAws where that is not the one it listens on, as behind a mapped port; null for its own.</summary>
    public Uri? EndpointUrl { get; init; }

    /// <summary>By what LocalAws proves itself to clients that speak TLS, at the same port; null where none may.</summary>
    public ServerCertificate? Certificate { get; init; }

    /// <summary>The servers behind LocalAws, by service: <c>dynamodb</c>.</summary>
    public ImmutableDictionary<string, UpstreamEndpoint> Upstreams { get; init; } = ImmutableDictionary<string, UpstreamEndpoint>.Empty;

    /// <summary>The services behind LocalAws of which what cannot be derived is let pass where a policy may allow it: see <see cref="UnderivedServices"/>.</summary>
    public ImmutableHashSet<string> AllowsUnderived { get; init; } = [];

    /// <summary>PBKDF2's work factor for the passwords of user pools that are set from now on.</summary>
    public int PasswordIterations { get; init; } = Passwords.Iterations;

    /// <summary>Whether tokens of user pools say AWS's issuer instead of this LocalAws's URL, for verifiers that insist on it.</summary>
    public bool IssuesAsAws { get; init; }

    /// <summary>The most processes of one function at a time.</summary>
    public int MaxEnvironments { get; init; } = Math.Max(4, Environment.ProcessorCount * 2);

    /// <summary>Whether functions' processes may get their invocations over a socket of their own; without, all speak the Runtime API alone.</summary>
    public bool HasExchanges { get; init; } = true;

    /// <summary>Whether callers of functions' URLs need <c>lambda:InvokeFunctionUrl</c> only, as of URLs made before October 2025.</summary>
    public bool HasOldFunctionUrls { get; init; }

    /// <summary>Whether templates and code may change while LocalAws runs, and are deployed then.</summary>
    public bool IsWatched { get; init; }

    /// <summary>Whether what is closed in a template keeps it from being loaded.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Which refusals say by which id their details can be asked for.</summary>
    public Calls.Troubleshooting Troubleshooting { get; init; }

    /// <summary>OpenTelemetry's variables for the functions, so that theirs goes where LocalAws's goes; a function's own come before. Empty when nobody watches.</summary>
    public ImmutableDictionary<string, string> FunctionTelemetry { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Values of functions' environment variables in the place of the template's, as <c>sam local</c> takes them: by logical id, name, or <c>stack/LogicalId</c>, and
    /// under <see cref="FunctionWiring.EveryFunction"/> for all of them. A variable that the template does not declare is not set.
    /// </summary>
    public ImmutableDictionary<string, ImmutableDictionary<string, string>> FunctionVariables { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, string>>.Empty;

    /// <summary>
    /// Addresses of services that are not here, which functions are told: <c>AWS_ENDPOINT_URL_SQS</c> and its like. Those of services that LocalAws serves are not told:
    /// nobody goes past its policies.
    /// </summary>
    public ImmutableDictionary<string, string> ServiceEndpoints { get; init; } = ImmutableDictionary<string, string>.Empty;

    /// <summary>
    /// Functions that are started to wait for a debugger, each with the port on which they do, or null for a free one: by logical id, <c>stack/LogicalId</c>, or name.
    /// </summary>
    public ImmutableDictionary<string, int?> Debugged { get; init; } = ImmutableDictionary<string, int?>.Empty;

    /// <summary>Functions whose processes a person starts, named likewise.</summary>
    public ImmutableHashSet<string> Attached { get; init; } = [];

    /// <summary>The stand-ins for identity providers of user pools, beside those that the templates ask for.</summary>
    public AskedStandIns ProviderStandIns { get; init; } = AskedStandIns.OfTemplates;

    /// <summary>What answers in place of functions.</summary>
    public FunctionStandIns StandIns { get; init; } = FunctionStandIns.None;

    /// <summary>Whether STS is down at this moment: then it answers that it is, and decides nothing.</summary>
    public Func<bool> IsStsDown { get; init; } = static () => false;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public IdSource Ids { get; init; } = IdSource.SystemRandom;

    public ILoggerFactory Logging { get; init; } = Microsoft.Extensions.Logging.Abstractions.NullLoggerFactory.Instance;
}
