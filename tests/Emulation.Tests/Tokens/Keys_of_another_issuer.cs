using System.Text.Json.Nodes;
using Emulation.Gateway;
using Emulation.Tests.Gateway.Authorizers;
using Microsoft.AspNetCore.Http;

namespace Emulation.Tests.Tokens;

public sealed class Keys_of_another_issuer : IAsyncLifetime
{
    private readonly Gate gate = new();
    private IssuerServer issuer = null!;

    public async ValueTask InitializeAsync() => issuer = await IssuerServer.StartAsync();

    [Fact]
    public async Task Are_fetched_once()
    {
        Assert.Null((await CallAsync(issuer.Maker.Token())).Refusal);
        Assert.Null((await CallAsync(issuer.Maker.Token(("sub", "user-2")))).Refusal);
        Assert.Equal(["/.well-known/openid-configuration", "/keys"], issuer.Asked);
    }

    [Fact]
    public async Task Are_fetched_again_after_two_hours()
    {
        await CallAsync(issuer.Maker.Token());
        gate.Time.Advance(TimeSpan.FromHours(2));
        Assert.Null((await CallAsync(issuer.Maker.Token(("exp", TokenMaker.Now.AddHours(3).ToUnixTimeSeconds())))).Refusal);
        Assert.Equal(4, issuer.Asked.Count);
    }

    [Fact]
    public async Task Are_refused_after_two_hours_when_the_issuer_is_gone()
    {
        var token = issuer.Maker.Token(("exp", TokenMaker.Now.AddHours(3).ToUnixTimeSeconds()));
        Assert.Null((await CallAsync(token)).Refusal);
        issuer.Discovery = static http => Task.FromResult(http.Response.StatusCode = 503);
        gate.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(401, (await CallAsync(token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Are_asked_for_again_when_a_kid_is_new_but_once_a_minute()
    {
        await CallAsync(issuer.Maker.Token());
        issuer.Keys = http => http.Response.WriteAsync(KeySetWith("key-2").ToJsonString());
        var token = issuer.Maker.Sign(issuer.Maker.Claims(), keyId: "key-2");
        Assert.Equal(401, (await CallAsync(token)).Refusal?.StatusCode);
        Assert.Equal(2, issuer.Asked.Count);
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null((await CallAsync(token)).Refusal);
        Assert.Equal(401, (await CallAsync(issuer.Maker.Sign(issuer.Maker.Claims(), keyId: "key-3"))).Refusal?.StatusCode);
        Assert.Equal(4, issuer.Asked.Count);
    }

    [Fact]
    public async Task That_were_taken_back_verify_nothing_any_more()
    {
        var token = issuer.Maker.Token();
        Assert.Null((await CallAsync(token)).Refusal);
        issuer.Keys = http => http.Response.WriteAsync(KeySetWith("key-2").ToJsonString());
        gate.Time.Advance(TimeSpan.FromMinutes(1));
        await CallAsync(issuer.Maker.Sign(issuer.Maker.Claims(), keyId: "key-2"));
        Assert.Equal(401, (await CallAsync(token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task That_took_an_old_ones_name_verify_nothing_of_the_old_one()
    {
        var token = issuer.Maker.Token(("exp", TokenMaker.Now.AddHours(3).ToUnixTimeSeconds()));
        Assert.Null((await CallAsync(token)).Refusal);
        using var other = new TokenMaker("https://other.example");
        issuer.Keys = http => http.Response.WriteAsync(other.KeySet().ToJsonString());
        gate.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(401, (await CallAsync(token)).Refusal?.StatusCode);
    }

    [Fact]
    public async Task Are_refused_when_the_server_is_down()
    {
        var token = issuer.Maker.Token();
        var authorizer = Gate.JwtOf(issuer.Maker.Issuer);
        await issuer.DisposeAsync();
        var decision = await gate.HttpAsync(authorizer, token);
        Assert.Equal("Bearer scope=\"\" error=\"invalid_token\" error_description=\"OIDC discovery endpoint communication error\"", decision.Refusal?.Challenge);
        Assert.EndsWith("could not be had: nothing answers there.", decision.Reason, StringComparison.Ordinal);
    }

    [Theory(Timeout = 30_000)]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_refused_when_the_server_takes_longer_than_a_second_and_a_half(bool atDiscovery)
    {
        var asked = new TaskCompletionSource();
        Func<HttpContext, Task> never = http =>
        {
            asked.SetResult();
            return Task.Delay(Timeout.Infinite, http.RequestAborted);
        };
        issuer.Discovery = atDiscovery ? never : null;
        issuer.Keys = atDiscovery ? null : never;
        var calling = CallAsync(issuer.Maker.Token());
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        gate.Time.Advance(TimeSpan.FromSeconds(1.5));
        Assert.EndsWith("could not be had: no answer within 1.5 s.", (await calling.WaitAsync(TestContext.Current.CancellationToken)).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Are_refused_when_the_document_is_huge(bool atDiscovery)
    {
        var document = issuer.Document;
        document["padding"] = new string('x', 300_000);
        var keys = issuer.Maker.KeySet();
        keys["padding"] = new string('x', 300_000);
        issuer.Discovery = http => http.Response.WriteAsync((atDiscovery ? document : issuer.Document).ToJsonString());
        issuer.Keys = http => http.Response.WriteAsync(keys.ToJsonString());
        Assert.EndsWith("could not be had: it is longer than 262144 bytes.", (await CallAsync(issuer.Maker.Token())).Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"issuer":"ISSUER/","jwks_uri":"ISSUER/keys"}""", "is that of the issuer")]
    [InlineData("""{"issuer":"https://attacker.example","jwks_uri":"ISSUER/keys"}""", "is that of the issuer 'https://attacker.example'")]
    [InlineData("""{"jwks_uri":"ISSUER/keys"}""", "is that of the issuer ''")]
    [InlineData("""{"issuer":"ISSUER"}""", "it names no jwks_uri")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"http://keys.example/keys"}""", "its address is neither https nor one of this machine")]
    [InlineData("""{"issuer":"ISSUER","jwks_uri":"file:///etc/passwd"}""", "its address is neither https nor one of this machine")]
    [InlineData("""[]""", "it names no jwks_uri")]
    [InlineData("""<html>""", "it is not the JSON that it should be")]
    public async Task Are_refused_when_the_discovery_document_is_not_the_issuers(string document, string reason)
    {
        issuer.Discovery = http => http.Response.WriteAsync(document.Replace("ISSUER", issuer.Maker.Issuer, StringComparison.Ordinal));
        var decision = await CallAsync(issuer.Maker.Token());
        Assert.Equal(401, decision.Refusal?.StatusCode);
        Assert.Contains(reason, decision.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_not_followed_elsewhere()
    {
        issuer.Discovery = static http =>
        {
            http.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        };
        Assert.EndsWith("it answers 302.", (await CallAsync(issuer.Maker.Token())).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_never_fetched_in_the_clear_from_another_machine()
    {
        using var maker = new TokenMaker("http://issuer.example");
        var decision = await gate.HttpAsync(Gate.JwtOf(maker.Issuer), maker.Token());
        Assert.Equal(401, decision.Refusal?.StatusCode);
        Assert.EndsWith("its address is neither https nor one of this machine.", decision.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("use", "enc")]
    [InlineData("kty", "oct")]
    [InlineData("alg", "RS512")]
    public async Task For_something_else_verify_no_token(string member, string value)
    {
        var keys = issuer.Maker.KeySet();
        keys["keys"]![0]![member] = value;
        issuer.Keys = http => http.Response.WriteAsync(keys.ToJsonString());
        Assert.Equal(401, (await CallAsync(issuer.Maker.Token())).Refusal?.StatusCode);
    }

    public async ValueTask DisposeAsync()
    {
        gate.Dispose();
        await issuer.DisposeAsync();
    }

    private Task<GatewayDecision> CallAsync(string token) => gate.HttpAsync(Gate.JwtOf(issuer.Maker.Issuer), token);

    private JsonObject KeySetWith(string keyId)
    {
        var keys = issuer.Maker.KeySet();
        keys["keys"]![0]!["kid"] = keyId;
        return keys;
    }
}
