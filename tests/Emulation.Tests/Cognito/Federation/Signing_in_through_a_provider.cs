using System.Net;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>The way of a browser through an OpenID Connect provider: what the provider is asked, who comes of it, and what the application gets.</summary>
public sealed class Signing_in_through_a_provider(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Sends_the_browser_with_the_parameters_of_Cognito_in_its_order()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var left = await pool.LeaveAsync(browser, ("login_hint", "ann"));
        var callback = Uri.EscapeDataString($"{pool.Hosted.BaseUrl.GetLeftPart(UriPartial.Authority)}/oauth2/idpresponse");

        Assert.Matches(
            $"^{pool.Server.Issuer}/authorize\\?client_id=shop&redirect_uri={callback}&scope=openid%20email&response_type=code&state=[A-Za-z0-9_-]{{43}}&login_hint=ann$", left.Location);
    }

    [Fact]
    public async Task Asks_the_provider_as_Cognito_does()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var asked = pool.Server.Requests.ToList();

        var (_, form) = Assert.Single(asked, static one => one.Asked == "POST /token");
        Assert.Matches($"^grant_type=authorization_code&redirect_uri=http://{pool.Hosted.Domain}.auth.localhost:[0-9]+/oauth2/idpresponse&client_id=shop&client_secret=s3cret&code=[0-9a-f]+$", form);
        Assert.Contains(asked, static one => one.Asked == "GET /me");
    }

    [Fact]
    public async Task Makes_a_user_of_the_pool()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await pool.SignInAsync(browser);
        var user = await pool.UserAsync("partner_ann-1");
        var identity = (JsonObject)JsonNode.Parse((await pool.AttributeAsync("partner_ann-1", "identities"))!)![0]!;

        Assert.Equal("s 1&2", back.Parameter("state"));
        Assert.Equal(("EXTERNAL_PROVIDER", true), ((string?)user["UserStatus"], (bool)user["Enabled"]!));
        Assert.Equal(("ann@partner.example.com", "false", "Ann"), (await pool.AttributeAsync("partner_ann-1", "email"), await pool.AttributeAsync("partner_ann-1", "email_verified"), await pool.AttributeAsync("partner_ann-1", "given_name")));
        Assert.Equal(["userId", "providerName", "providerType", "issuer", "primary", "dateCreated"], identity.Select(static one => one.Key));
        Assert.Equal(("Ann-1", "Partner", "OIDC", null, true), ((string?)identity["userId"], (string?)identity["providerName"], (string?)identity["providerType"], (string?)identity["issuer"], (bool)identity["primary"]!));
    }

    [Fact]
    public async Task Ends_in_tokens_that_say_who_vouched()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var claims = await pool.IdTokenAsync(await pool.SignInAsync(browser));

        Assert.Equal("partner_ann-1", (string?)claims["cognito:username"]);
        Assert.Equal([$"{pool.Hosted.Id}_Partner"], claims["cognito:groups"]!.AsArray().Select(static one => (string?)one));
        Assert.Equal("n-1", (string?)claims["nonce"]);
        var identity = claims["identities"]![0]!;
        Assert.Equal(("\"Ann-1\"", "\"true\"", "\"OIDC\""), (identity["userId"]!.ToJsonString(), identity["primary"]!.ToJsonString(), identity["providerType"]!.ToJsonString()));
        Assert.Equal(System.Text.Json.JsonValueKind.String, identity["dateCreated"]!.GetValueKind());
    }

    [Fact]
    public async Task Has_a_nonce_of_Cognitos_own_where_the_application_sent_none()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await FederatedPool.ReturnAsync(browser, await pool.LeaveAsync(browser, ("nonce", null)), ("code", pool.Server.Agree(pool.Claims())));

        Assert.Equal(128, ((string?)(await pool.IdTokenAsync(back))["nonce"])!.Length);
    }

    [Fact]
    public async Task Finds_the_provider_by_an_identifier_too()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();

        Assert.StartsWith($"{pool.Server.Issuer}/authorize?", (await pool.LeaveAsync(browser, ("identity_provider", null), ("idp_identifier", "partner.example.com"))).Location, StringComparison.Ordinal);
        Assert.Contains("Login option is not available", (await pool.LeaveAsync(browser, ("identity_provider", null), ("idp_identifier", "elsewhere.example.com"))).Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brings_the_same_user_back_with_what_the_provider_says_now()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        var sub = (string?)(await pool.IdTokenAsync(await pool.SignInAsync(first)))["sub"];
        var again = await pool.IdTokenAsync(await pool.SignInAsync(second, ("given_name", "Anna"), ("email", null)));

        Assert.Equal((sub, "Anna"), ((string?)again["sub"], await pool.AttributeAsync("partner_ann-1", "given_name")));
        Assert.Equal("ann@partner.example.com", await pool.AttributeAsync("partner_ann-1", "email"));
    }

    [Fact]
    public async Task Keeps_an_attribute_that_the_provider_does_not_name_and_drops_one_that_is_blank()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        await pool.SignInAsync(first);
        await pool.SignInAsync(second, ("given_name", ""));

        Assert.Null(await pool.AttributeAsync("partner_ann-1", "given_name"));
        Assert.NotNull(await pool.AttributeAsync("partner_ann-1", "email"));
    }

    [Fact]
    public async Task Takes_the_signed_claim_before_the_one_of_the_user_info()
    {
        await using var pool = await FederatedPool.MakeAsync(aws, mapping: new JsonObject { ["email"] = "email", ["nickname"] = "nick" });
        using var browser = pool.Hosted.NewBrowser();
        pool.Server.UserInfo = new JsonObject { ["sub"] = "Ann-1", ["email"] = "eve@evil.example", ["nick"] = new JsonArray("a b", "c,d") };
        await pool.SignInAsync(browser);

        Assert.Equal(("ann@partner.example.com", "[a+b,c%2Cd]"), (await pool.AttributeAsync("partner_ann-1", "email"), await pool.AttributeAsync("partner_ann-1", "nickname")));
    }

    [Fact]
    public async Task Verifies_an_address_where_the_mapping_has_the_providers_word_for_it()
    {
        await using var pool = await FederatedPool.MakeAsync(aws, mapping: new JsonObject { ["email"] = "email", ["email_verified"] = "email_verified" });
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser, ("email_verified", true));

        Assert.Equal("true", await pool.AttributeAsync("partner_ann-1", "email_verified"));
    }

    [Fact]
    public async Task Leaves_what_no_mapping_names()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser, ("email_verified", true), ("family_name", "Smith"), ("custom:role", "admin"), ("identities", "[]"));
        var names = (await pool.UserAsync("partner_ann-1"))["UserAttributes"]!.AsArray().Select(static one => (string?)one!["Name"]).Order();

        Assert.Equal(["email", "email_verified", "given_name", "identities", "sub"], names);
        Assert.Equal("false", await pool.AttributeAsync("partner_ann-1", "email_verified"));
    }

    [Fact]
    public async Task Is_not_asked_again_of_a_browser_that_came_by_the_provider()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);

        Assert.StartsWith(HostedPool.Callback, (await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query()}")).Location, StringComparison.Ordinal);
        Assert.StartsWith(HostedPool.Callback, (await pool.LeaveAsync(browser)).Location, StringComparison.Ordinal);
        Assert.StartsWith("/login?", (await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query(("identity_provider", "COGNITO"))}")).Location, StringComparison.Ordinal);
        Assert.Contains("error=login_required", (await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query(("identity_provider", "COGNITO"), ("prompt", "none"))}")).Location, StringComparison.Ordinal);
    }

    /// <summary>Recorded: the provider that is asked for selects the sign-in that counts.</summary>
    [Theory]
    [InlineData(null, true)]
    [InlineData("COGNITO", true)]
    [InlineData(FederatedPool.Provider, false)]
    public async Task Is_no_way_past_the_provider_for_a_browser_that_came_by_the_pool(string? asked, bool isIn)
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        await pool.Hosted.NewUserAsync();
        using var browser = pool.Hosted.NewBrowser();
        await browser.SignInAsync(pool.Hosted.Query(), "ada", HostedPool.Password);
        var silent = await browser.GetAsync($"/oauth2/authorize?{pool.Hosted.Query(("identity_provider", asked), ("prompt", "none"))}");

        Assert.StartsWith(isIn ? HostedPool.Callback + "?code=" : HostedPool.Callback + "?error=login_required&state=", silent.Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("login", "login")]
    [InlineData("consent select_account", "consent%20select_account")]
    [InlineData("elsewhere", null)]
    public async Task Is_asked_anew_with_the_prompts_that_the_provider_knows(string prompt, string? forwarded)
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var left = await pool.LeaveAsync(browser, ("prompt", prompt));

        Assert.StartsWith($"{pool.Server.Issuer}/authorize?", left.Location, StringComparison.Ordinal);
        Assert.Equal(forwarded is not null, left.Location.EndsWith($"&prompt={forwarded}", StringComparison.Ordinal));
        Assert.Equal(forwarded is not null, left.Location.Contains("prompt=", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Takes_a_form_that_the_provider_posts()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var state = (await pool.LeaveAsync(browser)).Parameter("state");
        var posted = await browser.SendAsync(HttpMethod.Post, "/oauth2/idpresponse", new Dictionary<string, string> { ["state"] = state, ["code"] = pool.Server.Agree(pool.Claims()) });

        Assert.Equal(HttpStatusCode.Found, posted.Status);
        Assert.StartsWith(HostedPool.Callback + "?code=", (await browser.GetAsync(posted.Location)).Location, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("USER_PASSWORD_AUTH", "NotAuthorizedException: User is not authorized to get auth details.")]
    public async Task Leaves_no_password_to_sign_in_with(string flow, string refusal)
    {
        await using var pool = await FederatedPool.MakeAsync(aws, client: client =>
        {
            client["ExplicitAuthFlows"] = new JsonArray($"ALLOW_{flow}");
            client["PreventUserExistenceErrors"] = "LEGACY";
        });
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);
        var error = await Assert.ThrowsAsync<Emulation.Cognito.Protocol.CognitoException>(() => pool.Hosted.CallAsync("InitiateAuth", new JsonObject
        {
            ["ClientId"] = pool.Hosted.Client.Id,
            ["AuthFlow"] = flow,
            ["AuthParameters"] = new JsonObject { ["USERNAME"] = "partner_ann-1", ["PASSWORD"] = "Correct-horse-1" },
        }));
        var forgotten = await Assert.ThrowsAsync<Emulation.Cognito.Protocol.CognitoException>(() =>
            pool.Hosted.CallAsync("ForgotPassword", new JsonObject { ["ClientId"] = pool.Hosted.Client.Id, ["Username"] = "partner_ann-1" }));

        Assert.Equal(refusal, $"{error.Type}: {error.Message}");
        Assert.Equal("User password cannot be reset in the current state.", forgotten.Message);
    }
}
