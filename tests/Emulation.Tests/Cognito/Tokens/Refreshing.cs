using CsCheck;

namespace Emulation.Tests.Cognito.Tokens;

/// <summary>Refresh tokens, as they are and with rotation.</summary>
public sealed class Refreshing : IDisposable
{
    private const string Invalid = "NotAuthorizedException: Invalid Refresh Token";
    private const string Different = "NotAuthorizedException: Refresh Token has different Client";
    private const string Reused = "RefreshTokenReuseException: Refresh token reuse detected";
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
        Assert.Equal((string?)before["event_id"], (string?)after["event_id"]);
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
        Assert.Equal(Different, await pool.RefusalAsync("InitiateAuth", Request(token).Insert(1, $"\"ClientId\":\"{other}\",")));
        Assert.Equal(Different, await pool.RefusalAsync("GetTokensFromRefreshToken", $$"""{"ClientId":"{{other}}","RefreshToken":"{{token}}"}"""));
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
    public async Task By_rotation_replaces_the_token_and_refuses_the_old_one_when_it_comes_back()
    {
        await rotating.AddUserAsync("ann");
        var first = await rotating.TokensAsync("ann");
        var second = TestTokens.Of(await GetTokensAsync(first.Refresh!));
        Assert.NotEqual(first.Refresh, second.Refresh);
        rotating.Time.Advance(TimeSpan.FromSeconds(10));
        Assert.Equal(Reused, await RefusalAsync(first.Refresh!));
        Assert.Equal("answered", await rotating.RefusalAsync("GetUser", $$"""{"AccessToken":"{{second.Access}}"}"""));
        Assert.Equal("answered", await RefusalAsync(second.Refresh!));
    }

    [Fact]
    public async Task By_rotation_again_within_the_grace_takes_the_place_of_the_first_try()
    {
        await rotating.AddUserAsync("ann");
        var parent = (await rotating.TokensAsync("ann")).Refresh!;
        var child = TestTokens.Of(await GetTokensAsync(parent)).Refresh!;
        rotating.Time.Advance(TimeSpan.FromSeconds(9));
        var retried = TestTokens.Of(await GetTokensAsync(parent)).Refresh!;
        Assert.Equal(Reused, await RefusalAsync(child));
        rotating.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Reused, await RefusalAsync(parent));
        Assert.Equal("answered", await RefusalAsync(retried));
    }

    [Fact]
    public async Task By_rotation_takes_no_token_but_the_last_two()
    {
        await rotating.AddUserAsync("ann");
        var first = (await rotating.TokensAsync("ann")).Refresh!;
        var second = TestTokens.Of(await GetTokensAsync(first)).Refresh!;
        var third = TestTokens.Of(await GetTokensAsync(second)).Refresh!;
        Assert.Equal(Reused, await RefusalAsync(first));
        var fourth = TestTokens.Of(await GetTokensAsync(second)).Refresh!;
        Assert.Equal(Reused, await RefusalAsync(third));
        Assert.Equal("answered", await RefusalAsync(fourth));
    }

    [Fact]
    public async Task Of_a_user_who_may_not_sign_in_uses_no_token_up()
    {
        await rotating.AddUserAsync("ann");
        var token = (await rotating.TokensAsync("ann")).Refresh!;
        await rotating.DoAsync("AdminDisableUser", """{"Username":"ann"}""");
        Assert.Equal("NotAuthorizedException: User is disabled.", await RefusalAsync(token));
        await rotating.DoAsync("AdminDeleteUser", """{"Username":"ann"}""");
        Assert.Equal("NotAuthorizedException: The user has been deleted for the associated refresh token", await RefusalAsync(token));
        await rotating.AddUserAsync("ann");
        Assert.Equal("NotAuthorizedException: The user has been deleted for the associated refresh token", await RefusalAsync(token));
        Assert.Equal(rotating.Service.RefreshTokens.Read(token)!.Value.Grant.Current, rotating.Service.RefreshTokens.Read(token)!.Value.TokenId);
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
        Assert.Equal("UnsupportedOperationException: This API does not support refresh token rotation", await rotating.RefusalAsync("InitiateAuth", Request(token)));
        Assert.Equal("answered", await RefusalAsync(token));
    }

    [Fact]
    public async Task Of_many_at_once_leaves_one_new_token_that_counts()
    {
        await rotating.AddUserAsync("ann");
        var first = await rotating.TokensAsync("ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Task.Run(() => GetTokensAsync(first.Refresh!))));
        var tokens = answers.Select(static answer => TestTokens.Of(answer).Refresh!).ToList();
        List<string> outcomes = [];
        foreach (var token in tokens)
        {
            outcomes.Add(await RefusalAsync(token));
        }

        Assert.Equal((1, 19), (outcomes.Count(static outcome => outcome == "answered"), outcomes.Count(static outcome => outcome == Reused)));
    }

    public void Dispose()
    {
        pool.Dispose();
        rotating.Dispose();
    }

    private Task<System.Text.Json.Nodes.JsonObject> GetTokensAsync(string token) => rotating.DoAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{token}}"}""");

    private Task<string> RefusalAsync(string token) => rotating.RefusalAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{token}}"}""");
}
