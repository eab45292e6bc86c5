using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Emulation.ApiGatewayV2;

/// <summary>What a client sends to make or change something: the properties that LocalAws honours. All others are collected, so that none is silently ignored.</summary>
internal abstract record ManagementInput
{
    [JsonExtensionData]
    public Dictionary<string, JsonElement>? Others { get; set; }
}

/// <summary>Of CreateApi and UpdateApi.</summary>
internal sealed record ApiInput : ManagementInput
{
    /// <summary>What an HTTP API selects a route by; there is no other choice.</summary>
    public const string OnlyRouteSelection = "$request.method $request.path";

    public string? Name { get; init; }

    public string? ProtocolType { get; init; }

    public CorsRecord? CorsConfiguration { get; init; }

    public string? Description { get; init; }

    public string? Version { get; init; }

    public ImmutableDictionary<string, string>? Tags { get; init; }

    /// <summary>Of quick create: the function's ARN.</summary>
    public string? Target { get; init; }

    /// <summary>Of quick create: the route, <c>$default</c> when it is absent.</summary>
    public string? RouteKey { get; init; }

    public string? RouteSelectionExpression { get; init; }

    public bool? DisableExecuteApiEndpoint { get; init; }

    public string? IpAddressType { get; init; }
}

/// <summary>Of CreateAuthorizer and UpdateAuthorizer.</summary>
internal sealed record AuthorizerInput : ManagementInput
{
    public string? AuthorizerPayloadFormatVersion { get; init; }

    public int? AuthorizerResultTtlInSeconds { get; init; }

    public string? AuthorizerType { get; init; }

    public string? AuthorizerUri { get; init; }

    public bool? EnableSimpleResponses { get; init; }

    public IReadOnlyList<string>? IdentitySource { get; init; }

    public JwtRecord? JwtConfiguration { get; init; }

    public string? Name { get; init; }
}

/// <summary>Of CreateIntegration and UpdateIntegration.</summary>
internal sealed record IntegrationInput : ManagementInput
{
    public string? ConnectionType { get; init; }

    public string? Description { get; init; }

    public string? IntegrationMethod { get; init; }

    public string? IntegrationType { get; init; }

    public string? IntegrationUri { get; init; }

    public string? PayloadFormatVersion { get; init; }

    public int? TimeoutInMillis { get; init; }
}

/// <summary>Of CreateRoute and UpdateRoute.</summary>
internal sealed record RouteInput : ManagementInput
{
    public bool? ApiKeyRequired { get; init; }

    public IReadOnlyList<string>? AuthorizationScopes { get; init; }

    public string? AuthorizationType { get; init; }

    public string? AuthorizerId { get; init; }

    public string? OperationName { get; init; }

    public string? RouteKey { get; init; }

    public string? Target { get; init; }
}

/// <summary>Of CreateStage and UpdateStage.</summary>
internal sealed record StageInput : ManagementInput
{
    public bool? AutoDeploy { get; init; }

    public string? DeploymentId { get; init; }

    public string? Description { get; init; }

    public string? StageName { get; init; }

    public ImmutableDictionary<string, string>? StageVariables { get; init; }

    public ImmutableDictionary<string, string>? Tags { get; init; }
}

/// <summary>Of CreateDeployment.</summary>
internal sealed record DeploymentInput : ManagementInput
{
    public string? Description { get; init; }

    public string? StageName { get; init; }
}
