using System.Globalization;
using Emulation.ApiGatewayV2;
using Emulation.Calls;
using Emulation.CloudFormation;
using Emulation.Cognito;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity;
using Emulation.CognitoIdentity.Storage;
using Emulation.Decisions;
using Emulation.DynamoDb;
using Emulation.FrontDoor;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;
using Emulation.Gateway.UsagePlans;
using Emulation.IdentityManagement.Api;
using Emulation.Lambda;
using Emulation.Lambda.Events;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Sts;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;
using Emulation.Wire;
using Sam;

namespace Emulation;

/// <summary>
/// A running LocalAws: the stacks, who is in them, the functions, and the one port. This is the composition root: everything is made here, and
/// disposed of here in reverse.
/// </summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly DisposalStack parts;
    private readonly StateFolder state;
    private readonly SessionSealer sealer;
    private readonly DynamoDbService? dynamoDb;
    private readonly FrontDoorServer server;
    private readonly RequestDelegate door;
    private readonly PrincipalNames names;

    private Emulator(EmulatorOptions options, LoadedStacks stacks, StateFolder state, DisposalStack parts)
    {
        (this.state, this.parts, Stacks) = (state, parts, stacks);
        var (stack, ids, time) = (stacks.Together, options.Ids, options.Time);
        var owners = new ResourceOwners(stacks.All);
        names = new PrincipalNames(stacks);

        // Who exists, and who asks.
        Environment = new RequestEnvironment(stacks.Organization, options.ContextKeys);
        Accounts = parts.Push(new AccountDirectory(stacks.All, new LongTermKeys(state.SealingKey), state.Path, time));
        IdentityProviders = parts.Push(new IdentityProviders(stacks.All, state.Path));
        sealer = parts.Push(new SessionSealer(state.SessionKey, ids));
        Sessions = new SessionIssuer(sealer, ids, time);
        var uses = new LastUses();
        var keyring = new Keyring(Accounts, sealer, time, uses);
        Decisions = new DecisionLog(options.Logging.CreateLogger("Decision"));

        // What runs.
        var functionPolicies = parts.Push(new FunctionPolicies(state.Path, stacks.All.SelectMany(static one => one.Functions), () => Accounts.Current, stack.AccountId));
        var urls = parts.Push(new FunctionUrlStore(state.Path, stacks.All, !options.HasOldFunctionUrls, time.GetUtcNow(), ids));
        DeployedApi Deployed(Stack of, Api api) => DeployedApi.Of(of, api, () => Accounts.Current, functionPolicies.Of);
        Apis = new ApiDirectory(
            [
                .. stacks.All.SelectMany(one => one.AllApis.Where(static api => api is not FunctionUrlApi).Select(api => Deployed(one, api))),
                .. urls.All.Select(one => Deployed(one.Stack, FunctionUrlApi.Of(one.Url))),
            ],
            stack.Domains);
        urls.Serve = (of, url) => Apis.Put(Deployed(of, FunctionUrlApi.Of(url)));
        urls.Withdraw = id => Apis.Remove(id);
        var issuers = new IssuerNames(() => EndpointUrl, options.IssuesAsAws);
        Addresses = new LocalAddresses(Apis, stack, issuers);
        Functions = parts.Push(FunctionWiring.CreateHost(options, stacks, state, Accounts, Sessions, value => Addresses.Of(value, LoopbackUrl), () => LoopbackUrl));
        var permission = new FunctionPermission(functionPolicies.Of, Environment, arn => Accounts.RoleByArn(arn)?.Role);
        var functions = new CallableFunctions(new FunctionDirectory(stacks.All), permission, Functions);
        Events = parts.Push(new EventRunner(
            parts.Push(new AcceptedEventStore(state.Path)), functions,
            new EventDestinations(functions, Decisions, Functions.Keep, time, options.Logging.CreateLogger("Function")), new EventRunnerParts(ids, time, options.Logging)));

        // Who signs in.
        Cognito = parts.Push(new CognitoService(new CognitoParts
        {
            Stack = stack,
            Owners = owners,
            State = state,
            Stores = parts.Push(new CognitoStores(state.Path)),
            Functions = functions,
            Accounts = Accounts,
            Decisions = Decisions,
            EndpointUrl = () => EndpointUrl,
            Issuers = issuers,
            Ids = ids,
            Time = time,
        }));
        var discovery = parts.Push(new OpenIdDiscovery(time));
        var federatedRoles = new FederatedRoles(Accounts, Sessions);
        Identities = new CognitoIdentityService(new IdentityPoolParts
        {
            Stack = stack,
            Owners = owners,
            Store = parts.Push(new IdentityStore(state.Path)),
            UserPools = Cognito,
            Roles = federatedRoles,
            Providers = IdentityProviders,
            Discovery = discovery,
            Accounts = Accounts,
            Environment = Environment,
            EndpointUrl = () => EndpointUrl,
            Ids = ids,
            Time = time,
        });

        // The APIs and the services, each behind its door.
        var answers = new AnswerCache(time);
        var gateway = new GatewayPipeline(
            new GatewayRouting(keyring),
            GatewayWiring.Authorization(keyring, Environment, Cognito.Issuers, discovery, functions, answers, time),
            new RequestAdmission(new UsageGate(parts.Push(new UsageStore(state.Path)), time)),
            new RouteIntegration(new LambdaIntegration(functions, time), parts.Push(new ServerIntegration(options.AllowsHttp, time))),
            Decisions,
            ids,
            time);
        dynamoDb = options.Upstreams.GetValueOrDefault(DynamoDbService.Name) is { } upstream
            ? parts.Push(new DynamoDbService(stack, upstream, state.Path, () => Accounts.Current, ids, time, owners)) : null;
        var apis = new ApiResources(parts.Push(new ApiStore(state.Path)), stacks.Main, Apis, functions.Directory, RunTimeEndpointOf, ids, time);
        var sts = new StsParts(
            Keyring: keyring,
            Accounts: Accounts,
            Providers: IdentityProviders,
            Sessions: Sessions,
            Messages: new AuthorizationMessages(Decisions),
            FederatedRoles: federatedRoles,
            WebIdentities: [Identities.WebIdentities, new OidcProviderTokens(IdentityProviders, Cognito.Issuers, new OpenIdKeys(discovery, time))]);
        Doors = new ServiceDoorParts(keyring, Environment, Decisions, ids, time);
        Services =
        [
            .. dynamoDb is null ? (IAwsService[])[] : [Doors.Open(dynamoDb.Service)],
            Doors.Open(Cognito.Api),
            Doors.Open(Identities.Api),
            Doors.Open(new LambdaService(
                functions.Directory, functionPolicies, asks => new InvocationService(asks, Functions, Events),
                asks => new FunctionUrlService(asks, urls, id => $"{EndpointUrl}{ApiDirectory.UrlPrefix}{id}/", time)).Service),
            Doors.Open(new ApiGatewayService(apis, answers.Forget, stacks.Main).Service),
            Doors.Open(new CloudFormationService(stacks.All, value => Addresses.Of(value, EndpointUrl), time.GetUtcNow()).Service),
            Doors.Open(IamService.Of(Accounts, IamOperations.All(Accounts, IdentityProviders, uses, Environment, ids))),
            Doors.Open(StsService.Of(StsActions.All(sts), options.IsStsDown)),
        ];

        // The one port.
        Leases = parts.Push(new Leases(time));
        var machine = new LocalNames(options.Listen, options.EndpointUrl);
        var behind = new FrontDoorParts
        {
            Apis = Apis,
            Gateway = gateway,
            UserPools = Cognito,
            IdentityPools = Identities,
            Services = Services,
            Absent = dynamoDb is null ? new Dictionary<string, string> { [DynamoDbService.Name] = DynamoDbService.HowToStart } : [],
            Pages = new OwnPages(() => StackPage.Of(stacks, Apis, Accounts, EndpointUrl), stacks, Cognito, Decisions, Leases, machine),
            Names = machine,
        };
        var frontDoor = new FrontDoor.FrontDoor(behind, options.Logging.CreateLogger<FrontDoor.FrontDoor>());
        door = time == TimeProvider.System ? frontDoor.HandleAsync : new ServerDate(frontDoor.HandleAsync, time).InvokeAsync;
        server = parts.Push(new FrontDoorServer(options));
    }

    public LoadedStacks Stacks { get; }

    public RequestEnvironment Environment { get; }

    public AccountDirectory Accounts { get; }

    public IdentityProviders IdentityProviders { get; }

    public ApiDirectory Apis { get; }

    public SessionIssuer Sessions { get; }

    public DecisionLog Decisions { get; }

    public FunctionHost Functions { get; }

    /// <summary>Runs the events that nobody waits for.</summary>
    public EventRunner Events { get; }

    public CognitoService Cognito { get; }

    /// <summary>Addresses here in the place of AWS's.</summary>
    public LocalAddresses Addresses { get; }

    /// <summary>What every service's door needs.</summary>
    public ServiceDoorParts Doors { get; }

    /// <summary>The AWS services, in the order in which they are asked whether a request is theirs.</summary>
    public IReadOnlyList<IAwsService> Services { get; }

    /// <summary>The address of the server behind DynamoDB's door; null without one.</summary>
    public Uri? DynamoDbServer => dynamoDb?.Server;

    public CognitoIdentityService Identities { get; }

    /// <summary>The folder of the functions' logs, a file for each.</summary>
    public string Logs => state.Logs;

    /// <summary>The AWS profiles, once started.</summary>
    public Profiles Profiles { get; private set; } = null!;

    /// <summary>The secret of a user's long-term key: for the profiles, and for tests.</summary>
    public string SecretOf(string accessKeyId) => Accounts.SecretOf(accessKeyId);

    /// <summary>The URL of an API's stage.</summary>
    public string UrlOf(DeployedApi api) => $"{EndpointUrl}{api.Prefix}{api.Api.ApiId}{api.StagePath}";

    /// <summary>The address for clients, such as <c>http://127.0.0.1:4566</c>, once started.</summary>
    public string EndpointUrl { get; private set; } = "";

    /// <summary>The address for the functions, which run beside this process, once started.</summary>
    public string LoopbackUrl { get; private set; } = "";

    /// <summary>Who needs this LocalAws.</summary>
    public Leases Leases { get; }

    /// <summary>Loads the templates, opens the state folder, listens. Functions start with their first call.</summary>
    /// <exception cref="TemplateException">A template has errors; all of them are in it.</exception>
    /// <exception cref="StateFolderException">The state folder is in use or cannot be written.</exception>
    /// <exception cref="IOException">The port is taken.</exception>
    /// <exception cref="UsageException">A server behind LocalAws is out of reach, or does not take the template's tables.</exception>
    public static async Task<Emulator> StartAsync(EmulatorOptions options, LoadedStacks stacks, CancellationToken cancellation)
    {
        var parts = new DisposalStack();
        try
        {
            var state = parts.Push(StateFolder.Open(options.DataFolder ?? Path.Combine(stacks.Folder, ".localaws"), options.EndsSessions));
            var emulator = new Emulator(options, stacks, state, parts);
            await emulator.StartAsync(options, cancellation).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public ValueTask DisposeAsync() => parts.DisposeAsync();

    private async Task StartAsync(EmulatorOptions options, CancellationToken cancellation)
    {
        if (dynamoDb is not null)
        {
            await dynamoDb.StartAsync(cancellation).ConfigureAwait(false);
        }

        LoopbackUrl = EndpointOf(await server.StartAsync(door, cancellation).ConfigureAwait(false));
        EndpointUrl = options.EndpointUrl?.AbsoluteUri.TrimEnd('/') ?? LoopbackUrl;
        Events.Start();
        var main = Stacks.Main;
        Profiles = Profiles.Write(
            Accounts, Environment, sealer, names, main.AccountId, options.ProfileFolder ?? state.Path, EndpointUrl, main.Region, options.Time.GetUtcNow());
    }

    /// <summary>
    /// What the management API answers as <c>apiEndpoint</c>. AWS's own name, https://{api}.execute-api.{region}.amazonaws.com, leads a script's curl to AWS.
    /// This one leads here, whatever the client's resolver knows of names below localhost, and stage and path follow it as they follow AWS's.
    /// </summary>
    private string RunTimeEndpointOf(string apiId) => $"{EndpointUrl}{ApiDirectory.Prefix}{apiId}";

    /// <summary>The address for clients: one that listens on every interface is still reached by loopback.</summary>
    private static string EndpointOf(string url)
    {
        var uri = new Uri(url.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"http://{uri.Host}:{uri.Port}");
    }
}
