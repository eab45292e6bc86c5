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
    private const string OneDeployment = "LocalAws serves one deployment of a stage.";
    private const string DeclareMethods = "Declare the routes with AWS::ApiGateway::Method.";

    private static readonly Shape Integration = Shape.Empty
        .Enforced("Type* ConnectionType Credentials IntegrationHttpMethod IntegrationResponses PassthroughBehavior")
        .Enforced("RequestParameters RequestTemplates TimeoutInMillis TlsConfig Uri")
        // With AWS_PROXY, API Gateway looks at none of these; what other types do with them is closed as a whole, or a mock's, which does nothing with them.
        .Inert("CacheKeyParameters CacheNamespace ConnectionId ContentHandling IntegrationTarget")
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
        .Enforced("HttpMethod* ResourceId* RestApiId* ApiKeyRequired AuthorizationScopes AuthorizationType AuthorizerId RequestModels RequestParameters RequestValidatorId")
        .Enforced("Integration*", Integration)
        .Inert("MethodResponses OperationName");

    private static readonly Shape Throttle = Shape.Empty.Enforced("BurstLimit RateLimit");

    private static readonly Shape UsagePlan = Shape.Empty
        .Enforced("ApiStages", Shape.Empty.Enforced("ApiId Stage").EnforcedByKey("Throttle", Throttle))
        .Enforced("Quota", Shape.Empty.Enforced("Limit Offset Period"))
        .Enforced("Throttle", Throttle)
        .Inert("Description Tags UsagePlanName");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::ApiGateway::RestApi")
        {
            Properties = Shape.Empty
                .Enforced("ApiKeySourceType BinaryMediaTypes Body BodyS3Location DisableExecuteApiEndpoint EndpointConfiguration Name Parameters Policy")
                .Inert("Description EndpointAccessMode FailOnWarnings MinimumCompressionSize Mode SecurityPolicy Tags")
                .Closed("CloneFrom", "LocalAws has no other API to clone.", DeclareMethods),
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
                .Closed("DeploymentCanarySettings", OneDeployment, OnlyAws)
                .Enforced("StageDescription", Shape.Empty.Enforced("Variables").Closed("CanarySetting", OneDeployment, OnlyAws).RestIsInert()),
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add("DeploymentId", Id),
        },
        new("AWS::ApiGateway::Stage")
        {
            Properties = Shape.Empty
                .Enforced("DeploymentId MethodSettings RestApiId* StageName Variables")
                // The client certificate is the one that API Gateway shows to servers.
                .Inert("AccessLogSetting CacheClusterEnabled CacheClusterSize ClientCertificateId Description DocumentationVersion Tags TracingEnabled")
                .Closed("CanarySetting", OneDeployment, OnlyAws),
            NameProperty = "StageName",
        },
        Part("ApiKey", "APIKeyId", Shape.Empty.Enforced("Enabled Value").Inert("CustomerId Description GenerateDistinctId Name StageKeys Tags")),
        Part("UsagePlan", "Id", UsagePlan),
        Part("UsagePlanKey", "Id", Shape.Empty.Enforced("KeyId* UsagePlanId*").Inert("KeyType")),
        Part("RequestValidator", "RequestValidatorId", Shape.Empty.Enforced("RestApiId* ValidateRequestBody ValidateRequestParameters").Inert("Name")),
        Part("GatewayResponse", "Id", Shape.Empty.Enforced("ResponseType* RestApiId* ResponseParameters ResponseTemplates StatusCode")),
        // What goes with an API and decides nothing by itself.
        Beside("VpcLink", "VpcLinkId"), Beside("ClientCertificate", "ClientCertificateId"),
        Beside("DocumentationPart", "DocumentationPartId"), Beside("DocumentationVersion", "Id"),
        new("AWS::ApiGateway::Model") { Properties = Shape.Empty.Enforced("RestApiId* Name Schema").Inert("ContentType Description"), NameProperty = "Name" },
    ];

    /// <summary>The id of an API's root, under which its resources are.</summary>
    public static string RootId(PhysicalResource api) => DerivedId.Api(api.Stack, $"{api.LogicalId}/");

    private static ResourceType Part(string name, string attribute, Shape properties) => Beside(name, attribute) with { Word = ElementWord.Enforced, Properties = properties };

    private static ResourceType Beside(string name, string attribute) => new($"AWS::ApiGateway::{name}")
    {
        Word = ElementWord.Inert,
        Properties = Shape.Empty.RestIsInert(),
        Ref = Id,
        Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add(attribute, Id),
    };

    private static string Id(PhysicalResource resource) => DerivedId.Api(resource.Stack, resource.LogicalId);
}
