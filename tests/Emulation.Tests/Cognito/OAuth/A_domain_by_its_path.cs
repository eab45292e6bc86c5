using System.Net;
using System.Text.RegularExpressions;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary>A user pool's domain at the address that LocalAws hands out, which needs no name that a resolver would have to know.</summary>
public sealed partial class A_domain_by_its_path(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Signs_in_from_the_first_page_to_the_tokens()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = new Browser(aws.Endpoint);
        var asked = await browser.GetAsync($"/auth/{pool.Domain}/oauth2/authorize?{pool.Query()}");
        Assert.Equal($"/auth/{pool.Domain}/login?{pool.Query()}", asked.Location);
        var page = await browser.GetAsync(asked.Location);
        Assert.Equal("Sign in", page.Heading);
        var back = await browser.SubmitAsync(page, ("username", "ada"), ("password", HostedPool.Password));
        Assert.StartsWith(HostedPool.Callback, back.Location, StringComparison.Ordinal);
        var tokens = await browser.SendAsync(HttpMethod.Post, $"/auth/{pool.Domain}/oauth2/token", pool.Exchange(back.Parameter("code")));
        Assert.Equal(HttpStatusCode.OK, tokens.Status);
        var user = await browser.SendAsync(HttpMethod.Get, $"/auth/{pool.Domain}/oauth2/userInfo", null, ("Authorization", $"Bearer {tokens.Json["access_token"]}"));
        Assert.Equal("ada@example.com", (string?)user.Json["email"]);
    }

    [Theory]
    [InlineData("/login")]
    [InlineData("/signup")]
    [InlineData("/forgotPassword")]
    public async Task Leads_to_nothing_that_is_not_below_it(string page)
    {
        var pool = await aws.PoolAsync(client: static client => client["SupportedIdentityProviders"] = new System.Text.Json.Nodes.JsonArray("COGNITO"));
        using var browser = new Browser(aws.Endpoint);
        var shown = await browser.GetAsync($"/auth/{pool.Domain}{page}?{pool.Query()}");
        Assert.Equal(HttpStatusCode.OK, shown.Status);
        var links = LinkPattern().Matches(shown.Body).Select(static match => match.Groups[1].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.StartsWith($"/auth/{pool.Domain}/", link, StringComparison.Ordinal));
        var style = links.First(static link => link.EndsWith("/assets/style.css", StringComparison.Ordinal));
        Assert.Equal("text/css; charset=utf-8", (await browser.GetAsync(style)).Headers["Content-Type"]);
    }

    [Fact]
    public async Task Keeps_its_cookies_apart_from_another_domains()
    {
        var (pool, other) = (await aws.PoolAsync(), await aws.PoolAsync());
        await pool.NewUserAsync();
        using var browser = new Browser(aws.Endpoint);
        var signedIn = await SignInAsync(browser, pool);
        Assert.Contains($"path=/auth/{pool.Domain};", signedIn.Headers["Set-Cookie"], StringComparison.Ordinal);
        Assert.StartsWith(HostedPool.Callback, (await browser.GetAsync($"/auth/{pool.Domain}/oauth2/authorize?{pool.Query()}")).Location, StringComparison.Ordinal);
        Assert.StartsWith($"/auth/{other.Domain}/login?", (await browser.GetAsync($"/auth/{other.Domain}/oauth2/authorize?{other.Query()}")).Location, StringComparison.Ordinal);
        Assert.StartsWith(HostedPool.Callback, (await browser.GetAsync($"/auth/{pool.Domain}/oauth2/authorize?{pool.Query()}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signs_out()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = new Browser(aws.Endpoint);
        await SignInAsync(browser, pool);
        Assert.Equal($"/auth/{pool.Domain}/login?{pool.Query()}", (await browser.GetAsync($"/auth/{pool.Domain}/logout?{pool.Query()}")).Location);
        Assert.StartsWith($"/auth/{pool.Domain}/login?", (await browser.GetAsync($"/auth/{pool.Domain}/oauth2/authorize?{pool.Query()}")).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_what_the_issuers_metadata_says()
    {
        var pool = await aws.PoolAsync();
        using var browser = new Browser(aws.Endpoint);
        var described = (await browser.GetAsync($"/{pool.Id}/.well-known/openid-configuration")).Json;
        foreach (var name in (string[])["authorization_endpoint", "token_endpoint", "userinfo_endpoint", "revocation_endpoint", "end_session_endpoint"])
        {
            Assert.StartsWith($"http://127.0.0.1:{aws.Endpoint.Port}/auth/{pool.Domain}/", (string?)described[name], StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("/auth/nobody/login", HttpStatusCode.NotFound)]
    [InlineData("/auth/nobody", HttpStatusCode.NotFound)]
    [InlineData("/auth/", HttpStatusCode.NotFound)]
    [InlineData("/auth/DOMAIN", HttpStatusCode.NotFound)]
    [InlineData("/auth/DOMAIN/", HttpStatusCode.NotFound)]
    [InlineData("/auth/DOMAIN/nothing", HttpStatusCode.NotFound)]
    public async Task Has_no_page_that_is_not_there(string path, HttpStatusCode status)
    {
        var pool = await aws.PoolAsync();
        using var browser = new Browser(aws.Endpoint);
        Assert.Equal(status, (await browser.GetAsync(path.Replace("DOMAIN", pool.Domain, StringComparison.Ordinal))).Status);
    }

    [Fact]
    public async Task Is_no_part_of_its_own_host()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync($"/auth/{pool.Domain}/login?{pool.Query()}")).Status);
    }

    private static async Task<Reply> SignInAsync(Browser browser, HostedPool pool) =>
        await browser.SubmitAsync(await browser.GetAsync($"/auth/{pool.Domain}/login?{pool.Query()}"), ("username", "ada"), ("password", HostedPool.Password));

    [GeneratedRegex("(?:href|src|action)=\"([^\"]*)\"")]
    private static partial Regex LinkPattern();
}
