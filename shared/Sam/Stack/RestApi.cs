using System.Collections.Immutable;
using Iam;

namespace Sam;

/// <summary>A REST API.</summary>
public sealed record RestApi : Api
{
    /// <summary>The resource policy, when the API has one.</summary>
    public Policy? ResourcePolicy { get; init; }

    /// <summary>Media types whose bodies reach the function base64-encoded, such as <c>image/png</c> or <c>*/*</c>.</summary>
    public ImmutableArray<string> BinaryMediaTypes { get; init; } = [];

    /// <summary>Where API keys are looked for: <c>HEADER</c> (<c>x-api-key</c>) or <c>AUTHORIZER</c>.</summary>
    public string ApiKeySource { get; init; } = "HEADER";

    /// <summary>Whether it is reached through VPC endpoints only.</summary>
    public bool IsPrivate { get; init; }

    /// <summary>The VPC endpoints that it is associated with.</summary>
    public ImmutableArray<string> VpcEndpointIds { get; init; } = [];

    /// <summary>What it answers in place of API Gateway's own words when a request does not reach an integration.</summary>
    public ImmutableArray<GatewayResponse> GatewayResponses { get; init; } = [];
}
