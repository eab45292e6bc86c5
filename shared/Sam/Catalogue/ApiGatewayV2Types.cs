using System.Collections.Immutable;
using Sam.Naming;

namespace Sam.Catalogue;

/// <summary>
/// AWS::ApiGatewayV2::*: HTTP APIs and WebSocket APIs in plain CloudFormation. Source: AWS CloudFormation Template Reference, "Amazon API Gateway V2 resource type
/// reference".
/// </summary>
internal static class ApiGatewayV2Types
{
    private const string OnlyAws = "Give it only where the template is deployed, with Fn::If.";
    private const string ChangesQuick = "LocalAws does not change what a Target of an API has made.";
    private const string DeclareRoutes = "Declare the routes with AWS::ApiGatewayV2::Route.";

    private static readonly Shape Integration = Shape.Empty
        .Enforced("ApiId* IntegrationType* ConnectionType CredentialsArn IntegrationMethod IntegrationSubtype IntegrationUri PayloadFormatVersion TimeoutInMillis TlsConfig")
        // Answers change on their way back; the rest is of WebSocket APIs and of servers, which are closed as a whole.
        .Inert("ConnectionId ContentHandlingStrategy Description PassthroughBehavior RequestTemplates ResponseParameters TemplateSelectionExpression")
        .Closed("RequestParameters", "LocalAws does not change requests on their way to the function.", OnlyAws);

    private static readonly Shape Authorizer = Shape.Empty
        .Enforced("ApiId* AuthorizerType* Name* AuthorizerCredentialsArn AuthorizerPayloadFormatVersion AuthorizerResultTtlInSeconds AuthorizerUri")
        .Enforced("EnableSimpleResponses IdentitySource")
        .Enforced("JwtConfiguration", Shape.Empty.Enforced("Audience Issuer"))
        .Inert("IdentityValidationExpression");

    public static ImmutableArray<ResourceType> All { get; } =
    [
        new("AWS::ApiGatewayV2::Api")
        {
            Properties = Shape.Empty
                .Enforced("BasePath Body BodyS3Location CredentialsArn DisableExecuteApiEndpoint Name ProtocolType RouteKey Target")
                .Enforced("CorsConfiguration", Shape.Empty.Enforced("AllowCredentials AllowHeaders AllowMethods AllowOrigins ExposeHeaders MaxAge"))
                .Inert("ApiKeySelectionExpression Description DisableSchemaValidation FailOnWarnings IpAddressType RouteSelectionExpression Tags Version"),
            NameProperty = "Name",
            Ref = Id,
            Attributes = ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty
                .Add("ApiId", Id)
                .Add("ApiEndpoint", static api => $"https://{Id(api)}.execute-api.{api.Stack.Region}.amazonaws.com"),
        },
        new("AWS::ApiGatewayV2::Route")
        {
            Properties = Shape.Empty
                .Enforced("ApiId* RouteKey* AuthorizationScopes AuthorizationType AuthorizerId Target")
                .Inert("ApiKeyRequired ModelSelectionExpression OperationName RequestModels RequestParameters RouteResponseSelectionExpression"),
            Ref = Id,
            Attributes = Only("RouteId"),
        },
        new("AWS::ApiGatewayV2::Integration") { Properties = Integration, Ref = Id, Attributes = Only("IntegrationId") },
        new("AWS::ApiGatewayV2::Authorizer") { Properties = Authorizer, Ref = Id, Attributes = Only("AuthorizerId") },
        new("AWS::ApiGatewayV2::Deployment")
        {
            Properties = Shape.Empty.Enforced("ApiId* StageName").Inert("Description"),
            Ref = Id,
            Attributes = Only("DeploymentId"),
        },
        new("AWS::ApiGatewayV2::Stage")
        {
            Properties = Shape.Empty
                .Enforced("ApiId* StageName* AutoDeploy DefaultRouteSettings DeploymentId RouteSettings StageVariables")
                .Inert("AccessLogSettings AccessPolicyId ClientCertificateId Description Tags"),
            NameProperty = "StageName",
        },
        new("AWS::ApiGatewayV2::ApiGatewayManagedOverrides")
        {
            Properties = Shape.Empty.Enforced("ApiId*")
                .Closed("Integration", ChangesQuick, DeclareRoutes).Closed("Route", ChangesQuick, DeclareRoutes).Closed("Stage", ChangesQuick, DeclareRoutes),
            Ref = Id,
        },
        Beside("IntegrationResponse", "IntegrationResponseId"), Beside("Model", "ModelId"), Beside("RouteResponse", "RouteResponseId"), Beside("VpcLink", "VpcLinkId"),
    ];

    private static ResourceType Beside(string name, string attribute) => new($"AWS::ApiGatewayV2::{name}")
    {
        Word = ElementWord.Inert,
        Properties = Shape.Empty.RestIsInert(),
        Ref = Id,
        Attributes = Only(attribute),
    };

    private static ImmutableDictionary<string, Func<PhysicalResource, string>> Only(string attribute) =>
        ImmutableDictionary<string, Func<PhysicalResource, string>>.Empty.Add(attribute, Id);

    private static string Id(PhysicalResource resource) => DerivedId.Api(resource.Stack, resource.LogicalId);
}
