using Emulation.Calls;

namespace Emulation.ApiGatewayV2;

/// <summary>
/// The condition keys of the management API: <c>Request/...</c> from the members that a call sends, <c>Resource/...</c> from what is stored. Service Authorization
/// Reference, "Condition keys for Amazon API Gateway Management V2".
/// </summary>
internal static class ManagementKeys
{
    private const string Request = "apigateway:Request/", Resource = "apigateway:Resource/";

    /// <summary>Of CreateApi. The route that quick create makes asks for nobody.</summary>
    public static IEnumerable<ConditionKey> OfNewApi(ApiInput input) =>
        [.. OfApi(input, null), .. ConditionKey.IfAny($"{Request}RouteAuthorizationType", input.Target is null ? null : "NONE")];

    public static IEnumerable<ConditionKey> OfApi(ApiInput? input, StoredApi? stored) =>
    [
        .. ConditionKey.IfAny($"{Request}ApiName", input?.Name),
        .. ConditionKey.IfAny($"{Request}DisableExecuteApiEndpoint", Text(input?.DisableExecuteApiEndpoint)),
        .. ConditionKey.IfAny($"{Resource}ApiName", stored?.Api.Name),
        .. ConditionKey.IfAny($"{Resource}DisableExecuteApiEndpoint", Text(stored?.Api.DisableExecuteApiEndpoint)),
    ];

    public static IEnumerable<ConditionKey> OfAuthorizer(AuthorizerInput? input, AuthorizerRecord? stored) =>
    [
        .. ConditionKey.IfAny($"{Request}AuthorizerType", input?.AuthorizerType),
        .. ConditionKey.IfAny($"{Request}AuthorizerUri", input?.AuthorizerUri),
        .. ConditionKey.IfAny($"{Resource}AuthorizerType", stored?.AuthorizerType),
        .. ConditionKey.IfAny($"{Resource}AuthorizerUri", stored?.AuthorizerUri),
    ];

    /// <summary>A route that is made without an authorization type has <c>NONE</c>, and a guard against that must bite.</summary>
    public static IEnumerable<ConditionKey> OfRoute(RouteInput? input, RouteRecord? stored) =>
    [
        .. ConditionKey.IfAny($"{Request}RouteAuthorizationType", input?.AuthorizationType ?? (input is not null && stored is null ? "NONE" : null)),
        .. ConditionKey.IfAny($"{Request}ApiKeyRequired", Text(input?.ApiKeyRequired)),
        .. ConditionKey.IfAny($"{Resource}RouteAuthorizationType", stored?.AuthorizationType),
        .. ConditionKey.IfAny($"{Resource}ApiKeyRequired", Text(stored?.ApiKeyRequired)),
    ];

    public static IEnumerable<ConditionKey> OfDeployment(DeploymentInput input) => ConditionKey.IfAny($"{Request}StageName", input.StageName);

    private static string? Text(bool? value) => value is { } given ? (given ? "true" : "false") : null;
}
