using System.Collections.Immutable;
using Sam.Catalogue;
using Sam.Resources;

namespace Sam.Services;

/// <summary>Reads who is told of topics' messages.</summary>
internal sealed class Subscriptions(ImmutableArray<Resource> resources, string file)
{
    public ImmutableArray<TopicSubscription> Read() => [.. resources.SelectMany(resource => resource.TypeName switch
    {
        ServiceTypes.Topic => resource.Values.Maps("Subscription").Select(own => Of(resource.LogicalId, ServiceArns.Of(resource), own)),
        ServiceTypes.Subscription => [Of(resource.LogicalId, resource.Values.Told("TopicArn"), resource.Values)],
        _ => [],
    }).OfType<TopicSubscription>()];

    // One of which these cannot be told is told nothing here.
    private TopicSubscription? Of(string logicalId, string? topic, Values values) =>
        topic is not null && values.Told("Protocol") is { } protocol && values.Told("Endpoint") is { } endpoint
            ? new TopicSubscription(logicalId, topic, protocol, endpoint, ResourceJson.Of(values), new SourceLine(file, values.Map.Line))
            : null;
}
