using System.Text.Json.Nodes;
using Emulation.Tests.Gateway.Authorizers;

namespace Emulation.Tests.Sts;

/// <summary>AssumeRoleWithWebIdentity: which tokens hold. Their issuer, key, times and audience.</summary>
public sealed class The_proof_of_a_web_identity : WithAnIssuer
{
    [Fact]
    public async Task That_is_not_valid_yet_is_refused() =>
        Assert.Equal("InvalidIdentityToken", (await RefusedAsync(Issuer.Maker.Token(("nbf", TokenMaker.Now.ToUnixTimeSeconds() + 3000)))).Code);

    [Fact]
    public async Task Of_a_user_pool_is_refused_in_an_account_that_does_not_know_the_pool() =>
        Assert.StartsWith(
            "No OpenIDConnect provider found in your account for",
            (await Sts.RefusedAsync("AssumeRoleWithWebIdentity", null, ("RoleArn", "arn:aws:iam::444455556666:role/Deploy"), ("RoleSessionName", "run-7"), ("WebIdentityToken", Sts.Pool.Token()))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task Without_a_key_id_is_of_the_issuers_only_key()
    {
        var token = Issuer.Maker.Sign(Issuer.Maker.Claims(), keyId: null);
        Assert.NotNull(await AssumeAsync(token));
        Assert.Equal("Token signature invalid", (await RefusedAsync(token[..^8] + "AAAAAAAA")).Message);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task Without_a_key_id_is_refused_unless_there_is_one_key(int named, bool isRefused)
    {
        using var other = new TokenMaker("http://127.0.0.1:1/second", "key-2");
        JsonObject[] keys = [KeyOf(Issuer.Maker), KeyOf(other)];
        foreach (var unnamed in keys.Skip(named))
        {
            unnamed.Remove("kid");
        }

        Issuer.Keys = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString());
        var token = Issuer.Maker.Sign(Issuer.Maker.Claims(), keyId: null);
        if (isRefused)
        {
            Assert.Contains("has not exactly one key to choose", (await RefusedAsync(token)).Reason, StringComparison.Ordinal);
        }
        else
        {
            Assert.NotNull(await AssumeAsync(token));
        }
    }

    [Fact]
    public async Task By_a_key_with_operations_is_refused()
    {
        var key = KeyOf(Issuer.Maker);
        key["key_ops"] = new JsonArray("verify");
        Issuer.Keys = http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(http.Response, new JsonObject { ["keys"] = new JsonArray(key) }.ToJsonString());
        Assert.Contains("key_ops", (await RefusedAsync(Issuer.Maker.Token())).Reason, StringComparison.Ordinal);
    }

    private static JsonObject KeyOf(TokenMaker maker) => (JsonObject)maker.KeySet()["keys"]![0]!.DeepClone();

    [Fact]
    public async Task Of_an_unknown_issuer_is_refused()
    {
        using var other = new TokenMaker("http://127.0.0.1:1/other");
        await RefusedWithAsync(other.Token(), "InvalidIdentityToken", "No OpenIDConnect provider found in your account for http://127.0.0.1:1/other");
    }

    [Fact]
    public async Task Is_refused_in_an_account_that_does_not_know_the_issuer()
    {
        var refusal = await Sts.RefusedAsync("AssumeRoleWithWebIdentity", null, ("RoleArn", "arn:aws:iam::444455556666:role/Deploy"), ("RoleSessionName", "run-7"), ("WebIdentityToken", Issuer.Maker.Token()));
        Assert.Equal($"No OpenIDConnect provider found in your account for {Issuer.Maker.Issuer}", refusal.Message);
    }

    [Fact]
    public Task For_another_audience_is_refused() => RefusedWithAsync(Issuer.Maker.Token(("aud", "client-9")), "InvalidIdentityToken", "Incorrect token audience");

    [Fact]
    public Task For_another_party_is_refused_though_its_audience_is_known() => RefusedWithAsync(Issuer.Maker.Token(("azp", "client-9")), "InvalidIdentityToken", "Incorrect token audience");

    [Fact]
    public async Task That_has_expired_is_refused_five_minutes_later()
    {
        var token = Issuer.Maker.Token();
        Sts.Time.Advance(TimeSpan.FromSeconds(3899));
        Assert.NotNull(await AssumeAsync(token));
        Sts.Time.Advance(TimeSpan.FromSeconds(1));
        var seconds = TokenMaker.Now.ToUnixTimeSeconds() + 3600;
        await RefusedWithAsync(token, "ExpiredTokenException", $"Token expired: current date/time {seconds + 300} must be before the expiration date/time {seconds}");
    }

    [Theory]
    [InlineData("iat", 300, true)]
    [InlineData("iat", 301, false)]
    [InlineData("nbf", 300, true)]
    [InlineData("nbf", 301, false)]
    public async Task Of_a_clock_that_runs_ahead_is_taken_for_five_minutes(string claim, int ahead, bool isTaken)
    {
        foreach (JsonNode at in (JsonNode[])[TokenMaker.Now.ToUnixTimeSeconds() + ahead, $"{TokenMaker.Now.ToUnixTimeSeconds() + ahead}"])
        {
            var token = Issuer.Maker.Token((claim, at));
            if (isTaken)
            {
                Assert.NotNull(await AssumeAsync(token));
            }
            else
            {
                Assert.Equal("InvalidIdentityToken", (await RefusedAsync(token)).Code);
            }
        }
    }

    [Theory]
    [InlineData("iat")]
    [InlineData("nbf")]
    [InlineData("exp")]
    public async Task With_a_time_that_is_no_whole_second_is_refused(string claim)
    {
        foreach (JsonNode? at in (JsonNode?[])[TokenMaker.Now.ToUnixTimeSeconds() + 0.5, "soon", null, -1])
        {
            Assert.Equal("InvalidIdentityToken", (await RefusedAsync(Issuer.Maker.Token((claim, at)))).Code);
        }
    }

    [Fact]
    public async Task For_several_audiences_must_say_for_which()
    {
        await RefusedWithAsync(Issuer.Maker.Token(("aud", new JsonArray("client-1", "client-2"))), "InvalidIdentityToken", "Token audience contains more than one audience while authorized party is not present");
        Assert.Equal("client-2", (await AssumeAsync(Issuer.Maker.Token(("aud", new JsonArray("client-1", "client-9")), ("azp", "client-2")))).Element("Audience")!.Value);
        Assert.Equal("client-1", (await AssumeAsync(Issuer.Maker.Token(("aud", new JsonArray("client-1"))))).Element("Audience")!.Value);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("HS256")]
    [InlineData("PS256")]
    public Task By_another_algorithm_is_refused(string algorithm) => RefusedWithAsync(Issuer.Maker.Sign(Issuer.Maker.Claims(), algorithm), "InvalidIdentityToken", "Token signature invalid");

    [Fact]
    public async Task Signed_by_somebody_else_is_refused()
    {
        using var other = new TokenMaker("http://127.0.0.1:1/thief");
        await RefusedWithAsync(other.Sign(Issuer.Maker.Claims()), "InvalidIdentityToken", "Token signature invalid");
    }

    [Fact]
    public async Task Whose_issuer_does_not_answer_is_refused()
    {
        Issuer.Discovery = static http => Task.FromResult(http.Response.StatusCode = 503);
        await RefusedWithAsync(Issuer.Maker.Token(), "InvalidIdentityToken", "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements");
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("iat")]
    public Task Without_a_claim_that_every_token_has_is_refused(string claim) => RefusedWithAsync(Issuer.Maker.Without(claim), "InvalidIdentityToken", $"Missing a required claim: {claim}");

    [Fact]
    public Task That_is_no_token_is_refused() => RefusedWithAsync("opaque-access-token", "InvalidIdentityToken", "The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)");

    [Fact]
    public async Task Of_an_OAuth_provider_is_refused_with_a_way_out()
    {
        var refusal = await RefusedAsync(Issuer.Maker.Token(), ("ProviderId", "www.amazon.com"));
        Assert.Contains("Leave ProviderId out", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Never_shows_in_an_error()
    {
        var refusal = await RefusedAsync("abc");
        Assert.DoesNotContain("abc", refusal.Message, StringComparison.Ordinal);
    }
}
