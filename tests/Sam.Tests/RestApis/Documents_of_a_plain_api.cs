using Sam.Tests.Templates;

namespace Sam.Tests.RestApis;

public class Documents_of_a_plain_api
{
    private const string Rest =
        """
        Resources:
          Api:
            Type: AWS::ApiGateway::RestApi
            Properties:
              PROPERTIES
              Body:
                swagger: '2.0'
                info: {title: orders}
                paths:
                  /orders:
                    get:
                      security: [{iam: []}]
                      x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'}
                    options:
                      x-amazon-apigateway-integration:
                        type: mock
                        requestTemplates: {application/json: '{"statusCode": 200}'}
                        responses: {default: {statusCode: '204', responseParameters: {method.response.header.Access-Control-Allow-Origin: "'*'"}}}
                    post:
                      x-amazon-apigateway-integration: {type: http_proxy, httpMethod: POST, uri: 'https://example.com'}
                securityDefinitions: {iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4}}
                x-amazon-apigateway-policy: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}]}
          Deployment: {Type: AWS::ApiGateway::Deployment, Properties: {RestApiId: !Ref Api, StageName: v1}}
          Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}}}
          Function: {Type: AWS::Lambda::Function, Properties: {Code: ./code, Handler: Handler, Runtime: dotnet10, Role: !GetAtt Role.Arn}}
        """;

    [Fact]
    public void Have_its_routes_and_its_policy()
    {
        var api = Assert.Single(Given.Stack(Rest.Replace("PROPERTIES", "Description: x", StringComparison.Ordinal)).Apis);

        Assert.Equal(
            [("GET", "IamAuthorizer", "Function"), ("OPTIONS", "NoAuthorizer", ""), ("POST", "ClosedAuthorizer", "")],
            api.Routes.Select(static route => (route.Method, route.Authorizer.GetType().Name, route.FunctionLogicalId)));
        Assert.Equal(("orders", "v1", 204), (api.Name, api.StageName, api.Routes[1].Mock!.StatusCode));
        Assert.NotNull(api.ResourcePolicy);
    }

    [Theory]
    [InlineData("Parameters: {basepath: prepend}", "LocalAws does not prepend the base path of a document.")]
    [InlineData("Parameters: {endpointConfigurationTypes: PRIVATE}", "The API is reached through VPC endpoints only, and through which one requests come is not known here.")]
    [InlineData("Policy: {Version: '2012-10-17', Statement: [{Effect: Deny, Principal: '*', Action: '*', Resource: '*'}]}", "The API has a policy in Policy and another one in its document.")]
    public void Are_closed_with_what_changes_them(string property, string why) => Assert.All(
        Assert.Single(Given.Stack(Rest.Replace("PROPERTIES", property, StringComparison.Ordinal)).Apis).Routes.Where(static route => route.Method == "GET"),
        route => Assert.Equal(why, route.Closed?.Message));

    [Fact]
    public void Are_closed_where_they_are_in_s3()
    {
        var stack = Given.Stack(Plain.Template(api: "BodyS3Location: {Bucket: b, Key: k}"));

        Assert.Equal("The API's document is not on this machine.", stack.Apis[0].Routes[0].Closed?.Message);
    }

    [Fact]
    public void Make_an_http_api_too()
    {
        var api = Assert.Single(Given.Stack(
            """
            Resources:
              Api:
                Type: AWS::ApiGatewayV2::Api
                Properties:
                  Body:
                    openapi: 3.0.1
                    info: {title: orders}
                    paths:
                      /orders:
                        get:
                          security: [{tokens: [read]}]
                          x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, payloadFormatVersion: '2.0', uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'}
                    components:
                      securitySchemes:
                        tokens: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.Authorization, jwtConfiguration: {issuer: 'https://issuer.example', audience: [app]} } }
              Stage: {Type: AWS::ApiGatewayV2::Stage, Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true}}
              Role: {Type: AWS::IAM::Role, Properties: {AssumeRolePolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'sts:AssumeRole', Principal: {Service: lambda.amazonaws.com}}]}}}
              Function: {Type: AWS::Lambda::Function, Properties: {Code: ./code, Handler: Handler, Runtime: dotnet10, Role: !GetAtt Role.Arn}}
            """).HttpApis);

        Assert.Equal(("GET", "/orders", "Function", "2.0"), (api.Routes[0].Method, api.Routes[0].Path, api.Routes[0].FunctionLogicalId, api.Routes[0].PayloadFormatVersion));
        Assert.Equal("read", Assert.IsType<JwtAuthorizer>(api.Routes[0].Authorizer).Scopes[0]);
    }
}
