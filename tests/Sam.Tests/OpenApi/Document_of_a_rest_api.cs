using Sam.Tests.Templates;

namespace Sam.Tests.OpenApi;

public class Document_of_a_rest_api
{
    private const string Pool = "arn:aws:cognito-idp:us-east-1:111122223333:userpool/us-east-1_abcDEF123";
    private const string Function = "{type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'}";

    [Theory]
    [InlineData("security: [{iam: []}]", "AWS_IAM")]
    [InlineData("security: [{pool: []}]", "pool Authorization")]
    [InlineData("security: [{pool: [read, write]}]", "pool Authorization read write")]
    [InlineData("security: [{token: []}]", "token method.request.header.X-Token 60")]
    [InlineData("security: [{request: []}]", "request method.request.header.A method.request.querystring.b 300")]
    [InlineData("security: [{key: []}]", "open")]
    [InlineData("security: [{iam: []}, {pool: []}]", "closed: The operation names more than one authorizer, and which of them API Gateway takes is not known.")]
    [InlineData("security: [{iam: [], pool: []}]", "closed: The operation names more than one authorizer, and which of them API Gateway takes is not known.")]
    [InlineData("security: [{nobody: []}]", "closed: The document declares no scheme 'nobody'.")]
    [InlineData("security: [{basic: []}]", "closed: The scheme 'basic' is no authorizer of API Gateway's.")]
    [InlineData("security: [{}]", "closed: An empty entry makes authorization a matter of choice, and what API Gateway makes of it is not known.")]
    [InlineData("security: [{NONE: []}]", "open")]
    [InlineData("security: []", "open")]
    [InlineData("x-amazon-apigateway-auth: {type: aws_iam}", "AWS_IAM")]
    [InlineData("x-amazon-apigateway-auth: {type: NONE}", "open")]
    [InlineData("x-amazon-apigateway-auth: {type: NONE}, security: [{pool: []}]", "closed: The operation names more than one authorizer, and which of them API Gateway takes is not known.")]
    [InlineData("x-amazon-apigateway-auth: {type: EVERYBODY}", "closed: The operation names more than one authorizer, and which of them API Gateway takes is not known.")]
    public void Says_of_each_operation_who_guards_it(string operation, string expected)
    {
        Assert.Equal(expected, Told(Route($"get: {{x-amazon-apigateway-integration: {Function}, {operation}}}")));
        Assert.Equal(expected, Told(Route($"get: {{x-amazon-apigateway-integration: {Function}, {operation}}}", three: true)));
    }

    [Fact]
    public void Guards_nothing_by_security_at_its_root() =>
        Assert.Equal("open", Told(Route($"get: {{x-amazon-apigateway-integration: {Function}}}", root: "security: [{iam: []}]")));

    [Theory]
    [InlineData("pets: {x-amazon-apigateway-authtype: custom, type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {type: jwt}}", "LocalAws knows no authorizers of type 'jwt' of a REST API.")]
    [InlineData("pets: {type: apiKey, name: A, in: header, x-amazon-apigateway-authtype: awsSigv9}", "'awsSigv9' is no kind of authorization that LocalAws knows.")]
    [InlineData("pets: {type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {type: token, authorizerUri: elsewhere}}", "'elsewhere' is not the URI of a function of the template.")]
    [InlineData("pets: {type: apiKey, name: A, in: header, x-amazon-apigateway-authorizer: {type: cognito_user_pools}}", "The authorizer 'pets' names no user pool.")]
    public void Closes_the_routes_of_an_authorizer_that_is_not_enforced_and_no_others(string scheme, string expected)
    {
        var routes = Given.Stack(Template(
            $$"""
                      get: {x-amazon-apigateway-integration: {{Function}}, security: [{pets: []}]}
                      post: {x-amazon-apigateway-integration: {{Function}}, security: [{iam: []}]}
            """, scheme: scheme)).Apis[0].Routes;

        Assert.Equal([expected, null], routes.Select(static route => route.Closed?.Message));
        Assert.IsType<IamAuthorizer>(routes[1].Authorizer);
    }

    [Theory]
    [InlineData("get: {}", "The operation has no integration: nothing answers it.")]
    [InlineData("get: {x-amazon-apigateway-integration: {type: http_proxy, uri: 'http://elsewhere'}}", "Requests are sent on to http://elsewhere, which is not on this machine.")]
    [InlineData("get: {x-amazon-apigateway-integration: {type: aws, uri: 'arn:aws:apigateway:us-east-1:sqs:action/SendMessage'}}", "LocalAws does not let API Gateway call AWS services.")]
    [InlineData("get: {x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: GET, uri: !Sub 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'}}", "API Gateway calls functions with POST, and fails with any other method.")]
    [InlineData("get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: 'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:x/invocations'}}", "'arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:111122223333:function:x/invocations' is not the URI of a function of the template.")]
    [InlineData("any: {}", "'any' is no method of an OpenAPI document, and what API Gateway makes of it is not known.")]
    public void Closes_an_operation_that_is_not_enforced(string operation, string expected)
    {
        var route = Route(operation);

        Assert.Equal((expected, 14), (route.Closed?.Message, route.Line.Line));
    }

    [Theory]
    [InlineData("x-amazon-apigateway-request-validator: all", true)]
    [InlineData("x-amazon-apigateway-request-validator: nothing", false)]
    [InlineData("x-amazon-apigateway-request-validator: unheard-of", false)]
    [InlineData("summary: x", false)]
    public void Says_what_is_checked_of_requests(string property, bool isChecked)
    {
        var route = Route(
            $"get: {{x-amazon-apigateway-integration: {Function}, {property}, parameters: [{{in: query, name: id, required: true}}, {{in: header, name: H}}]}}",
            root: "x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}, nothing: {validateRequestBody: false}}");

        Assert.Null(route.Closed);
        Assert.Equal(isChecked, route.Check is not null);
        Assert.Equal(isChecked ? ["querystring.id"] : [], route.Check?.Required ?? []);
    }

    [Theory]
    [InlineData("Variables: {name: Function}", null)]
    [InlineData("Variables: {other: Function}", "The stage has no variable 'name'.")]
    public void Takes_the_stages_variables(string property, string? closed)
    {
        var yaml = Template("          get: {x-amazon-apigateway-integration: {type: aws_proxy, uri: 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:${stageVariables.name}/invocations'}}")
            .Replace("StageName: v1", $"StageName: v1\n      {property}", StringComparison.Ordinal)
            .Replace("CodeUri: code", "CodeUri: code\n      FunctionName: Function", StringComparison.Ordinal);

        Assert.Equal(closed, Assert.Single(Given.Stack(yaml).Apis[0].Routes).Closed?.Message);
    }

    [Fact]
    public void Has_operations_for_every_method_with_their_own_lines()
    {
        var routes = Given.Stack(Template($"          x-amazon-apigateway-any-method: {{x-amazon-apigateway-integration: {Function}}}\n          parameters: []\n          head: {{x-amazon-apigateway-integration: {Function}}}")).Apis[0].Routes;

        Assert.Equal([("ANY", 14), ("HEAD", 16)], routes.Select(static route => (route.Method, route.Line.Line)));
    }

    [Theory]
    [InlineData("{DefaultAuthorizer: AWS_IAM}", "open", "AWS_IAM", "closed: The operation has no integration: nothing answers it.")]
    [InlineData("{DefaultAuthorizer: mine, Authorizers: {mine: {UserPoolArn: '" + Pool + "'}}}", "open", "mine Authorization", "closed: The operation has no integration: nothing answers it.")]
    public void Gets_the_apis_default_where_an_operation_has_an_integration_and_no_security(string auth, string none, string bare, string without)
    {
        var yaml = Template(
            $$"""
                      get: {x-amazon-apigateway-integration: {{Function}}, security: [{NONE: []}]}
                      put: {x-amazon-apigateway-integration: {{Function}}}
                      post: {summary: nothing}
            """).Replace("StageName: v1", $"StageName: v1\n      Auth: {auth}", StringComparison.Ordinal);

        Assert.Equal([none, bare, without], Given.Stack(yaml).Apis[0].Routes.Select(Told));
    }

    [Fact]
    public void Names_the_operation_in_what_is_closed() => Assert.Equal(
        ["template.yaml:14 Api.DefinitionBody[GET /items]: The operation has no integration: nothing answers it. Add an x-amazon-apigateway-integration."],
        Given.Closures(Template("          get: {}")));

    [Fact]
    public void Closes_the_api_where_it_cannot_be_told()
    {
        var stack = Given.Stack(
            """
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api: {Type: AWS::Serverless::Api, Properties: {StageName: v1, DefinitionUri: 's3://bucket/key'}}
            """);

        Assert.Empty(stack.Apis[0].Routes);
        Assert.Equal("The API's document is not on this machine.", Assert.Single(stack.Closures).Message);
    }

    [Theory]
    [InlineData("DefinitionBody: {paths: {}}", "openapi: The document has neither 'swagger' nor 'openapi' 3.")]
    [InlineData("DefinitionBody: {swagger: '2.0'}", "paths: The document has no paths.")]
    public void Is_refused_where_it_is_none(string property, string expected) => Assert.Contains(expected, Assert.Single(Given.Errors(
        $"""
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api:
            Type: AWS::Serverless::Api
            Properties:
              StageName: v1
              {property}
        """)), StringComparison.Ordinal);

    private static Route Route(string operation, bool three = false, string root = "info: {}") =>
        Assert.Single(Given.Stack(Template($"          {operation}", three, root)).Apis[0].Routes);

    private static string Told(Route route) => route.Authorizer.Match(
        static _ => "open",
        static _ => "AWS_IAM",
        static cognito => string.Join(' ', cognito.Scopes.Prepend(cognito.Header).Prepend(cognito.Name)),
        static jwt => jwt.Name,
        static lambda => string.Join(' ', lambda.IdentitySources.Prepend(lambda.Name).Append($"{lambda.CacheTtl.TotalSeconds}")),
        static closed => $"closed: {closed.Closure.Message}");

    private static string Template(string operations, bool three = false, string root = "info: {}", string scheme = "pets: {}")
    {
        const string uri = "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'";
        var schemes = $$$$$"""
            iam: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: awsSigv4},
            pool: {type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: cognito_user_pools, x-amazon-apigateway-authorizer: {type: cognito_user_pools, providerARNs: ['{{{{{Pool}}}}}']}},
            token: {type: apiKey, name: X-Token, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, authorizerUri: {{{{{uri}}}}}, authorizerResultTtlInSeconds: 60}},
            request: {type: apiKey, name: Unused, in: header, x-amazon-apigateway-authorizer: {type: request, authorizerUri: {{{{{uri}}}}}, identitySource: 'method.request.header.A, method.request.querystring.b'}},
            key: {type: apiKey, name: x-api-key, in: header}, basic: {type: basic}, {{{{{scheme}}}}}
            """.ReplaceLineEndings(" ");
        return $$$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
              Api:
                Type: AWS::Serverless::Api
                Properties:
                  StageName: v1
                  DefinitionBody:
                    {{{(three ? "openapi: 3.0.1" : "swagger: '2.0'")}}}
                    {{{root}}}
                    {{{(three ? $"components: {{securitySchemes: {{{schemes}}}}}" : $"securityDefinitions: {{{schemes}}}")}}}
                    x-amazon-apigateway-binary-media-types: [image/png]
                    paths:
                      /items:
            {{{string.Join('\n', operations.Split('\n').Select(static line => $"            {line.Trim()}"))}}}
              Function:
                Type: AWS::Serverless::Function
                Properties:
                  CodeUri: code
                  Handler: Handler
                  Runtime: dotnet10
            """;
    }
}
