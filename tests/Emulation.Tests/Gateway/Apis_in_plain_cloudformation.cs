namespace Emulation.Tests.Gateway;

public class Apis_in_plain_cloudformation(PlainApis apis) : IClassFixture<PlainApis>
{
    [Theory]
    [InlineData("/v1/open", 200, "v1", "blue")]
    [InlineData("/v2/open", 200, "v2", null)]
    public async Task Answer_at_each_stage_with_its_name_and_variables(string path, int status, string stage, string? color)
    {
        var reply = await apis.CallAsync(apis.HostOf("Rest"), path);

        Assert.Equal((status, stage, color), (reply.Status, (string?)reply.Event["requestContext"]!["stage"], (string?)reply.Event["stageVariables"]?["color"]));
    }

    [Theory]
    [InlineData("Rest", "/v9/open", 403, """{"message":"Forbidden"}""")]
    [InlineData("Sleeping", "/v1/", 403, """{"message":"Forbidden"}""")]
    [InlineData("Http", "/later/open", 404, """{"message":"Not Found"}""")]
    public async Task Answer_nobody_where_nothing_is_deployed(string api, string path, int status, string body)
    {
        var reply = await apis.CallAsync(apis.HostOf(api), path);

        Assert.Equal((status, body), (reply.Status, reply.Body));
    }

    [Fact]
    public async Task Have_policies_that_name_stages()
    {
        Assert.Equal(200, (await apis.CallAsync(apis.HostOf("Rest"), "/v1/secret", isSigned: true)).Status);
        var reply = await apis.CallAsync(apis.HostOf("Rest"), "/v2/secret", isSigned: true);

        Assert.Equal(403, reply.Status);
        Assert.Contains("explicit deny", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_functions_as_the_stage_that_was_permitted()
    {
        Assert.Equal(200, (await apis.CallAsync(apis.HostOf("Rest"), "/v1/open")).Status);
        Assert.Equal((500, """{"message":"Internal server error"}"""), await StatusAsync("Rest", "/v3/open"));
    }

    [Fact]
    public async Task Answer_preflights_of_mock_integrations()
    {
        var reply = await apis.CallAsync(apis.HostOf("Rest"), "/v1/open", method: "OPTIONS");

        Assert.Equal((200, "*", "GET,OPTIONS"), (reply.Status, reply.Headers["Access-Control-Allow-Origin"], reply.Headers["Access-Control-Allow-Methods"]));
    }

    [Theory]
    [InlineData("Rest", "/v1/asleep", "Rest.Routes[GET /asleep]: Requests are sent on to https://example.com, which is not on this machine.")]
    [InlineData("Socket", "/live", "LocalAws does not serve WebSocket APIs.")]
    public async Task Let_nobody_in_where_they_are_closed(string api, string path, string why)
    {
        var reply = await apis.CallAsync(apis.HostOf(api), path, isSigned: true);

        Assert.Equal(501, reply.Status);
        Assert.Contains(why, reply.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/open", false, null, 200)]
    [InlineData("/iam", true, null, 200)]
    [InlineData("/iam", false, null, 403)]
    [InlineData("/asked", false, "yes", 200)]
    [InlineData("/asked", false, "no", 403)]
    [InlineData("/asked", false, null, 401)]
    [InlineData("/jwt", false, null, 401)]
    [InlineData("/nowhere", true, null, 404)]
    public async Task Enforce_each_kind_of_authorizer_of_an_http_api(string path, bool isSigned, string? auth, int status)
    {
        (string, string)[] headers = auth is null ? [] : [("X-Auth", auth)];
        Assert.Equal(status, (await apis.CallAsync(apis.HostOf("Http"), path, isSigned, "GET", headers)).Status);
    }

    private async Task<(int, string)> StatusAsync(string api, string path) => await apis.CallAsync(apis.HostOf(api), path) is var reply ? (reply.Status, reply.Body) : default;
}
