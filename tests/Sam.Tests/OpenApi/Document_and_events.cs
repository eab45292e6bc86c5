using Sam.Tests.Templates;

namespace Sam.Tests.OpenApi;

public class Document_and_events
{
    private const string Uri = "!Sub 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'";

    [Fact]
    public void Of_a_rest_api_make_the_documents_routes_alone()
    {
        var stack = Given.Stack(Rest("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}", "", "Path: /items, Method: get, Auth: {Authorizer: AWS_IAM}", "Path: /more, Method: get"));

        Assert.Equal(["GET /items NoAuthorizer"], Told(stack.Apis[0]));
        Assert.Equal(
            ["The API's document has GET /items, and the transform leaves the Auth of this event out.", "The API's document has no GET /more, and the transform adds none: there is no such route."],
            stack.Traps.Where(static trap => trap.Kind == TrapKind.WithoutEffect).Select(static trap => trap.Message));
    }

    [Fact]
    public void Of_a_rest_api_let_the_function_be_called() => Assert.Contains(
        "/*/GET/more\"",
        Given.Stack(Rest("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}", "", "Path: /more, Method: get")).Functions[0].ResourcePolicy!.Json,
        StringComparison.Ordinal);

    [Theory]
    [InlineData("MergeDefinitions: true, Auth: {DefaultAuthorizer: AWS_IAM, InvokeRole: NONE}", "", "GET /items IamAuthorizer", "GET /more IamAuthorizer")]
    [InlineData("MergeDefinitions: true", "", "GET /items NoAuthorizer", "GET /more NoAuthorizer")]
    [InlineData("MergeDefinitions: true", ", Auth: {Authorizer: AWS_IAM, InvokeRole: NONE}", "GET /items NoAuthorizer", "GET /more ClosedAuthorizer")]
    public void Of_a_rest_api_are_one_where_they_are_merged(string properties, string ofEvent, string first, string second) => Assert.Equal(
        [first, second], Told(Given.Stack(Rest("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}", properties, $"Path: /more, Method: get{ofEvent}")).Apis[0]));

    [Fact]
    public void Of_a_rest_api_are_guarded_by_an_event_that_overrides()
    {
        const string auth = "Auth: {DefaultAuthorizer: mine, Authorizers: {mine: {UserPoolArn: !Sub 'arn:aws:cognito-idp:us-east-1:${AWS::AccountId}:userpool/us-east-1_a'}}}";
        const string operation = "get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}";

        Assert.Equal(["GET /items CognitoAuthorizer"], Told(Given.Stack(Rest(operation, auth, "Path: /items, Method: get")).Apis[0]));
        Assert.Equal(["GET /items IamAuthorizer"], Told(Given.Stack(Rest(operation, auth, "Path: /items, Method: get, Auth: {Authorizer: AWS_IAM, InvokeRole: NONE, OverrideApiAuth: true}")).Apis[0]));
        Assert.Equal(["GET /items NoAuthorizer"], Told(Given.Stack(Rest(operation, auth, "Path: /items, Method: get, Auth: {Authorizer: NONE, OverrideApiAuth: true}")).Apis[0]));
    }

    [Theory]
    [InlineData("{OverrideApiAuth: true}", "/items", "OverrideApiAuth needs an Authorizer, ApiKeyRequired or a ResourcePolicy beside it.")]
    [InlineData("{OverrideApiAuth: true, ApiKeyRequired: true}", "/more", "The API's document has no GET /more with an integration, which OverrideApiAuth is to guard.")]
    public void Of_a_rest_api_cannot_override_what_is_not_there(string auth, string path, string expected) => Assert.Contains(
        expected,
        Assert.Single(Given.Errors(Rest("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}", "", $"Path: {path}, Method: get, Auth: {auth}"))), StringComparison.Ordinal);

    [Fact]
    public void Of_an_http_api_are_one()
    {
        var routes = Given.Stack(Http(
            "get: {x-amazon-apigateway-integration: {type: aws_proxy, payloadFormatVersion: '1.0', uri: " + Uri + "}}", "Auth: {DefaultAuthorizer: AWS_IAM, EnableIamAuthorizer: true}",
            "Path: /items, Method: get, TimeoutInMillis: 5000", "Path: /more, Method: get, Auth: {Authorizer: NONE}", "Path: /items, Method: options")).HttpApis[0];

        Assert.Equal(["GET /items IamAuthorizer", "GET /more NoAuthorizer", "OPTIONS /items NoAuthorizer"], Told(routes));
        Assert.Equal([("1.0", 5.0), ("2.0", 30.0), ("2.0", 30.0)], routes.Routes.Select(static route => (route.PayloadFormatVersion, route.IntegrationTimeout.TotalSeconds)));
    }

    [Theory]
    [InlineData("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: " + Uri + "}}", "The integration does not say which format the function's event has.")]
    [InlineData("get: {x-amazon-apigateway-integration: {type: aws_proxy, integrationSubtype: SQS-SendMessage}}", "LocalAws does not let API Gateway call AWS services.")]
    [InlineData("get: {security: [{pets: []}], x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/shared'}}", "The scheme 'pets' is no authorizer of API Gateway's.")]
    [InlineData("get: {security: [{jwt: []}], x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/shared'}}", null)]
    [InlineData("get: {security: [{issuerless: []}], x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/shared'}}", "The authorizer 'issuerless' does not say whose tokens it takes, and for whom.")]
    public void Of_an_http_api_close_what_is_not_enforced(string operation, string? expected) =>
        Assert.Equal(expected, Assert.Single(Given.Stack(Http(operation, "")).HttpApis[0].Routes).Closed?.Message);

    [Theory]
    [InlineData("$default")]
    [InlineData("/$default")]
    public void Of_an_http_api_have_a_route_for_everything_else(string path) => Assert.Equal(
        ["ANY $default NoAuthorizer"],
        Told(Given.Stack(Http("x-amazon-apigateway-any-method: {isDefaultRoute: true, x-amazon-apigateway-integration: {$ref: '#/components/x-amazon-apigateway-integrations/shared'}}", "").Replace("/items:", $"{path}:", StringComparison.Ordinal)).HttpApis[0]));

    [Theory]
    [InlineData("", "https://a.example", "GET")]
    [InlineData("CorsConfiguration: {AllowOrigins: ['https://b.example']}", "https://b.example", "GET")]
    public void Of_an_http_api_answer_browsers_as_the_document_says_unless_the_api_does(string properties, string origin, string method)
    {
        var cors = Given.Stack(Http("get: {}", properties)).HttpApis[0].Cors!;

        Assert.Equal((origin, method), (Assert.Single(cors.AllowOrigins), Assert.Single(cors.AllowMethods)));
    }

    [Fact]
    public void Of_an_http_api_cannot_be_of_swagger() => Assert.Contains(
        "The document has no 'openapi' 3, and an HTTP API takes nothing else.", Assert.Single(Given.Errors(Http("get: {}", "").Replace("openapi: 3.0.1", "swagger: '2.0'", StringComparison.Ordinal))), StringComparison.Ordinal);

    private static IEnumerable<string> Told(Api api) => api.Routes.Select(static route => $"{route.Method} {route.Path} {route.Authorizer.GetType().Name}");

    private static string Rest(string operation, string properties, params string[] events) => Template("AWS::Serverless::Api", "Api", "RestApiId", $"StageName: v1\n{properties}", "swagger: '2.0'", operation, events);

    private static string Http(string operation, string properties, params string[] events) => Template(
        "AWS::Serverless::HttpApi", "HttpApi", "ApiId", properties,
        "openapi: 3.0.1\n          x-amazon-apigateway-cors: {allowOrigins: ['https://a.example'], allowMethods: [GET]}\n          components:\n"
            + "            x-amazon-apigateway-integrations: {shared: {type: aws_proxy, payloadFormatVersion: '2.0', uri: " + Uri + "}}\n"
            + "            securitySchemes: {pets: {type: http, scheme: bearer}, issuerless: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.A, jwtConfiguration: {audience: [a]}}},"
            + " jwt: {type: openIdConnect, openIdConnectUrl: 'https://issuer.example/.well-known/openid-configuration', x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.A, jwtConfiguration: {audience: [a]}}}}",
        operation, events);

    private static string Template(string type, string kind, string id, string properties, string head, string operation, string[] events)
    {
        var lines = string.Join("\n      ", properties.Replace(", Auth:", "\nAuth:", StringComparison.Ordinal).Split('\n'));
        var calls = string.Join("\n        ", events.Select((one, index) => $"E{index}: {{Type: {kind}, Properties: {{{id}: !Ref Api, {one}}} }}"));
        return $$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: {{type}}
                Properties:
                  {{lines}}
                  DefinitionBody:
                      {{head}}
                      paths:
                        /items:
                          {{operation}}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: code
                  Handler: Handler
                  Runtime: dotnet10
                  Events:
                    None: {Type: Schedule, Properties: {Schedule: rate(1 day)} }
                    {{calls}}
            """;
    }
}
