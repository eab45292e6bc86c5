using Sam.Tests.Templates;

namespace Sam.Tests.ApiGatewayV2;

public class Http_api_in_plain_cloudformation
{
    private const string Uri = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'";

    [Fact]
    public void Has_its_routes_with_their_functions_and_its_stages()
    {
        var stack = Given.Stack(Template("AuthorizationType: AWS_IAM"));
        var api = Assert.Single(stack.HttpApis);
        var route = Assert.Single(api.Routes);

        Assert.Equal(("Api", "$default", true), (api.LogicalId, api.StageName, api.IsDeployed));
        Assert.Equal(("GET", "/orders/{id}", "Function", "2.0"), (route.Method, route.Path, route.FunctionLogicalId, route.PayloadFormatVersion));
        Assert.IsType<IamAuthorizer>(route.Authorizer);
    }

    [Theory]
    [InlineData("OperationName: get", "NoAuthorizer")]
    [InlineData("AuthorizationType: NONE", "NoAuthorizer")]
    [InlineData("AuthorizationType: AWS_IAM", "IamAuthorizer")]
    [InlineData("AuthorizationType: JWT, AuthorizerId: !Ref Tokens, AuthorizationScopes: [read]", "JwtAuthorizer")]
    [InlineData("AuthorizationType: CUSTOM, AuthorizerId: !Ref Asked", "LambdaAuthorizer")]
    [InlineData("AuthorizationType: CUSTOM, AuthorizerId: !Ref Elsewhere", "ClosedAuthorizer")]
    public void Has_every_kind_of_authorizer(string route, string kind) => Assert.Equal(kind, Assert.Single(Assert.Single(Given.Stack(Template(route)).HttpApis).Routes).Authorizer.GetType().Name);

    [Fact]
    public void Reads_tokens_and_asks_functions_as_its_authorizers_say()
    {
        var jwt = (JwtAuthorizer)Given.Stack(Template("AuthorizationType: JWT, AuthorizerId: !Ref Tokens, AuthorizationScopes: [read]")).HttpApis[0].Routes[0].Authorizer;
        var lambda = (LambdaAuthorizer)Given.Stack(Template("AuthorizationType: CUSTOM, AuthorizerId: !Ref Asked")).HttpApis[0].Routes[0].Authorizer;

        Assert.Equal(("$request.header.Authorization", "https://issuer.example", "app", "read"), (jwt.IdentitySource, jwt.Issuers[0].Issuer, jwt.Issuers[0].Audiences[0], jwt.Scopes[0]));
        Assert.Equal(("Function", "2.0", true, TimeSpan.Zero), (lambda.FunctionLogicalId, lambda.PayloadFormatVersion, lambda.EnableSimpleResponses, lambda.CacheTtl));
    }

    [Theory]
    [InlineData("Target: !Sub 'integrations/${Http}'", "Requests are sent on to https://example.com, which is not on this machine.")]
    [InlineData("Target: !Sub 'integrations/${Queue}'", "LocalAws does not call the AWS service that the integration names.")]
    [InlineData("OperationName: nothing", "The route has no integration, so nothing answers it.")]
    public void Closes_what_no_function_of_the_template_answers(string target, string why)
    {
        var route = Assert.Single(Assert.Single(Given.Stack(Template("AuthorizationType: AWS_IAM", target)).HttpApis).Routes);

        Assert.Equal(why, route.Closed?.Message);
    }

    [Theory]
    [InlineData("AuthorizationType: JWT, AuthorizerId: !Ref Asked", "is of type REQUEST, which JWT does not go with.")]
    [InlineData("AuthorizationType: JWT", "With AuthorizationType JWT a route needs an authorizer of its API.")]
    [InlineData("AuthorizationType: AWS_IMA", "'AWS_IMA' is not a type of authorization. Did you mean 'AWS_IAM'?")]
    public void Refuses_what_api_gateway_does(string route, string error) =>
        Assert.Contains(Given.Errors(Template(route)), one => one.Contains(error, StringComparison.Ordinal));

    [Theory]
    [InlineData("StageName: prod, AutoDeploy: true", "prod", true)]
    [InlineData("StageName: prod, DeploymentId: !Ref Deployment", "prod", true)]
    [InlineData("StageName: prod", "prod", false)]
    public void Is_deployed_by_itself_or_by_a_deployment(string stage, string name, bool isDeployed)
    {
        var api = Assert.Single(Given.Stack(Template("AuthorizationType: AWS_IAM", stage: stage)).HttpApis);

        Assert.Equal((name, isDeployed), (api.StageName, api.IsDeployed));
    }

    [Fact]
    public void Is_quickly_made_by_a_target()
    {
        var api = Assert.Single(Given.Stack("""
            Resources:
              Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: quick, ProtocolType: HTTP, Target: !GetAtt Function.Arn}}
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com} }]}}}
              Function: {Type: AWS::Lambda::Function, Properties: {Code: ./code, Handler: Handler, Runtime: dotnet10, Role: !GetAtt Role.Arn}}
            """).HttpApis);
        var route = Assert.Single(api.Routes);

        Assert.Equal(("$default", true, "$default", "Function", "NoAuthorizer"), (api.StageName, api.IsDeployed, route.Path, route.FunctionLogicalId, route.Authorizer.GetType().Name));
    }

    [Fact]
    public void Lists_the_routes_of_a_websocket_api_and_closes_them()
    {
        var api = Assert.Single(Given.Stack(Template("AuthorizationType: AWS_IAM", protocol: "WEBSOCKET", key: "$connect")).WebSocketApis);
        var route = Assert.Single(api.Routes);

        Assert.Equal(("WS", "$connect", "Function", WebSocketApi.Unserved), (route.Method, route.Path, route.FunctionLogicalId, route.Closed?.Message));
        Assert.IsType<IamAuthorizer>(Assert.IsType<ClosedAuthorizer>(route.Authorizer).Instead);
    }

    private static string Template(string route, string target = "Target: !Sub 'integrations/${Proxy}'", string stage = "StageName: $default, AutoDeploy: true", string protocol = "HTTP", string key = "GET /orders/{id}") =>
        $$$"""
        Resources:
          Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: orders, ProtocolType: {{{protocol}}} }}
          Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, {{{stage}}} }}
          Deployment: {Type: AWS::ApiGatewayV2::Deployment, DependsOn: Route, Properties: {ApiId: !Ref Api}}
          Route: {Type: AWS::ApiGatewayV2::Route, Properties: {ApiId: !Ref Api, RouteKey: '{{{key}}}', {{{target}}}, {{{route}}} }}
          Proxy: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationUri: {{{Uri}}}, PayloadFormatVersion: '2.0'}}
          Http: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: HTTP_PROXY, IntegrationMethod: GET, IntegrationUri: 'https://example.com', PayloadFormatVersion: '1.0'}}
          Queue: {Type: AWS::ApiGatewayV2::Integration, Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage, PayloadFormatVersion: '1.0'}}
          Tokens: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, Name: tokens, AuthorizerType: JWT, IdentitySource: [$request.header.Authorization], JwtConfiguration: {Issuer: 'https://issuer.example', Audience: [app]} } }
          Asked: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, Name: asked, AuthorizerType: REQUEST, AuthorizerPayloadFormatVersion: '2.0', EnableSimpleResponses: true, IdentitySource: [$request.header.X], AuthorizerUri: {{{Uri}}} } }
          Elsewhere: {Type: AWS::ApiGatewayV2::Authorizer, Properties: {ApiId: !Ref Api, Name: theirs, AuthorizerType: REQUEST, AuthorizerPayloadFormatVersion: '2.0', AuthorizerUri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:444455556666:function:f/invocations'} }
          Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com} }]} } }
          Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: orders, Code: ./code, Handler: Handler, Runtime: dotnet10, Role: !GetAtt Role.Arn}}
        """;
}
