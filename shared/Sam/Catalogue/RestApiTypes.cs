using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// AWS::ApiGateway::*: a REST API in plain CloudFormation, method by method. It is the only way in which a template gives a REST API a JWT authorizer:
/// the SAM transform has none. Source: AWS CloudFormation Template Reference, "AWS::ApiGateway::Authorizer JwtConfiguration".
/// </summary>
internal static class RestApiTypes
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";
    private const string NoOpenApi = "LocalAws does not read OpenAPI documents yet.";
    private const string DeclareMethods = "Declare the routes with AWS::ApiGateway::Method.";

    private static readonly Shape Integration = Shape.Empty
        .Enforced("Type* Credentials IntegrationHttpMethod TimeoutInMillis Uri")
        // With AWS_PROXY, API Gateway looks at none of these.
        .Inert("CacheKeyParameters CacheNamespace ContentHandling IntegrationResponses PassthroughBehavior RequestTemplates")
        .Closed("ConnectionId", "LocalAws integrates methods with functions of the template only.", OnlyAws)
        .Closed("RequestParameters", "LocalAws does not change requests on their way to the function.", OnlyAws)
        .Closed("ResponseTransferMode", "LocalAws does not stream answers of REST APIs.", OnlyAws, unless: "BUFFERED");

    private static readonly Shape JwtIssuer = Shape.Empty
        .Enforced("Audiences* Issuer*")
        .Enforced("AdditionalClaims", Shape.Empty
            .Enforced("ClaimName* Format* ExpectedValues")
            .Closed("Required", "LocalAws has claims that a token must have, and none that it only may have.", "Remove the claim, or write 'Required: true'.", unless: "true"));

    private static readonly Shape Authorizer = Shape.Empty
        .Enforced("Name* RestApiId* Type* AuthorizerCredentials AuthorizerResultTtlInSeconds AuthorizerUri IdentitySource IdentityValidationExpression ProviderARNs")
        .Enforced("JwtConfiguration", Shape.Empty.Enforced("DefaultAlgorithms*").Enforced("Issuers*", JwtIssuer))
        .Inert("AuthType");

    private static readonly Shape Method = Shape.Empty
        .Enforced("HttpMethod* ResourceId* RestApiId* AuthorizationScopes AuthorizationType AuthorizerId")
        .Enforced("Integration*", Integration)
        .Inert("MethodResponses OperationName RequestParameters")
        .Closed("ApiKeyRequired", "LocalAws does not enforce API keys yet.", OnlyAws, unless: "false")
        .Closed("RequestModels", "LocalAws does not check request bodies against models.", "Check the body in the function.")
        .Closed("RequestValidatorId", "LocalAws does not check requests against models.", "Check the request in the function.");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::ApiGateway::RestApi")
        {
            Properties = Shape.Empty
                .Enforced("BinaryMediaTypes EndpointConfiguration Name Policy")
                .Inert("Description EndpointAccessMode FailOnWarnings MinimumCompressionSize Mode SecurityPolicy Tags")
                .Closed("ApiKeySourceType", "LocalAws does not enforce API keys yet.", OnlyAws)
                .Closed("Body", NoOpenApi, DeclareMethods)
                .Closed("BodyS3Location", NoOpenApi, DeclareMethods)
                .Closed("CloneFrom", "LocalAws has no other API to clone.", DeclareMethods)
                .Closed("DisableExecuteApiEndpoint", "LocalAws serves an API at its execute-api endpoint only.", OnlyAws, unless: "false")
                .Closed("Parameters", NoOpenApi, DeclareMethods),
            NameProperty = "Name",
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("RestApiId", Id)
                .Add("RootResourceId", RootId),
        },
        new("AWS::ApiGateway::Resource")
        {
            Properties = Shape.Empty.Enforced("ParentId* PathPart* RestApiId*"),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("ResourceId", Id),
        },
        new("AWS::ApiGateway::Method") { Properties = Method, Ref = Id },
        new("AWS::ApiGateway::Authorizer")
        {
            Properties = Authorizer,
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("AuthorizerId", Id),
        },
        new("AWS::ApiGateway::Deployment")
        {
            Properties = Shape.Empty
                .Enforced("RestApiId* StageName")
                .Inert("Description")
                .Closed("DeploymentCanarySettings", "LocalAws serves one deployment of a stage.", OnlyAws)
                .Closed("StageDescription", "LocalAws takes what belongs to a stage from the stage.", "Declare an AWS::ApiGateway::Stage."),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("DeploymentId", Id),
        },
        new("AWS::ApiGateway::Stage")
        {
            Properties = Shape.Empty
                .Enforced("DeploymentId RestApiId* StageName Variables")
                .Inert("AccessLogSetting CacheClusterEnabled CacheClusterSize Description DocumentationVersion MethodSettings Tags TracingEnabled")
                .Closed("CanarySetting", "LocalAws serves one deployment of a stage.", OnlyAws)
                .Closed("ClientCertificateId", "LocalAws sends no client certificates.", OnlyAws),
            NameProperty = "StageName",
        },
    ];

    /// <summary>The id of an API's root, under which its resources are.</summary>
    public static string RootId(PhysicalResource api) => DerivedId.Api(api.Stack, $"{api.LogicalId}/");

    private static string Id(PhysicalResource resource) => DerivedId.Api(resource.Stack, resource.LogicalId);
}
