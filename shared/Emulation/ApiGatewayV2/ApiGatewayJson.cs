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
[JsonSerializable(typeof(Page<ApiRecord>))]
[JsonSerializable(typeof(Page<AuthorizerRecord>))]
[JsonSerializable(typeof(Page<IntegrationRecord>))]
[JsonSerializable(typeof(Page<RouteRecord>))]
[JsonSerializable(typeof(Page<StageRecord>))]
[JsonSerializable(typeof(Page<DeploymentRecord>))]
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
internal sealed partial class ApiGatewayJson : JsonSerializerContext;
