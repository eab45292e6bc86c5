using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.DynamoDb;
using Emulation.Fronts;
using Emulation.Fronts.Kms;
using Emulation.Fronts.Secrets;
using Emulation.S3.Door;
using Emulation.ServiceReference;
using Emulation.State;
using Emulation.Upstreams;
using Emulation.Upstreams.Making;
using Emulation.Wire;
using Iam;
using Sam;

namespace Emulation;

/// <summary>
/// The services that servers behind LocalAws run, each behind a front, by the service in the signature: made when the first call of a service comes, since AWS has some
/// hundreds of them.
/// </summary>
/// <param name="upstreams">The servers.</param>
/// <param name="underived">Of which services what cannot be derived is let pass.</param>
/// <param name="policies">The policies of their resources.</param>
/// <param name="stacks">Declare keys, and what is encrypted by them.</param>
/// <param name="home">The account of who belongs to none.</param>
/// <param name="ids">Draws passwords.</param>
/// <param name="time">The time of signatures.</param>
internal sealed class AllFronts(
    ImmutableDictionary<string, UpstreamEndpoint> upstreams, ImmutableHashSet<string> underived, ResourcePolicies policies, IReadOnlyCollection<Stack> stacks,
    AccountId home, IdSource ids, TimeProvider time) : IDisposable
{
    private readonly ClosedResources closed = new(stacks);
    private IServiceKeys? keys;
    private readonly ConcurrentDictionary<string, Lazy<ServiceFront?>> fronts = new(StringComparer.Ordinal);

    /// <summary>What answers for the templates' secrets where no server does; null where they have none.</summary>
    public TemplateSecrets? Secrets { get; init; }

    /// <summary>What wraps data keys by the templates' keys where no server runs KMS; null where they have none.</summary>
    public LocalDataKeys? DataKeys { get; init; }

    /// <summary>What services ask of KMS in their callers' names.</summary>
    public IServiceKeys Keys => keys ??= new ServiceKeys(
        stacks, policies, home, (region, account, cancellation) => QuestionsOf(LocalDataKeys.Service, region, account, cancellation));

    /// <summary>Whether a server runs a service.</summary>
    public static bool Runs(ImmutableDictionary<string, UpstreamEndpoint> upstreams, string signingName) => EndpointOf(upstreams, signingName) is not null;

    /// <summary>All of them, as one service.</summary>
    public IAwsService Open(ServiceDoorParts doors) => new Doors(this, doors);

    /// <summary>Makes the templates' resources on the servers. Of a server that is out of reach it says so, once: they are made when it is not.</summary>
    /// <exception cref="UsageException">A server does not take one.</exception>
    public async Task StartAsync(IReadOnlyList<Stack> stacks, ILogger logger, CancellationToken cancellation)
    {
        var away = new HashSet<Uri>();
        foreach (var service in ResourceMaker.ServicesOf(stacks, ids))
        {
            if (Of(service) is not { } front || front.Server == DataKeys?.Url)
            {
                continue;
            }

            front.Declared = new DeclaredResources(new ResourceMaker(service, front, stacks, ids).EnsureAsync);
            if (away.Contains(front.Server))
            {
                continue;
            }

            try
            {
                await front.Declared.EnsureAsync(cancellation).ConfigureAwait(false);
            }
            catch (OutOfReachException e)
            {
                away.Add(front.Server);
                Log.ServerIsAway(logger, e.Message);
            }
        }
    }

    public void Dispose()
    {
        foreach (var front in fronts.Values)
        {
            front.Value?.Dispose();
        }
    }

    /// <summary>Asks what runs a service, in a region and an account; null where nothing does.</summary>
    public ServerQuestions? QuestionsOf(string signingName, string region, AccountId account, CancellationToken cancellation) =>
        Of(signingName)?.QuestionsOf(region, account, cancellation);

    /// <summary>What LocalAws itself does of a service; null for nothing.</summary>
    private IFrontedServer? LocalOf(string signingName) => signingName switch
    {
        SecretsManagerService.Name => Secrets,
        LocalDataKeys.Service => DataKeys,
        _ => null,
    };

    private ServiceFront? Of(string signingName)
    {
        var endpoint = EndpointOf(upstreams, signingName);
        return endpoint is not null || LocalOf(signingName) is not null
            ? fronts.GetOrAdd(signingName, name => new Lazy<ServiceFront?>(() => FrontOf(name, endpoint))).Value
            : null;
    }

    private ServiceFront? FrontOf(string name, UpstreamEndpoint? endpoint) =>
        (FrontedServices.Find(name) ?? ReferencedService.Find(name, underived.Contains(name))) is { } service
        ? new ServiceFront(service, endpoint is null ? LocalOf(name)! : new UpstreamServer(name, endpoint, time), policies, closed, home, Keys)
        : null;

    /// <summary>DynamoDB and S3 have fronts of their own. A name that AWS has not is no reason to keep anything.</summary>
    private static UpstreamEndpoint? EndpointOf(ImmutableDictionary<string, UpstreamEndpoint> upstreams, string signingName) =>
        signingName is DynamoDbService.Name or S3Service.Name || UpstreamEndpoint.Own.Contains(signingName) ? null
        : upstreams.GetValueOrDefault(signingName)
            ?? (upstreams.GetValueOrDefault(UpstreamEndpoint.EveryService) is { } every && !ServiceData.SignedAs(signingName).IsEmpty ? every : null);

    /// <summary>The doors of all fronts.</summary>
    private sealed class Doors(AllFronts all, ServiceDoorParts parts) : IAwsService
    {
        private readonly ConcurrentDictionary<string, Lazy<ImmutableArray<IAwsService>>> open = new(StringComparer.Ordinal);

        /// <summary>They have one each.</summary>
        public string Name => "";

        public bool Owns(ReceivedRequest request) => DoorOf(request) is not null;

        public int LongestBody(ReceivedRequest head) => DoorOf(head)!.LongestBody(head);

        public bool ReadsBody(ReceivedRequest head) => DoorOf(head)!.ReadsBody(head);

        public bool MayWait(ReceivedRequest request) => true;

        public Task HandleAsync(ReceivedRequest request) => DoorOf(request)!.HandleAsync(request);

        /// <summary>By the service that was signed for; of who signed nothing, by what the call itself names.</summary>
        private IAwsService? DoorOf(ReceivedRequest request) => request.SignedService is { } name ? DoorOf(request, name)
            : request.Http.Request.Headers["X-Amz-Target"].Count > 0 ? FrontedServices.Names.Select(one => DoorOf(request, one))
                .FirstOrDefault(static door => door is not null)
            : null;

        private IAwsService? DoorOf(ReceivedRequest request, string service) => all.Of(service) is { } front
            ? open.GetOrAdd(service, _ => new(() => [.. front.Services.Select(IAwsService (one) => parts.Open(one))])).Value.FirstOrDefault(door => door.Owns(request))
            : null;
    }
}
