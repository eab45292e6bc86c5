using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation;
using Emulation.Iam;
using Harness.Targets;
using Iam;
using SigV4;

namespace Harness;

/// <summary>
/// A LocalAws in this process, on a port of its own, for the tests that share it. It enforces the template exactly as the one that
/// <c>dotnet run --project shared/LocalAws</c> starts.
/// </summary>
public sealed class LocalAws : IAwsTarget
{
    private readonly Emulator emulator;
    private readonly string? ownFolder;
    private readonly TimeProvider time;

    private LocalAws(Emulator emulator, string? ownFolder, TimeProvider time)
    {
        this.emulator = emulator;
        this.ownFolder = ownFolder;
        this.time = time;
    }

    /// <summary>The password of the users that <see cref="SignInAsync"/> makes.</summary>
    public const string UserPassword = "Correct-Horse-7";

    /// <summary>Such as <c>http://127.0.0.1:40123</c>: the endpoint of every AWS service.</summary>
    public Uri EndpointUrl => new(emulator.EndpointUrl);

    /// <summary>The region of the stack.</summary>
    public string Region => emulator.Stacks.Main.Region;

    /// <inheritdoc/>
    public string Account => emulator.Stacks.Main.AccountId.ToString();

    /// <summary>The AWS <c>config</c> file with a profile for the administrator and each role.</summary>
    public string ConfigFile => emulator.Profiles.ConfigFile;

    /// <summary>The AWS <c>credentials</c> file that goes with it.</summary>
    public string CredentialsFile => emulator.Profiles.CredentialsFile;

    /// <summary>Builds the functions if they changed, and starts.</summary>
    /// <exception cref="FileNotFoundException">No template was named and none is in the folder of the tests or above.</exception>
    public static async Task<LocalAws> StartAsync(LocalAwsOptions? options = null, CancellationToken cancellation = default)
    {
        options ??= new LocalAwsOptions();
        var ownFolder = options.DataFolder is null ? Directory.CreateTempSubdirectory("localaws-").FullName : null;
        var settings = new EmulatorOptions
        {
            Templates = [TemplateSource.Parse(options.Template ?? FindTemplate()), .. options.FurtherTemplates.Select(TemplateSource.Parse)],
            Port = 0,
            DataFolder = options.DataFolder ?? ownFolder,
            IssuesAsAws = options.IssuesAsAws,
            Time = options.Time,
            Logging = new LineLogging(options.Log),
        };
        settings = options.MaxEnvironments is { } most ? settings with { MaxEnvironments = most } : settings;
        var stacks = LoadedStacks.Load(settings);
        await FunctionWiring.BuildAsync(settings, stacks, static _ => { }, cancellation).ConfigureAwait(false);
        return new LocalAws(await Emulator.StartAsync(settings, stacks, cancellation).ConfigureAwait(false), ownFolder, options.Time);
    }

    /// <summary>Sets a condition key of all requests that cannot be known on a laptop, such as <c>aws:SourceVpce</c>; null takes it back.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value; several with commas.</param>
    public void SetContextKey(string key, string? value) => emulator.Surroundings.Set(key, value);

    /// <summary>The URL of an API's stage, such as <c>http://127.0.0.1:40123/execute-api/abcdefghij/prod</c>.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <exception cref="ArgumentException">The template has no such API.</exception>
    public Uri UrlOf(string api) => new(emulator.UrlOf(
        emulator.Apis.All.FirstOrDefault(deployed => deployed.Api.LogicalId == api) ?? throw new ArgumentException($"The template has no API '{api}'. It has {string.Join(", ", emulator.Apis.All.Select(static a => a.Api.LogicalId))}.", nameof(api))));

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
    public AwsCredentials SessionOf(string role, string sessionName = "test")
    {
        var session = emulator.Sessions.ForFunction(RoleOf(role), sessionName);
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }

    /// <summary>Assumes a role over STS, with the AWS SDK.</summary>
    /// <param name="role">The role's logical id.</param>
    /// <param name="by">Who assumes it; by default the administrator of the role's account.</param>
    /// <param name="change">Adds to the request.</param>
    /// <exception cref="AmazonSecurityTokenServiceException">STS refused.</exception>
    public async Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null)
    {
        var known = RoleOf(role);
        using var sts = StsClient(by ?? Administrator(known.Account.ToString()));
        return await TargetClients.AssumeAsync(sts, known.Role.Arn.ToString(), change).ConfigureAwait(false);
    }

    /// <summary>A user of a pool of the template, made if need be, with the tokens of a fresh sign-in.</summary>
    /// <param name="client">The app client's logical id.</param>
    /// <param name="username">The user name, or the email address where users sign in with that.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public Task<UserTokens> SignInAsync(string client, string username)
    {
        var found = ClientOf(client);
        return UserSignIn.SignInAsync(emulator.Cognito, found.UserPoolId, found.PhysicalId, username);
    }

    /// <summary>The id of the user pool of an app client of the template.</summary>
    /// <param name="client">The client's logical id.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public string UserPoolId(string client) => ClientOf(client).UserPoolId;

    /// <summary>The id of an app client of the template.</summary>
    /// <param name="client">Its logical id.</param>
    /// <exception cref="ArgumentException">The template has no such client.</exception>
    public string UserPoolClientId(string client) => ClientOf(client).PhysicalId;

    /// <summary>The AWS SDK's STS client.</summary>
    public AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials) => TargetClients.Sts(EndpointUrl, Region, credentials);

    /// <summary>A client of an API; signed when credentials are given.</summary>
    /// <param name="api">The API's logical id.</param>
    /// <param name="credentials">Who signs; null for nobody.</param>
    /// <param name="service">The service to sign for.</param>
    /// <param name="region">The region to sign for; by default the stack's.</param>
    public HttpClient Client(string api, AwsCredentials? credentials, string service = "execute-api", string? region = null) =>
        TargetClients.Api(UrlOf(api), region ?? Region, credentials, service, time);

    /// <summary>Why a request passed or was refused, by the answer's <c>x-localaws-decision</c> header.</summary>
    public string ReasonOf(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return emulator.Decisions.Find(response.Headers.GetValues("x-localaws-decision").First())?.Reason ?? "";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await emulator.DisposeAsync().ConfigureAwait(false);
        if (ownFolder is not null)
        {
            Directory.Delete(ownFolder, recursive: true);
        }
    }

    private Sam.UserPoolResource ClientOf(string client) =>
        emulator.Stacks.Main.UserPools.FirstOrDefault(resource => resource.Kind == Sam.UserPoolResourceKind.Client && resource.LogicalId == client)
        ?? throw new ArgumentException($"The template has no user pool client '{client}'.", nameof(client));

    private KnownRole RoleOf(string role) =>
        emulator.Accounts.Roles.FirstOrDefault(known => known.Role.LogicalId == role) ?? throw new ArgumentException($"No template has a role '{role}'.", nameof(role));

    private static string FindTemplate()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var template = Path.Combine(folder.FullName, "template.yaml");
            if (File.Exists(template))
            {
                return template;
            }
        }

        throw new FileNotFoundException($"There is no template.yaml in {AppContext.BaseDirectory} or above. Name one with LocalAwsOptions.Template.");
    }
}
