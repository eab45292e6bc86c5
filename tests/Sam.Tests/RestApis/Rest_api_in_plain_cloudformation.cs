using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.RestApis;

public class Rest_api_in_plain_cloudformation
{
    private const string Template =
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Api: {Type: AWS::ApiGateway::RestApi, Properties: {Name: orders, Policy: {Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}]}}}
          Order: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !Ref Orders, PathPart: '{orderId}'}}
          Orders: {Type: AWS::ApiGateway::Resource, Properties: {RestApiId: !Ref Api, ParentId: !GetAtt Api.RootResourceId, PathPart: orders}}
          Tokens:
            Type: AWS::ApiGateway::Authorizer
            Properties:
              RestApiId: !Ref Api
              Name: tokens
              Type: JWT
              IdentitySource: method.request.header.Authorization
              JwtConfiguration:
                DefaultAlgorithms: [RS256, ES256]
                Issuers:
                  - {Issuer: 'https://one.example.com/', Audiences: [a, b]}
                  - Issuer: https://two.example.com
                    Audiences: [c]
                    AdditionalClaims: [{ClaimName: tenant, Format: string, ExpectedValues: [shop]}]
          Read:
            Type: AWS::ApiGateway::Method
            Properties:
              RestApiId: !Ref Api
              ResourceId: !Ref Order
              HttpMethod: GET
              AuthorizationType: JWT
              AuthorizerId: !Ref Tokens
              AuthorizationScopes: ['orders:read']
              Integration: {Type: AWS_PROXY, IntegrationHttpMethod: POST, Uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'}
          Deployment: {Type: AWS::ApiGateway::Deployment, DependsOn: Read, Properties: {RestApiId: !Ref Api}}
          Stage: {Type: AWS::ApiGateway::Stage, Properties: {RestApiId: !Ref Api, DeploymentId: !Ref Deployment, StageName: v1, Variables: {color: blue}}}
          Function:
            Type: AWS::Serverless::Function
            Properties: {CodeUri: code, Handler: Handler, Runtime: dotnet10}
        """;

    [Fact]
    public void Has_the_routes_of_its_methods_and_the_stage()
    {
        var api = Assert.Single(Given.Stack(Template).Apis);
        var route = Assert.Single(api.Routes);

        Assert.Equal(("Api", "orders", "v1", "blue"), (api.LogicalId, api.Name, api.StageName, api.StageVariables["color"]));
        Assert.Equal(("GET", "/orders/{orderId}", "Function", "1.0"), (route.Method, route.Path, route.FunctionLogicalId, route.PayloadFormatVersion));
        Assert.Equal(PolicyKind.Resource, api.ResourcePolicy!.Kind);
    }

    private const string Written = "{Version: '2012-10-17', Statement: [{Effect: Allow, Principal: '*', Action: 'execute-api:Invoke', Resource: 'execute-api:/*'}]}";

    /// <summary>The Serverless Framework writes it so.</summary>
    [Fact]
    public void Has_no_policy_where_it_is_empty_text() =>
        Assert.Null(Assert.Single(Given.Stack(Template.Replace(Written, "''", StringComparison.Ordinal)).Apis).ResourcePolicy);

    [Fact]
    public void Is_refused_with_a_policy_that_is_any_other_text() => Assert.Contains(
        Given.Errors(Template.Replace(Written, "open", StringComparison.Ordinal)), static error => error.Contains("Api.Policy", StringComparison.Ordinal));

    [Fact]
    public void Takes_tokens_of_several_issuers_each_with_its_audiences_and_claims()
    {
        var jwt = Assert.IsType<JwtAuthorizer>(Assert.Single(Assert.Single(Given.Stack(Template).Apis).Routes).Authorizer);

        Assert.Equal(("tokens", "method.request.header.Authorization", "orders:read"), (jwt.Name, jwt.IdentitySource, Assert.Single(jwt.Scopes)));
        Assert.Equal(["https://one.example.com/", "https://two.example.com"], jwt.Issuers.Select(static issuer => issuer.Issuer));
        Assert.Equal(["a b", "c"], jwt.Issuers.Select(static issuer => string.Join(' ', issuer.Audiences)));
        Assert.All(jwt.Issuers, static issuer => Assert.Equal(["RS256", "ES256"], issuer.Algorithms));
        var claim = Assert.Single(jwt.Issuers[1].RequiredClaims);
        Assert.Equal(("tenant", "shop"), (claim.Name, Assert.Single(claim.Values)));
    }

    [Theory]
    [InlineData("Type: COGNITO_USER_POOLS, ProviderARNs: [arn]", "COGNITO_USER_POOLS", "CognitoAuthorizer")]
    [InlineData("Type: TOKEN, AuthorizerUri: URI", "CUSTOM", "LambdaAuthorizer")]
    [InlineData("Type: REQUEST, AuthorizerUri: URI", "CUSTOM", "LambdaAuthorizer")]
    [InlineData("Type: JWT", "AWS_IAM", "IamAuthorizer")]
    [InlineData("Type: JWT", "NONE", "ClosedAuthorizer")]
    public void Has_every_other_kind_of_authorizer_too(string type, string authorization, string expected)
    {
        var lines = type.Replace("URI", "!Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Function.Arn}/invocations'", StringComparison.Ordinal).Replace(", ", "\n      ", StringComparison.Ordinal);
        var template = Template.Replace("      Type: JWT", $"      {lines}", StringComparison.Ordinal).Replace("AuthorizationType: JWT", $"AuthorizationType: {authorization}", StringComparison.Ordinal);
        if (authorization != "COGNITO_USER_POOLS")
        {
            template = template.Replace("      AuthorizationScopes: ['orders:read']\n", "", StringComparison.Ordinal);
        }

        Assert.Equal(expected, Assert.Single(Assert.Single(Given.Stack(template).Apis).Routes).Authorizer.GetType().Name);
    }

    [Theory]
    [InlineData("AuthorizerId: !Ref Tokens", "AuthorizerId: x", "template.yaml:27 Read.AuthorizerId: With AuthorizationType JWT a method needs an authorizer of its API. Refer to an AWS::ApiGateway::Authorizer with !Ref.")]
    [InlineData("AuthorizationType: JWT", "AuthorizationType: CUSTOM", "template.yaml:26 Read.AuthorizationType: Tokens is of type JWT, which CUSTOM does not go with. Use CUSTOM with TOKEN and REQUEST, else the authorizer's own type.")]
    [InlineData("AuthorizationType: JWT", "AuthorizationType: JTW", "template.yaml:26 Read.AuthorizationType: 'JTW' is not a type of authorization. Did you mean 'JWT'?")]
    [InlineData("[RS256, ES256]", "[HS256]", "template.yaml:14 Tokens.JwtConfiguration.DefaultAlgorithms: 'HS256' does not sign with a key pair. Use one such as RS256 or ES256.")]
    [InlineData("[RS256, ES256]", "[]", "template.yaml:14 Tokens.JwtConfiguration.DefaultAlgorithms: A JWT authorizer needs DefaultAlgorithms. List at least one.")]
    [InlineData("[a, b]", "[]", "template.yaml:16 Tokens.JwtConfiguration.Issuers[0].Audiences: An issuer needs Audiences: its tokens for others must not pass here. List at least one.")]
    [InlineData("[RS256, ES256]", "[none]", "template.yaml:14 Tokens.JwtConfiguration.DefaultAlgorithms: 'none' does not sign with a key pair. Use one such as RS256 or ES256.")]
    [InlineData("ParentId: !Ref Orders", "ParentId: !Ref Order", "template.yaml:4 Order: Circular dependency: Order -> Order. ")]
    [InlineData("Type: AWS_PROXY", "Type: AWS_PROXI", "template.yaml:29 Read.Integration.Type: 'AWS_PROXI' is not a type of integration. Did you mean 'AWS_PROXY'?")]
    [InlineData("IntegrationHttpMethod: POST, ", "", "template.yaml:29 Read.Integration.IntegrationHttpMethod: An integration needs the method by which it is called, and functions are called with POST.")]
    [InlineData("HttpMethod: GET", "HttpMethod: GTE", "template.yaml:25 Read.HttpMethod: 'GTE' is not a method of API Gateway. Did you mean 'GET'?")]
    [InlineData("ParentId: !GetAtt Api.RootResourceId", "ParentId: root", "template.yaml:5 Orders.ParentId: The resource is not under the root of Api. Write !GetAtt Api.RootResourceId, or refer to another resource with !Ref.")]
    public void Refuses_with_the_remedy(string from, string to, string expected) =>
        Assert.Contains(Given.Errors(Template.Replace(from, to, StringComparison.Ordinal)), error => error.StartsWith(expected, StringComparison.Ordinal));

    [Fact]
    public void Closes_the_methods_of_an_authorizer_that_is_not_enforced() => Assert.StartsWith(
        "template.yaml:19 Tokens.JwtConfiguration.Issuers[1].AdditionalClaims[0].Required: LocalAws has claims that a token must have, and none that it only may have.",
        Assert.Single(Given.Stack(Template.Replace("Format: string,", "Format: string, Required: false,", StringComparison.Ordinal)).Apis[0].Routes).Closed?.ToString(),
        StringComparison.Ordinal);

    [Theory]
    [InlineData("'arn:aws:iam::*:user/*'", "caller")]
    [InlineData("!GetAtt FunctionRole.Arn", "role")]
    [InlineData("arn:aws:iam::111122223333:role/elsewhere", "closed")]
    public void Calls_functions_with_the_credentials_of_its_methods(string credentials, string expected)
    {
        var route = Assert.Single(Given.Stack(WithCredentials(credentials).Replace("AuthorizationType: JWT", "AuthorizationType: AWS_IAM", StringComparison.Ordinal)
            .Replace("      AuthorizationScopes: ['orders:read']\n", "", StringComparison.Ordinal)).Apis[0].Routes);

        Assert.Equal((expected == "caller", expected == "role", expected == "closed"), (route.Credentials.IsCaller, route.Credentials.RoleArn is not null, route.Closed is not null));
    }

    [Fact]
    public void Passes_on_no_credentials_that_callers_do_not_have() => Assert.Equal(
        ["template.yaml:29 Read.Integration.Credentials: 'arn:aws:iam::*:user/*' passes the caller's credentials on, and API Gateway takes it only on a method with AWS_IAM, where callers have some. "
            + "Guard the route with AWS_IAM, or remove the credentials and give API Gateway the permission to call the function."],
        Given.Errors(WithCredentials("'arn:aws:iam::*:user/*'")));

    [Theory]
    [InlineData("!GetAtt FunctionRole.Arn", false)]
    [InlineData("arn:aws:iam::111122223333:role/elsewhere", true)]
    public void Calls_authorizers_as_their_role(string credentials, bool isClosed)
    {
        var authorizer = Assert.Single(Given.Stack(Template.Replace(
            "      Type: JWT", $"      Type: REQUEST\n      AuthorizerCredentials: {credentials}\n      AuthorizerUri: !Sub 'arn:aws:apigateway:${{AWS::Region}}:lambda:path/2015-03-31/functions/${{Function.Arn}}/invocations'",
            StringComparison.Ordinal).Replace("AuthorizationType: JWT", "AuthorizationType: CUSTOM", StringComparison.Ordinal).Replace("      AuthorizationScopes: ['orders:read']\n", "", StringComparison.Ordinal)).Apis[0].Routes).Authorizer;

        Assert.Equal(isClosed, authorizer is ClosedAuthorizer { Instead: LambdaAuthorizer { CredentialsArn: null } });
        Assert.Equal(!isClosed, authorizer is LambdaAuthorizer { CredentialsArn: not null });
    }

    private static string WithCredentials(string credentials) => Template.Replace("Integration: {Type", $"Integration: {{Credentials: {credentials}, Type", StringComparison.Ordinal);

    [Fact]
    public void Without_a_stage_is_there_and_nobody_can_call_it()
    {
        var api = Assert.Single(Given.Stack(string.Join('\n', Template.Split('\n').Where(static line => !line.StartsWith("  Stage:", StringComparison.Ordinal)))).Apis);

        Assert.Equal(("", false, "/orders/{orderId}"), (api.StageName, api.IsDeployed, Assert.Single(api.Routes).Path));
    }

    [Fact]
    public void Tells_of_a_method_that_no_deployment_waits_for() => Assert.Contains(
        Given.Stack(Template.Replace("DependsOn: Read, ", "", StringComparison.Ordinal)).Traps, static trap => trap.Kind == TrapKind.MethodMayNotBeDeployed);

    [Fact]
    public void Leaves_an_authorizer_alone_that_no_method_names()
    {
        var template = Template.Replace("      RestApiId: !Ref Api\n      Name: tokens", "      RestApiId: !Ref Sam\n      Name: tokens", StringComparison.Ordinal)
            .Replace("AuthorizationType: JWT\n      AuthorizerId: !Ref Tokens", "AuthorizationType: AWS_IAM", StringComparison.Ordinal) + "\n  Sam: {Type: AWS::Serverless::Api, Properties: {StageName: v1}}";

        Assert.Equal([], Given.Closures(template));
    }
}
