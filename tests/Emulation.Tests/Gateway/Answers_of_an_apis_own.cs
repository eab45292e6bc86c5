namespace Emulation.Tests.Gateway;

public class Answers_of_an_apis_own(AdmittingApis apis) : IClassFixture<AdmittingApis>
{
    [Fact]
    public async Task Take_the_place_of_api_gateways_words_and_not_of_the_reason()
    {
        var reply = await apis.CallAsync("Keyed", "/v1/needed", headers: [("X-Asked", "nicely")]);

        Assert.Equal((401, """{"type":"INVALID_API_KEY","said":"Forbidden","shop":"Corner","cost":"$5"}"""), (reply.Status, reply.Body));
        Assert.Equal(("Corner", "nicely", "ForbiddenException"), (reply.Headers["X-Shop"], reply.Headers["X-Asked"], reply.Headers["x-amzn-ErrorType"]));
        Assert.Equal("The route needs an API key in the header x-api-key, and there is none.", reply.Reason);
    }

    [Fact]
    public async Task Hold_for_all_errors_of_the_client_where_their_type_has_none()
    {
        var unsigned = await apis.CallAsync("Keyed", "/v1/signed");
        var nowhere = await apis.CallAsync("Keyed", "/v1/nowhere");

        Assert.Equal((403, """{"message":"Missing Authentication Token"}""", "*"), (unsigned.Status, unsigned.Body, unsigned.Headers["Access-Control-Allow-Origin"]));
        Assert.Equal((403, "*"), (nowhere.Status, nowhere.Headers["Access-Control-Allow-Origin"]));
    }

    [Fact]
    public async Task Are_nothing_to_what_the_function_answers()
    {
        var reply = await apis.WithKeyAsync("Keyed", "/v1/needed", AdmittingApis.Good);

        Assert.Equal((200, false), (reply.Status, reply.Headers.ContainsKey("Access-Control-Allow-Origin")));
    }
}
