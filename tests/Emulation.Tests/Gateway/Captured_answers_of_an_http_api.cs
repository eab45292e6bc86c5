using System.Text.Json.Nodes;

namespace Emulation.Tests.Gateway;

/// <summary>Situation by situation what AWS answered: testdata/aws/apigateway/deployed_lambda_authorization and http_lambda_authorizers of radkawar/stackd.</summary>
public sealed class Captured_answers_of_an_http_api(CapturedApis apis) : IClassFixture<CapturedApis>
{
    private const string Forbidden = """{"message":"Forbidden"}""";
    private const string Unauthorized = """{"message":"Unauthorized"}""";
    private const string Failed = """{"message":"Internal Server Error"}""";

    [Theory]
    [InlineData("/not-present", 404, """{"message":"Not Found"}""", null)]
    [InlineData("/iam", 403, Forbidden, null)]
    [InlineData("/jwt", 401, Unauthorized, "Bearer")]
    [InlineData("/v1/a", 401, Unauthorized, null)]
    [InlineData("/v2policy/a", 401, Unauthorized, null)]
    [InlineData("/v2simple/a", 401, Unauthorized, null)]
    [InlineData("/query", 401, Unauthorized, null)]
    [InlineData("/query?Tenant=a", 401, Unauthorized, null)]
    [InlineData("/nopermission", 401, Unauthorized, null)]
    public async Task Without_credentials(string path, int status, string body, string? challenge)
    {
        var answer = await apis.GetAsync($"Http{path}");
        Assert.Equal((status, null, body), answer.Refusal);
        Assert.Equal(challenge, answer.Headers.GetValueOrDefault("WWW-Authenticate"));
        Assert.True(answer.Headers.ContainsKey("apigw-requestid"));
        Assert.Empty(apis.Asked);
    }

    [Fact]
    public async Task With_a_token_that_is_none()
    {
        var answer = await apis.GetAsync("Http/jwt", ("Authorization", "invalid-jwt"));
        Assert.Equal((401, null, Unauthorized), answer.Refusal);
        Assert.Equal("Bearer scope=\"\" error=\"invalid_token\" error_description=\"token contains an invalid number of segments\"", answer.Headers["WWW-Authenticate"]);
    }

    [Theory]
    [InlineData("v1", "allow", 200, null)]
    [InlineData("v2policy", "allow", 200, null)]
    [InlineData("v2simple", "simple-allow", 200, null)]
    [InlineData("v1", "deny", 403, Forbidden)]
    [InlineData("v2policy", "deny", 403, Forbidden)]
    [InlineData("v2simple", "simple-deny", 403, Forbidden)]
    [InlineData("v1", "unauthorized", 401, Unauthorized)]
    [InlineData("v2policy", "unauthorized", 401, Unauthorized)]
    [InlineData("v2simple", "unauthorized", 401, Unauthorized)]
    [InlineData("v1", "return-unauthorized", 401, Unauthorized)]
    [InlineData("v2policy", "return-unauthorized", 401, Unauthorized)]
    [InlineData("v2simple", "return-unauthorized", 401, Unauthorized)]
    [InlineData("v1", "no-policy", 500, Failed)]
    [InlineData("v2policy", "no-policy", 500, Failed)]
    [InlineData("v2simple", "boom", 500, Failed)]
    [InlineData("v2simple", "simple-text", 500, Failed)]
    [InlineData("v1", "simple-allow", 500, Failed)]
    [InlineData("v2policy", "simple-allow", 500, Failed)]
    [InlineData("v2simple", "allow", 500, Failed)]
    [InlineData("v1", "simple-text", 500, Failed)]
    [InlineData("v1", "nested", 500, Failed)]
    [InlineData("v1", "claims", 500, Failed)]
    [InlineData("v2policy", "nested", 200, null)]
    [InlineData("v2policy", "claims", 200, null)]
    [InlineData("v2simple", "simple-nested", 200, null)]
    [InlineData("v2policy", "other", 403, Forbidden)]
    public async Task Of_each_format(string authorizer, string mode, int status, string? body)
    {
        var answer = await apis.GetAsync($"Http/{authorizer}/a", ("Authorization", "t"), ("x-mode", mode));
        Assert.Equal(status, answer.Status);
        Assert.Equal(body ?? answer.Body, answer.Body);
        Assert.Single(apis.Asked);
    }

    [Fact]
    public async Task Where_nobody_lets_api_gateway_call_the_function()
    {
        Assert.Equal((500, null, Failed), (await apis.GetAsync("Http/nopermission", ("Authorization", "t"), ("x-mode", "simple-allow"))).Refusal);
        Assert.Empty(apis.Asked);
    }

    [Theory]
    [InlineData("/v2simple/a", "Authorization")]
    [InlineData("/query?tenant=", "X-Other")]
    public async Task An_identity_source_that_is_there_and_empty_is_there(string path, string header)
    {
        Assert.Equal(200, (await apis.GetAsync($"Http{path}", (header, ""), ("x-mode", "simple-allow"))).Status);
        Assert.Equal("""[""]""", Assert.Single(apis.Asked)["identitySource"]!.ToJsonString());
    }

    [Fact]
    public async Task The_context_in_format_2_keeps_its_kinds_and_loses_claims()
    {
        Assert.Equal("""{"lambda":{"map":{},"list":[1],"nothing":null}}""", (await apis.GetAsync("Http/v2simple/a", ("Authorization", "t"), ("x-mode", "simple-nested"))).Authorizer!.ToJsonString());
        Assert.Equal("""{"lambda":{"text":"probe"}}""", (await apis.GetAsync("Http/v2policy/a", ("Authorization", "t"), ("x-mode", "claims"))).Authorizer!.ToJsonString());
    }

    [Fact]
    public async Task The_context_in_format_1_is_text() =>
        Assert.Equal("""{"lambda":{"text":"probe","number":"7","fraction":"1.5","flag":"true","empty":""}}""", (await apis.GetAsync("Http/v1/a", ("Authorization", "t"))).Authorizer!.ToJsonString());

    [Fact]
    public async Task The_event_of_an_authorizer_in_format_1()
    {
        await apis.GetAsync("Http/v1/a", ("Authorization", "t"), ("X-Probe", "p"));
        var asked = Assert.Single(apis.Asked);
        Assert.Equal(
            [
                "authorizationToken", "headers", "httpMethod", "identitySource", "methodArn", "path", "pathParameters", "queryStringParameters", "requestContext", "resource", "stageVariables", "type",
                "version",
            ],
            Members(asked));
        Assert.Equal(("1.0", "t", "t", "", "/v1/a", "{}", "{}"), (Text(asked, "version"), Text(asked, "identitySource"), Text(asked, "authorizationToken"), Text(asked, "resource"), Text(asked, "path"), asked["queryStringParameters"]!.ToJsonString(), asked["pathParameters"]!.ToJsonString()));
        var context = asked["requestContext"]!;
        Assert.Equal(
            ["accountId", "apiId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod", "identity", "path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId", "resourcePath", "stage"],
            Members(context));
        Assert.Equal(("GET /v1/a", "/v1/a", "/v1/a"), (Text(context, "resourceId"), Text(context, "resourcePath"), Text(context, "path")));
        Assert.Equal(Text(context, "extendedRequestId"), Text(context, "requestId"));
        Assert.Contains("cognitoAmr", Members(context["identity"]!));
        Assert.Equal(["Content-Length", "Host", "X-Amzn-Trace-Id", "X-Forwarded-For", "X-Forwarded-Port", "X-Forwarded-Proto", "X-Probe", "authorization"], Members(asked["headers"]!));
    }

    [Fact]
    public async Task The_event_of_an_authorizer_in_format_2()
    {
        await apis.GetAsync("Http/v2simple/a", ("Authorization", "t"), ("x-mode", "simple-allow"));
        var asked = Assert.Single(apis.Asked);
        Assert.Equal(["headers", "identitySource", "rawPath", "rawQueryString", "requestContext", "routeArn", "routeKey", "type", "version"], Members(asked));
        Assert.Equal("0", Text(asked["headers"]!, "content-length"));
    }

    [Fact]
    public async Task The_event_of_the_backend()
    {
        var answer = await apis.GetAsync("Http/echo?dup=one&dup=two&empty=&encoded=a%2Bb");
        Assert.Equal(["headers", "isBase64Encoded", "queryStringParameters", "rawPath", "rawQueryString", "requestContext", "routeKey", "version"], Members(answer.Event));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"dup":"one,two","empty":"","encoded":"a+b"}"""), answer.Event["queryStringParameters"]));
        Assert.Equal("0", Text(answer.Event["headers"]!, "content-length"));
        Assert.Equal(["accountId", "apiId", "domainName", "domainPrefix", "http", "requestId", "routeKey", "stage", "time", "timeEpoch"], Members(answer.Event["requestContext"]!));
    }

    [Fact]
    public async Task The_event_of_a_signed_call()
    {
        var answer = await apis.GetSignedAsync("Http/iam");
        Assert.Equal(200, answer.Status);
        Assert.StartsWith("AWS4-HMAC-SHA256 ", Text(answer.Event["headers"]!, "authorization"), StringComparison.Ordinal);
        Assert.True(answer.Event["headers"]!.AsObject().ContainsKey("x-amz-date"));
        Assert.Equal(["accessKey", "accountId", "callerId", "cognitoIdentity", "principalOrgId", "userArn", "userId"], Members(answer.Authorizer!["iam"]!));
    }

    [Fact]
    public async Task From_an_answer_that_is_kept_across_routes()
    {
        Assert.Equal(200, (await apis.GetAsync("Http/kept/a", ("Authorization", "kept"), ("x-mode", "this"))).Status);
        Assert.Single(apis.Asked);
        Assert.Equal((403, null, Forbidden), (await apis.GetAsync("Http/kept/b", ("Authorization", "kept"), ("x-mode", "this"))).Refusal);
        Assert.Empty(apis.Asked);
        Assert.Equal(403, (await apis.GetAsync("Http/kept/a", ("Authorization", "refused"), ("x-mode", "deny"))).Status);
        Assert.Equal(403, (await apis.GetAsync("Http/kept/a", ("Authorization", "refused"), ("x-mode", "allow"))).Status);
        Assert.Empty(apis.Asked);
    }

    [Fact]
    public async Task From_an_answer_that_is_kept_by_route()
    {
        Assert.Equal(200, (await apis.GetAsync("Http/keptbyroute/a", ("Authorization", "t"), ("x-mode", "this"))).Status);
        Assert.Equal(200, (await apis.GetAsync("Http/keptbyroute/b", ("Authorization", "t"), ("x-mode", "this"))).Status);
        Assert.Single(apis.Asked);
    }

    private static string? Text(JsonNode node, string member) => (string?)node[member];

    private static IEnumerable<string> Members(JsonNode node) => node.AsObject().Select(static member => member.Key).Order(StringComparer.Ordinal);
}
