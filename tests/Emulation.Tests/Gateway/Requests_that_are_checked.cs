namespace Emulation.Tests.Gateway;

public class Requests_that_are_checked(AdmittingApis apis) : IClassFixture<AdmittingApis>
{
    [Theory]
    [InlineData("?id=1", "a", null)]
    [InlineData("", "a", "Missing required request parameters: [id]")]
    [InlineData("?id=", "a", "Missing required request parameters: [id]")]
    [InlineData("?ID=1", "a", "Missing required request parameters: [id]")]
    [InlineData("?id=1", null, "Missing required request parameters: [X-Shop]")]
    public async Task Have_the_parameters_that_are_required(string query, string? shop, string? message)
    {
        var reply = await apis.CallAsync("Keyed", $"/v1/checked{query}", "POST", """{"sku":"tea"}""", headers: shop is null ? [] : [("X-Shop", shop)]);

        Assert.Equal(message is null ? 200 : 400, reply.Status);
        if (message is not null)
        {
            Assert.Equal($$"""{"message":"{{message}}"}""", reply.Body);
            Assert.Equal("BadRequestException", reply.Headers["x-amzn-ErrorType"]);
        }
    }

    [Theory]
    [InlineData("""{"sku":"tea"}""", "application/json", true)]
    [InlineData("""{"sku":"tea","count":1,"buyer":{"name":"Eve"}}""", "application/json", true)]
    [InlineData("""{"sku":"coffee"}""", "application/json", false)]
    [InlineData("""{"sku":"tea","count":0}""", "application/json", false)]
    [InlineData("""{"sku":"tea","buyer":{}}""", "application/json", false)]
    [InlineData("""{}""", "application/json", false)]
    [InlineData("""[]""", "application/json", false)]
    [InlineData("""{"sku":"tea" """, "application/json", false)]
    [InlineData("", "application/json", false)]
    [InlineData("""{}""", "text/plain", true)]
    public async Task Have_a_body_as_the_model_of_its_type_says(string body, string type, bool isRight)
    {
        var reply = await apis.CallAsync("Keyed", "/v1/checked?id=1", "POST", body, headers: [("X-Shop", "a"), ("Content-Type", type)]);

        Assert.Equal(isRight ? 200 : 400, reply.Status);
        Assert.Equal(!isRight, reply.Body == """{"message":"Invalid request body"}""");
    }

    [Theory]
    [InlineData("""{"name":"Eve"}""", 200)]
    [InlineData("""{"name":1}""", 422)]
    public async Task Are_checked_by_the_model_of_an_event_too(string body, int status)
    {
        var reply = await apis.CallAsync("Planned", "/v1/checked", "POST", body);

        Assert.Equal(status, reply.Status);
        if (status == 422)
        {
            Assert.Equal("""{"why":"Invalid request body"}""", reply.Body);
            Assert.Equal("body", reply.Headers["X-Why"]);
        }
    }
}
