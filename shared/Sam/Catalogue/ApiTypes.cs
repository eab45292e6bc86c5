using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>AWS::Serverless::Api, its events on functions, and what SAM generates for both.</summary>
internal static class ApiTypes
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";

    /// <summary>The statements that guard an API, as SAM abbreviates them. All forms are written out as the transform does.</summary>
    public static Shape ResourcePolicy { get; } = Shape.Empty.Enforced(
        """
        CustomStatements
        AwsAccountWhitelist AwsAccountBlacklist
        IpRangeWhitelist IpRangeBlacklist
        SourceVpcWhitelist SourceVpcBlacklist
        IntrinsicVpcWhitelist IntrinsicVpcBlacklist
        IntrinsicVpceWhitelist IntrinsicVpceBlacklist
        """.ReplaceLineEndings(" "));

    /// <summary>One of <c>Auth.Authorizers</c>: Cognito with a <c>UserPoolArn</c>, Lambda with a <c>FunctionArn</c>.</summary>
    public static Shape Authorizer { get; } = Shape.Empty
        .Enforced("AuthorizationScopes DisableFunctionDefaultPermissions FunctionArn FunctionInvokeRole FunctionPayloadType UserPoolArn")
        .Enforced("Identity", Shape.Empty.Enforced("Context Header Headers QueryStrings ReauthorizeEvery StageVariables ValidationExpression"));

    /// <summary><c>Auth</c> of an API.</summary>
    public static Shape Auth { get; } = Shape.Empty
        .Enforced("AddApiKeyRequiredToCorsPreflight AddDefaultAuthorizerToCorsPreflight ApiKeyRequired DefaultAuthorizer InvokeRole")
        .Enforced("ResourcePolicy", ResourcePolicy)
        .EnforcedByKey("Authorizers", Authorizer)
        .Enforced("UsagePlan", Shape.Empty.Enforced("CreateUsagePlan* Description Quota Tags Throttle UsagePlanName"));

    /// <summary><c>Auth</c> of an event.</summary>
    public static Shape EventAuth { get; } = Shape.Empty
        .Enforced("ApiKeyRequired AuthorizationScopes Authorizer InvokeRole OverrideApiAuth")
        .Enforced("ResourcePolicy", ResourcePolicy);

    /// <summary>The properties of an event of type <c>Api</c>.</summary>
    public static Shape Event { get; } = Shape.Empty
        .Enforced("Method* Path* RequestParameters RestApiId TimeoutInMillis")
        .Enforced("Auth", EventAuth)
        .Enforced("RequestModel", Shape.Empty.Enforced("Model* Required ValidateBody ValidateParameters"))
        // The transform takes it, and looks at the API's stage.
        .Inert("Stage")
        .Closed("ResponseTransferMode", "LocalAws does not stream answers of REST APIs.", OnlyAws, unless: "BUFFERED");

    /// <summary><c>Cors</c>, when it is not just an origin.</summary>
    public static Shape Cors { get; } = Shape.Empty.Enforced("AllowCredentials AllowHeaders AllowMethods AllowOrigin MaxAge");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::Api")
        {
            Properties = Shape.Empty
                .Enforced(
                    "ApiKeySourceType BinaryMediaTypes Cors DefinitionBody DefinitionUri EndpointConfiguration GatewayResponses MergeDefinitions MethodSettings Models Name " +
                    "OpenApiVersion Policy StageName* Variables")
                .Enforced("Auth", Auth)
                .Inert(
                    "AccessLogSetting AlwaysDeploy CacheClusterEnabled CacheClusterSize Description EndpointAccessMode FailOnWarnings " +
                    "MinimumCompressionSize Mode PropagateTags SecurityPolicy Tags TracingEnabled")
                .Closed("CanarySetting", "LocalAws serves one deployment of a stage.", OnlyAws)
                .Enforced("DisableExecuteApiEndpoint")
                .Enforced("Domain", DomainTypes.OfServerless),
            // The transform gives them to the stage, or to a domain and its mappings, which come after the API; of EndpointConfiguration it keeps what it knows.
            Owner = static (logicalId, property) => property is "AccessLogSetting" or "CanarySetting" or "Domain" or "EndpointConfiguration" or "MethodSettings" or "Variables"
                ? "" : logicalId,
            Ref = static api => DerivedId.Api(api.Stack, api.LogicalId),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("RestApiId", static api => DerivedId.Api(api.Stack, api.LogicalId))
                .Add("RootResourceId", static api => DerivedId.Api(api.Stack, $"{api.LogicalId}/")),
        },
    ];

    /// <summary>What a stage that SAM generates is known as. Its name is the stage's name.</summary>
    public static ResourceType Stage { get; } = new("AWS::ApiGateway::Stage") { NameProperty = "StageName" };
}
