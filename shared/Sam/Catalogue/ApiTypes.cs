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
        .Enforced("AddDefaultAuthorizerToCorsPreflight DefaultAuthorizer InvokeRole")
        .Enforced("ResourcePolicy", ResourcePolicy)
        .Inert("AddApiKeyRequiredToCorsPreflight")
        .EnforcedByKey("Authorizers", Authorizer)
        .Closed("ApiKeyRequired", "LocalAws does not enforce API keys yet.", OnlyAws, unless: "false")
        .Closed("UsagePlan", "LocalAws does not enforce usage plans yet.", OnlyAws);

    /// <summary><c>Auth</c> of an event.</summary>
    public static Shape EventAuth { get; } = Shape.Empty
        .Enforced("AuthorizationScopes Authorizer InvokeRole")
        .Enforced("ResourcePolicy", ResourcePolicy)
        .Inert("OverrideApiAuth")
        .Closed("ApiKeyRequired", "LocalAws does not enforce API keys yet.", OnlyAws, unless: "false");

    /// <summary>The properties of an event of type <c>Api</c>.</summary>
    public static Shape Event { get; } = Shape.Empty
        .Enforced("Method* Path* RestApiId TimeoutInMillis")
        .Enforced("Auth", EventAuth)
        .Inert("RequestParameters")
        .Closed("RequestModel", "LocalAws does not check request bodies against models.", "Check the body in the function.")
        .Closed("ResponseTransferMode", "LocalAws does not stream answers of REST APIs.", OnlyAws, unless: "BUFFERED");

    /// <summary><c>Cors</c>, when it is not just an origin.</summary>
    public static Shape Cors { get; } = Shape.Empty.Enforced("AllowCredentials AllowHeaders AllowMethods AllowOrigin MaxAge");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::Serverless::Api")
        {
            Properties = Shape.Empty
                .Enforced("BinaryMediaTypes Cors EndpointConfiguration Name Policy StageName* Variables")
                .Enforced("Auth", Auth)
                .Inert(
                    "AccessLogSetting AlwaysDeploy CacheClusterEnabled CacheClusterSize CanarySetting Description EndpointAccessMode " +
                    "FailOnWarnings GatewayResponses MethodSettings MinimumCompressionSize Mode Models OpenApiVersion PropagateTags " +
                    "SecurityPolicy Tags TracingEnabled")
                .Closed("ApiKeySourceType", "LocalAws does not enforce API keys yet.", OnlyAws)
                .Closed("DefinitionBody", "LocalAws does not read OpenAPI documents yet.", "Declare the routes as events of functions.")
                .Closed("DefinitionUri", "LocalAws does not read OpenAPI documents yet.", "Declare the routes as events of functions.")
                .Closed("DisableExecuteApiEndpoint", "LocalAws serves an API at its execute-api endpoint only.", OnlyAws, unless: "false")
                .Closed("Domain", "LocalAws serves no custom domains, so it cannot enforce their settings.", OnlyAws)
                .Closed("MergeDefinitions", "LocalAws does not read OpenAPI documents yet.", "Declare the routes as events of functions.", unless: "false"),
            Ref = static api => DerivedId.Api(api.Stack, api.LogicalId),
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("RestApiId", static api => DerivedId.Api(api.Stack, api.LogicalId))
                .Add("RootResourceId", static api => DerivedId.Api(api.Stack, $"{api.LogicalId}/")),
        },
    ];

    /// <summary>What a stage that SAM generates is known as. Its name is the stage's name.</summary>
    public static ResourceType Stage { get; } = new("AWS::ApiGateway::Stage") { NameProperty = "StageName" };
}
