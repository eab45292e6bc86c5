using System.Net;
using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.OAuth;
using Emulation.Tests.Gateway.Authorizers;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>Attacks on the way through a provider: none of them makes a user, a session or a code.</summary>
public sealed class Getting_in_through_a_provider(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Is_refused_to_another_browser_than_began()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var attacker = pool.Hosted.NewBrowser();
        using var victim = pool.Hosted.NewBrowser();
        await pool.LeaveAsync(victim);
        var left = await pool.LeaveAsync(attacker);

        Assert.Contains("Invalid State/RelayState provided", (await FederatedPool.ReturnAsync(victim, left, ("code", pool.Server.Agree(pool.Claims())))).Body, StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_a_state_that_was_used()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var left = await pool.LeaveAsync(browser);
        await FederatedPool.ReturnAsync(browser, left, ("error", "access_denied"));

        Assert.Equal(HttpStatusCode.BadRequest, (await FederatedPool.ReturnAsync(browser, left, ("code", pool.Server.Agree(pool.Claims())))).Status);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_a_state_that_is_older_than_five_minutes()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var left = await pool.LeaveAsync(browser);
        aws.Time.Advance(TimeSpan.FromMinutes(5));

        Assert.Equal(HttpStatusCode.BadRequest, (await FederatedPool.ReturnAsync(browser, left, ("code", pool.Server.Agree(pool.Claims())))).Status);
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_a_state_of_another_pool()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        await using var other = await FederatedPool.MakeAsync(aws);
        using var browser = new Browser(aws.Endpoint);
        var state = (await browser.GetAsync($"/auth/{other.Hosted.Domain}/oauth2/authorize?{other.Hosted.Query(("identity_provider", FederatedPool.Provider))}")).Parameter("state");
        var cookie = browser.Cookies.GetAllCookies().Single(static one => one.Name == "csrf-state").Value;
        var reply = await browser.SendAsync(
            HttpMethod.Get, $"/auth/{pool.Hosted.Domain}/oauth2/idpresponse?state={state}&code={pool.Server.Agree(pool.Claims())}", null, ("Cookie", $"csrf-state={cookie}"));

        Assert.Equal(HttpStatusCode.BadRequest, reply.Status);
        await HasNobodyAsync(pool);
    }

    [Theory]
    [InlineData("aud", "another-client", "Exception processing authorization code")]
    [InlineData("iss", "https://evil.example", "Bad id_token issuer https://evil.example")]
    [InlineData("exp", 1, "Exception processing authorization code")]
    [InlineData("nbf", 99999999999, "Exception processing authorization code")]
    [InlineData("sub", "", "Exception processing authorization code")]
    public async Task Is_refused_to_an_ID_token_that_does_not_hold(string claim, object value, string words)
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await pool.SignInAsync(browser, (claim, value is string text ? JsonValue.Create(text) : JsonValue.Create(Convert.ToInt64(value))));

        Assert.StartsWith($"{HostedPool.Callback}?error_description={Uri.EscapeDataString(words)}&state=s%201%262&error=invalid_request", back.Location, StringComparison.Ordinal);
        await HasNobodyAsync(pool);
    }

    [Theory]
    [InlineData("unsigned")]
    [InlineData("none")]
    [InlineData("other key")]
    [InlineData("hmac")]
    public async Task Is_refused_to_an_ID_token_that_the_provider_did_not_sign(string how)
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        using var other = new TokenMaker(pool.Server.Issuer, key: "somebody else's");
        pool.Server.Sign = claims => how switch
        {
            "unsigned" => pool.Server.Maker.Sign(claims, sign: static _ => []),
            "none" => pool.Server.Maker.Sign(claims, algorithm: "none", sign: static _ => []),
            "hmac" => pool.Server.Maker.Sign(claims, algorithm: "HS256", sign: bytes => System.Security.Cryptography.HMACSHA256.HashData(pool.Server.Maker.Rsa.ExportRSAPublicKey(), bytes)),
            _ => other.Sign(claims),
        };
        var back = await pool.SignInAsync(browser);

        Assert.Equal("Exception processing authorization code", back.Parameter("error_description"));
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_user_info_about_somebody_else()
    {
        await using var pool = await FederatedPool.MakeAsync(aws, mapping: new JsonObject { ["email"] = "email", ["nickname"] = "nick" });
        using var browser = pool.Hosted.NewBrowser();
        pool.Server.UserInfo = new JsonObject { ["sub"] = "Bob-2", ["nick"] = "bob" };

        Assert.Equal("invalid_request", (await pool.SignInAsync(browser)).Parameter("error"));
        await HasNobodyAsync(pool);
    }

    /// <summary>A sign-in that was begun at one provider takes no code of another: it is redeemed where it began, with that client's secret.</summary>
    [Fact]
    public async Task Is_refused_to_a_code_of_another_provider()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        await using var evil = await ProviderServer.StartAsync();
        using var browser = pool.Hosted.NewBrowser();
        var back = await FederatedPool.ReturnAsync(browser, await pool.LeaveAsync(browser), ("code", evil.Agree(pool.Claims())));

        Assert.Equal("Partner Error - 400 invalid_grant The code was used.", back.Parameter("error_description"));
        Assert.Empty(evil.Requests);
        await HasNobodyAsync(pool);
    }

    /// <summary>The claims of one provider, signed by another that the pool knows too.</summary>
    [Fact]
    public async Task Is_refused_to_an_ID_token_of_another_provider_of_the_pool()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        await using var evil = await ProviderServer.StartAsync();
        await pool.Hosted.CallAsync("CreateIdentityProvider", new JsonObject
        {
            ["ProviderName"] = "Evil",
            ["ProviderType"] = "OIDC",
            ["ProviderDetails"] = new JsonObject { ["client_id"] = "shop", ["oidc_issuer"] = evil.Issuer, ["authorize_scopes"] = "openid", ["attributes_request_method"] = "GET" },
        });
        using var browser = pool.Hosted.NewBrowser();
        pool.Server.Sign = claims => evil.Maker.Sign(claims);
        var back = await pool.SignInAsync(browser, ("iss", evil.Issuer));

        Assert.Equal($"Bad id_token issuer {evil.Issuer}", back.Parameter("error_description"));
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Is_refused_to_an_answer_of_another_issuer()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var back = await FederatedPool.ReturnAsync(browser, await pool.LeaveAsync(browser), ("code", pool.Server.Agree(pool.Claims())), ("iss", "https://evil.example"));

        Assert.Equal("invalid_request", back.Parameter("error"));
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Tells_the_application_what_the_provider_says()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var denied = await FederatedPool.ReturnAsync(browser, await pool.LeaveAsync(browser), ("error", "access_denied"), ("error_description", "No thanks"));
        var used = await FederatedPool.ReturnAsync(browser, await pool.LeaveAsync(browser), ("code", "old"));

        Assert.Equal($"{HostedPool.Callback}?error_description=No%20thanks&state=s%201%262&error=access_denied", denied.Location);
        Assert.Equal("Partner Error - 400 invalid_grant The code was used.", used.Parameter("error_description"));
    }

    [Fact]
    public async Task Does_not_take_the_name_of_a_user_of_the_pool()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        await pool.Hosted.NewUserAsync("partner_ann-1");
        using var browser = pool.Hosted.NewBrowser();

        Assert.Equal("User already exists with provider user id", (await pool.SignInAsync(browser)).Parameter("error_description"));
    }

    [Fact]
    public async Task Does_not_become_somebody_whose_name_differs_in_case()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        await pool.SignInAsync(first);

        Assert.Equal("User already exists with provider user id", (await pool.SignInAsync(second, ("sub", "ANN-1"))).Parameter("error_description"));
    }

    [Fact]
    public async Task Needs_what_the_pool_requires()
    {
        await using var pool = await FederatedPool.MakeAsync(
            aws,
            pool: static document => document["Schema"] = new JsonArray(new JsonObject { ["Name"] = "email", ["Required"] = true, ["AttributeDataType"] = "String" }));
        using var browser = pool.Hosted.NewBrowser();

        Assert.Equal("attributes required: [email]", (await pool.SignInAsync(browser, ("email", null))).Parameter("error_description"));
        await HasNobodyAsync(pool);
    }

    [Fact]
    public async Task Does_not_change_what_nobody_may_change()
    {
        await using var pool = await FederatedPool.MakeAsync(
            aws,
            pool: static document => document["Schema"] = new JsonArray(new JsonObject { ["Name"] = "given_name", ["Mutable"] = false, ["AttributeDataType"] = "String" }));
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        using var third = pool.Hosted.NewBrowser();
        await pool.SignInAsync(first);

        Assert.Equal("user.given_name: Attribute cannot be updated.\n ", (await pool.SignInAsync(second, ("given_name", "Eve"))).Parameter("error_description"));
        Assert.StartsWith(HostedPool.Callback + "?code=", (await pool.SignInAsync(third)).Location, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_to_a_user_who_is_disabled()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var first = pool.Hosted.NewBrowser();
        using var second = pool.Hosted.NewBrowser();
        await pool.SignInAsync(first);
        await pool.Hosted.CallAsync("AdminDisableUser", new JsonObject { ["Username"] = "partner_ann-1" });

        Assert.Equal("User is not enabled", (await pool.SignInAsync(second)).Parameter("error_description"));
    }

    [Fact]
    public async Task Does_not_write_what_the_client_may_not()
    {
        await using var pool = await FederatedPool.MakeAsync(aws, client: static client => client["WriteAttributes"] = new JsonArray("email"));
        using var browser = pool.Hosted.NewBrowser();
        await pool.SignInAsync(browser);

        Assert.Null(await pool.AttributeAsync("partner_ann-1", "given_name"));
        Assert.NotNull(await pool.AttributeAsync("partner_ann-1", "email"));
    }

    [Fact]
    public async Task Is_refused_where_the_client_has_lost_the_provider_since()
    {
        await using var pool = await FederatedPool.MakeAsync(aws);
        using var browser = pool.Hosted.NewBrowser();
        var left = await pool.LeaveAsync(browser);
        await pool.Hosted.CallAsync("UpdateUserPoolClient", new JsonObject
        {
            ["ClientId"] = pool.Hosted.Client.Id, ["AllowedOAuthFlowsUserPoolClient"] = true, ["AllowedOAuthFlows"] = new JsonArray("code"), ["AllowedOAuthScopes"] = new JsonArray("openid", "email"),
            ["CallbackURLs"] = new JsonArray(HostedPool.Callback), ["SupportedIdentityProviders"] = new JsonArray("COGNITO"),
        });

        Assert.Equal("invalid_request", (await FederatedPool.ReturnAsync(browser, left, ("code", pool.Server.Agree(pool.Claims())))).Parameter("error"));
        await HasNobodyAsync(pool);
    }

    private static async Task HasNobodyAsync(FederatedPool pool) =>
        Assert.Empty((await pool.Hosted.CallAsync("ListUsers", []))["Users"]!.AsArray());
}
