namespace Emulation.Tests.Gateway;

public class Servers_behind_an_api(AdmittingApis apis) : IClassFixture<AdmittingApis>
{
    [Theory]
    [InlineData("/a/b?x=1&y=%26", "/base/a/b?x=1&y=%26")]
    [InlineData("/a%3Fb", "/base/a%3Fb")]
    [InlineData("/a%23b/c", "/base/a%23b/c")]
    public async Task Get_the_request_as_it_is_of_a_proxy(string path, string target)
    {
        var reply = await apis.CallAsync("Served", $"/v1/proxy{path}", "PUT", "hello", headers: [("X-Mine", "kept"), ("x-amzn-apigateway-api-id", "forged")]);

        Assert.Equal((200, "PUT", target, "hello"), (reply.Status, (string?)reply.Event["method"], (string?)reply.Event["target"], (string?)reply.Event["body"]));
        Assert.Equal(("kept", "yes"), ((string?)reply.Event["headers"]!["x-mine"], (string?)reply.Event["headers"]!["x-added"]));
        Assert.Equal("PUT", reply.Headers["X-Echo"]);
    }

    [Fact]
    public async Task Get_what_is_mapped_of_any_other()
    {
        var reply = await apis.CallAsync("Served", "/v1/picked?search=a b&not=this", headers: [("X-Mine", "lost")]);

        Assert.Equal((202, "POST", "/picked?q=a%20b"), (reply.Status, (string?)reply.Event["method"], (string?)reply.Event["target"]));
        Assert.Null(reply.Event["headers"]!["x-mine"]);
        Assert.Equal("POST", reply.Headers["X-Was"]);
    }

    [Fact]
    public async Task Get_the_part_of_the_path_of_an_http_api()
    {
        var reply = await apis.CallAsync("ServedHttp", "/items/7%208?x=1");

        Assert.Equal((200, "/base/7%208?x=1"), (reply.Status, (string?)reply.Event["target"]));
    }

    [Theory]
    [InlineData("/v1/dead", 504, """{"message":"Network error communicating with endpoint"}""")]
    [InlineData("/v1/failing", 500, """{"message":"Internal server error"}""")]
    [InlineData("/v1/outside", 501, """{"message":"Not Implemented"}""")]
    public async Task Are_told_as_api_gateway_tells_them_where_they_do_not_answer(string path, int status, string body)
    {
        var reply = await apis.CallAsync("Served", path);

        Assert.Equal((status, body), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task Send_clients_elsewhere_and_not_the_gateway() => Assert.Equal((302, "http://example.com/"), await apis.CallAsync("Served", "/v1/moved") is var reply ? (reply.Status, reply.Headers["Location"]) : default);

    [Theory]
    [InlineData(true, 200)]
    [InlineData(false, 403)]
    public async Task Are_behind_the_authorizer_and_see_no_signature(bool isSigned, int status)
    {
        var reply = await apis.CallAsync("Served", "/v1/signed", isSigned: isSigned);

        Assert.Equal(status, reply.Status);
        if (isSigned)
        {
            Assert.Null(reply.Event["headers"]!["authorization"]);
        }
    }
}
