using System.Net;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary>Refreshing, client credentials, <c>/oauth2/userInfo</c>, <c>/oauth2/revoke</c> and <c>/logout</c>.</summary>
public class Endpoints_for_programs(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Refresh_with_a_token_that_stays()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var reply = await pool.PostAsync("/oauth2/token", Refresh(pool, tokens));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.NotNull(reply.Json["id_token"]);
        Assert.Null(reply.Json["refresh_token"]);
    }

    [Fact]
    public async Task Refresh_with_a_token_that_rotates_and_refuse_an_old_one_that_comes_again()
    {
        var pool = await aws.PoolAsync(client: static client =>
        {
            client["RefreshTokenRotation"] = new JsonObject { ["Feature"] = "ENABLED", ["RetryGracePeriodSeconds"] = 0 };
            client["ExplicitAuthFlows"] = new JsonArray("ALLOW_USER_SRP_AUTH");
        });
        var first = await TokensAsync(pool);
        var second = await pool.PostAsync("/oauth2/token", Refresh(pool, first));
        Assert.NotEqual((string)first.Json["refresh_token"]!, (string)second.Json["refresh_token"]!);
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", Refresh(pool, first))).Error);
        var third = await pool.PostAsync("/oauth2/token", Refresh(pool, second));
        Assert.NotNull(third.Json["access_token"]);
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", Refresh(pool, second))).Error);
    }

    [Fact]
    public async Task Refuse_a_refresh_token_of_another_client()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var other = await pool.NewClientAsync();
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", new(Refresh(pool, tokens)) { ["client_id"] = other.Id })).Error);
    }

    [Theory]
    [InlineData(null, "orders/read orders/write", null)]
    [InlineData("orders/read", "orders/read", null)]
    [InlineData("orders/delete", null, "invalid_scope")]
    [InlineData("orders/gone", null, "invalid_scope")]
    [InlineData("openid", null, "invalid_scope")]
    public async Task Give_a_client_alone_the_scopes_of_resource_servers(string? scope, string? granted, string? error)
    {
        var pool = await aws.PoolAsync();
        await pool.CallAsync("CreateResourceServer", Server("read", "write", "delete", "gone"));
        var client = await pool.NewClientAsync(static client =>
        {
            client["GenerateSecret"] = true;
            client["AllowedOAuthFlows"] = new JsonArray("client_credentials");
            client["AllowedOAuthScopes"] = new JsonArray("orders/read", "orders/write", "orders/gone");
        });
        await pool.CallAsync("UpdateResourceServer", Server("read", "write", "delete"));
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = client.Id, ["client_secret"] = client.Secret! };
        if (scope is not null)
        {
            form["scope"] = scope;
        }

        var reply = await pool.PostAsync("/oauth2/token", form);
        Assert.Equal(error, reply.Error);
        if (granted is not null)
        {
            var token = new JsonWebToken((string)reply.Json["access_token"]!);
            Assert.Equal((granted, client.Id, client.Id), (token.GetClaim("scope").Value, token.Subject, token.GetClaim("client_id").Value));
            Assert.Equal(["access_token", "expires_in", "token_type"], reply.Json.Select(static p => p.Key));
        }

        static JsonObject Server(params string[] scopes) => new()
        {
            ["Identifier"] = "orders",
            ["Name"] = "orders",
            ["Scopes"] = new JsonArray([.. scopes.Select(static name => new JsonObject { ["ScopeName"] = name, ["ScopeDescription"] = name })]),
        };
    }

    [Fact]
    public async Task Refuse_client_credentials_to_a_client_for_codes()
    {
        var pool = await aws.PoolAsync(client: static client => client["GenerateSecret"] = true);
        var form = new Dictionary<string, string> { ["grant_type"] = "client_credentials", ["client_id"] = pool.Client.Id, ["client_secret"] = pool.Client.Secret! };
        Assert.Equal("unauthorized_client", (await pool.PostAsync("/oauth2/token", form)).Error);
    }

    [Fact]
    public async Task Show_the_attributes_of_the_scopes_as_texts()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var reply = await UserInfoAsync(pool, $"Bearer {tokens.Json["access_token"]}");
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal(("ada", "ada@example.com", "true"), ((string?)reply.Json["username"], (string?)reply.Json["email"], (string?)reply.Json["email_verified"]));
        Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
    }

    [Fact]
    public async Task Show_attributes_only_for_a_live_access_token_with_openid()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var withoutOpenid = await TokensAsync(pool, "email", "grace");
        var other = await aws.PoolAsync();
        await AssertRefusedAsync(pool, $"Bearer {tokens.Json["id_token"]}", HttpStatusCode.Unauthorized, "invalid_token");
        await AssertRefusedAsync(pool, $"Bearer {withoutOpenid.Json["access_token"]}", HttpStatusCode.Unauthorized, "invalid_token");
        await AssertRefusedAsync(pool, "Bearer x", HttpStatusCode.Unauthorized, "invalid_token");
        await AssertRefusedAsync(pool, "", HttpStatusCode.BadRequest, "invalid_request");
        await AssertRefusedAsync(other, $"Bearer {tokens.Json["access_token"]}", HttpStatusCode.Unauthorized, "invalid_token");
        aws.Time.Advance(TimeSpan.FromHours(1));
        await AssertRefusedAsync(pool, $"Bearer {tokens.Json["access_token"]}", HttpStatusCode.Unauthorized, "invalid_token");
    }

    [Fact]
    public async Task Revoke_a_refresh_token_with_everything_that_came_of_it()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var revoke = new Dictionary<string, string> { ["client_id"] = pool.Client.Id, ["token"] = (string)tokens.Json["refresh_token"]! };
        var reply = await pool.PostAsync("/oauth2/revoke", revoke);
        Assert.Equal((HttpStatusCode.OK, ""), (reply.Status, reply.Body));
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", Refresh(pool, tokens))).Error);
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(pool, $"Bearer {tokens.Json["access_token"]}")).Status);
    }

    [Fact]
    public async Task Refuse_to_revoke_what_is_not_the_clients_refresh_token()
    {
        var pool = await aws.PoolAsync();
        var tokens = await TokensAsync(pool);
        var other = await pool.NewClientAsync();
        var foreign = await pool.PostAsync("/oauth2/revoke", new() { ["client_id"] = other.Id, ["token"] = (string)tokens.Json["refresh_token"]! });
        Assert.Equal((HttpStatusCode.Unauthorized, "invalid_client"), (foreign.Status, foreign.Error));
        Assert.Equal("unsupported_token_type", (await pool.PostAsync("/oauth2/revoke", new() { ["client_id"] = pool.Client.Id, ["token"] = (string)tokens.Json["access_token"]! })).Error);
        Assert.Equal("invalid_request", (await pool.PostAsync("/oauth2/revoke", new() { ["client_id"] = pool.Client.Id })).Error);
        Assert.Equal(HttpStatusCode.OK, (await pool.PostAsync("/oauth2/token", Refresh(pool, tokens))).Status);
    }

    [Theory]
    [InlineData("https://app.example.com/bye", true)]
    [InlineData("https://app.example.com/bye/", false)]
    [InlineData("https://app.example.com/callback", false)]
    [InlineData("https://app.example.com/bye.evil.example", false)]
    [InlineData("https://app.example.com@evil.example/bye", false)]
    public async Task Log_out_to_registered_addresses_alone(string uri, bool goesThere)
    {
        var pool = await aws.PoolAsync();
        var reply = await pool.NewBrowser().GetAsync($"/logout?client_id={pool.Client.Id}&logout_uri={Uri.EscapeDataString(uri)}");
        Assert.Equal(goesThere ? uri : null, reply.Headers.GetValueOrDefault("Location"));
        Assert.Equal(goesThere ? HttpStatusCode.Found : HttpStatusCode.BadRequest, reply.Status);
    }

    [Fact]
    public async Task Log_out_to_a_new_sign_in()
    {
        var pool = await aws.PoolAsync();
        Assert.Equal($"/login?{pool.Query()}", (await pool.NewBrowser().GetAsync($"/logout?{pool.Query()}")).Location);
    }

    [Fact]
    public async Task Let_other_origins_ask()
    {
        var pool = await aws.PoolAsync();
        var reply = await pool.NewBrowser().SendAsync(HttpMethod.Options, "/oauth2/token");
        Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Contains("Authorization", reply.Headers["Access-Control-Allow-Headers"], StringComparison.Ordinal);
    }

    private static async Task<Reply> TokensAsync(HostedPool pool, string scope = "openid email", string user = "ada")
    {
        await pool.NewUserAsync(user);
        using var browser = pool.NewBrowser();
        var code = (await browser.SignInAsync(pool.Query(("scope", scope)), user, HostedPool.Password)).Parameter("code");
        return await pool.PostAsync("/oauth2/token", pool.Exchange(code));
    }

    private static Dictionary<string, string> Refresh(HostedPool pool, Reply tokens) => new() { ["grant_type"] = "refresh_token", ["client_id"] = pool.Client.Id, ["refresh_token"] = (string)tokens.Json["refresh_token"]! };

    private static async Task<Reply> UserInfoAsync(HostedPool pool, string authorization)
    {
        using var browser = pool.NewBrowser();
        return await browser.SendAsync(HttpMethod.Get, "/oauth2/userInfo", null, authorization.Length == 0 ? [] : [("Authorization", authorization)]);
    }

    private static async Task AssertRefusedAsync(HostedPool pool, string authorization, HttpStatusCode status, string error)
    {
        var reply = await UserInfoAsync(pool, authorization);
        Assert.Equal((status, error), (reply.Status, reply.Error));
        Assert.Contains($"error=\"{error}\"", reply.Headers["WWW-Authenticate"], StringComparison.Ordinal);
    }
}
