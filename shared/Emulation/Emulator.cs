using System.Globalization;
using Emulation.ApiGatewayV2;
using Emulation.Calls;
using Emulation.CloudFormation;
using Emulation.Cognito;
using Emulation.CognitoIdentity;
using Emulation.Decisions;
using Emulation.DynamoDb;
using Emulation.FrontDoor;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;
using Emulation.IdentityManagement.Api;
using Emulation.Lambda;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.Sessions;
using Emulation.State;
using Emulation.Sts;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;
using Emulation.Wire;

namespace Emulation;

/// <summary>
/// A running LocalAws: the stacks, who is in them, the functions, and the one port. This is the composition root: everything is made here, and
/// disposed of here in reverse.
/// </summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly StateFolder state;
    private readonly SessionSealer sealer;
    private readonly OpenIdDiscovery discovery;
    private readonly ApiStore apiStore;
    private readonly FunctionPolicies functionPolicies;
    private readonly DynamoDbApi? dynamoDb;
    private readonly FrontDoorServer server;
    private readonly RequestDelegate door;

    private Emulator(EmulatorOptions options, LoadedStacks stacks, StateFolder state)
    {
        this.state = state;
        Stacks = stacks;
        Surroundings = new Surroundings(stacks.Organization, options.ContextKeys);
        sealer = new SessionSealer(state.SessionKey, options.Ids);
        Accounts = new AccountDirectory(stacks.All, new LongTermKeys(state.SealingKey), state.Path, options.Time);
        IdentityProviders = new IdentityProviders(stacks.All, state.Path);
        var uses = new LastUses();
        var keyring = new Keyring(Accounts, sealer, options.Time, uses);
        Sessions = new SessionIssuer(sealer, options.Ids, options.Time);
        Leases = new Leases(options.Time);
        Decisions = new DecisionLog(options.Logging.CreateLogger("Decision"));
        Apis = new ApiDirectory([.. stacks.Main.AllApis.Select(api => DeployedApi.Of(stacks.Main, api, () => Accounts.Current))]);
        Functions = FunctionWiring.CreateHost(options, stacks, state, Accounts, Sessions, value => LocalAddress.Of(value, this, LoopbackUrl), () => LoopbackUrl);
        functionPolicies = new FunctionPolicies(state.Path, stacks.Main.Functions, () => Accounts.Current);
        var functions = new CallableFunctions(new FunctionDirectory(stacks.Main), new FunctionPermission(functionPolicies.Of, Surroundings), Functions);
        Cognito = new CognitoService(new CognitoSurroundings
        {
            Stack = stacks.Main,
            State = state,
            Functions = functions,
            Accounts = Accounts,
            Organization = Surroundings,
            Decisions = Decisions,
            EndpointUrl = () => EndpointUrl,
            IssuesAsAws = options.IssuesAsAws,
            Ids = options.Ids,
            Time = options.Time,
        });
        discovery = new OpenIdDiscovery(options.Time);
        Identities = new CognitoIdentityService(new IdentitySurroundings
        {
            Stack = stacks.Main,
            State = state,
            UserPools = Cognito,
            Roles = new FederatedRoles(Accounts, Sessions, Surroundings),
            Providers = IdentityProviders,
            Discovery = discovery,
            Accounts = Accounts,
            EndpointUrl = () => EndpointUrl,
            Ids = options.Ids,
            Time = options.Time,
        });
        apiStore = new ApiStore(state.Path);
        var answers = new AnswerCache(options.Time);
        var gateway = new GatewayPipeline(new GatewayRouting(keyring), GatewayWiring.Authorization(keyring, Surroundings, Cognito.Issuers, discovery, functions, answers, options.Time), new LambdaIntegration(functions, options.Time), new AuthorizationMessages(sealer), Decisions, options.Ids, options.Time);
        var doors = new ServiceDoorParts(keyring, Surroundings, Decisions, options.Ids, options.Time);
        var sts = doors.Open(StsService.Of(StsActions.All(StsParts(keyring, options.Time)), options.IsStsDown));
        var iam = doors.Open(IamService.Of(Accounts, IamOperations.All(Accounts, IdentityProviders, uses, Surroundings, options.Ids)));
        var lambda = doors.Open(new LambdaService(functions.Directory, Functions, functionPolicies).Service);
        var resources = new ApiResources(apiStore, stacks.Main, Apis, functions.Directory, RunTimeEndpointOf, options.Ids, options.Time);
        var apiGateway = doors.Open(new ApiGatewayService(resources, answers.Forget, stacks.Main).Service);
        var cloudFormation = doors.Open(new CloudFormationService(stacks.Main, value => LocalAddress.Of(value, this, EndpointUrl), options.Time.GetUtcNow()).Service);
        dynamoDb = options.Upstreams.GetValueOrDefault("dynamodb") is { } upstream ? new DynamoDbApi(keyring, stacks.Main, Surroundings, upstream, state.Path, () => Accounts.Current, Decisions, options.Ids, options.Time) : null;
        Services = [.. dynamoDb is null ? (IAwsService[])[] : [dynamoDb], doors.Open(Cognito.Api), doors.Open(Identities.Api), lambda, apiGateway, cloudFormation, iam, sts];
        var names = new LocalNames(options.Listen, options.EndpointUrl);
        var frontDoor = new FrontDoor.FrontDoor(Apis, gateway, Cognito, Identities, Services, new OwnPages(this, names), names, options.Logging.CreateLogger<FrontDoor.FrontDoor>());
        door = options.Time == TimeProvider.System ? frontDoor.HandleAsync : new ServerDate(frontDoor.HandleAsync, options.Time).InvokeAsync;
        server = new FrontDoorServer(options);
    }

    public LoadedStacks Stacks { get; }

    public Surroundings Surroundings { get; }

    public AccountDirectory Accounts { get; }

    public IdentityProviders IdentityProviders { get; }

    public ApiDirectory Apis { get; }

    public SessionIssuer Sessions { get; }

    public DecisionLog Decisions { get; }

    public FunctionHost Functions { get; }

    public CognitoService Cognito { get; }

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
    public string UrlOf(DeployedApi api) => $"{EndpointUrl}{ApiDirectory.Prefix}{api.Api.ApiId}{api.StagePath}";

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
        var state = StateFolder.Open(options.DataFolder ?? Path.Combine(stacks.Folder, ".localaws"), options.EndsSessions);
        Emulator? emulator = null;
        try
        {
            emulator = new Emulator(options, stacks, state);
            if (emulator.dynamoDb is { } dynamoDb)
            {
                await dynamoDb.StartAsync(cancellation).ConfigureAwait(false);
            }

            emulator.LoopbackUrl = EndpointOf(await emulator.server.StartAsync(emulator.door, cancellation).ConfigureAwait(false));
            emulator.EndpointUrl = options.EndpointUrl?.AbsoluteUri.TrimEnd('/') ?? emulator.LoopbackUrl;
            emulator.Profiles = Profiles.Write(
                emulator.Accounts, emulator.Surroundings, emulator.sealer, stacks.Main.AccountId, options.ProfileFolder ?? state.Path, emulator.EndpointUrl, stacks.Main.Region, options.Time.GetUtcNow());
            return emulator;
        }
        catch
        {
            if (emulator is not null)
            {
                await emulator.DisposeAsync().ConfigureAwait(false);
            }

            state.Dispose();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync().ConfigureAwait(false);
        Leases.Dispose();
        await Functions.DisposeAsync().ConfigureAwait(false);
        Identities.Dispose();
        Cognito.Dispose();
        discovery.Dispose();
        apiStore.Dispose();
        functionPolicies.Dispose();
        dynamoDb?.Dispose();
        Accounts.Dispose();
        IdentityProviders.Dispose();
        sealer.Dispose();
        state.Dispose();
    }

    /// <summary>
    /// What the management API answers as <c>apiEndpoint</c>. AWS's own name, https://{api}.execute-api.{region}.amazonaws.com, leads a script's curl to AWS. This one leads here, whatever the
    /// client's resolver knows of names below localhost, and stage and path follow it as they follow AWS's.
    /// </summary>
    private string RunTimeEndpointOf(string apiId) => $"{EndpointUrl}{ApiDirectory.Prefix}{apiId}";

    private StsParts StsParts(Keyring keyring, TimeProvider time) => new()
    {
        Keyring = keyring,
        Accounts = Accounts,
        Providers = IdentityProviders,
        Sessions = Sessions,
        Messages = new AuthorizationMessages(sealer),
        FederatedRoles = new FederatedRoles(Accounts, Sessions, Surroundings),
        WebIdentities = [Identities.WebIdentities, new OidcProviderTokens(IdentityProviders, Cognito.Issuers, new OpenIdKeys(discovery, time))],
    };

    /// <summary>The address for clients: one that listens on every interface is still reached by loopback.</summary>
    private static string EndpointOf(string url)
    {
        var uri = new Uri(url.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"http://{uri.Host}:{uri.Port}");
    }
}
