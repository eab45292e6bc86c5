using System.Collections.Immutable;

namespace Emulation.ServiceReference;

/// <summary>An API of a service: how it is called. botocore has a model for each.</summary>
/// <param name="Name">The model's, such as <c>sesv2</c>.</param>
/// <param name="Service">The service whose actions its operations ask.</param>
/// <param name="SigningName">The service in signatures of its calls.</param>
internal sealed record ServiceApi(string Name, ServiceFacts Service, string SigningName)
{
    /// <summary>The first word of AWS's hosts for it, such as <c>email</c>.</summary>
    public string EndpointPrefix { get; init; } = "";

    /// <summary>
    /// Those that a client may speak, the best first: <c>smithy-rpc-v2-cbor</c>, <c>json</c>, <c>query</c>, <c>ec2</c>, <c>rest-json</c>, <c>rest-xml</c>. Empty for an API
    /// that botocore has not.
    /// </summary>
    public ImmutableArray<string> Protocols { get; init; } = [];

    /// <summary>Of JSON, <c>1.0</c> or <c>1.1</c>; empty of another.</summary>
    public string JsonVersion { get; init; } = "";

    /// <summary>What stands before the dot in <c>X-Amz-Target</c>; empty where the protocol has none.</summary>
    public string Target { get; init; } = "";

    /// <summary>The API's date, which a query sends as <c>Version</c>.</summary>
    public string Version { get; init; } = "";

    /// <summary>The XML namespace of its answers; empty where it has none.</summary>
    public string XmlNamespace { get; init; } = "";

    /// <summary>By name.</summary>
    public IReadOnlyDictionary<string, ModelOperation> Operations { get; internal set; } = new Dictionary<string, ModelOperation>();

    public override string ToString() => Name;
}
