using Sam;

namespace Emulation.Tests.ApiGatewayV2;

public sealed class Making_the_parts : IDisposable
{
    private readonly ManagementApi aws = new();
    private readonly string api;

    public Making_the_parts() => api = aws.Api();

    public void Dispose() => aws.Dispose();

    [Theory]
    [InlineData("""{"integrationType":"HTTP_PROXY","integrationUri":"https://example.com","payloadFormatVersion":"1.0"}""", "LocalAws integrates Lambda functions only: IntegrationType must be AWS_PROXY, not 'HTTP_PROXY'.")]
    [InlineData("""{"integrationType":"AWS_PROXY","integrationUri":"FUNCTION"}""", "PayloadFormatVersion is a required parameter for integration")]
    [InlineData("""{"integrationType":"AWS_PROXY","integrationUri":"FUNCTION","payloadFormatVersion":"3.0"}""", "PayloadFormatVersion must be 1.0 or 2.0, not '3.0'.")]
    [InlineData("""{"integrationType":"AWS_PROXY","integrationUri":"FUNCTION","payloadFormatVersion":"2.0","timeoutInMillis":30001}""", "Timeout should be between 50 ms and 30000 ms")]
    [InlineData("""{"integrationType":"AWS_PROXY","integrationUri":"FUNCTION","payloadFormatVersion":"2.0","requestParameters":{"a":"b"}}""", "LocalAws does not honour requestParameters, and refuses rather than ignores it. Leave it out.")]
    [InlineData("""{"integrationType":"AWS_PROXY","integrationUri":"arn:x","payloadFormatVersion":"2.0"}""", "Invalid integration URI specified: 'arn:x' is no Lambda function of this LocalAws. There are: FUNCTION.")]
    public void Refuses_an_integration_that_it_cannot_call(string body, string message) => Refuses("integrations", body, message);

    [Theory]
    [InlineData("""{"authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://example.com","audience":["a"]}}""", "An authorizer needs a Name of 1 to 128 characters.")]
    [InlineData("""{"name":"n","authorizerType":"JWT","identitySource":[],"jwtConfiguration":{"issuer":"https://example.com","audience":["a"]}}""", "A JWT authorizer needs one IdentitySource, such as $request.header.Authorization.")]
    [InlineData("""{"name":"n","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://example.com"}}""", "Audience list must have at least 1 item for JWT Authorizer")]
    [InlineData("""{"name":"n","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"pool","audience":["a"]}}""", "Invalid issuer: pool. Issuer must have a valid URL format")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"@"}""", "AuthorizerPayloadFormatVersion is a required parameter for REQUEST authorizer")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"arn:x","authorizerPayloadFormatVersion":"2.0"}""", "Invalid Authorizer URI: 'arn:x' is no Lambda function of this LocalAws. There are: FUNCTION.")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":["header.X"],"authorizerUri":"@","authorizerPayloadFormatVersion":"2.0"}""", "Invalid identity source expression: header.X. The source must be a request header, request querystring, stage variable or context parameter")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":[],"authorizerUri":"@","authorizerPayloadFormatVersion":"2.0","authorizerResultTtlInSeconds":5}""", "Identity source must be set if authorizer caching is enabled (TTL is greater than 0)")]
    [InlineData("""{"name":"n","authorizerType":"TOKEN","identitySource":["$request.header.X"]}""", "Invalid authorizer type. Only JWT authorizer type is supported on HTTP protocol Apis.")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"@","authorizerPayloadFormatVersion":"2.0","authorizerResultTtlInSeconds":3601}""", "Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.")]
    [InlineData("""{"name":"n","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"@","authorizerPayloadFormatVersion":"2.0","authorizerResultTtlInSeconds":-1}""", "Authorizer result TTL outside allowable range. TTL must be between 0 and 3600 seconds.")]
    public void Refuses_an_authorizer_that_could_not_decide(string body, string message) => Refuses("authorizers", body, message);

    [Fact]
    public void Forgets_what_authorizers_have_answered()
    {
        var api = aws.Api();
        aws.Stage(api, "live");
        Assert.Equal(404, aws.Call("DELETE", $"{api}/stages/other/cache/authorizers").Status);
        Assert.Empty(aws.Forgotten);
        Assert.Equal(204, aws.Call("DELETE", $"{api}/stages/live/cache/authorizers").Status);
        Assert.Equal(api["/v2/apis/".Length..], Assert.Single(aws.Forgotten));
    }

    [Theory]
    [InlineData("""{"routeKey":"get /x"}""", "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"")]
    [InlineData("""{"routeKey":"GET /{a+}/x"}""", "The provided route key is not formatted properly for HTTP protocol. Format should be \"<HTTP METHOD> /<RESOURCE PATH>\" or \"$default\"")]
    [InlineData("""{"routeKey":"GET /x","target":"integrations/nothere"}""", "Invalid Integration identifier specified in Target 'integrations/nothere': a Target is integrations/ and the id of an integration of this API.")]
    [InlineData("""{"routeKey":"GET /x","authorizationType":"JWT"}""", "AuthorizationType JWT needs an AuthorizerId.")]
    [InlineData("""{"routeKey":"GET /x","authorizationType":"JWT","authorizerId":"nothere"}""", "Invalid Authorizer identifier specified nothere")]
    [InlineData("""{"routeKey":"GET /x","authorizationType":"jwt"}""", "AuthorizationType must be NONE, AWS_IAM, JWT or CUSTOM, not 'jwt'.")]
    [InlineData("""{"routeKey":"GET /x","authorizerId":"abc"}""", "AuthorizerId is for AuthorizationType JWT and CUSTOM only, and it is NONE.")]
    [InlineData("""{"routeKey":"GET /x","authorizationScopes":["a"]}""", "AuthorizationScopes are for AuthorizationType JWT only, and it is NONE.")]
    public void Refuses_a_route_that_would_be_open_or_lead_nowhere(string body, string message) => Refuses("routes", body, message);

    [Fact]
    public void Refuses_an_authorizer_of_the_other_type() => Assert.Equal(
        "AuthorizationType CUSTOM needs an authorizer of type REQUEST, and 'users' is of type JWT.",
        aws.Route(api, "GET /x", $",\"authorizationType\":\"CUSTOM\",\"authorizerId\":\"{aws.Jwt(api)}\"").Message);

    [Theory]
    [InlineData("GET /orders/{id}", "GET /orders/{id}", "Route with key GET /orders/{id} already exists for this API")]
    [InlineData("GET /orders/{id}", "GET /orders/{orderId}/x", "The provided route key \"GET /orders/{orderId}/x\" has a conflicting variable on the same hierarchical level as \"GET /orders/{id}\"")]
    public void Refuses_a_second_route_in_the_place_of_the_first(string first, string second, string message)
    {
        Assert.Equal(201, aws.Route(api, first).Status);
        var refused = aws.Route(api, second);
        Assert.Equal((409, "ConflictException", message), (refused.Status, refused.ErrorType, refused.Message));
    }

    [Theory]
    [InlineData("GET /orders/{id}", "POST /orders/{id}")]
    [InlineData("GET /orders/{id}", "GET /orders/{proxy+}")]
    [InlineData("GET /orders", "GET /customers/{id}")]
    public void Takes_routes_beside_each_other(string first, string second)
    {
        aws.Route(api, first);
        Assert.Equal(201, aws.Route(api, second).Status);
    }

    [Fact]
    public void Keeps_what_a_route_refers_to()
    {
        var authorizer = aws.Jwt(api);
        var target = aws.Target(api);
        var route = aws.Route(api, "GET /x", $",\"authorizationType\":\"JWT\",\"authorizerId\":\"{authorizer}\",\"target\":\"{target}\"")["routeId"];
        Assert.Equal($"Cannot delete Integration because it is referenced by the following Routes with Ids: [{route}]", aws.Call("DELETE", $"{api}/{target}").Message);
        Assert.Equal((409, "Cannot delete authorizer 'users', is referenced in route: GET /x"), (aws.Call("DELETE", $"{api}/authorizers/{authorizer}").Status, aws.Call("DELETE", $"{api}/authorizers/{authorizer}").Message));
        Assert.Equal(204, aws.Call("DELETE", $"{api}/routes/{route}").Status);
        Assert.Equal(204, aws.Call("DELETE", $"{api}/{target}").Status);
        Assert.Equal(204, aws.Call("DELETE", $"{api}/authorizers/{authorizer}").Status);
    }

    [Fact]
    public void Forgets_the_authorizer_of_a_route_that_is_opened()
    {
        var route = aws.Route(api, "GET /x", $",\"authorizationType\":\"JWT\",\"authorizerId\":\"{aws.Jwt(api)}\",\"authorizationScopes\":[\"a\"]")["routeId"];
        var opened = aws.Call("PATCH", $"{api}/routes/{route}", """{"authorizationType":"NONE"}""");
        Assert.Equal(("NONE", "", ""), (opened["authorizationType"], opened["authorizerId"], opened["authorizationScopes"]));
    }

    [Fact]
    public void Keeps_the_authorizer_of_a_route_whose_target_changes()
    {
        var route = aws.Route(api, "GET /x", $",\"authorizationType\":\"JWT\",\"authorizerId\":\"{aws.Jwt(api)}\"")["routeId"];
        Assert.Equal("JWT", aws.Call("PATCH", $"{api}/routes/{route}", $$"""{"target":"{{aws.Target(api)}}"}""")["authorizationType"]);
    }

    [Fact]
    public void Changes_only_what_is_sent()
    {
        var target = aws.Target(api);
        var integration = aws.Call("PATCH", $"{api}/{target}", """{"timeoutInMillis":500}""");
        Assert.Equal((200, "500", "2.0", ManagementApi.FunctionArn), (integration.Status, integration["timeoutInMillis"], integration["payloadFormatVersion"], integration["integrationUri"]));
        Assert.Equal(400, aws.Call("PATCH", $"{api}/{target}", """{"integrationUri":"arn:x"}""").Status);
        var authorizer = $"{api}/authorizers/{aws.Jwt(api)}";
        Assert.Equal("new", aws.Call("PATCH", authorizer, """{"name":"new"}""")["name"]);
        Assert.Equal("https://example.com/pool", aws.Call("GET", authorizer).Json["jwtConfiguration"]!["issuer"]!.ToString());
        Assert.Equal(400, aws.Call("PATCH", authorizer, """{"authorizerType":"REQUEST"}""").Status);
    }

    [Theory]
    [InlineData("GET", "authorizers", "Authorizer")]
    [InlineData("GET", "integrations", "Integration")]
    [InlineData("PATCH", "routes", "Route")]
    [InlineData("DELETE", "stages", "Stage")]
    [InlineData("DELETE", "deployments", "Deployment")]
    public void Says_which_part_it_does_not_know(string method, string collection, string kind)
    {
        var missing = aws.Call(method, $"{api}/{collection}/abc1234");
        Assert.Equal((404, "NotFoundException", $"Invalid {kind} identifier specified abc1234"), (missing.Status, missing.ErrorType, missing.Message));
    }

    [Fact]
    public void Serves_each_kind_of_authorizer()
    {
        var target = aws.Target(api);
        aws.Stage(api);
        aws.Route(api, "GET /jwt", $",\"target\":\"{target}\",\"authorizationType\":\"JWT\",\"authorizationScopes\":[\"read\"],\"authorizerId\":\"{aws.Jwt(api)}\"");
        aws.Route(api, "ANY /fn", $",\"target\":\"{target}\",\"authorizationType\":\"CUSTOM\",\"authorizerId\":\"{aws.Lambda(api, ",\"enableSimpleResponses\":true")}\"");
        aws.Route(api, "GET /iam", $",\"target\":\"{target}\",\"authorizationType\":\"AWS_IAM\"");
        aws.Route(api, "$default", $",\"target\":\"{target}\"");
        Assert.Collection(
            aws.Served!.Routes.Select(static route => route.Authorizer),
            static jwt =>
            {
                var (_, source, issuers, scopes) = Assert.IsType<JwtAuthorizer>(jwt);
                Assert.Equal("$request.header.Authorization", source);
                Assert.Equal(("https://example.com/pool", "client", "RS256"), (issuers[0].Issuer, issuers[0].Audiences[0], issuers[0].Algorithms[0]));
                Assert.Equal(["read"], scopes);
            },
            static fn =>
            {
                var lambda = Assert.IsType<LambdaAuthorizer>(fn);
                Assert.Equal(("Shop", "2.0", true, TimeSpan.FromMinutes(5)), (lambda.FunctionLogicalId, lambda.PayloadFormatVersion, lambda.EnableSimpleResponses, lambda.CacheTtl));
            },
            static iam => Assert.IsType<IamAuthorizer>(iam),
            static open => Assert.IsType<NoAuthorizer>(open));
    }

    private void Refuses(string collection, string body, string message)
    {
        var refused = aws.Call("POST", $"{api}/{collection}", body.Replace("FUNCTION", ManagementApi.FunctionArn, StringComparison.Ordinal).Replace("@", ManagementApi.AuthorizerUri, StringComparison.Ordinal));
        Assert.Equal((400, "BadRequestException", message.Replace("FUNCTION", ManagementApi.FunctionArn, StringComparison.Ordinal)), (refused.Status, refused.ErrorType, refused.Message));
        Assert.Empty(aws.Call("GET", $"{api}/{collection}").Json["items"]!.AsArray());
    }
}
