using System.Collections.Immutable;

namespace Emulation.ApiGatewayV2;

/// <summary>An API as it is answered and stored. Amazon API Gateway Version 2 API Reference, "Api".</summary>
internal sealed record ApiRecord
{
    /// <summary>Filled in when it is answered: the port is another one after a restart.</summary>
    public string? ApiEndpoint { get; init; }

    public required string ApiId { get; init; }

    public string ApiKeySelectionExpression { get; init; } = "$request.header.x-api-key";

    public CorsRecord? CorsConfiguration { get; init; }

    public required DateTime CreatedDate { get; init; }

    public string? Description { get; init; }

    public bool DisableExecuteApiEndpoint { get; init; }

    public string IpAddressType { get; init; } = "ipv4";

    public required string Name { get; init; }

    public string ProtocolType { get; init; } = "HTTP";

    public string RouteSelectionExpression { get; init; } = ApiInput.OnlyRouteSelection;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;

    public string? Version { get; init; }
}

/// <summary>"Cors".</summary>
internal sealed record CorsRecord
{
    public bool? AllowCredentials { get; init; }

    public IReadOnlyList<string>? AllowHeaders { get; init; }

    public IReadOnlyList<string>? AllowMethods { get; init; }

    public IReadOnlyList<string>? AllowOrigins { get; init; }

    public IReadOnlyList<string>? ExposeHeaders { get; init; }

    /// <summary>In seconds; -1 turns the browser's cache off.</summary>
    public int? MaxAge { get; init; }
}

/// <summary>"Authorizer".</summary>
internal sealed record AuthorizerRecord
{
    public required string AuthorizerId { get; init; }

    public string? AuthorizerPayloadFormatVersion { get; init; }

    public int? AuthorizerResultTtlInSeconds { get; init; }

    public required string AuthorizerType { get; init; }

    public string? AuthorizerUri { get; init; }

    public bool? EnableSimpleResponses { get; init; }

    public IReadOnlyList<string> IdentitySource { get; init; } = [];

    public JwtRecord? JwtConfiguration { get; init; }

    public required string Name { get; init; }
}

/// <summary>"JWTConfiguration".</summary>
internal sealed record JwtRecord
{
    public IReadOnlyList<string>? Audience { get; init; }

    public string? Issuer { get; init; }
}

/// <summary>"Integration".</summary>
internal sealed record IntegrationRecord
{
    public bool? ApiGatewayManaged { get; init; }

    public string ConnectionType { get; init; } = "INTERNET";

    public string? Description { get; init; }

    public required string IntegrationId { get; init; }

    public string IntegrationMethod { get; init; } = "POST";

    public string IntegrationType { get; init; } = "AWS_PROXY";

    public required string IntegrationUri { get; init; }

    public required string PayloadFormatVersion { get; init; }

    public required int TimeoutInMillis { get; init; }
}

/// <summary>"Route".</summary>
internal sealed record RouteRecord
{
    public bool? ApiGatewayManaged { get; init; }

    public bool ApiKeyRequired { get; init; }

    public IReadOnlyList<string>? AuthorizationScopes { get; init; }

    public string AuthorizationType { get; init; } = "NONE";

    public string? AuthorizerId { get; init; }

    public string? OperationName { get; init; }

    public required string RouteId { get; init; }

    public required string RouteKey { get; init; }

    public string? Target { get; init; }
}

/// <summary>"Stage".</summary>
internal sealed record StageRecord
{
    public bool? ApiGatewayManaged { get; init; }

    public bool AutoDeploy { get; init; }

    public required DateTime CreatedDate { get; init; }

    public string? DeploymentId { get; init; }

    public string? Description { get; init; }

    public string? LastDeploymentStatusMessage { get; init; }

    public required DateTime LastUpdatedDate { get; init; }

    public required string StageName { get; init; }

    public ImmutableDictionary<string, string> StageVariables { get; init; } = ImmutableDictionary<string, string>.Empty;

    public ImmutableDictionary<string, string> Tags { get; init; } = ImmutableDictionary<string, string>.Empty;
}

/// <summary>"Deployment".</summary>
internal sealed record DeploymentRecord
{
    public bool AutoDeployed { get; init; }

    public required DateTime CreatedDate { get; init; }

    public required string DeploymentId { get; init; }

    public string DeploymentStatus { get; init; } = "DEPLOYED";

    public string? Description { get; init; }
}
