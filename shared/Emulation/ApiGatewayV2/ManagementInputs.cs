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

/// <summary>Of CreateApi and UpdateApi. <c>Target</c>, the function's ARN, and <c>RouteKey</c>, <c>$default</c> when it is absent, are of quick create.</summary>
internal sealed record ApiInput(
    string? Name,
    string? ProtocolType,
    CorsRecord? CorsConfiguration,
    string? Description,
    string? Version,
    ImmutableDictionary<string, string>? Tags,
    string? Target,
    string? RouteKey,
    string? RouteSelectionExpression,
    bool? DisableExecuteApiEndpoint,
    string? IpAddressType) : ManagementInput
{
    /// <summary>What an HTTP API selects a route by; there is no other choice.</summary>
    public const string OnlyRouteSelection = "$request.method $request.path";
}

/// <summary>Of CreateAuthorizer and UpdateAuthorizer.</summary>
internal sealed record AuthorizerInput(
    string? AuthorizerPayloadFormatVersion,
    int? AuthorizerResultTtlInSeconds,
    string? AuthorizerType,
    string? AuthorizerUri,
    bool? EnableSimpleResponses,
    IReadOnlyList<string>? IdentitySource,
    JwtRecord? JwtConfiguration,
    string? Name) : ManagementInput;

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
