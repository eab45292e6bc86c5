using System.Net;
using System.Text.Json.Nodes;
using Emulation.Calls;
using Emulation.Cognito.Tokens;
using Emulation.Sessions;
using Emulation.Sts;
using Microsoft.IdentityModel.Tokens;

namespace Emulation.Tests.CognitoIdentity;

public sealed class The_basic_flow : IDisposable
{
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Gives_a_token_with_awss_claims_for_ten_minutes()
    {
        var login = pools.Login(await pools.TokenAsync("ann"));
        var sub = (string)TestIdentities.Claims((string)login[pools.Provider]!)["sub"]!;
        var (id, token) = await TokenAsync(login);
        var now = pools.Time.GetUtcNow().ToUnixTimeSeconds();
        Assert.Equal(
            $$"""{"sub":"{{id}}","aud":"{{pools.PoolId}}","amr":["authenticated","{{pools.Provider}}","{{pools.Provider}}:CognitoSignIn:{{sub}}"],"iss":"https://cognito-identity.amazonaws.com","exp":{{now + 600}},"iat":{{now}}}""",
            TestIdentities.Claims(token).ToJsonString());
        var header = TestIdentities.Claims($".{token.Split('.')[0]}");
        Assert.Equal(("JWS", "RS512"), ((string?)header["typ"], (string?)header["alg"]));
        Assert.Contains((string?)header["kid"], pools.Service.Tokens.KeySet["keys"]!.AsArray().Select(static key => (string?)key!["kid"]));
    }

    [Fact]
    public async Task Opens_a_role_that_trusts_the_pool()
    {
        var (id, token) = await TokenAsync(pools.Login(await pools.TokenAsync("ann")));
        var verified = await VerifyAsync(token);
        Assert.Equal((id, "cognito-identity.amazonaws.com", pools.PoolId), (verified.Token!.Subject, verified.Token.Provider, verified.Token.Audience));
        Assert.NotNull(Open("UserRole", verified.Token));
        Assert.Null(Open("GuestRole", verified.Token));
        Assert.Null(Open("UntrustingRole", verified.Token));
    }

    [Fact]
    public async Task Gives_guests_no_more_than_the_guests_role()
    {
        var (_, token) = await TokenAsync(null);
        var verified = await VerifyAsync(token);
        Assert.NotNull(Open("GuestRole", verified.Token!));
        Assert.Null(Open("UserRole", verified.Token!));
    }

    [Fact]
    public async Task Is_off_unless_the_pool_allows_it()
    {
        using var enhanced = new TestIdentities("AllowUnauthenticatedIdentities: true");
        var id = await enhanced.IdAsync();
        Assert.Equal("InvalidParameterException: Basic (classic) flow is not enabled, please use enhanced flow.", await enhanced.RefusalAsync("GetOpenIdToken", TestIdentities.For(id)));
        Assert.Equal("answered", await enhanced.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id)));
    }

    [Fact]
    public async Task Ends_with_the_token()
    {
        var (_, token) = await TokenAsync(null);
        pools.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal("ExpiredTokenException", (await VerifyAsync(token)).Refusal!.Code);
    }

    [Fact]
    public async Task Takes_no_token_that_was_changed()
    {
        var (id, token) = await TokenAsync(null);
        var forged = Jwt.Sign(new JsonObject { ["kid"] = "x", ["alg"] = "RS512" }, TestIdentities.Claims(token), new RsaSecurityKey(System.Security.Cryptography.RSA.Create(2048)) { KeyId = "x" });
        Assert.Equal("InvalidIdentityToken", (await VerifyAsync(forged)).Refusal!.Code);
        Assert.Equal("InvalidIdentityToken", (await VerifyAsync($"{token[..^4]}AAAA")).Refusal!.Code);
        await pools.DoAsync("DeleteIdentities", new JsonObject { ["IdentityIdsToDelete"] = new JsonArray(id) });
        Assert.Equal("InvalidIdentityToken", (await VerifyAsync(token)).Refusal!.Code);
    }

    [Fact]
    public async Task Leaves_tokens_of_other_issuers_to_others() =>
        Assert.Null(await pools.Service.WebIdentities.VerifyAsync(await pools.TokenAsync("ann"), pools.Stack.AccountId, pools.Time.GetUtcNow(), TestContext.Current.CancellationToken));

    [Fact]
    public async Task Carries_principal_tags()
    {
        await pools.DoAsync("SetPrincipalTagAttributeMap", new JsonObject { ["IdentityProviderName"] = pools.Provider, ["PrincipalTags"] = new JsonObject { ["department"] = "custom:department" } });
        var (_, token) = await TokenAsync(pools.Login(await pools.TokenAsync("ann", "App", ("custom:department", "sales"))));
        var verified = (await VerifyAsync(token)).Token!;
        Assert.Equal([("department", "sales")], verified.Identity.Tags.Select(static tag => (tag.Key, tag.Value)));
        Assert.Null(Open("Plain", verified));
    }

    private async Task<(string Id, string Token)> TokenAsync(JsonObject? logins)
    {
        var id = await pools.IdAsync(logins);
        return (id, (string)(await pools.DoAsync("GetOpenIdToken", TestIdentities.For(id, logins)))["Token"]!);
    }

    private async Task<WebIdentityVerification> VerifyAsync(string token) =>
        (await pools.Service.WebIdentities.VerifyAsync(token, pools.Stack.AccountId, pools.Time.GetUtcNow(), TestContext.Current.CancellationToken))!.Value;

    private FederatedSession? Open(string role, WebIdentityToken token) => pools.Roles.Open(
        new FederatedCall(TestIdentities.RoleArn(role), "session", 3600, [], token.Identity),
        new ServiceCall { Environment = pools.Environment, Caller = null, Facts = new RequestFacts([], IPAddress.Loopback, false, "us-east-1", pools.Time.GetUtcNow()) }).Session;
}
