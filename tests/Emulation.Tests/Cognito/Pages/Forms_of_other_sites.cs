using System.Net;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary>Cross-site request forgery of the pages' forms.</summary>
public class Forms_of_other_sites(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    private const string Field = "_csrf";

    [Theory]
    [InlineData("/login")]
    [InlineData("/signup")]
    [InlineData("/confirm")]
    [InlineData("/forgotPassword")]
    [InlineData("/confirmForgotPassword")]
    [InlineData("/challenge")]
    public async Task Are_refused_without_a_token(string path)
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await browser.GetAsync($"/login?{pool.Query()}");
        await AssertRefusedAsync(browser, $"{path}?{pool.Query()}", null);
    }

    [Fact]
    public async Task Are_refused_with_the_token_of_another_browser()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        using var attacker = pool.NewBrowser();
        await browser.GetAsync($"/login?{pool.Query()}");
        await AssertRefusedAsync(browser, $"/login?{pool.Query()}", await TokenAsync(attacker, pool));
    }

    [Fact]
    public async Task Are_refused_without_the_cookie_of_the_token()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        using var attacker = pool.NewBrowser();
        await AssertRefusedAsync(browser, $"/login?{pool.Query()}", await TokenAsync(attacker, pool));
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example")]
    public async Task Are_refused_when_the_browser_says_where_they_come_from(string header, string value)
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        await AssertRefusedAsync(browser, $"/login?{pool.Query()}", await TokenAsync(browser, pool), (header, value));
    }

    private static async Task<string> TokenAsync(Browser browser, HostedPool pool)
    {
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        return WebUtility.HtmlDecode(System.Text.RegularExpressions.Regex.Match(page.Body, $"name=\"{Field}\" value=\"([^\"]+)\"").Groups[1].Value);
    }

    private static async Task AssertRefusedAsync(Browser browser, string path, string? token, params (string Name, string Value)[] headers)
    {
        var form = new Dictionary<string, string> { ["username"] = "ada", ["password"] = HostedPool.Password };
        if (token is not null)
        {
            form[Field] = token;
        }

        var reply = await browser.SendAsync(HttpMethod.Post, path, form, headers);
        Assert.Equal(HttpStatusCode.Forbidden, reply.Status);
        Assert.False(reply.Headers.ContainsKey("Location"));
    }
}
