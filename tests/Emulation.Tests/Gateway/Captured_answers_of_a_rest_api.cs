using System.Text.Json.Nodes;

namespace Emulation.Tests.Gateway;

/// <summary>Situation by situation what AWS answered: testdata/aws/apigateway/deployed_lambda_authorization and rest_lambda_authorizers of radkawar/stackd.</summary>
public sealed class Captured_answers_of_a_rest_api(CapturedApis apis) : IClassFixture<CapturedApis>
{
    private const string Unauthorized = """{"message":"Unauthorized"}""";
    private const string Unconfigured = """{"message":null}""";
    private const string Denied = """{"Message":"User is not authorized to access this resource with an explicit deny in an identity-based policy"}""";
    private const string NotAllowed = """{"Message":"User is not authorized to access this resource because no identity-based policy allows the execute-api:Invoke action"}""";

    [Theory]
    [InlineData("Rest/nostage/echo", 403, "ForbiddenException", """{"message":"Forbidden"}""")]
    [InlineData("Rest/dev/not-present", 403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""")]
    [InlineData("Rest/dev/iam", 403, "MissingAuthenticationTokenException", """{"message":"Missing Authentication Token"}""")]
    [InlineData("Rest/dev/jwt", 401, "UnauthorizedException", Unauthorized)]
    [InlineData("Rest/dev/token0", 401, "UnauthorizedException", Unauthorized)]
    [InlineData("Rest/dev/request0?tenant=a", 401, "UnauthorizedException", Unauthorized)]
    [InlineData("Rest/dev/request300?tenant=a", 401, "UnauthorizedException", Unauthorized)]
    public async Task Without_credentials(string path, int status, string type, string body)
    {
        var answer = await apis.GetAsync(path);
        Assert.Equal((status, type, body), answer.Refusal);
        Assert.True(answer.Headers.ContainsKey("x-amzn-RequestId") && answer.Headers.ContainsKey("x-amz-apigw-id"));
        Assert.False(answer.Headers.ContainsKey("X-Amzn-Trace-Id"));
        Assert.Empty(apis.Asked);
    }

    [Theory]
    [InlineData("/token0", "deny", 403, "AccessDeniedException", Denied)]
    [InlineData("/token0", "other", 403, "AccessDeniedException", NotAllowed)]
    [InlineData("/token0", "unauthorized", 401, "UnauthorizedException", Unauthorized)]
    [InlineData("/token0", "no-policy", 500, "AuthorizerConfigurationException", Unconfigured)]
    [InlineData("/token0", "nested", 500, "AuthorizerConfigurationException", Unconfigured)]
    [InlineData("/token0", "boom", 500, "AuthorizerConfigurationException", Unconfigured)]
    [InlineData("/token0", "return-unauthorized", 500, "AuthorizerConfigurationException", Unconfigured)]
    public async Task Of_a_function_that_says_no(string path, string mode, int status, string type, string body) =>
        Assert.Equal((status, type, body), (await apis.GetAsync($"Rest/dev{path}", ("Authorization", mode))).Refusal);

    [Theory]
    [InlineData("/token0", "Authorization", "9 does not match the expression")]
    [InlineData("/token0", "Authorization", "")]
    [InlineData("/request0", "X-Auth", "k")]
    [InlineData("/request0?tenant=", "X-Auth", "k")]
    [InlineData("/request0?tenant=a", "X-Auth", "")]
    [InlineData("/request300", "X-Auth", "k")]
    [InlineData("/request300?tenant=", "X-Auth", "k")]
    [InlineData("/request300?tenant=a", "X-Auth", "")]
    public async Task Without_asking_the_function(string path, string header, string value)
    {
        Assert.Equal((401, "UnauthorizedException", Unauthorized), (await apis.GetAsync($"Rest/dev{path}", (header, value))).Refusal);
        Assert.Empty(apis.Asked);
    }

    [Fact]
    public async Task Where_no_source_is_declared_the_function_is_asked()
    {
        Assert.Equal(200, (await apis.GetAsync("Rest/dev/nosource")).Status);
        Assert.Single(apis.Asked);
    }

    [Fact]
    public async Task Where_nobody_lets_api_gateway_call_the_function()
    {
        Assert.Equal((500, "AuthorizerConfigurationException", Unconfigured), (await apis.GetAsync("Rest/dev/nopermission", ("Authorization", "allow"))).Refusal);
        Assert.Empty(apis.Asked);
    }

    [Fact]
    public async Task From_a_kept_answer()
    {
        var first = await apis.GetAsync("Rest/dev/token300", ("Authorization", "this"));
        Assert.Equal(200, first.Status);
        Assert.Single(apis.Asked);
        var kept = await apis.GetAsync("Rest/dev/token300?other=query", ("Authorization", "this"), ("X-Other", "field"));
        Assert.Equal((200, 0), (kept.Status, (int)kept.Authorizer!["integrationLatency"]!));
        Assert.Empty(apis.Asked);
        Assert.Equal((403, "AccessDeniedException", NotAllowed), (await apis.GetAsync("Rest/dev/token300/other", ("Authorization", "this"))).Refusal);
        Assert.Empty(apis.Asked);
        foreach (var (mode, calls) in ((string, int)[])[("deny", 0), ("unauthorized", 1), ("no-policy", 1)])
        {
            await apis.GetAsync("Rest/dev/token300", ("Authorization", mode));
            Assert.Single(apis.Asked);
            await apis.GetAsync("Rest/dev/token300", ("Authorization", mode));
            Assert.Equal(calls, apis.Asked.Count);
        }
    }

    [Fact]
    public async Task The_context_is_text_and_the_latency_a_number()
    {
        var authorizer = (await apis.GetAsync("Rest/dev/token0", ("Authorization", "allow"))).Authorizer!.AsObject();
        Assert.Equal(("probe", "7", "1.5", "true", "", "probe"), (Text("text"), Text("number"), Text("fraction"), Text("flag"), Text("empty"), Text("principalId")));
        Assert.Equal(System.Text.Json.JsonValueKind.Number, authorizer["integrationLatency"]!.GetValueKind());
        string? Text(string name) => (string?)authorizer[name];
    }

    [Fact]
    public async Task The_token_is_all_that_a_token_authorizer_gets()
    {
        await apis.GetAsync("Rest/dev/token0", ("Authorization", "allow"));
        Assert.Equal(["authorizationToken", "methodArn", "type"], Members(Assert.Single(apis.Asked)));
    }

    [Fact]
    public async Task The_request_is_what_a_request_authorizer_gets()
    {
        await apis.GetAsync("Rest/dev/nosource");
        var asked = Assert.Single(apis.Asked);
        Assert.Equal(
            [
                "headers", "httpMethod", "methodArn", "multiValueHeaders", "multiValueQueryStringParameters", "path", "pathParameters", "queryStringParameters", "requestContext", "resource",
                "stageVariables", "type",
            ],
            Members(asked));
        Assert.Equal(("/nosource", "/nosource"), ((string?)asked["path"], (string?)asked["resource"]));
        Assert.All((string[])["queryStringParameters", "multiValueQueryStringParameters", "pathParameters"], name => Assert.Equal("{}", asked[name]!.ToJsonString()));
    }

    [Fact]
    public async Task The_event_of_the_backend()
    {
        var answer = await apis.GetAsync("Rest/dev/echo?dup=one&dup=two&empty=&encoded=a%2Bb");
        Assert.Equal(
            ["body", "headers", "httpMethod", "isBase64Encoded", "multiValueHeaders", "multiValueQueryStringParameters", "path", "pathParameters", "queryStringParameters", "requestContext", "resource", "stageVariables"],
            Members(answer.Event));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"dup":"two","empty":"","encoded":"a+b"}"""), answer.Event["queryStringParameters"]));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse("""{"dup":["one","two"],"empty":[""],"encoded":["a+b"]}"""), answer.Event["multiValueQueryStringParameters"]));
        Assert.Null(answer.Event["pathParameters"]);
        Assert.Equal(
            [
                "accountId", "apiId", "deploymentId", "domainName", "domainPrefix", "extendedRequestId", "httpMethod", "identity", "path", "protocol", "requestId", "requestTime", "requestTimeEpoch", "resourceId",
                "resourcePath", "stage",
            ],
            Members(answer.Event["requestContext"]!));
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0;Lineage=1:[0-9a-f]{8}:0$", answer.Headers["X-Amzn-Trace-Id"]);
        Assert.Matches("^Root=1-[0-9a-f]{8}-[0-9a-f]{24}$", (string?)answer.Event["headers"]!["X-Amzn-Trace-Id"]);
    }

    [Fact]
    public async Task The_event_of_a_signed_call()
    {
        var answer = await apis.GetSignedAsync("Rest/dev/iam");
        Assert.Equal(200, answer.Status);
        var headers = answer.Event["headers"]!.AsObject();
        Assert.False(headers.ContainsKey("Authorization"));
        Assert.True(headers.ContainsKey("X-Amz-Date"));
        var context = answer.Event["requestContext"]!.AsObject();
        Assert.False(context.ContainsKey("authorizer"));
        Assert.Equal((string?)context["identity"]!["caller"], (string?)context["identity"]!["user"]);
        Assert.Equal(CapturedApis.Organization, (string?)context["identity"]!["principalOrgId"]);
    }

    private static IEnumerable<string> Members(JsonNode node) => node.AsObject().Select(static member => member.Key).Order(StringComparer.Ordinal);
}
