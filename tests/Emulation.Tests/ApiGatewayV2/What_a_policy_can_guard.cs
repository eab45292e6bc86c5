namespace Emulation.Tests.ApiGatewayV2;

/// <summary>Service Authorization Reference, "Condition keys for Amazon API Gateway Management V2": what a guard names, it finds.</summary>
public sealed class What_a_policy_can_guard : IDisposable
{
    private readonly ManagementApi aws = new();

    public void Dispose() => aws.Dispose();

    [Theory]
    [InlineData("", 403)]
    [InlineData(",\"authorizationType\":\"NONE\"", 403)]
    [InlineData(",\"authorizationType\":\"AWS_IAM\"", 201)]
    public void That_no_route_is_made_open(string authorization, int status) => Assert.Equal(
        status, aws.CallAs(Guard("ForAnyValue:StringEquals", "apigateway:Request/RouteAuthorizationType", "NONE"), "POST", $"{aws.Api()}/routes", $$"""{"routeKey":"GET /a"{{authorization}}}""").Status);

    [Fact]
    public void That_no_route_is_opened()
    {
        var api = aws.Api();
        var route = $"{api}/routes/{aws.Route(api, "GET /a", ",\"authorizationType\":\"AWS_IAM\"")["routeId"]}";
        Assert.Equal(403, aws.CallAs(Guard("ForAnyValue:StringEquals", "apigateway:Request/RouteAuthorizationType", "NONE"), "PATCH", route, """{"authorizationType":"NONE"}""").Status);
        Assert.Equal(403, aws.CallAs(Guard("ForAnyValue:StringEquals", "apigateway:Resource/RouteAuthorizationType", "AWS_IAM"), "DELETE", route).Status);
        Assert.Equal(200, aws.CallAs(Guard("ForAnyValue:StringEquals", "apigateway:Request/RouteAuthorizationType", "NONE"), "PATCH", route, """{"operationName":"x"}""").Status);
        Assert.Equal(204, aws.CallAs(Guard("ForAnyValue:StringEquals", "apigateway:Resource/RouteAuthorizationType", "JWT"), "DELETE", route).Status);
    }

    [Fact]
    public void That_quick_create_makes_no_open_route() => Assert.Equal(403, aws.CallAs(
        Guard("ForAnyValue:StringEquals", "apigateway:Request/RouteAuthorizationType", "NONE"), "POST", "/v2/apis", $$"""{"name":"quick","protocolType":"HTTP","target":"{{ManagementApi.FunctionArn}}"}""").Status);

    [Fact]
    public void That_no_function_authorizes()
    {
        var api = aws.Api();
        var guard = Guard("ForAnyValue:StringEquals", "apigateway:Request/AuthorizerType", "REQUEST");
        Assert.Equal(403, aws.CallAs(guard, "POST", $"{api}/authorizers", $$"""{"name":"fn","authorizerType":"REQUEST","identitySource":["$request.header.X"],"authorizerUri":"{{ManagementApi.AuthorizerUri}}","authorizerPayloadFormatVersion":"2.0"}""").Status);
        Assert.Equal(201, aws.CallAs(guard, "POST", $"{api}/authorizers", """{"name":"u","authorizerType":"JWT","identitySource":["$request.header.Authorization"],"jwtConfiguration":{"issuer":"https://example.com/pool","audience":["client"]}}""").Status);
    }

    [Fact]
    public void That_an_api_with_a_tag_stays_as_it_is_with_all_its_parts()
    {
        var tagged = $"/v2/apis/{aws.Call("POST", "/v2/apis", """{"name":"a","protocolType":"HTTP","tags":{"env":"prod"}}""")["apiId"]}";
        var free = aws.Api("b");
        var guard = Guard("StringEquals", "aws:ResourceTag/env", "prod");
        foreach (var (api, expected) in new[] { (tagged, 403), (free, 201) })
        {
            Assert.Equal(expected, aws.CallAs(guard, "POST", $"{api}/routes", """{"routeKey":"GET /a","authorizationType":"AWS_IAM"}""").Status);
            Assert.Equal(expected, aws.CallAs(guard, "POST", $"{api}/stages", """{"stageName":"s"}""").Status);
            Assert.Equal(expected == 403 ? 403 : 204, aws.CallAs(guard, "DELETE", api).Status);
        }
    }

    [Fact]
    public void Who_gives_tags()
    {
        const string Body = """{"name":"a","protocolType":"HTTP","tags":{"env":"prod"}}""";
        const string PostOnly = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:POST","Resource":"arn:aws:apigateway:us-east-1::/apis*"}]}""";
        const string WithTags = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:POST","Resource":["arn:aws:apigateway:us-east-1::/apis*","arn:aws:apigateway:us-east-1::/tags/*"]}]}""";
        Assert.Equal(201, aws.CallAs(PostOnly, "POST", "/v2/apis", """{"name":"a","protocolType":"HTTP"}""").Status);
        Assert.Equal(403, aws.CallAs(PostOnly, "POST", "/v2/apis", Body).Status);
        Assert.Equal(201, aws.CallAs(WithTags, "POST", "/v2/apis", Body).Status);

        Assert.Equal(403, aws.CallAs(WithTags, "POST", $"{aws.Api("c")}/stages", """{"stageName":"s","tags":{"env":"prod"}}""").Status);
        Assert.Equal(403, aws.CallAs(Guard("StringEquals", "aws:RequestTag/env", "prod"), "POST", "/v2/apis", Body).Status);
    }

    /// <summary>As AWS's refusals name it: the encoded ARN, and a plain <c>*</c> for the id that is not there yet.</summary>
    [Theory]
    [InlineData("arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fv2%2Fapis%2F?", 201)]
    [InlineData("arn%3Aaws%3Aapigateway%3Aus-east-1%3A%3A%2Fv2%2Fapis%2F%2A", 403)]
    public void Who_tags_new_apis(string tagged, int status) => Assert.Equal(status, aws.CallAs(
        $$"""{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:POST","Resource":["arn:aws:apigateway:us-east-1::/apis","arn:aws:apigateway:us-east-1::/tags/{{tagged}}"]}]}""",
        "POST", "/v2/apis", """{"name":"a","protocolType":"HTTP","tags":{"env":"prod"}}""").Status);

    /// <summary>A new API has no tags, and a list has none, whatever API a query names.</summary>
    [Fact]
    public void By_the_path_and_not_by_the_query()
    {
        var own = aws.Call("POST", "/v2/apis", """{"name":"own","protocolType":"HTTP","tags":{"team":"blue"}}""")["apiId"];
        var foreign = aws.Call("POST", "/v2/apis", """{"name":"foreign","protocolType":"HTTP","tags":{"team":"red"}}""")["apiId"];
        const string OfBlue = """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"blue"}}}]}""";
        Assert.Equal(200, aws.CallAs(OfBlue, "GET", $"/v2/apis/{own}").Status);
        Assert.Equal(403, aws.CallAs(OfBlue, "GET", $"/v2/apis/{foreign}?ApiId={own}").Status);
        Assert.Equal(403, aws.CallAs(OfBlue, "GET", $"/v2/apis?ApiId={own}").Status);
        Assert.Equal(403, aws.CallAs(OfBlue, "POST", $"/v2/apis?ApiId={own}", """{"name":"new","protocolType":"HTTP"}""").Status);
    }

    [Fact]
    public void That_a_stage_gets_no_tags_when_it_is_changed()
    {
        var api = aws.Api();
        aws.Stage(api, "s");
        Assert.Equal(400, aws.Call("PATCH", $"{api}/stages/s", """{"tags":{"env":"dev"}}""").Status);
    }

    private static string Guard(string @operator, string key, string value) => $$$"""
        {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"apigateway:*","Resource":"*"},
          {"Effect":"Deny","Action":"apigateway:*","Resource":"*","Condition":{"{{{@operator}}}":{"{{{key}}}":"{{{value}}}"} } }]}
        """;
}
