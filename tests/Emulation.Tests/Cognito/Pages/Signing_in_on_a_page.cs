using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Emulation.Tests.Cognito.OAuth;
using OtpNet;

namespace Emulation.Tests.Cognito.Pages;

/// <summary><c>/login</c> and what it asks next.</summary>
public class Signing_in_on_a_page(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Leads_back_with_a_code()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var reply = await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        Assert.Equal(HttpStatusCode.Found, reply.Status);
        Assert.StartsWith($"{HostedPool.Callback}?code=", reply.Location, StringComparison.Ordinal);
        Assert.Equal("s 1&2", reply.Parameter("state"));
        Assert.Contains("httponly", reply.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", reply.Headers["Set-Cookie"], StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Works_for_a_client_with_a_secret_and_without_flows_of_its_own()
    {
        var pool = await aws.PoolAsync(client: static client =>
        {
            client["GenerateSecret"] = true;
            client["ExplicitAuthFlows"] = new JsonArray("ALLOW_REFRESH_TOKEN_AUTH");
        });
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        Assert.Equal(HttpStatusCode.Found, (await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password)).Status);
    }

    [Fact]
    public async Task Says_the_same_of_a_wrong_password_and_an_unknown_user()
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var wrong = await browser.SignInAsync(pool.Query(), "ada", "Wrong-horse-1");
        var unknown = await browser.SignInAsync(pool.Query(), "bob", "Wrong-horse-1");
        Assert.Equal("Incorrect username or password.", wrong.Alert);
        Assert.Equal(wrong.Status, unknown.Status);
        Assert.Equal(wrong.Body.Replace("\"ada\"", "\"bob\"", StringComparison.Ordinal), unknown.Body);
    }

    [Theory]
    [InlineData("ada")]
    [InlineData("nobody")]
    public async Task Slows_down_guessing_even_for_the_right_password(string user)
    {
        var pool = await aws.PoolAsync();
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal("Incorrect username or password.", (await browser.SubmitAsync(page, ("username", user), ("password", $"Wrong-horse-{i}"))).Alert);
        }

        Assert.StartsWith("Password attempts exceeded", (await browser.SubmitAsync(page, ("username", user), ("password", HostedPool.Password))).Alert, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" autofocus onfocus=\"alert(1)")]
    public async Task Encodes_what_was_typed(string name)
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        Assert.DoesNotContain(name, (await browser.SignInAsync(pool.Query(("state", name)), name, "x")).Body, StringComparison.Ordinal);
        Assert.DoesNotContain(name, (await browser.GetAsync($"/login?{pool.Query(("login_hint", name))}&x={name.Replace(" ", "%20", StringComparison.Ordinal)}")).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Asks_for_a_new_password_after_one_that_works_once()
    {
        var pool = await aws.PoolAsync();
        await pool.CallAsync("AdminCreateUser", new JsonObject { ["Username"] = "ada", ["TemporaryPassword"] = "Temporary-1", ["MessageAction"] = "SUPPRESS" });
        using var browser = pool.NewBrowser();
        var page = await browser.SignInAsync(pool.Query(), "ada", "Temporary-1");
        Assert.Equal("Choose a new password", page.Heading);
        var weak = await browser.SubmitAsync(page, ("password", "weak"));
        Assert.Equal("Password does not conform to policy: Password not long enough", weak.Alert);
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(weak, ("password", HostedPool.Password))).Status);
        using var next = pool.NewBrowser();
        Assert.Equal(HttpStatusCode.Found, (await next.SignInAsync(pool.Query(), "ada", HostedPool.Password)).Status);
    }

    [Fact]
    public async Task Sets_up_an_app_and_then_asks_for_its_codes()
    {
        var pool = await MfaPoolAsync("SoftwareTokenMfaConfiguration", new JsonObject { ["Enabled"] = true });
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        Assert.Equal("Set up an authenticator app", page.Heading);
        Assert.Contains("<svg", page.Body, StringComparison.Ordinal);
        var app = new Totp(Base32Encoding.ToBytes(Regex.Match(page.Body, "<code id=\"totp-secret\">([A-Z2-7]+)</code>").Groups[1].Value));
        var wrong = await browser.SubmitAsync(page, ("code", "000000"));
        Assert.Equal("Code mismatch and fail enable Software Token MFA", wrong.Alert);
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(wrong, ("code", Code(app)))).Status);

        aws.Time.Advance(TimeSpan.FromSeconds(60));
        using var next = pool.NewBrowser();
        var second = await next.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        Assert.Equal("Enter your code", second.Heading);
        var mistyped = await next.SubmitAsync(second, ("code", "000000"));
        Assert.Equal("Invalid code received for user", mistyped.Alert);
        Assert.Equal(HttpStatusCode.Found, (await next.SubmitAsync(mistyped, ("code", Code(app)))).Status);
    }

    [Fact]
    public async Task Lets_the_user_choose_how_to_get_a_code_and_takes_it()
    {
        var pool = await MfaPoolAsync("EmailMfaConfiguration", new JsonObject { ["Message"] = "{####}", ["Subject"] = "code" }, ("SmsMfaConfiguration", new JsonObject { ["SmsConfiguration"] = new JsonObject { ["SnsCallerArn"] = "arn:aws:iam::111122223333:role/sms" } }));
        await pool.NewUserAsync();
        await pool.CallAsync("AdminUpdateUserAttributes", new JsonObject { ["Username"] = "ada", ["UserAttributes"] = new JsonArray(HostedPool.Attribute("phone_number", "+15550100000"), HostedPool.Attribute("phone_number_verified", "true")) });
        using var browser = pool.NewBrowser();
        var page = await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        Assert.Equal("Choose how to verify", page.Heading);
        var asked = await browser.SubmitAsync(page, ("factor", "EMAIL_OTP"));
        Assert.Contains("a***@e***", asked.Body, StringComparison.Ordinal);
        var code = aws.Cognito.Outbox.Messages("ada@example.com")[0].Code!;
        Assert.Equal(HttpStatusCode.Found, (await browser.SubmitAsync(asked, ("code", code))).Status);
    }

    [Fact]
    public async Task Begins_again_when_it_took_too_long()
    {
        var pool = await MfaPoolAsync("SoftwareTokenMfaConfiguration", new JsonObject { ["Enabled"] = true });
        await pool.NewUserAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.SignInAsync(pool.Query(), "ada", HostedPool.Password);
        aws.Time.Advance(TimeSpan.FromMinutes(4));
        var reply = await browser.SubmitAsync(page, ("code", "000000"));
        Assert.Equal(("Sign in", HttpStatusCode.BadRequest), (reply.Heading, reply.Status));
        Assert.Contains("took too long", reply.Alert, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_no_ticket_that_was_made_up()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        var form = page with { Body = page.Body.Replace("action=\"/login?", "action=\"/challenge?", StringComparison.Ordinal) };
        Assert.StartsWith("/login?", (await browser.SubmitAsync(form, ("ticket", "AAAA"), ("code", "000000"))).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shows_pages_that_nothing_foreign_can_enter_or_frame()
    {
        var pool = await aws.PoolAsync();
        using var browser = pool.NewBrowser();
        var page = await browser.GetAsync($"/login?{pool.Query()}");
        Assert.Equal(
            "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self' https://app.example.com:443; base-uri 'none'; frame-ancestors 'none'", page.Headers["Content-Security-Policy"]);
        Assert.Equal(("no-referrer", "no-store", "nosniff"), (page.Headers["Referrer-Policy"], page.Headers["Cache-Control"], page.Headers["X-Content-Type-Options"]));
        Assert.Contains("autocomplete=\"current-password\"", page.Body, StringComparison.Ordinal);
        Assert.Contains("<html lang=\"en\">", page.Body, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page.Body, "<h1>"));
        Assert.DoesNotContain("<script", page.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page.Body, StringComparison.Ordinal);
    }

    private async Task<HostedPool> MfaPoolAsync(string factor, JsonObject settings, params (string Factor, JsonObject Settings)[] more)
    {
        var pool = await aws.PoolAsync(static pool => pool["EmailConfiguration"] = new JsonObject { ["EmailSendingAccount"] = "DEVELOPER", ["SourceArn"] = "arn:aws:ses:us-east-1:111122223333:identity/a@example.com" });
        var request = new JsonObject { ["MfaConfiguration"] = "ON", [factor] = settings };
        foreach (var (name, value) in more)
        {
            request[name] = value;
        }

        await pool.CallAsync("SetUserPoolMfaConfig", request);
        return pool;
    }

    private string Code(Totp app) => app.ComputeTotp(aws.Time.GetUtcNow().UtcDateTime);
}
