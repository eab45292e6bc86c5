using System.Collections.Concurrent;
using System.Collections.Immutable;
using Emulation.Calls;
using Emulation.DynamoDb;
using Emulation.Fronts;
using Emulation.ServiceReference;
using Emulation.Upstreams;
using Emulation.Wire;
using Iam;

namespace Emulation;

/// <summary>
/// The services that servers behind LocalAws run, each behind a front, by the service in the signature: made when the first call of a service comes, since AWS has some
/// hundreds of them.
/// </summary>
/// <param name="upstreams">The servers.</param>
/// <param name="policies">The policies of their resources.</param>
/// <param name="home">The account of who belongs to none.</param>
/// <param name="time">The time of signatures.</param>
internal sealed class AllFronts(ImmutableDictionary<string, UpstreamEndpoint> upstreams, ResourcePolicies policies, AccountId home, TimeProvider time) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Front?>> fronts = new(StringComparer.Ordinal);

    /// <summary>All of them, as one service.</summary>
    public IAwsService Open(ServiceDoorParts doors) => new Doors(this, doors);

    public void Dispose()
    {
        foreach (var front in fronts.Values)
        {
            front.Value?.Service.Dispose();
        }
    }

    private Front? Of(string signingName, ServiceDoorParts doors) =>
        EndpointOf(signingName) is { } endpoint ? fronts.GetOrAdd(signingName, name => new Lazy<Front?>(() => FrontOf(name, endpoint, doors))).Value : null;

    private Front? FrontOf(string name, UpstreamEndpoint endpoint, ServiceDoorParts doors)
    {
        if ((FrontedServices.ByHand.GetValueOrDefault(name) ?? ReferencedService.Find(name)) is not { } service)
        {
            return null;
        }

        var front = new ServiceFront(service, new UpstreamServer(name, endpoint, time), policies, home);
        return new Front(front, [.. front.Services.Select(IAwsService (one) => doors.Open(one))]);
    }

    /// <summary>DynamoDB has a front of its own. A name that AWS has not is no reason to keep anything.</summary>
    private UpstreamEndpoint? EndpointOf(string signingName) => signingName == DynamoDbService.Name || UpstreamEndpoint.Own.Contains(signingName) ? null
        : upstreams.GetValueOrDefault(signingName)
            ?? (upstreams.GetValueOrDefault(UpstreamEndpoint.EveryService) is { } every && !ServiceData.SignedAs(signingName).IsEmpty ? every : null);

    private sealed record Front(ServiceFront Service, ImmutableArray<IAwsService> Doors);

    /// <summary>The doors of all fronts.</summary>
    private sealed class Doors(AllFronts all, ServiceDoorParts parts) : IAwsService
    {
        public string Name => "whatever --upstream names";

        public bool Owns(ReceivedRequest request) => DoorOf(request) is not null;

        public int LongestBody(ReceivedRequest head) => DoorOf(head)!.LongestBody(head);

        public bool MayWait(ReceivedRequest request) => true;

        public Task HandleAsync(ReceivedRequest request) => DoorOf(request)!.HandleAsync(request);

        /// <summary>By the service that was signed for; of who signed nothing, by what the call itself names.</summary>
        private IAwsService? DoorOf(ReceivedRequest request) => request.SignedService is { } name ? DoorOf(request, name)
            : request.Http.Request.Headers["X-Amz-Target"].Count > 0 ? FrontedServices.ByHand.Keys.Select(one => DoorOf(request, one)).FirstOrDefault(static door => door is not null)
            : null;

        private IAwsService? DoorOf(ReceivedRequest request, string service) => all.Of(service, parts) is { } front ? front.Doors.FirstOrDefault(door => door.Owns(request)) : null;
    }
}
