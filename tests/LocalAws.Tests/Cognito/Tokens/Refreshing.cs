using CsCheck;

namespace Emulation.Tests.Cognito.Tokens;

/// <summary>Refresh tokens, as they are and with rotation.</summary>
public sealed class Refreshing : IDisposable
{
    private const string Invalid = "NotAuthorizedException: Invalid Refresh Token";
    private const string Revoked = "NotAuthorizedException: Refresh Token has been revoked";
    private readonly TestPool pool = new();
    private readonly TestPool rotating = new(client: """{"RefreshTokenRotation":{"Feature":"ENABLED","RetryGracePeriodSeconds":10}}""");

    public static string Request(string token) => $$$"""{"AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"{{{token}}}"}}""";

    [Fact]
    public async Task Gives_new_tokens_of_the_same_sign_in()
    {
        await pool.AddUserAsync("ann");
        var first = await pool.TokensAsync("ann");
        pool.Time.Advance(TimeSpan.FromHours(2));
        var second = TestTokens.Of(await pool.DoAsync("InitiateAuth", Request(first.Refresh!)));
        Assert.Null(second.Refresh);
        var (before, after) = (TestTokens.Claims(first.Access), TestTokens.Claims(second.Access));
        Assert.Equal((string?)before["origin_jti"], (string?)after["origin_jti"]);
        Assert.Equal((long)before["auth_time"]!, (long)after["auth_time"]!);
        Assert.NotEqual((string?)before["jti"], (string?)after["jti"]);
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Request(first.Refresh!)));
    }

    [Fact]
    public async Task Ends_with_the_tokens_life()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Refresh!;
        pool.Time.Advance(TimeSpan.FromDays(30) - TimeSpan.FromSeconds(1));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Request(token)));
        pool.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Invalid, await pool.RefusalAsync("InitiateAuth", Request(token)));
    }

    [Fact]
    public async Task With_a_token_of_another_client_is_refused()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Refresh!;
        var other = pool.AddClient("{}").Id;
        Assert.Equal(Invalid, await pool.RefusalAsync("InitiateAuth", Request(token).Insert(1, $"\"ClientId\":\"{other}\",")));
        Assert.Equal(Invalid, await pool.RefusalAsync("GetTokensFromRefreshToken", $$"""{"ClientId":"{{other}}","RefreshToken":"{{token}}"}"""));
        Assert.Equal("UnauthorizedException: Refresh token was not issued to this client.", await pool.RefusalAsync("RevokeToken", $$"""{"ClientId":"{{other}}","Token":"{{token}}"}"""));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Request(token)));
    }

    [Fact]
    public async Task With_an_altered_token_is_refused()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Refresh!;
        for (var i = 0; i < token.Length; i += 3)
        {
            if (token[i] != '.' && i + 1 < token.Length && token[i + 1] != '.')
            {
                Assert.Equal(Invalid, await pool.RefusalAsync("InitiateAuth", Request(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..])));
            }
        }
    }

    [Fact]
    public void Never_trips_over_what_is_no_token() => Gen.OneOf(Gen.String, Gen.String[Gen.Char["eyJ0-_.="], 0, 60], Gen.Select(Gen.String, Gen.Int[0, 6]).Select(static (text, dots) => text + new string('.', dots)))
        .Sample(text => pool.Service.RefreshTokens.Read(text) is null, iter: 2000);

    [Fact]
    public async Task By_rotation_replaces_the_token_and_ends_the_sign_in_when_the_old_one_comes_back()
    {
        await rotating.AddUserAsync("ann");
        var first = await rotating.TokensAsync("ann");
        var second = TestTokens.Of(await GetTokensAsync(first.Refresh!));
        Assert.NotEqual(first.Refresh, second.Refresh);
        rotating.Time.Advance(TimeSpan.FromSeconds(9));
        Assert.Equal("answered", await RefusalAsync(first.Refresh!));
        rotating.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Revoked, await RefusalAsync(first.Refresh!));
        Assert.Equal(Revoked, await RefusalAsync(second.Refresh!));
        Assert.Equal("NotAuthorizedException: Access Token has been revoked", await rotating.RefusalAsync("GetUser", $$"""{"AccessToken":"{{second.Access}}"}"""));
    }

    [Fact]
    public async Task By_rotation_does_not_prolong_the_sign_in()
    {
        await rotating.AddUserAsync("ann");
        var first = await rotating.TokensAsync("ann");
        rotating.Time.Advance(TimeSpan.FromDays(20));
        var second = TestTokens.Of(await GetTokensAsync(first.Refresh!));
        rotating.Time.Advance(TimeSpan.FromDays(10));
        Assert.Equal(Invalid, await RefusalAsync(second.Refresh!));
    }

    [Fact]
    public async Task By_rotation_goes_through_its_own_operation()
    {
        await rotating.AddUserAsync("ann");
        var token = (await rotating.TokensAsync("ann")).Refresh!;
        Assert.Equal("InvalidParameterException: REFRESH_TOKEN_AUTH flow not enabled for this client", await rotating.RefusalAsync("InitiateAuth", Request(token)));
        Assert.Equal("answered", await RefusalAsync(token));
    }

    [Fact]
    public async Task Of_many_at_once_makes_one_new_token()
    {
        await rotating.AddUserAsync("ann");
        var first = await rotating.TokensAsync("ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => GetTokensAsync(first.Refresh!))));
        var tokens = answers.Select(static answer => TestTokens.Of(answer).Refresh!).ToList();
        Assert.Equal("answered", await RefusalAsync(tokens[0]));
        Assert.All(tokens, token => Assert.Equal(rotating.Service.RefreshTokens.Read(tokens[0])!.Value.TokenId, rotating.Service.RefreshTokens.Read(token)!.Value.TokenId));
    }

    public void Dispose()
    {
        pool.Dispose();
        rotating.Dispose();
    }

    private Task<System.Text.Json.Nodes.JsonObject> GetTokensAsync(string token) => rotating.DoAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{token}}"}""");

    private Task<string> RefusalAsync(string token) => rotating.RefusalAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{token}}"}""");
}
