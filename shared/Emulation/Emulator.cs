using System.Collections.Concurrent;
using System.Globalization;
using Emulation.Calls;
using Emulation.Cognito;
using Emulation.CognitoIdentity;
using Emulation.Decisions;
using Emulation.FrontDoor;
using Emulation.FrontDoor.Certificates;
using Emulation.Fronts.Secrets;
using Emulation.Gateway.Apis;
using Emulation.Lambda;
using Emulation.Lambda.Events;
using Emulation.Organizations;
using Emulation.Principals;
using Emulation.S3.Door;
using Emulation.Sessions;
using Emulation.StandIns;
using Emulation.State;
using Emulation.Wire;

namespace Emulation;

/// <summary>
/// A running LocalAws: the one port, what lasts, and the deployment of the stacks that is in force. Everything is made here or in <see cref="StackDeployment"/>, and disposed of
/// in reverse.
/// </summary>
internal sealed class Emulator : IAsyncDisposable
{
    private readonly EmulatorOptions options;
    private readonly DisposalStack parts;
    private readonly LastingParts lasting;
    private readonly FrontDoorServer server;
    private readonly ConcurrentDictionary<StackDeployment, bool> leaving = new();
    private InForce<FrontDoorParts> inForce = null!;
    private volatile StackDeployment deployment = null!;

    private Emulator(EmulatorOptions options, StateFolder state, DisposalStack parts)
    {
        (this.options, this.parts) = (options, parts);
        lasting = new LastingParts(options, state, parts, () => EndpointUrl, () => LoopbackUrl, BeginTry);
        parts.Push(new Ending(EndAsync));
        server = parts.Push(new FrontDoorServer(options));
    }

    public LoadedStacks Stacks => deployment.Stacks;

    public RequestEnvironment Environment => deployment.Environment;

    public AccountDirectory Accounts => deployment.Accounts;

    public IdentityProviders IdentityProviders => deployment.IdentityProviders;

    public ApiDirectory Apis => deployment.Apis;

    public SessionIssuer Sessions => lasting.Sessions;

    public DecisionLog Decisions => lasting.Decisions;

    public FunctionHost Functions => deployment.Functions;

    /// <summary>Runs the events that nobody waits for.</summary>
    public EventRunner Events => lasting.Events;

    public CognitoService Cognito => deployment.Cognito;

    /// <summary>Addresses here in the place of AWS's.</summary>
    public LocalAddresses Addresses => deployment.Addresses;

    /// <summary>What every service's door needs.</summary>
    public ServiceDoorParts Doors => deployment.Doors;

    /// <summary>The AWS services, in the order in which they are asked whether a request is theirs.</summary>
    public IReadOnlyList<IAwsService> Services => deployment.Services;

    /// <summary>The servers behind this LocalAws, by the service of each; <c>*</c> is every other service's.</summary>
    public IEnumerable<(string Service, Uri Url)> Servers =>
        options.Upstreams.OrderBy(static one => one.Key, StringComparer.Ordinal).Select(static one => (one.Key, one.Value.Url));

    /// <summary>Whether calls of a service that signs by this name are answered, or functions are told of another server for it.</summary>
    public bool Answers(string signingName) =>
        signingName is S3Service.Name or SecretsManagerService.Name || AllFronts.Runs(options.Upstreams, signingName) || !options.ServiceEndpoints.IsEmpty;

    public CognitoIdentityService Identities => deployment.Identities;

    /// <summary>The stand-ins for identity providers of user pools.</summary>
    public StandInDoor StandIns => deployment.StandIns;

    /// <summary>The folder of the functions' logs, a file for each.</summary>
    public string Logs => lasting.State.Logs;

    /// <summary>The AWS profiles, once started.</summary>
    public Profiles Profiles { get; private set; } = null!;

    /// <summary>The secret of a user's long-term key: for the profiles, and for tests.</summary>
    public string SecretOf(string accessKeyId) => Accounts.SecretOf(accessKeyId);

    /// <summary>The URL of an API's stage, for programs beside this process.</summary>
    public string UrlOf(DeployedApi api) => $"{LoopbackUrl}{api.Prefix}{api.Api.ApiId}{api.StagePath}";

    /// <summary>The address for clients, such as <c>http://127.0.0.1:4566</c>, and with a certificate <c>https://localhost:4566</c>, once started.</summary>
    public string EndpointUrl { get; private set; } = "";

    /// <summary>The address for the functions, which run beside this process, once started: without TLS, and so without a question of trust.</summary>
    public string LoopbackUrl { get; private set; } = "";

    /// <summary>Where this machine's programs come to without TLS, where that is not the address for clients and the profiles name it; null otherwise.</summary>
    public string? PlainUrl => options.Certificate is not null && options.EndpointUrl is null ? LoopbackUrl : null;

    /// <summary>How this machine comes to trust the certificate; null where it does, or there is none.</summary>
    public string? HowToTrust => options.Certificate?.HowToTrust;

    /// <summary>Who needs this LocalAws.</summary>
    public Leases Leases => lasting.Leases;

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
            var emulator = new Emulator(options, state, parts);
            await emulator.StartAsync(stacks, cancellation).ConfigureAwait(false);
            return emulator;
        }
        catch
        {
            await parts.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Puts stacks, read anew, in the place of those that run. Requests that have begun end on what they began with; sessions, users, data and what clients have changed stay.
    /// </summary>
    /// <exception cref="StateFolderException">What is stored cannot be read.</exception>
    /// <exception cref="TemplateException">An execution role is not there.</exception>
    /// <exception cref="UsageException">A server behind LocalAws is out of reach, or does not take the template's tables.</exception>
    public async Task DeployAsync(LoadedStacks stacks, CancellationToken cancellation)
    {
        StackDeployment before = null!, made = null!;
        var unneeded = await inForce.ReplaceAsync(async () =>
        {
            before = deployment;
            made = await StackDeployment.MakeAsync(options, stacks, lasting, before, cancellation).ConfigureAwait(false);
            deployment = made;
            leaving[before] = true;
            return made.Door;
        }).ConfigureAwait(false);
        _ = LeaveAsync(before, unneeded);
        await made.Functions.StartDebuggedAsync().ConfigureAwait(false);
        Profiles = made.WriteProfiles(ProfileFolder, ProfileUrl, options.Time.GetUtcNow());
    }

    /// <summary>Finds out whether the functions that a deployment gave new processes can start, and tells of those that cannot.</summary>
    public Task TryRenewedAsync() => deployment.Functions.TryRenewedAsync();

    /// <summary>Starts what a person debugs, who can see by now where.</summary>
    public Task StartDebuggedAsync() => deployment.Functions.StartDebuggedAsync();

    public ValueTask DisposeAsync() => parts.DisposeAsync();

    /// <summary>The programs that read profiles run beside this process and have trust stores of their own: unless somebody says another address, they need no TLS.</summary>
    private string ProfileUrl => options.EndpointUrl is null ? LoopbackUrl : EndpointUrl;

    private string ProfileFolder => options.ProfileFolder ?? lasting.State.Path;

    private async Task StartAsync(LoadedStacks stacks, CancellationToken cancellation)
    {
        deployment = await StackDeployment.MakeAsync(options, stacks, lasting, null, cancellation).ConfigureAwait(false);
        inForce = new InForce<FrontDoorParts>(deployment.Door);
        var frontDoor = new FrontDoor.FrontDoor(inForce, options.Logging.CreateLogger<FrontDoor.FrontDoor>());
        RequestDelegate door = options.Time == TimeProvider.System ? frontDoor.HandleAsync : new ServerDate(frontDoor.HandleAsync, options.Time).InvokeAsync;
        LoopbackUrl = EndpointOf(await server.StartAsync(door, cancellation).ConfigureAwait(false));
        EndpointUrl = options.EndpointUrl?.AbsoluteUri.TrimEnd('/') ?? (options.Certificate is null ? LoopbackUrl : WithTls(LoopbackUrl, options.Certificate));
        lasting.Events.Start();
        Profiles = deployment.WriteProfiles(ProfileFolder, ProfileUrl, options.Time.GetUtcNow());
    }

    private async Task LeaveAsync(StackDeployment left, Task unneeded)
    {
        await unneeded.ConfigureAwait(false);
        try
        {
            await left.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            Log.DeploymentNotEnded(options.Logging.CreateLogger<Emulator>(), e);
        }

        leaving.TryRemove(left, out _);
    }

    /// <summary>Ends what is in force, and those that some request still needs.</summary>
    private async ValueTask EndAsync()
    {
        await lasting.Events.DisposeAsync().ConfigureAwait(false);
        await Task.WhenAll(leaving.Keys.Append(deployment).OfType<StackDeployment>().Select(static one => one.DisposeAsync().AsTask())).ConfigureAwait(false);
    }

    private FunctionsTurn BeginTry()
    {
        var turn = inForce.Begin();
        return new FunctionsTurn(turn.Value.Functions, turn.Value.Destinations, turn);
    }

    /// <summary>The address for clients: one that listens on every interface is still reached by loopback.</summary>
    private static string EndpointOf(string url)
    {
        var uri = new Uri(url.Replace("[::]", "127.0.0.1", StringComparison.Ordinal).Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        return string.Create(CultureInfo.InvariantCulture, $"http://{uri.Host}:{uri.Port}");
    }

    private static string WithTls(string url, ServerCertificate certificate) =>
        string.Create(CultureInfo.InvariantCulture, $"https://{certificate.HostFor(null)}:{new Uri(url).Port}");

    private sealed class Ending(Func<ValueTask> end) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => end();
    }
}
