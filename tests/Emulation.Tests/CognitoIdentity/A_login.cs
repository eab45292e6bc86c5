using System.Text;
using System.Text.Json.Nodes;
using Emulation.Cognito.Tokens;

namespace Emulation.Tests.CognitoIdentity;

public sealed class A_login : IDisposable
{
    private const string NotVerified = "NotAuthorizedException: Invalid login token. Couldn't verify signed token.";
    private const string Unsupported = "NotAuthorizedException: Token is not from a supported provider of this identity pool.";
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task By_an_id_token_of_the_pools_client_holds() => Assert.Equal("answered", await RefusalAsync(pools.Provider, await pools.TokenAsync("ann")));

    [Fact]
    public async Task By_a_token_for_another_client_is_refused() => Assert.Equal(Unsupported, await RefusalAsync(pools.Provider, await pools.TokenAsync("ann", "OtherApp")));

    [Fact]
    public async Task By_a_token_of_another_pool_is_refused()
    {
        var token = await pools.TokenAsync("ann", "StrangersApp");
        Assert.Equal(Unsupported, await RefusalAsync(pools.ProviderOf("Strangers"), token));
        Assert.Equal("NotAuthorizedException: Invalid login token. Issuer doesn't match providerName", await RefusalAsync(pools.Provider, token));
    }

    [Fact]
    public async Task By_an_access_token_is_refused() =>
        Assert.Equal("NotAuthorizedException: Invalid login token. Missing a required claim: aud", await RefusalAsync(pools.Provider, (string)(await pools.SignInAsync("ann"))["AccessToken"]!));

    [Fact]
    public async Task Whose_time_is_over_is_refused()
    {
        var token = await pools.TokenAsync("ann");
        pools.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal("answered", await RefusalAsync(pools.Provider, token));
        pools.Time.Advance(TimeSpan.FromSeconds(1));
        var now = pools.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal($"NotAuthorizedException: Invalid login token. Token expired: {now} >= {now}", await RefusalAsync(pools.Provider, token));
    }

    [Fact]
    public async Task Whose_claims_were_changed_is_refused()
    {
        var parts = (await pools.TokenAsync("ann")).Split('.');
        var claims = TestIdentities.Claims(string.Join('.', parts));
        claims["sub"] = "11111111-2222-3333-4444-555555555555";
        Assert.Equal(NotVerified, await RefusalAsync(pools.Provider, $"{parts[0]}.{Encoded(claims)}.{parts[2]}"));
    }

    [Fact]
    public async Task Without_an_algorithm_is_refused()
    {
        var parts = (await pools.TokenAsync("ann")).Split('.');
        var header = new JsonObject { ["alg"] = "none", ["kid"] = TestIdentities.Claims($".{parts[0]}")["kid"]!.DeepClone() };
        Assert.Equal(NotVerified, await RefusalAsync(pools.Provider, $"{Encoded(header)}.{parts[1]}."));
    }

    [Fact]
    public async Task Signed_by_the_key_of_another_pool_is_refused()
    {
        var claims = TestIdentities.Claims(await pools.TokenAsync("ann"));
        Assert.Equal(NotVerified, await RefusalAsync(pools.Provider, Jwt.Sign(claims, pools.Users.Keys.Of(pools.Stack.UserPools.First(static pool => pool.LogicalId == "Strangers").UserPoolId).Id)));
    }

    [Fact]
    public async Task Signed_by_the_key_of_access_tokens_is_refused_unless_it_is_an_id_token()
    {
        var claims = TestIdentities.Claims(await pools.TokenAsync("ann"));
        claims["token_use"] = "access";
        Assert.Equal("NotAuthorizedException: Invalid login token. Not a valid OpenId Connect identity token.", await RefusalAsync(pools.Provider, Jwt.Sign(claims, pools.Users.Keys.Of(claims["iss"]!.GetValue<string>().Split('/')[^1]).Access)));
    }

    [Theory]
    [InlineData("nonsense", "Not a valid OpenId Connect identity token.")]
    [InlineData("a.b.c", "Not a valid OpenId Connect identity token.")]
    public async Task That_is_no_token_is_refused(string token, string why) => Assert.Equal($"NotAuthorizedException: Invalid login token. {why}", await RefusalAsync(pools.Provider, token));

    [Theory]
    [InlineData("graph.facebook.com", Unsupported)]
    [InlineData("accounts.google.com", Unsupported)]
    [InlineData("cognito-idp.us-east-1.amazonaws.com/us-east-1_Elsewhere", Unsupported)]
    [InlineData(TestIdentities.Developer, "InvalidParameterException: Please provide a valid public provider.")]
    [InlineData("somebody", "InvalidParameterException: Please provide a valid public provider.")]
    public async Task Of_a_provider_that_the_pool_has_not_is_refused(string provider, string refusal) => Assert.Equal(refusal, await RefusalAsync(provider, "token"));

    [Fact]
    public async Task Of_a_user_who_has_signed_out_is_refused_where_the_pool_asks()
    {
        var tokens = await pools.SignInAsync("ann");
        var id = await pools.IdAsync(pools.Login((string)tokens["IdToken"]!), "Checked");
        await pools.UserPoolAsync("GlobalSignOut", new JsonObject { ["AccessToken"] = tokens["AccessToken"]!.DeepClone() });
        Assert.Equal(SignedOut, await CheckedAsync(id, (string)tokens["IdToken"]!));
        Assert.Equal("answered", await RefusalAsync(pools.Provider, (string)tokens["IdToken"]!));
    }

    [Theory]
    [InlineData("AdminDisableUser")]
    [InlineData("AdminDeleteUser")]
    public async Task Of_a_user_who_is_gone_is_refused_where_the_pool_asks(string operation)
    {
        var token = await pools.TokenAsync("ann");
        var id = await pools.IdAsync(pools.Login(token), "Checked");
        Assert.Equal("answered", await CheckedAsync(id, token));
        await pools.UserPoolAsync(operation, new JsonObject { ["UserPoolId"] = pools.Provider.Split('/')[1], ["Username"] = "ann" });
        Assert.Equal(SignedOut, await CheckedAsync(id, token));
        Assert.Equal("answered", await RefusalAsync(pools.Provider, token));
    }

    private const string SignedOut = "NotAuthorizedException: Invalid login token. The user is signed out, disabled or deleted.";

    private Task<string> RefusalAsync(string provider, string token) => pools.RefusalAsync("GetId", new JsonObject { ["Logins"] = new JsonObject { [provider] = token } });

    private Task<string> CheckedAsync(string id, string token) => pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id, pools.Login(token)));

    private static string Encoded(JsonObject json) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToJsonString()));
}
