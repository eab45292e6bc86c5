using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Serverless::HttpApi, its events on functions, and the stage that SAM generates for it.</summary>
internal static class HttpApiTypes
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";

    /// <summary>One of <c>Auth.Authorizers</c>: JWT with a <c>JwtConfiguration</c>, Lambda with a <c>FunctionArn</c>.</summary>
    public static Shape Authorizer { get; } = Shape.Empty
        .Enforced("AuthorizationScopes AuthorizerPayloadFormatVersion EnableFunctionDefaultPermissions EnableSimpleResponses FunctionArn FunctionInvokeRole IdentitySource")
        .Enforced("Identity", Shape.Empty.Enforced("Context Headers QueryStrings ReauthorizeEvery StageVariables"))
        // The transform takes both spellings, OpenAPI's and CloudFormation's.
        .Enforced("JwtConfiguration", Shape.Empty.Enforced("audience issuer Audience Issuer"));

    /// <summary><c>Auth</c> of an API.</summary>
    public static Shape Auth { get; } = Shape.Empty
        .Enforced("DefaultAuthorizer EnableIamAuthorizer")
        .EnforcedByKey("Authorizers", Authorizer);

    /// <summary>The properties of an event of type <c>HttpApi</c>.</summary>
    public static Shape Event { get; } = Shape.Empty
        .Enforced("ApiId Method Path PayloadFormatVersion TimeoutInMillis")
        .Enforced("Auth", Shape.Empty.Enforced("AuthorizationScopes Authorizer"))
        .Inert("RouteSettings Stage");

    /// <summary><c>CorsConfiguration</c>, when it is not just <c>true</c>.</summary>
    public static Shape Cors { get; } = Shape.Empty.Enforced("AllowCredentials AllowHeaders AllowMethods AllowOrigins ExposeHeaders MaxAge");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::HttpApi")
        {
            Properties = Shape.Empty
                .Enforced("CorsConfiguration DefaultRouteSettings DefinitionBody DefinitionUri Name RouteSettings StageName StageVariables")
                .Enforced("Auth", Auth)
                .Inert("AccessLogSettings Description FailOnWarnings PropagateTags Tags")
                .Enforced("DisableExecuteApiEndpoint")
                .Enforced("Domain", DomainTypes.OfServerless),
            // The transform gives them to the stage, or to a domain and its mappings, which come after the API.
            Owner = static (logicalId, property) =>
                property is "AccessLogSettings" or "DefaultRouteSettings" or "Domain" or "RouteSettings" or "StageVariables" ? "" : logicalId,
            Ref = static api => DerivedId.Api(api.Stack, api.LogicalId),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ApiId", static api => DerivedId.Api(api.Stack, api.LogicalId))
                .Add("ApiEndpoint", static api => $"https://{DerivedId.Api(api.Stack, api.LogicalId)}.execute-api.{api.Stack.Region}.amazonaws.com"),
        },
    ];

    /// <summary>What a stage that SAM generates is known as. Its name is the stage's name.</summary>
    public static ResourceType Stage { get; } = new("AWS::ApiGatewayV2::Stage") { NameProperty = "StageName" };
}
