using System.Net;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary><c>GET /oauth2/authorize</c>.</summary>
public class Authorize_endpoint(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Leads_to_the_sign_in_with_the_same_query()
    {
        var pool = await aws.PoolAsync();
        var reply = await GetAsync(pool, pool.Query());
        Assert.Equal((HttpStatusCode.Found, $"/login?{pool.Query()}"), (reply.Status, reply.Location));
    }

    [Fact]
    public async Task Answers_to_the_name_of_AWS_too()
    {
        var pool = await aws.PoolAsync();
        using var browser = new Browser(aws.Endpoint);
        var reply = await browser.SendAsync(HttpMethod.Get, $"/oauth2/authorize?{pool.Query()}", null, new[] { ("Host", $"{pool.Domain}.auth.us-east-1.amazoncognito.com") });
        Assert.Equal(HttpStatusCode.Found, reply.Status);
    }

    [Fact]
    public async Task Says_that_a_domain_is_not_there()
    {
        using var browser = new Browser(new Uri($"http://nobody.auth.localhost:{aws.Endpoint.Port}"));
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync("/login")).Status);
    }

    [Theory]
    [InlineData("https://app.example.com/callback.evil.example")]
    [InlineData("https://app.example.com/callback/")]
    [InlineData("https://app.example.com/callback?next=https://evil.example")]
    [InlineData("https://app.example.com/callback#x")]
    [InlineData("https://app.example.com@evil.example/callback")]
    [InlineData("https://app.example.com.evil.example/callback")]
    [InlineData("https://evil.example/https://app.example.com/callback")]
    [InlineData("HTTPS://APP.EXAMPLE.COM/callback")]
    [InlineData("https://app.example.com/Callback")]
    [InlineData("https://app.example.com/%63allback")]
    [InlineData("https://app.example.com/x/../callback")]
    [InlineData("https://app.example.com:443/callback")]
    [InlineData("http://app.example.com/callback")]
    [InlineData("//app.example.com/callback")]
    [InlineData(" https://app.example.com/callback")]
    [InlineData("https://app.example.com/callback\r\nSet-Cookie: a=b")]
    [InlineData("javascript:alert(1)")]
    [InlineData(null)]
    public async Task Never_redirects_to_an_address_that_only_looks_registered(string? redirectUri)
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        foreach (var path in new[] { "/oauth2/authorize", "/login", "/signup", "/logout" })
        {
            var reply = await browser.GetAsync($"{path}?{pool.Query(("redirect_uri", redirectUri))}");
            Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
            Assert.False(reply.Headers.ContainsKey("Location"));
            Assert.Contains("redirect_mismatch", reply.Body, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Never_redirects_when_the_address_comes_twice()
    {
        var pool = await aws.PoolAsync();
        var reply = await GetAsync(pool, $"{pool.Query()}&redirect_uri=https%3A%2F%2Fevil.example");
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
    }

    [Fact]
    public async Task Never_redirects_for_a_client_of_another_pool()
    {
        var (pool, other) = (await aws.PoolAsync(), await aws.PoolAsync());
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(pool, other.Query())).Status);
    }

    [Fact]
    public async Task Never_redirects_to_an_address_that_a_browser_would_run()
    {
        var pool = await aws.PoolAsync(client: static client => client["CallbackURLs"] = new JsonArray("javascript:alert(1)"));
        Assert.Equal(HttpStatusCode.BadRequest, (await GetAsync(pool, pool.Query(("redirect_uri", "javascript:alert(1)")))).Status);
    }

    [Theory]
    [InlineData("response_type", null, "invalid_request")]
    [InlineData("response_type", "id_token", "invalid_request")]
    [InlineData("scope", "openid admin", "invalid_scope")]
    [InlineData("scope", "phone", "invalid_scope")]
    [InlineData("code_challenge_method", "plain", "invalid_request")]
    [InlineData("code_challenge_method", null, "invalid_request")]
    [InlineData("code_challenge", null, "invalid_request")]
    [InlineData("code_challenge", "short", "invalid_request")]
    [InlineData("prompt", "none", "login_required")]
    public async Task Tells_the_application_what_is_wrong(string name, string? value, string error)
    {
        var pool = await aws.PoolAsync();
        var reply = await GetAsync(pool, pool.Query((name, value)));
        Assert.Equal((HttpStatusCode.Found, $"{HostedPool.Callback}?error={error}&state=s%201%262"), (reply.Status, reply.Location));
    }

    [Fact]
    public async Task Tells_in_the_fragment_what_is_wrong_with_an_implicit_request()
    {
        var pool = await aws.PoolAsync();
        var reply = await GetAsync(pool, pool.Query(("response_type", "token")));
        Assert.Equal($"{HostedPool.Callback}#error=unauthorized_client&state=s%201%262", reply.Location);
    }

    [Fact]
    public async Task Says_that_the_client_has_no_such_provider()
    {
        var pool = await aws.PoolAsync();
        var reply = await GetAsync(pool, pool.Query(("identity_provider", "Google<b>")));
        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        Assert.Contains("Login option is not available. Please try another one", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", reply.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_a_browser_that_has_signed_in_straight_back()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        var reply = await browser.GetAsync($"/oauth2/authorize?{pool.Query()}");
        Assert.StartsWith($"{HostedPool.Callback}?code=", reply.Location, StringComparison.Ordinal);
        Assert.Equal("s 1&2", reply.Parameter("state"));
    }

    [Theory]
    [InlineData("prompt")]
    [InlineData("hour")]
    [InlineData("logout")]
    [InlineData("sign-out")]
    [InlineData("disabled")]
    public async Task Asks_again(string why)
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        var query = why == "prompt" ? pool.Query(("prompt", "login")) : pool.Query();
        aws.Time.Advance(why == "hour" ? TimeSpan.FromHours(1) : TimeSpan.FromSeconds(1));
        await (why switch
        {
            "logout" => browser.GetAsync($"/logout?client_id={pool.Client.Id}&logout_uri=https%3A%2F%2Fapp.example.com%2Fbye"),
            "sign-out" => pool.CallAsync("AdminUserGlobalSignOut", new JsonObject { ["Username"] = "ada" }),
            "disabled" => pool.CallAsync("AdminDisableUser", new JsonObject { ["Username"] = "ada" }),
            _ => Task.CompletedTask,
        });
        Assert.StartsWith("/login?", (await browser.GetAsync($"/oauth2/authorize?{query}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_copy_of_a_cookie_whose_browser_signed_out()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        using var thief = pool.NewBrowser();
        thief.Cookies.Add(pool.BaseUrl, new Cookie("cognito", browser.Cookies.GetCookies(pool.BaseUrl)["cognito"]!.Value));
        Assert.StartsWith(HostedPool.Callback, (await thief.GetAsync($"/oauth2/authorize?{pool.Query()}")).Location, StringComparison.Ordinal);
        await browser.GetAsync($"/logout?{pool.Query()}");
        Assert.StartsWith("/login?", (await thief.GetAsync($"/oauth2/authorize?{pool.Query()}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_cookie_of_another_pool()
    {
        var (pool, other) = (await aws.PoolAsync(), await aws.PoolAsync());
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        using var thief = other.NewBrowser();
        thief.Cookies.Add(other.BaseUrl, new Cookie("cognito", browser.Cookies.GetCookies(pool.BaseUrl)["cognito"]!.Value));
        Assert.StartsWith("/login?", (await thief.GetAsync($"/oauth2/authorize?{other.Query()}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Puts_tokens_in_the_fragment_of_an_implicit_request()
    {
        var pool = await aws.PoolAsync(client: static client => client["AllowedOAuthFlows"] = new JsonArray("implicit"));
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var reply = await browser.SignInAsync(pool.Query(("response_type", "token"), ("code_challenge", null), ("code_challenge_method", null)), "ada", HostedPool.Password);
        Assert.StartsWith($"{HostedPool.Callback}#id_token=", reply.Location, StringComparison.Ordinal);
        Assert.Equal(("Bearer", "3600", "s 1&2"), (reply.Parameter("token_type"), reply.Parameter("expires_in"), reply.Parameter("state")));
        Assert.DoesNotContain("refresh_token", reply.Location, StringComparison.Ordinal);
    }

    private static async Task<Reply> GetAsync(HostedPool pool, string query)
    {
        using var browser = pool.NewBrowser();
        return await browser.GetAsync($"/oauth2/authorize?{query}");
    }
}
