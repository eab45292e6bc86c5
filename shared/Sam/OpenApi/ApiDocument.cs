using System.Collections.Immutable;
using Sam.Documents;
using Sam.Integrations;

namespace Sam.OpenApi;

/// <summary>
/// What an OpenAPI document says of an API, as far as it bears on routing and access: the operations, who guards them, and what holds for all of them. Documents that
/// the SAM transform writes from the events of functions are told the same way. API Gateway Developer Guide, "OpenAPI extensions for API Gateway".
/// </summary>
internal sealed record ApiDocument(ApiKind Kind)
{
    /// <summary>Whether it is OpenAPI 3 rather than Swagger 2.0.</summary>
    public bool IsThree { get; init; }

    /// <summary>The operations, in the document's order. No two have the same method and path.</summary>
    public ImmutableArray<ApiOperation> Operations { get; init; } = [];

    /// <summary>Every key of each path, as the document spells them, in its order: methods and what else a path has.</summary>
    public ImmutableArray<PathKeys> Paths { get; init; } = [];

    /// <summary>Who may be asked to authenticate callers, by name.</summary>
    public ImmutableDictionary<string, SecurityScheme> Schemes { get; init; } = ImmutableDictionary.Create<string, SecurityScheme>(StringComparer.Ordinal);

    /// <summary><c>x-amazon-apigateway-policy</c>: a REST API's resource policy.</summary>
    public Node? Policy { get; init; }

    /// <summary><c>x-amazon-apigateway-cors</c> of an HTTP API.</summary>
    public MapNode? Cors { get; init; }

    /// <summary><c>x-amazon-apigateway-binary-media-types</c>.</summary>
    public ImmutableArray<string> BinaryMediaTypes { get; init; } = [];

    /// <summary><c>x-amazon-apigateway-api-key-source</c>: <c>HEADER</c> or <c>AUTHORIZER</c>.</summary>
    public string? ApiKeySource { get; init; }

    /// <summary>Whether nothing but custom domains leads to the API; null where the document does not say.</summary>
    public bool? DisableExecuteApiEndpoint { get; init; }

    /// <summary>The VPC endpoints of a private API.</summary>
    public ImmutableArray<string> VpcEndpointIds { get; init; } = [];

    /// <summary><c>x-amazon-apigateway-gateway-responses</c>.</summary>
    public MapNode? GatewayResponses { get; init; }

    /// <summary>The models, by name: <c>definitions</c>, or <c>components.schemas</c>.</summary>
    public MapNode? Models { get; init; }

    /// <summary>The API's name in it: <c>info.title</c>.</summary>
    public string? Title { get; init; }
}

/// <summary>The keys of a path.</summary>
/// <param name="Path">The path.</param>
/// <param name="Keys">The keys, as written.</param>
internal sealed record PathKeys(string Path, ImmutableArray<string> Keys);
