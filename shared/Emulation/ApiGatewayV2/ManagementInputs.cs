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
internal sealed record IntegrationInput(
    string? ConnectionType = null,
    string? Description = null,
    string? IntegrationMethod = null,
    string? IntegrationType = null,
    string? IntegrationUri = null,
    string? PayloadFormatVersion = null,
    int? TimeoutInMillis = null) : ManagementInput;

/// <summary>Of CreateRoute and UpdateRoute.</summary>
internal sealed record RouteInput(
    bool? ApiKeyRequired = null,
    IReadOnlyList<string>? AuthorizationScopes = null,
    string? AuthorizationType = null,
    string? AuthorizerId = null,
    string? OperationName = null,
    string? RouteKey = null,
    string? Target = null) : ManagementInput;

/// <summary>Of CreateStage and UpdateStage.</summary>
internal sealed record StageInput(
    bool? AutoDeploy,
    string? DeploymentId,
    string? Description,
    string? StageName,
    ImmutableDictionary<string, string>? StageVariables,
    ImmutableDictionary<string, string>? Tags) : ManagementInput;

/// <summary>Of CreateDeployment.</summary>
internal sealed record DeploymentInput(string? Description, string? StageName) : ManagementInput;
