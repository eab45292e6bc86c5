using System.Net.Http.Json;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using Emulation;
using Emulation.Clients;
using Emulation.Console;
using Emulation.Console.Explained;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Iam;
using Sam;
using SigV4;

namespace Harness.Targets;

/// <summary>
/// A LocalAws that runs elsewhere, as in a container. Ids and ARNs follow from the template; whoever has its keys makes the sessions that
/// it makes itself, so that tests can act as roles that nobody outside may assume. Everything else goes over the wire.
/// </summary>
public sealed class RemoteLocalAws : IAwsTarget
{
    private readonly RemoteLocalAwsOptions options;
    private readonly LoadedStacks stacks;
    private readonly DeclaredParts declared;
    private readonly SessionSealer sealer;
    private readonly AccountDirectory accounts;
    private readonly SessionIssuer sessions;
    private readonly AwsCaller caller;
    private readonly ApiConnection connection;
    private readonly HttpClient pages;

    private RemoteLocalAws(RemoteLocalAwsOptions options, LoadedStacks stacks)
    {
        this.options = options;
        this.stacks = stacks;
        declared = new DeclaredParts(stacks);
        sealer = new SessionSealer(options.SessionKey, IdSource.SystemRandom);
        accounts = new AccountDirectory(stacks.All, new LongTermKeys(options.SealingKey));
        sessions = new SessionIssuer(sealer, IdSource.SystemRandom, TimeProvider.System);
        caller = new AwsCaller(options.EndpointUrl, Region, TimeProvider.System);
        pages = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = options.EndpointUrl };
        connection = new ApiConnection(UrlOf, DecisionOfAsync, Region, TimeProvider.System, declared.FindApi);
    }

    /// <inheritdoc/>
    public Uri EndpointUrl => options.EndpointUrl;

    /// <inheritdoc/>
    public string Region => stacks.Main.Region;

    /// <inheritdoc/>
    public string Account => stacks.Main.AccountId.ToString();

    /// <inheritdoc/>
    public string ConfigFile =>
        Path.Combine(options.ProfileFolder ?? throw new NotSupportedException("Name a folder with profiles: RemoteLocalAwsOptions.ProfileFolder."), "config");

    /// <inheritdoc/>
    public string CredentialsFile => Path.Combine(Path.GetDirectoryName(ConfigFile)!, "credentials");

    /// <summary>Knows the LocalAws; it must be up before it is called.</summary>
    public static RemoteLocalAws At(RemoteLocalAwsOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return new RemoteLocalAws(
            options,
            LocalAwsStartException.Guard(
                () =>
                    LoadedStacks.Load(new EmulatorOptions
                    {
                        Templates = [.. options.FurtherTemplates.Prepend(options.Template).Select(static template => TemplateSource.Parse(SourceFolder.Template(template)))],
                    })));
    }

    /// <inheritdoc/>
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

    /// <inheritdoc/>
    public Uri UrlOf(string api)
    {
        var found = declared.Api(api);
        return new Uri(EndpointUrl, $"{found.Prefix}{found.Api.ApiId}{found.StagePath}");
    }

    /// <inheritdoc/>
    public string ArnOf(string role) => RoleOf(role).Role.Arn.ToString();

    /// <inheritdoc/>
    public AwsCredentials Administrator(string? account = null)
    {
        var owner = account is null ? stacks.Main.AccountId : AccountId.Parse(account);
        var user = accounts.Users.First(user => user.LogicalId == AccountDirectory.AdministratorName && user.Account == owner);
        return new AwsCredentials(user.AccessKeyIds[0], accounts.SecretOf(user.AccessKeyIds[0]));
    }

    /// <inheritdoc/>
    public AwsCredentials SessionOf(string role, string sessionName = "test") => SessionOf(role, sessionName, SessionIssuer.FunctionSession);

    /// <inheritdoc/>
    public async Task<AwsCredentials> AssumeAsync(string role, AwsCredentials? by = null, Action<AssumeRoleRequest>? change = null)
    {
        var known = RoleOf(role);
        using var sts = StsClient(by ?? Administrator(known.Account.ToString()));
        return await TargetClients.AssumeAsync(sts, known.Role.Arn.ToString(), change).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public Task<UserTokens> SignInAsync(string client, string username) =>
        new PoolUsers(caller, Administrator()).SignInAsync(UserPoolId(client), UserPoolClientId(client), username);

    /// <inheritdoc/>
    public string UserPoolId(string client) => ClientOf(client).UserPoolId;

    /// <inheritdoc/>
    public string UserPoolClientId(string client) => ClientOf(client).PhysicalId;

    /// <inheritdoc/>
    public AmazonSecurityTokenServiceClient StsClient(AwsCredentials credentials) => TargetClients.LocalSts(EndpointUrl, Region, credentials);

    /// <inheritdoc/>
    public HttpClient Client(string api, AwsCredentials? credentials, string service = "execute-api", string? region = null) =>
        connection.Client(api, credentials, service, region);

    /// <summary>Why a request passed or was refused, by the answer's <c>x-localaws-decision</c> header.</summary>
    public string ReasonOf(HttpResponseMessage response)
    {
        ArgumentNullException.ThrowIfNull(response);
        return Task.Run(() => DecisionOfAsync(response, CancellationToken.None)).GetAwaiter().GetResult()?.Reason ?? "";
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        connection.Dispose();
        pages.Dispose();
        caller.Dispose();
        accounts.Dispose();
        sealer.Dispose();
        if (options.Owner is not null)
        {
            await options.Owner.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async Task<AccessDecision?> DecisionOfAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        if (!response.Headers.TryGetValues("x-localaws-decision", out var ids))
        {
            return null;
        }

        var page = new Uri($"{ConsolePaths.Decisions}?id={Uri.EscapeDataString(ids.First())}", UriKind.Relative);
        var found = await pages.GetFromJsonAsync(page, DecisionPageJson.Default.IReadOnlyListDecisionView, cancellation).ConfigureAwait(false);
        return found is [var view] ? AccessDecision.Of(view) : null;
    }

    private AwsCredentials SessionOf(string role, string sessionName, TimeSpan duration)
    {
        var session = sessions.ForFunction(RoleOf(role), sessionName, duration);
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }

    private UserPoolResource ClientOf(string client) => declared.Client(client);

    private KnownRole RoleOf(string role) => declared.Role(role, accounts);
}
