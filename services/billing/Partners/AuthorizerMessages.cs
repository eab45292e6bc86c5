using System.Text.Json;
using System.Text.Json.Serialization;

namespace Billing.Partners;

/// <summary>What API Gateway asks. API Gateway guide, "Input to an API Gateway Lambda authorizer", type <c>TOKEN</c>.</summary>
internal sealed record TokenRequest(string? Type, string? AuthorizationToken, string? MethodArn);

/// <summary>What it wants to hear. API Gateway guide, "Output from an API Gateway Lambda authorizer".</summary>
internal sealed record AuthorizerAnswer(string PrincipalId, AuthorizerPolicy PolicyDocument, AuthorizerContext Context);

/// <summary>What reaches the function behind, beside the principal.</summary>
internal sealed record AuthorizerContext(string Partner);

internal sealed record AuthorizerPolicy(
    [property: JsonPropertyName("Version")] string Version,
    [property: JsonPropertyName("Statement")] IReadOnlyList<AuthorizerStatement> Statement);

internal sealed record AuthorizerStatement(
    [property: JsonPropertyName("Effect")] string Effect,
    [property: JsonPropertyName("Action")] string Action,
    [property: JsonPropertyName("Resource")] string Resource);

/// <summary>Everything that the authorizer reads and writes as JSON.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(TokenRequest))]
[JsonSerializable(typeof(AuthorizerAnswer))]
internal sealed partial class AuthorizerJson : JsonSerializerContext;
