using System.Net;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary><c>resource</c> of <c>/oauth2/authorize</c>: the API that an access token is for. RFC 8707.</summary>
public class Resource_indicators(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Api = "https://orders.example.com/v1";

    [Fact]
    public async Task Are_the_audience_of_access_tokens_alone_and_stay_over_a_refresh()
    {
        var pool = await aws.PoolAsync();
        var first = await pool.PostAsync("/oauth2/token", pool.Exchange(await pool.CodeAsync(("resource", Api))));
        Assert.Equal([Api], Audiences(first, "access_token"));
        Assert.Equal([pool.Client.Id], Audiences(first, "id_token"));

        var again = await pool.PostAsync("/oauth2/token", new() { ["grant_type"] = "refresh_token", ["client_id"] = pool.Client.Id, ["refresh_token"] = (string)first.Json["refresh_token"]! });
        Assert.Equal([Api], Audiences(again, "access_token"));
    }

    [Fact]
    public async Task Are_in_no_token_that_was_asked_for_without()
    {
        var pool = await aws.PoolAsync();
        var form = pool.Exchange(await pool.CodeAsync());
        form["resource"] = Api;
        Assert.Empty(Audiences(await pool.PostAsync("/oauth2/token", form), "access_token"));
    }

    [Fact]
    public async Task Are_in_tokens_that_come_in_the_address_too()
    {
        var pool = await aws.PoolAsync(client: static client => client["AllowedOAuthFlows"] = new System.Text.Json.Nodes.JsonArray("implicit"));
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var answer = await browser.SignInAsync(pool.Query(("response_type", "token"), ("code_challenge", null), ("code_challenge_method", null), ("resource", Api)), "ada", HostedPool.Password);
        Assert.Equal([Api], new JsonWebToken(answer.Parameter("access_token")).Audiences);
    }

    [Theory]
    [InlineData("http://localhost:8080/api")]
    [InlineData("com.example.shop://orders")]
    public async Task May_be_of_this_machine_or_in_a_scheme_of_ones_own(string resource) => Assert.Null(await ErrorAsync(resource));

    [Theory]
    [InlineData("orders")]
    [InlineData("/orders")]
    [InlineData("https://orders.example.com/v1#part")]
    [InlineData("http://orders.example.com")]
    [InlineData("javascript:alert(1)")]
    public async Task Are_absolute_addresses_over_TLS(string resource) => Assert.Equal("invalid_target", await ErrorAsync(resource));

    [Fact]
    public async Task May_be_any_address_that_a_resource_server_of_the_pool_has_as_its_identifier()
    {
        const string Plain = "http://orders.internal";
        var pool = await aws.PoolAsync();
        Assert.Equal("invalid_target", await ErrorAsync(Plain, pool));
        await pool.CallAsync("CreateResourceServer", new() { ["Identifier"] = Plain, ["Name"] = "orders" });
        Assert.Null(await ErrorAsync(Plain, pool));
    }

    [Fact]
    public async Task Come_one_at_a_time()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var answer = await browser.GetAsync($"/oauth2/authorize?{pool.Query(("resource", Api))}&resource=https%3A%2F%2Fother.example.com");
        Assert.Equal("invalid_request", answer.Parameter("error"));
    }

    /// <summary>What the application is told; null when the browser goes on to sign in.</summary>
    private async Task<string?> ErrorAsync(string resource, HostedPool? pool = null)
    {
        pool ??= await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var answer = await browser.GetAsync($"/oauth2/authorize?{pool.Query(("resource", resource))}");
        Assert.Equal(HttpStatusCode.Redirect, answer.Status);
        return answer.Location.StartsWith(HostedPool.Callback, StringComparison.Ordinal) ? answer.Parameter("error") : null;
    }

    private static IEnumerable<string> Audiences(Reply reply, string token) => new JsonWebToken((string)reply.Json[token]!).Audiences;
}
