using System.Text.Json.Serialization;

namespace Emulation.ApiGatewayV2;

/// <summary>The names on the wire are the properties' own in camelCase; what is null is not sent.</summary>
[JsonSerializable(typeof(ApiInput))]
[JsonSerializable(typeof(AuthorizerInput))]
[JsonSerializable(typeof(IntegrationInput))]
[JsonSerializable(typeof(RouteInput))]
[JsonSerializable(typeof(StageInput))]
[JsonSerializable(typeof(DeploymentInput))]
[JsonSerializable(typeof(StoredApi))]
[JsonSerializable(typeof(ManagementPage<ApiRecord>))]
[JsonSerializable(typeof(ManagementPage<AuthorizerRecord>))]
[JsonSerializable(typeof(ManagementPage<IntegrationRecord>))]
[JsonSerializable(typeof(ManagementPage<RouteRecord>))]
[JsonSerializable(typeof(ManagementPage<StageRecord>))]
[JsonSerializable(typeof(ManagementPage<DeploymentRecord>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ApiGatewayJson : JsonSerializerContext;
