using Emulation.ApiGatewayV2;
using Emulation.Calls;
using Emulation.CloudFormation;
using Emulation.Cognito;
using Emulation.Cognito.Federation;
using Emulation.Cognito.Storage;
using Emulation.Cognito.Tokens;
using Emulation.CognitoIdentity;
using Emulation.Console;
using Emulation.DynamoDb;
using Emulation.FrontDoor;
using Emulation.Fronts.Kms;
using Emulation.Fronts.Secrets;
using Emulation.Gateway;
using Emulation.Gateway.Apis;
using Emulation.Gateway.Authorizers;
using Emulation.Gateway.Integration;
using Emulation.Gateway.Routing;
using Emulation.Gateway.UsagePlans;
using Emulation.IdentityManagement.Api;
using Emulation.IdentityManagement.Troubleshooter;
using Emulation.Lambda;
using Emulation.Lambda.Events;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.S3.Door;
using Emulation.Sessions;
using Emulation.Decisions;
using Emulation.StandIns;
using Emulation.Sts;
using Emulation.Sts.WebIdentities;
using Emulation.Tokens;
using Emulation.Upstreams;
using Emulation.Wire;
using Sam;

namespace Emulation;

/// <summary>
/// Everything that one reading of the templates put in place: who exists, the functions, the APIs and the services, in the order in which they need each other. Another
/// reading makes another, which takes the processes over that would be the same, and reads from the state folder what clients have changed.
/// </summary>
internal sealed class StackDeployment : IAsyncDisposable
{
    private readonly LastingParts lasting;
    private readonly Lazy<Task> disposal;
    private readonly DynamoDbService? dynamoDb;
    private readonly S3Service s3;
    private readonly ResourcePolicies resourcePolicies;
    private readonly BucketPolicies bucketPolicies;
    private readonly DeclaredSettings bucketSettings;
    private readonly AllFronts fronts;

    private StackDeployment(EmulatorOptions options, LoadedStacks stacks, LastingParts lasting, StackDeployment? before, DisposalStack parts)
    {
        (this.lasting, Stacks) = (lasting, stacks);
        disposal = new Lazy<Task>(() => parts.DisposeAsync().AsTask());
        var (state, decisions, sessions, discovery) = (lasting.State, lasting.Decisions, lasting.Sessions, lasting.Discovery);
        var (stack, ids, time) = (stacks.Together, options.Ids, options.Time);
        var owners = new ResourceOwners(stacks.All);
        Names = new PrincipalNames(stacks);

        // Who exists, and who asks.
        Environment = new RequestEnvironment(stacks.Organization, options.ContextKeys);
        Accounts = parts.Push(new AccountDirectory(stacks.All, new LongTermKeys(state.SealingKey), state.Path, time));
        IdentityProviders = parts.Push(new IdentityProviders(stacks.All, state.Path));
        var keyring = new Keyring(Accounts, lasting.Sealer, time, lasting.Uses);

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
        var issuers = new IssuerNames(lasting.EndpointUrl, options.IssuesAsAws);
        Addresses = new LocalAddresses(Apis, stack, issuers, AllFronts.Runs(options.Upstreams, "sqs") ? [.. stacks.All.SelectMany(static one => one.Queues)] : []);
        Functions = parts.Push(FunctionWiring.CreateHost(
            options, stacks, state, Accounts, sessions, value => Addresses.Of(value, lasting.LoopbackUrl()), lasting.LoopbackUrl, before?.Functions));
        var permission = new FunctionPermission(functionPolicies.Of, Environment, arn => Accounts.RoleByArn(arn)?.Role);
        var functions = new CallableFunctions(new FunctionDirectory(stacks.All), permission, Functions);

        var destinations = new EventDestinations(functions, decisions, Functions.Keep, time, options.Logging.CreateLogger("Function"));

        // Who signs in.
        options.ProviderStandIns.Check(
            [.. stack.UserPools.Where(static one => one.Kind == UserPoolResourceKind.IdentityProvider).Select(static one => (string?)one.Properties["ProviderName"] ?? "")]);
        var standIns = new ProviderStandIns(options.ProviderStandIns, stack.UserPools, lasting.EndpointUrl, lasting.LoopbackUrl);
        Cognito = new CognitoService(new CognitoParts
        {
            Stack = stack,
            Owners = owners,
            State = state,
            Stores = lasting.CognitoStores,
            Memory = lasting.CognitoMemory,
            Functions = functions,
            Accounts = Accounts,
            Decisions = decisions,
            EndpointUrl = lasting.EndpointUrl,
            CodeKeys = new CodeKeys(() => fronts!, stack.AccountId),
            Accept = (function, payload) => lasting.Events.Accept(ids.RequestId(), function, payload, null),
            Issuers = issuers,
            StandIns = standIns,
            PasswordIterations = options.PasswordIterations,
            Ids = ids,
            Time = time,
        });
        var federatedRoles = new FederatedRoles(Accounts, sessions);
        Identities = new CognitoIdentityService(new IdentityPoolParts
        {
            Stack = stack,
            Owners = owners,
            Store = lasting.Identities,
            UserPools = Cognito,
            Roles = federatedRoles,
            Providers = IdentityProviders,
            Discovery = discovery,
            Http = lasting.CognitoMemory.Providers,
            Accounts = Accounts,
            Environment = Environment,
            EndpointUrl = lasting.EndpointUrl,
            Ids = ids,
            Time = time,
        });

        // The APIs and the services, each behind its door.
        var answers = new AnswerCache(time);
        var gateway = new GatewayPipeline(
            new GatewayRouting(keyring),
            GatewayWiring.Authorization(keyring, Environment, Cognito.Issuers, discovery, functions, answers, time),
            new RequestAdmission(new UsageGate(lasting.Usage, time)),
            new RouteIntegration(new LambdaIntegration(functions, time), parts.Push(new ServerIntegration(options.AllowsHttp, time))),
            decisions,
            ids,
            time);
        var saidOfResources = stacks.ResourcePolicies;
        resourcePolicies = parts.Push(AllResourcePolicies.Of(stacks, stack, state.Path, owners, () => Accounts.Current));
        var secrets = TemplateSecrets.AreIn(stacks.All) ? new TemplateSecrets(stacks.All, parts.Push(new SecretValues(state.Path, ids, time))) : null;
        fronts = parts.Push(new AllFronts(options.Upstreams, options.AllowsUnderived, resourcePolicies, stacks.All, stack.AccountId, ids, time)
        {
            Secrets = secrets,
            DataKeys = LocalDataKeys.AreIn(stacks.All) ? new LocalDataKeys(stacks.All, state.SealingKey, ids) : null,
        });
        dynamoDb = options.Upstreams.GetValueOrDefault(DynamoDbService.Name) is { } upstream
            ? parts.Push(new DynamoDbService(stack, upstream, resourcePolicies, fronts.Keys, time, owners)) : null;
        bucketPolicies = parts.Push(new BucketPolicies(state.Path, S3Service.Declared(stacks.All, saidOfResources), stack.AccountId, () => Accounts.Current));
        s3 = S3Of(options, stack, lasting, bucketPolicies, fronts.Keys, parts);
        bucketSettings = parts.Push(new DeclaredSettings(state.Path));
        var apis = new ApiResources(parts.Push(new ApiStore(state.Path)), stacks.Main, Apis, functions.Directory, RunTimeEndpointOf, ids, time);
        var sts = new StsParts(
            Keyring: keyring,
            Accounts: Accounts,
            Providers: IdentityProviders,
            Sessions: sessions,
            Messages: new AuthorizationMessages(decisions),
            FederatedRoles: federatedRoles,
            WebIdentities: [Identities.WebIdentities, new OidcProviderTokens(IdentityProviders, Cognito.Issuers, new OpenIdKeys(discovery, time))]);
        Doors = new ServiceDoorParts(keyring, Environment, decisions, ids, time) { Troubleshooting = options.Troubleshooting };
        Services =
        [
            new S3Door(s3, Doors),
            // First: who signed for a service that another server runs means no path of ours.
            fronts.Open(Doors),
            .. dynamoDb is null ? (IAwsService[])[] : [Doors.Open(dynamoDb.Service)],
            Doors.Open(Cognito.Api),
            Doors.Open(Identities.Api),
            Doors.Open(new LambdaService(
                functions.Directory, functionPolicies, asks => new InvocationService(asks, Functions, lasting.Events),
                asks => new FunctionUrlService(asks, urls, id => $"{lasting.EndpointUrl()}{ApiDirectory.UrlPrefix}{id}/", time)).Service),
            Doors.Open(new ApiGatewayService(apis, answers.Forget, stacks.Main).Service),
            Doors.Open(new CloudFormationService(stacks.All, value => Addresses.Of(value, lasting.EndpointUrl()), time.GetUtcNow()).Service),
            Doors.Open(TroubleshooterService.Of(decisions.Refusals)),
            Doors.Open(IamService.Of(Accounts, IamOperations.All(Accounts, IdentityProviders, lasting.Uses, Environment, ids))),
            Doors.Open(StsService.Of(StsActions.All(sts), options.IsStsDown)),
        ];

        var machine = new LocalNames(options.Listen, options.EndpointUrl);
        StandIns = StandInDoor.Of(
            standIns, new StandInParts(lasting.CognitoStores, lasting.CognitoMemory.SamlKeys, new Seal(state.SealingKey, ids), lasting.StandIns, ids, time), decisions);
        Door = new FrontDoorParts
        {
            Apis = Apis,
            Gateway = gateway,
            UserPools = Cognito,
            IdentityPools = Identities,
            Services = Services,
            Absent = dynamoDb is null ? new Dictionary<string, string> { [DynamoDbService.Name] = DynamoDbService.HowToStart } : [],
            Buckets = s3.Names,
            Pages = new OwnPages(new ConsolePages(ConsoleWiring.Of(options, lasting, this)), Cognito, lasting.Feed, lasting.Leases, machine),
            Names = machine,
            StandIns = StandIns,
            Functions = functions,
            Destinations = destinations,
        };
    }

    public LoadedStacks Stacks { get; }

    public PrincipalNames Names { get; }

    public RequestEnvironment Environment { get; }

    public AccountDirectory Accounts { get; }

    public IdentityProviders IdentityProviders { get; }

    public ApiDirectory Apis { get; }

    public FunctionHost Functions { get; }

    public CognitoService Cognito { get; }

    /// <summary>Addresses here in the place of AWS's.</summary>
    public LocalAddresses Addresses { get; }

    /// <summary>What every service's door needs.</summary>
    public ServiceDoorParts Doors { get; }

    /// <summary>The AWS services, in the order in which they are asked whether a request is theirs.</summary>
    public IReadOnlyList<IAwsService> Services { get; }

    public CognitoIdentityService Identities { get; }

    /// <summary>The stand-ins for identity providers of user pools.</summary>
    public StandInDoor StandIns { get; }

    /// <summary>What is behind the one port.</summary>
    public FrontDoorParts Door { get; }

    /// <summary>Puts the stacks in place.</summary>
    /// <param name="options">How.</param>
    /// <param name="stacks">The stacks.</param>
    /// <param name="lasting">What stays when others come.</param>
    /// <param name="before">The deployment whose place this one takes; null for the first.</param>
    /// <param name="cancellation">Ends the wait for servers.</param>
    /// <exception cref="State.StateFolderException">What is stored cannot be read.</exception>
    /// <exception cref="TemplateException">An execution role is not there.</exception>
    /// <exception cref="UsageException">A server behind LocalAws is out of reach, or does not take the template's tables.</exception>
    public static async Task<StackDeployment> MakeAsync(
        EmulatorOptions options, LoadedStacks stacks, LastingParts lasting, StackDeployment? before, CancellationToken cancellation)
    {
        var parts = new DisposalStack();
        try
        {
            var made = new StackDeployment(options, stacks, lasting, before, parts);
            if (made.dynamoDb is not null)
            {
                await made.dynamoDb.StartAsync(cancellation).ConfigureAwait(false);
            }

            await made.fronts.StartAsync(stacks.All, options.Logging.CreateLogger<AllFronts>(), cancellation).ConfigureAwait(false);
            await made.s3.StartAsync(stacks.All, made.bucketSettings, cancellation).ConfigureAwait(false);
            made.resourcePolicies.Settle();
            made.bucketPolicies.Settle();
            made.Functions.TakeOver();
            lasting.Feed.Name(made.Names);
            return made;
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The AWS profiles of this deployment, written.</summary>
    public Profiles WriteProfiles(string folder, string endpointUrl, DateTimeOffset now) => Profiles.Write(
        Accounts, Environment, lasting.Sealer, Names, Stacks.Main.AccountId, folder, endpointUrl, Stacks.Main.Region, now);

    /// <summary>Ends what it alone has: processes that another deployment has taken over run on.</summary>
    public ValueTask DisposeAsync() => new(disposal.Value);

    /// <summary>S3 in front of the server that is to hold the objects; of LocalAws itself without one.</summary>
    private static S3Service S3Of(EmulatorOptions options, Stack stack, LastingParts lasting, BucketPolicies policies, IServiceKeys keys, DisposalStack parts)
    {
        var plainHost = options.EndpointUrl?.IdnHost;
        if (options.Upstreams.GetValueOrDefault(S3Service.Name) is not { } endpoint)
        {
            return new S3Service(lasting.Objects, policies, keys, stack.Region, plainHost, options.Time) { Cors = lasting.Objects.Cors };
        }

        var objects = parts.Push(new UpstreamObjects(new UpstreamServer(S3Service.Name, endpoint, options.Time), stack.Region, bucket => policies.Of(bucket).Owner));
        return new S3Service(objects, policies, keys, stack.Region, plainHost, options.Time) { Cors = objects.Cors };
    }

    /// <summary>
    /// What the management API answers as <c>apiEndpoint</c>. AWS's own name, https://{api}.execute-api.{region}.amazonaws.com, leads a script's curl to AWS.
    /// This one leads here, whatever the client's resolver knows of names below localhost, and stage and path follow it as they follow AWS's.
    /// </summary>
    private string RunTimeEndpointOf(string apiId) => $"{lasting.EndpointUrl()}{ApiDirectory.Prefix}{apiId}";
}
