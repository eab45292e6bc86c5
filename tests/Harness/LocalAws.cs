using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Security.Cryptography.X509Certificates;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Principals;
using Emulation.Sessions;
using Harness.Targets;
using Iam;
using SigV4;

namespace Harness;

/// <summary>
/// A LocalAws in this process, on a port of its own, for the tests that share it. It enforces the template exactly as the one that
/// <c>dotnet run --project shared/LocalAws</c> starts.
/// </summary>
public sealed partial class LocalAws : IAwsTarget
{
    private readonly Emulator emulator;
    private readonly RunFolder? ownFolder;
    private readonly EmulatorOptions settings;
    private readonly ApiConnection connection;
    private DeclaredParts declared;

    private LocalAws(Emulator emulator, EmulatorOptions settings, RunFolder? ownFolder, OffsetClock time, FaultInjection faults)
    {
        this.emulator = emulator;
        this.settings = settings;
        this.ownFolder = ownFolder;
        Time = time;
        Faults = faults;
        Certificate = settings.Certificate is { } own ? X509CertificateLoader.LoadCertificate(own.Leaf.RawData) : null;
        Decisions = new DecisionJournal(emulator.Decisions);
        declared = new DeclaredParts(emulator.Stacks);
        faults.TimeoutOf = id => declared.Function(id).Timeout;
        connection = new ApiConnection(
            UrlOf, (response, _) => Task.FromResult(Decisions.Of(response)), Region, time,
            FindApi, faults);
    }

    /// <summary>The password of the users that <see cref="SignInAsync(string, string)"/> makes.</summary>
    public const string UserPassword = "Correct-Horse-7";

    /// <summary>Such as <c>http://127.0.0.1:40123</c>: the endpoint of every AWS service.</summary>
    public Uri EndpointUrl => new(emulator.LoopbackUrl);

    /// <summary>Such as <c>https://localhost:40123</c>: the same over TLS. Null unless <see cref="LocalAwsOptions.Https"/> asks for it.</summary>
    public Uri? HttpsUrl => settings.Certificate is null ? null : new Uri(emulator.EndpointUrl);

    /// <summary>What a client has to trust to come to <see cref="HttpsUrl"/>, without the key; null without TLS.</summary>
    public X509Certificate2? Certificate { get; }

    /// <summary>The region of the stack.</summary>
    public string Region => emulator.Stacks.Main.Region;

    /// <inheritdoc/>
    public string Account => emulator.Stacks.Main.AccountId.ToString();

    /// <summary>The AWS <c>config</c> file with a profile for the administrator and each role.</summary>
    public string ConfigFile => emulator.Profiles.ConfigFile;

    /// <summary>The AWS <c>credentials</c> file that goes with it.</summary>
    public string CredentialsFile => emulator.Profiles.CredentialsFile;

    /// <summary>The clock: move it on, and sessions, tokens and kept answers grow old.</summary>
    public OffsetClock Time { get; }

    /// <summary>What was decided so far, and why.</summary>
    public DecisionJournal Decisions { get; }

    /// <summary>What goes wrong on purpose.</summary>
    public FaultInjection Faults { get; }

    /// <summary>Builds the functions if they changed, and starts.</summary>
    /// <exception cref="FileNotFoundException">No template was named and none is in the folder of the tests or above.</exception>
    /// <exception cref="LocalAwsStartException">A template has errors, a function does not build, or the state folder is in use.</exception>
    /// <exception cref="ArgumentException">The template has no function that is to be replaced.</exception>
    [OverloadResolutionPriority(1)] // "new() { ... }" means options.
    public static async Task<LocalAws> StartAsync(LocalAwsOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LocalAwsOptions();
        var time = new OffsetClock(options.Time);
        var settings = EngineSettings.Of(options) with
        {
            Time = time,
            StandIns = new FunctionStandIns(options.Functions.ToImmutableDictionary(static f => f.Key, static f => HandlerStandIn.Of(f.Key, f.Value))),
        };
        var stacks = LocalAwsStartException.Guard(() => LoadedStacks.Load(settings));
        foreach (var notice in stacks.Notices.Concat(stacks.Closures.Select(static closure => $"closed: {closure}")))
        {
            options.Log?.Invoke($"note: {notice}");
        }

        var declared = new DeclaredParts(stacks);
        var faults = new FaultInjection(settings.StandIns);
        foreach (var replaced in settings.StandIns.Replaced)
        {
            _ = declared.Function(replaced);
        }

        var ownFolder = options.DataFolder is null ? RunFolder.Create() : null;
        try
        {
            settings = settings with { DataFolder = options.DataFolder ?? ownFolder!.Path, IsStsDown = () => faults.StsDown };
            var emulator = await LocalAwsStartException.GuardAsync(() => EngineSettings.StartAsync(settings, stacks, cancellation)).ConfigureAwait(false);
            return new LocalAws(emulator, settings, ownFolder, time, faults);
        }
        catch
        {
            ownFolder?.Dispose();
            throw;
        }
    }

    /// <summary>Builds the functions of a template if they changed, and starts.</summary>
    /// <param name="template">The template; a relative path starts in the folder of the tests or above.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <inheritdoc cref="StartAsync(LocalAwsOptions?, CancellationToken)"/>
    public static Task<LocalAws> StartAsync(string template, CancellationToken cancellation = default) => StartAsync(new LocalAwsOptions { Template = template }, cancellation);

    /// <summary>
    /// Reads the templates again and puts what they say in the place of what runs: so a test takes a permission away, and sees what fails without it. Sessions, users, data and
    /// policies that clients have set stay, and so do the processes of functions in which nothing has changed.
    /// </summary>
    /// <exception cref="LocalAwsStartException">A template has errors or a function does not build. What ran before goes on.</exception>
    public async Task DeployAsync(CancellationToken cancellation = default)
    {
        var stacks = LocalAwsStartException.Guard(() => LoadedStacks.Load(settings));
        await LocalAwsStartException.GuardAsync(async () =>
        {
            await FunctionWiring.BuildAsync(settings, stacks, static _ => { }, cancellation).ConfigureAwait(false);
            await emulator.DeployAsync(stacks, cancellation).ConfigureAwait(false);
            return emulator;
        }).ConfigureAwait(false);
        declared = new DeclaredParts(stacks);
    }

    /// <summary>Calls APIs with a session of a role.</summary>
    /// <param name="role">The role's logical id; <c>stack/LogicalId</c> where several stacks have it; its own name or its ARN as well.</param>
    /// <param name="session">
    /// What the session is like. One with no more than a name is made without asking anybody, for any role; one with a policy, tags, a source identity or an
    /// external id is assumed by the administrator of the role's account, over STS, with the first call. The caller keeps its session: once it has expired,
    /// its calls are refused.
    /// </param>
    /// <exception cref="ArgumentException">No template has such a role.</exception>
    public ApiCaller As(string role, RoleSession? session = null)
    {
        _ = RoleOf(role);
        session ??= new RoleSession();
        return connection.As(role, session, () => SessionOf(role, session.Name, session.Duration), () => AssumeAsync(role, change: session.WriteTo));
    }

    /// <inheritdoc/>
    public ApiCaller As(AwsCredentials credentials) => connection.As(credentials);

    /// <inheritdoc/>
    public ApiCaller AsUser(string token, string header = "Authorization") => connection.AsUser(token, header);

    /// <inheritdoc/>
    public ApiCaller AsUser(UserTokens tokens) => connection.AsUser(tokens);

    /// <inheritdoc/>
    public ApiCaller AsNobody() => connection.AsNobody();

    /// <summary>Sets a condition key of all requests that cannot be known on a laptop, such as <c>aws:SourceVpce</c>; null takes it back.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; several with commas.</param>
    public void SetContextKey(string key, string? value) => emulator.Environment.Set(key, value);

    /// <summary>The URL of an API's stage, such as <c>http://127.0.0.1:40123/execute-api/abcdefghij/prod</c>.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <exception cref="ArgumentException">The template has no such API.</exception>
    public Uri UrlOf(string api) => new(emulator.UrlOf(FindApi(api) ?? declared.Api(api)));

    /// <summary>The value of one of the template's outputs.</summary>
    /// <param name="output">The output's name.</param>
    /// <exception cref="ArgumentException">The template has no such output.</exception>
    public string OutputOf(string output) => declared.Output(output);

    /// <summary>The ARN of a role, by its logical id.</summary>
    public string ArnOf(string role) => RoleOf(role).Role.Arn.ToString();

    /// <summary>The administrator's own keys.</summary>
    /// <param name="account">The account; by default the template's.</param>
    public AwsCredentials Administrator(string? account = null)
    {
        var owner = account is null ? emulator.Stacks.Main.AccountId : AccountId.Parse(account);
        var user = emulator.Accounts.Users.First(user => user.LogicalId == AccountDirectory.AdministratorName && user.Account == owner);
        return new AwsCredentials(user.AccessKeyIds[0], emulator.SecretOf(user.AccessKeyIds[0]));
    }

    /// <summary>
    /// A session of a role, made like the sessions that LocalAws gives to functions: the way in for roles that nobody outside may assume. Use
    /// <see cref="AssumeAsync"/> where a test is about assuming.
    /// </summary>
    public AwsCredentials SessionOf(string role, string sessionName = "test") => SessionOf(role, sessionName, SessionIssuer.FunctionSession);

    /// <summary>Assumes a role over STS, with the AWS SDK.</summary>
    /// <param name="role">The role's logical id; <c>stack/LogicalId</c> where several stacks have it; its own name or its ARN as well.</param>
    /// <param name="by">Who assumes it; by default the administrator of the role's account.</param>
    /// <param name="change">Adds to the request.</param>
    /// <exception cref="AmazonSecurityTokenServiceException">STS refused.</exception>
    public async Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null)
    {
        var known = RoleOf(role);

        // Once more, for the SDK: it learns from a refusal what time it is here.
        using var sts = StsClient(by ?? Administrator(known.Account.ToString()), retries: 1);
        return await TargetClients.AssumeAsync(sts, known.Role.Arn.ToString(), change).ConfigureAwait(false);
    }

    /// <summary>The AWS SDK's STS client.</summary>
    public AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials) => StsClient(credentials, retries: 0);

    /// <summary>A client of an API; signed when credentials are given.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    /// <param name="service">The service to sign for.</param>
    /// <param name="region">The region to sign for; by default the stack's.</param>
    public HttpClient Client(string api, AwsCredentials? credentials, string service = "execute-api", string? region = null) =>
        connection.Client(api, credentials, service, region);

    /// <summary>Why a request passed or was refused, by the answer's <c>x-localaws-decision</c> header.</summary>
    public string ReasonOf(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return emulator.Decisions.Find(response.Headers.GetValues("x-localaws-decision").First())?.Reason ?? "";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        await emulator.DisposeAsync().ConfigureAwait(false);
        settings.Certificate?.Dispose();
        Certificate?.Dispose();
        ownFolder?.Dispose();
    }

    private AwsCredentials SessionOf(string role, string sessionName, TimeSpan duration)
    {
        var session = emulator.Sessions.ForFunction(RoleOf(role), sessionName, duration);
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }

    private AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials, int retries) =>
        TargetClients.LocalSts(EndpointUrl, Region, credentials, retries);

    /// <summary>An API of a template, or one that a client made, by its logical id or its id; null when there is none.</summary>
    private DeployedApi? FindApi(string api)
    {
        var id = declared.FindApi(api)?.Api.ApiId;
        return emulator.Apis.All.FirstOrDefault(deployed => deployed.Api.ApiId == (id ?? api)) ?? emulator.Apis.All.FirstOrDefault(deployed => deployed.Api.LogicalId == api);
    }

    private KnownRole RoleOf(string role) => declared.Role(role, emulator.Accounts);
}
