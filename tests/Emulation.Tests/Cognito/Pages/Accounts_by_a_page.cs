using System.Net;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Pages;

/// <summary><c>/signup</c>, <c>/confirm</c> and <c>/forgotPassword</c>.</summary>
public class Accounts_by_a_page(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Are_made_confirmed_and_signed_in()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/signup?{pool.Query()}");
        var weak = await browser.SubmitAsync(page, ("username", "ada"), ("email", "new@example.com"), ("password", "weak"));
        Assert.Equal("Password did not conform with policy: Password not long enough", weak.Alert);
        Assert.Matches("<input id=\"password\"[^>]* autofocus", weak.Body);
        var confirm = await browser.SubmitAsync(weak, ("username", "ada"), ("email", "new@example.com"), ("password", HostedPool.Password));
        Assert.Equal("Confirm your account", confirm.Heading);
        Assert.NotNull((await browser.SubmitAsync(confirm, ("code", "000000"))).Alert);
        var signIn = await browser.SubmitAsync(confirm, ("code", CodeFor("new@example.com")));
        Assert.Equal("Sign in", signIn.Heading);
        Assert.Contains("Your account is confirmed", signIn.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(signIn, ("username", "ada"), ("password", HostedPool.Password))).Status);
    }

    [Fact]
    public async Task Are_confirmed_with_a_code_that_was_sent_again()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/signup?{pool.Query()}");
        await browser.SubmitAsync(page, ("username", "ada"), ("email", "again@example.com"), ("password", HostedPool.Password));

        // Whoever knows the password is asked to confirm, not told that it is wrong.
        var confirm = await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        Assert.Equal("Confirm your account", confirm.Heading);
        await browser.SubmitAsync(confirm, ("action", "resend"));
        Assert.Equal(2, aws.Cognito.Outbox.Messages("again@example.com").Count);
        Assert.Equal("Sign in", (await browser.SubmitAsync(confirm, ("code", CodeFor("again@example.com")))).Heading);
    }

    [Fact]
    public async Task Are_made_by_administrators_alone_where_the_pool_says_so()
    {
        var pool = await aws.PoolAsync(static pool => pool["AdminCreateUserConfig"] = new JsonObject { ["AllowAdminCreateUserOnly"] = true });
        using var browser = pool.NewBrowser();
        Assert.DoesNotContain("/signup", (await browser.GetAsync($"/login?{pool.Query()}")).Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.GetAsync($"/signup?{pool.Query()}")).Status);
    }

    [Fact]
    public async Task Get_a_new_password_by_a_code()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync("lost");
        using var browser = pool.NewBrowser();
        var page = await browser.SubmitAsync(await browser.GetAsync($"/forgotPassword?{pool.Query()}"), ("username", "lost"));
        Assert.Equal("Choose a new password", page.Heading);
        Assert.NotNull((await browser.SubmitAsync(page, ("code", "000000"), ("password", "Battery-staple-2"))).Alert);
        var signIn = await browser.SubmitAsync(page, ("code", CodeFor("lost@example.com")), ("password", "Battery-staple-2"));
        Assert.Contains("Your password is changed", signIn.Body, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(signIn, ("username", "lost"), ("password", "Battery-staple-2"))).Status);
    }

    [Fact]
    public async Task Are_not_told_from_names_without_one()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync("real");
        await pool.NewUserAsync("gone");
        await pool.CallAsync("AdminDisableUser", new JsonObject { ["Username"] = "gone" });
        await pool.CallAsync("AdminCreateUser", new JsonObject { ["Username"] = "bare", ["TemporaryPassword"] = "Temporary-1", ["MessageAction"] = "SUPPRESS" });
        var pages = new List<string>();
        foreach (var name in new[] { "real", "none", "gone", "bare" })
        {
            using var browser = pool.NewBrowser();
            var asked = await browser.SubmitAsync(await browser.GetAsync($"/forgotPassword?{pool.Query()}"), ("username", name));
            var wrong = await browser.SubmitAsync(asked, ("code", "000000"), ("password", HostedPool.Password));
            var confirm = await browser.SubmitAsync(await browser.GetAsync($"/confirm?{pool.Query()}"), ("username", name), ("code", "000000"));
            pages.Add(string.Join('|', new[] { asked, wrong, confirm }.Select(page => $"{page.Status} {page.Heading} {page.Alert} {Notice(page)}")));
        }

        Assert.Single(pages.Distinct());
    }

    private string CodeFor(string address) => aws.Cognito.Outbox.Messages(address)[0].Code!;

    private static string Notice(Reply page) => System.Text.RegularExpressions.Regex.Match(page.Body, "class=\"notice\">([^<]*)<").Groups[1].Value;
}
