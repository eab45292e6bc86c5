using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Serverless::WebSocketApi. Source: aws-sam-translator, <c>WebSocketApiGenerator</c>.</summary>
internal static class WebSocketApiTypes
{
    private static readonly Shape Route = Shape.Empty
        .Enforced("FunctionArn*")
        .Inert("ApiKeyRequired IntegrationTimeout ModelSelectionExpression OperationName RequestModels RequestParameters RouteResponseSelectionExpression");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::WebSocketApi")
        {
            Properties = Shape.Empty
                .Enforced("Name RouteSelectionExpression* StageName StageVariables DisableExecuteApiEndpoint")
                .Enforced("Auth", Shape.Empty.Enforced("AuthArn AuthType IdentitySource InvokeRole Name"))
                .EnforcedByKey("Routes*", Route)
                .Enforced("Domain", DomainTypes.OfServerless)
                .Inert("AccessLogSettings ApiKeySelectionExpression DefaultRouteSettings Description DisableSchemaValidation FailOnWarnings IpAddressType")
                .Inert("PropagateTags RouteSettings Tags"),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ApiId", Id)
                .Add("ApiEndpoint", static api => $"wss://{Id(api)}.execute-api.{api.Stack.Region}.amazonaws.com"),
            // What they name belongs to integrations, the authorizer and the stage, which the transform makes of them.
            Owner = static (logicalId, property) => property is "Auth" or "Domain" or "Routes" or "StageName" or "StageVariables" ? "" : logicalId,
        },
    ];

    private static string Id(PhysicalResource api) => DerivedId.Api(api.Stack, api.LogicalId);
}
