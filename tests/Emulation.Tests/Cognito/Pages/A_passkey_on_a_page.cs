using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Cognito.Passkeys;

namespace Emulation.Tests.Cognito.Pages;

/// <summary><c>/passkeys/add</c>, and the sign-in with what was made there.</summary>
public class A_passkey_on_a_page(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Is_made_by_who_is_signed_in_and_signs_in_then()
    {
        var pool = await PoolAsync();
        using var passkey = Passkey(pool);
        await AddAsync(pool, passkey);

        using var browser = pool.NewBrowser();
        Assert.Contains("/passkeys/login?", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.Ordinal);
        var challenge = await browser.SubmitAsync(await browser.GetAsync($"/passkeys/login?{pool.Query()}"), ("username", "ada"));
        Assert.Contains("script-src 'self'; ", challenge.Headers["Content-Security-Policy"], StringComparison.Ordinal);
        var landed = await SubmitAsync(browser, challenge, passkey.Get(OptionsOf(challenge)));
        Assert.Equal(HttpStatusCode.Found, landed.Status);
        Assert.StartsWith($"{HostedPool.Callback}?code=", landed.Location, StringComparison.Ordinal);
        Assert.Equal("s 1&2", landed.Parameter("state"));
    }

    [Fact]
    public async Task Is_not_made_without_a_sign_in_and_after_it_is()
    {
        var pool = await PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var sent = await browser.GetAsync($"/passkeys/add?client_id={pool.Client.Id}&redirect_uri={Uri.EscapeDataString(HostedPool.Callback)}");
        Assert.Equal(HttpStatusCode.Found, sent.Status);
        Assert.StartsWith("/login?", sent.Location, StringComparison.Ordinal);
        var back = await browser.SubmitAsync(await browser.GetAsync(sent.Location), ("username", "ada"), ("password", HostedPool.Password));
        Assert.StartsWith("/passkeys/add?", back.Location, StringComparison.Ordinal);
        Assert.Equal("Add a passkey", (await browser.GetAsync(back.Location)).Heading);
    }

    [Fact]
    public async Task Is_not_made_by_a_form_of_another_site()
    {
        var pool = await PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        using var passkey = Passkey(pool);
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        var page = await browser.GetAsync($"/passkeys/add?{pool.Query()}");
        var forged = await browser.SendAsync(HttpMethod.Post, $"/passkeys/add?{pool.Query()}", [new("credential", passkey.Create(OptionsOf(page)).ToJsonString())]);
        Assert.Equal(HttpStatusCode.Forbidden, forged.Status);
    }

    [Fact]
    public async Task That_proves_nothing_leads_back_to_the_sign_in()
    {
        var pool = await PoolAsync();
        using var passkey = Passkey(pool);
        await AddAsync(pool, passkey);
        using var browser = pool.NewBrowser();
        var challenge = await browser.SubmitAsync(await browser.GetAsync($"/passkeys/login?{pool.Query()}"), ("username", "ada"));
        passkey.Origin = "https://evil.example";
        var refused = await SubmitAsync(browser, challenge, passkey.Get(OptionsOf(challenge)));
        Assert.Equal((HttpStatusCode.BadRequest, "Incorrect username or password.", "Sign in"), (refused.Status, refused.Alert, refused.Heading));
    }

    [Theory]
    [InlineData("bob")]
    [InlineData("nobody")]
    public async Task Is_not_there_for_who_has_none_and_for_nobody_alike(string user)
    {
        var pool = await PoolAsync();
        await pool.NewUserAsync("bob");
        using var browser = pool.NewBrowser();
        var answer = await browser.SubmitAsync(await browser.GetAsync($"/passkeys/login?{pool.Query()}"), ("username", user));
        Assert.Equal("This account has no passkey that works here. Sign in another way.", answer.Alert);
    }

    [Fact]
    public async Task Is_asked_for_where_browsers_have_them()
    {
        var pool = await PoolAsync();
        using var browser = new Browser(aws.Endpoint);
        foreach (var path in (string[])["login", "add"])
        {
            var sent = await browser.GetAsync($"/auth/{pool.Domain}/passkeys/{path}?{pool.Query()}");
            Assert.StartsWith($"http://{pool.Domain}.auth.localhost:{aws.Endpoint.Port}/passkeys/{path}?client_id=", sent.Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Is_not_offered_by_a_pool_or_a_client_that_takes_none()
    {
        var without = await aws.PoolAsync();
        var closed = await aws.PoolAsync(Takes);
        foreach (var pool in (HostedPool[])[without, closed])
        {
            using var browser = pool.NewBrowser();
            Assert.DoesNotContain("passkey", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.OrdinalIgnoreCase);
            Assert.StartsWith("/login?", (await browser.GetAsync($"/passkeys/login?{pool.Query()}")).Location, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Comes_with_a_script_of_this_site_alone()
    {
        var pool = await PoolAsync();
        using var browser = pool.NewBrowser();
        var script = await browser.GetAsync("/assets/passkey.js");
        Assert.Equal((HttpStatusCode.OK, "text/javascript; charset=utf-8", "nosniff"), (script.Status, script.Headers["Content-Type"], script.Headers["X-Content-Type-Options"]));
        Assert.DoesNotContain("script-src", (await browser.GetAsync($"/login?{pool.Query()}")).Headers["Content-Security-Policy"], StringComparison.Ordinal);
    }

    private static void Takes(JsonObject pool) => pool["Policies"] = new JsonObject { ["SignInPolicy"] = new JsonObject { ["AllowedFirstAuthFactors"] = new JsonArray("PASSWORD", "WEB_AUTHN") } };

    private Task<HostedPool> PoolAsync() => aws.PoolAsync(Takes, static client => client["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_AUTH"));

    private static SoftwareAuthenticator Passkey(HostedPool pool) => new() { Origin = pool.BaseUrl.GetLeftPart(UriPartial.Authority) };

    private static async Task AddAsync(HostedPool pool, SoftwareAuthenticator passkey)
    {
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        var page = await browser.GetAsync($"/passkeys/add?{pool.Query()}");
        Assert.Equal($"{pool.Domain}.auth.localhost", (string?)OptionsOf(page)["rp"]!["id"]);
        Assert.Equal(HostedPool.Callback, (await SubmitAsync(browser, page, passkey.Create(OptionsOf(page)))).Location);
    }

    private static JsonNode OptionsOf(Reply page) => JsonNode.Parse(WebUtility.HtmlDecode(Regex.Match(page.Body, "data-options=\"([^\"]*)\"").Groups[1].Value))!;

    /// <summary>What the page's script does.</summary>
    private static Task<Reply> SubmitAsync(Browser browser, Reply page, JsonObject credential) =>
        browser.SubmitAsync(page with { Body = Regex.Replace(page.Body, "\\s+data-\\w+=\"[^\"]*\"", "") }, ("credential", credential.ToJsonString()));
}
