using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.IdentityModel.JsonWebTokens;

namespace Emulation.Tests.Cognito.OAuth;

/// <summary><c>POST /oauth2/token</c> with an authorization code.</summary>
public class Codes_for_tokens(RunningLocalAws aws) : IClassFixture<RunningLocalAws>
{
    [Fact]
    public async Task Are_exchanged_once()
    {
        var pool = await aws.PoolAsync();
        var reply = await pool.PostAsync("/oauth2/token", pool.Exchange(await pool.CodeAsync()));
        Assert.Equal(HttpStatusCode.OK, reply.Status);
        Assert.Equal("*", reply.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("no-store", reply.Headers["Cache-Control"]);
        Assert.Equal(("Bearer", 3600), ((string?)reply.Json["token_type"], (int?)reply.Json["expires_in"]));
        Assert.NotNull(reply.Json["refresh_token"]);
        var id = new JsonWebToken((string)reply.Json["id_token"]!);
        Assert.Equal(("n-1", "ada", "ada@example.com"), (id.GetClaim("nonce").Value, id.GetClaim("cognito:username").Value, id.GetClaim("email").Value));
        var access = new JsonWebToken((string)reply.Json["access_token"]!);
        Assert.Equal(("openid email", "access"), (access.GetClaim("scope").Value, access.GetClaim("token_use").Value));
    }

    [Fact]
    public async Task Count_once_and_a_replay_revokes_the_tokens()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        var first = await pool.PostAsync("/oauth2/token", pool.Exchange(code));
        Assert.Equal(HttpStatusCode.OK, (await UserInfoAsync(pool, first)).Status);

        var replay = await pool.PostAsync("/oauth2/token", pool.Exchange(code));
        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"invalid_grant"}"""), (replay.Status, replay.Body));
        Assert.Equal(HttpStatusCode.Unauthorized, (await UserInfoAsync(pool, first)).Status);
        var refresh = await pool.PostAsync("/oauth2/token", new() { ["grant_type"] = "refresh_token", ["client_id"] = pool.Client.Id, ["refresh_token"] = (string)first.Json["refresh_token"]! });
        Assert.Equal("invalid_grant", refresh.Error);
    }

    [Fact]
    public async Task Count_once_among_many_tries_at_the_same_time()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        var replies = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => pool.PostAsync("/oauth2/token", pool.Exchange(code))));
        Assert.Single(replies, static reply => reply.Status == HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("short")]
    public async Task Need_the_verifier_of_their_challenge_and_a_wrong_one_burns_them(string? verifier)
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code, verifier))).Error);
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Fact]
    public async Task Refuse_a_verifier_when_they_were_asked_for_without_a_challenge()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync(("code_challenge", null), ("code_challenge_method", null));
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Fact]
    public async Task Need_no_verifier_when_they_were_asked_for_without_a_challenge()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync(("code_challenge", null), ("code_challenge_method", null));
        Assert.Equal(HttpStatusCode.OK, (await pool.PostAsync("/oauth2/token", pool.Exchange(code, null))).Status);
    }

    [Fact]
    public async Task Are_for_their_own_client()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        var other = await pool.NewClientAsync();
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", new(pool.Exchange(code)) { ["client_id"] = other.Id })).Error);
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Theory]
    [InlineData("https://app.example.com/other")]
    [InlineData("https://app.example.com/callback/")]
    [InlineData("https://evil.example/callback")]
    public async Task Are_for_the_address_that_they_were_asked_for_with(string redirectUri)
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", new(pool.Exchange(code)) { ["redirect_uri"] = redirectUri })).Error);
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Fact]
    public async Task Are_no_good_at_another_pool()
    {
        var (pool, other) = (await aws.PoolAsync(), await aws.PoolAsync());
        var code = await pool.CodeAsync();
        Assert.Equal("invalid_client", (await other.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Fact]
    public async Task Live_five_minutes()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        aws.Time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Fact]
    public async Task Are_no_good_after_a_global_sign_out()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        aws.Time.Advance(TimeSpan.FromSeconds(1));
        await pool.CallAsync("AdminUserGlobalSignOut", new JsonObject { ["Username"] = "ada" });
        Assert.Equal("invalid_grant", (await pool.PostAsync("/oauth2/token", pool.Exchange(code))).Error);
    }

    [Theory]
    [InlineData("basic", null)]
    [InlineData("body", null)]
    [InlineData("none", "invalid_client")]
    [InlineData("wrong", "invalid_client")]
    [InlineData("garbage", "invalid_client")]
    public async Task Need_the_secret_of_a_client_that_has_one(string how, string? error)
    {
        var pool = await aws.PoolAsync(client: static client => client["GenerateSecret"] = true);
        var form = pool.Exchange(await pool.CodeAsync());
        if (how == "body")
        {
            form["client_secret"] = pool.Client.Secret!;
        }

        var authorization = how switch
        {
            "basic" => Basic($"{pool.Client.Id}:{pool.Client.Secret}"),
            "wrong" => Basic($"{pool.Client.Id}:{new string('x', 52)}"),
            "garbage" => "Basic %%%",
            _ => null,
        };
        var reply = await pool.PostAsync("/oauth2/token", form, authorization);
        Assert.Equal(error, reply.Error);
        Assert.Equal(error is null ? HttpStatusCode.OK : HttpStatusCode.BadRequest, reply.Status);
    }

    [Theory]
    [InlineData("grant_type", null, "invalid_request")]
    [InlineData("grant_type", "password", "unsupported_grant_type")]
    [InlineData("code", null, "invalid_request")]
    [InlineData("redirect_uri", null, "invalid_request")]
    [InlineData("client_id", null, "invalid_request")]
    [InlineData("client_id", "nobody", "invalid_client")]
    public async Task Need_a_whole_request(string name, string? value, string error)
    {
        var pool = await aws.PoolAsync();
        var form = pool.Exchange("00000000-0000-0000-0000-000000000000");
        form.Remove(name);
        if (value is not null)
        {
            form[name] = value;
        }

        Assert.Equal(error, (await pool.PostAsync("/oauth2/token", form)).Error);
    }

    [Fact]
    public async Task Leave_their_reason_in_the_decision_stream_without_the_code()
    {
        var pool = await aws.PoolAsync();
        var code = await pool.CodeAsync();
        var reply = await pool.PostAsync("/oauth2/token", pool.Exchange(code, null));
        var decision = aws.Decisions.Find(reply.Headers["x-localaws-decision"])!;
        Assert.Contains("code_verifier", decision.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(aws.Decisions.Snapshot(), entry => entry.ToString().Contains(code, StringComparison.Ordinal));
    }

    private static Task<Reply> UserInfoAsync(HostedPool pool, Reply tokens) => pool.NewBrowser().SendAsync(HttpMethod.Get, "/oauth2/userInfo", null, new[] { ("Authorization", $"Bearer {tokens.Json["access_token"]}") });

    private static string Basic(string text) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(text))}";
}
