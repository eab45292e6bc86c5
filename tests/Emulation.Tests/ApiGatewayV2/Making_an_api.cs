namespace Emulation.Tests.ApiGatewayV2;

public sealed class Making_an_api : IDisposable
{
    private readonly ManagementApi aws = new();

    public void Dispose() => aws.Dispose();

    [Fact]
    public void Answers_as_aws_does()
    {
        var made = aws.Call("POST", "/v2/apis", """{"name":"shop","protocolType":"HTTP","tags":{"team":"a"}}""");
        Assert.Equal(201, made.Status);
        Assert.Matches("^[a-z0-9]{10}$", made["apiId"]);
        Assert.Equal(
            $$$"""{"apiEndpoint":"http://{{{made["apiId"]}}}.localhost","apiId":"{{{made["apiId"]}}}","apiKeySelectionExpression":"$request.header.x-api-key","createdDate":"2026-01-02T03:04:05Z","disableExecuteApiEndpoint":false,"ipAddressType":"ipv4","name":"shop","protocolType":"HTTP","routeSelectionExpression":"$request.method $request.path","tags":{"team":"a"}}""",
            made.Json.ToJsonString());
        Assert.Equal(made.Json.ToJsonString(), aws.Call("GET", $"/v2/apis/{made["apiId"]}").Json.ToJsonString());
    }

    [Theory]
    [InlineData("""{"name":"shop","protocolType":"WEBSOCKET"}""", "LocalAws has no WebSocket APIs: ProtocolType must be HTTP.")]
    [InlineData("""{"protocolType":"HTTP"}""", "An API needs a Name of 1 to 128 printable characters.")]
    [InlineData("""{"name":"a\nb","protocolType":"HTTP"}""", "An API needs a Name of 1 to 128 printable characters.")]
    [InlineData("""{"name":"shop","protocolType":"HTTP","corsConfiguration":{"allowOrigins":[null]}}""", "Invalid request body: a list must not hold null.")]
    [InlineData("""{"name":"shop","protocolType":"HTTP","disableExecuteApiEndpoint":true}""", "LocalAws has no custom domain names: nobody could call an API whose DisableExecuteApiEndpoint is true.")]
    [InlineData("""{"name":"shop","protocolType":"HTTP","credentialsArn":"arn:aws:iam::111122223333:role/R"}""", "LocalAws does not honour credentialsArn, and refuses rather than ignores it. Leave it out.")]
    [InlineData("""{"name":"shop","protocolType":"HTTP","corsConfiguration":{"allowOrigins":["*"],"allowCredentials":true}}""", "AllowCredentials cannot be true when AllowOrigins has *: browsers refuse such an answer. Name the origins.")]
    [InlineData("""{"name":5,"protocolType":"HTTP"}""", "Invalid request body at $.name: this is no JSON, or a value of another type than the API Reference says.")]
    public void Refuses_what_it_cannot_keep(string body, string message)
    {
        var refused = aws.Call("POST", "/v2/apis", body);
        Assert.Equal((400, "BadRequestException", message), (refused.Status, refused.ErrorType, refused.Message));
        Assert.Empty(aws.Call("GET", "/v2/apis").Json["items"]!.AsArray());
    }

    [Fact]
    public void Says_which_api_it_does_not_know()
    {
        var missing = aws.Call("GET", "/v2/apis/abcdefghij/routes");
        Assert.Equal((404, "NotFoundException", "Invalid API identifier specified 111122223333:abcdefghij"), (missing.Status, missing.ErrorType, missing.Message));
    }

    [Fact]
    public void Serves_a_target_at_once()
    {
        aws.Call("POST", "/v2/apis", $$"""{"name":"quick","protocolType":"HTTP","target":"{{ManagementApi.FunctionArn}}"}""");
        var route = Assert.Single(aws.Served!.Routes);
        Assert.Equal(("$default", "$default", "Shop", "2.0"), (aws.Served.StageName, route.Path, route.FunctionLogicalId, route.PayloadFormatVersion));
    }

    [Fact]
    public void Makes_nothing_of_a_target_that_is_no_function_of_the_stack()
    {
        var refused = aws.Call("POST", "/v2/apis", """{"name":"quick","protocolType":"HTTP","target":"arn:aws:lambda:us-east-1:111122223333:function:other"}""");
        Assert.Contains($"There are: {ManagementApi.FunctionArn}.", refused.Message, StringComparison.Ordinal);
        Assert.Empty(aws.Call("GET", "/v2/apis").Json["items"]!.AsArray());
    }

    [Fact]
    public void Lists_in_pages()
    {
        aws.Api("a");
        aws.Api("b");
        aws.Api("c");
        var first = aws.Call("GET", "/v2/apis?maxResults=2");
        Assert.Equal(["a", "b"], first.Json["items"]!.AsArray().Select(static api => api!["name"]!.ToString()));
        var second = aws.Call("GET", $"/v2/apis?maxResults=2&nextToken={first["nextToken"]}");
        Assert.Equal(["c"], second.Json["items"]!.AsArray().Select(static api => api!["name"]!.ToString()));
        Assert.Null(second.Json["nextToken"]);
    }

    [Theory]
    [InlineData("?maxResults=0")]
    [InlineData("?maxResults=many")]
    [InlineData("?nextToken=bm90LW1pbmU")]
    [InlineData("?nextToken=!")]
    public void Refuses_a_page_that_is_none(string query) => Assert.Equal("BadRequestException", aws.Call("GET", $"/v2/apis{query}").ErrorType);

    [Fact]
    public void Changes_only_what_is_sent()
    {
        var api = aws.Api();
        aws.Call("PATCH", api, """{"corsConfiguration":{"allowOrigins":["https://example.com"],"maxAge":60}}""");
        Assert.Equal(("shop", "2"), (aws.Call("PATCH", api, """{"version":"2"}""")["name"], aws.Call("GET", api)["version"]));
        Assert.Equal("60", aws.Call("GET", api).Json["corsConfiguration"]!["maxAge"]!.ToString());
        Assert.Equal(204, aws.Call("DELETE", $"{api}/cors").Status);
        Assert.Null(aws.Call("GET", api).Json["corsConfiguration"]);
    }

    [Fact]
    public void Is_undone_by_deleting_it()
    {
        var api = aws.Api();
        aws.Route(api, "GET /x", $",\"target\":\"{aws.Target(api)}\"");
        aws.Stage(api);
        Assert.NotNull(aws.Served);
        Assert.Equal(204, aws.Call("DELETE", api).Status);
        Assert.Null(aws.Served);
        Assert.Equal(404, aws.Call("DELETE", api).Status);
    }

    [Fact]
    public void Survives_a_restart()
    {
        var api = aws.Api();
        aws.Route(api, "GET /x", $",\"authorizationType\":\"JWT\",\"authorizerId\":\"{aws.Jwt(api)}\",\"target\":\"{aws.Target(api)}\"");
        aws.Stage(api, "prod");
        var before = aws.Call("GET", $"{api}/routes").Json.ToJsonString();
        using var again = aws.Restarted();
        Assert.Equal(before, again.Call("GET", $"{api}/routes").Json.ToJsonString());
        Assert.Equal("prod", again.Served!.StageName);
        Assert.IsType<Sam.JwtAuthorizer>(again.Served.Routes[0].Authorizer);
    }
}
