using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CsCheck;

namespace Emulation.Tests.Cognito.Tokens;

/// <summary>Access tokens that users bring to change something about themselves.</summary>
public sealed class A_token_that_comes_back : IDisposable
{
    private const string Invalid = "NotAuthorizedException: Invalid Access Token";
    private const string Forged = "NotAuthorizedException: Could not verify signature for Access Token";
    private const string Revoked = "NotAuthorizedException: Access Token has been revoked";
    private readonly TestPool pool = new();

    [Fact]
    public async Task Altered_in_any_part_is_refused()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        for (var i = 0; i < token.Length; i += 5)
        {
            // The last character of a part may hold bits that nobody reads.
            if (token[i] != '.' && i + 1 < token.Length && token[i + 1] != '.')
            {
                var refusal = await GetAsync(token[..i] + (token[i] == 'A' ? 'B' : 'A') + token[(i + 1)..]);
                Assert.True(i > token.LastIndexOf('.') ? refusal == Forged : refusal is Invalid or Forged, $"{i}: {refusal}");
            }
        }

        Assert.Equal("answered", await GetAsync(token));
    }

    [Fact]
    public async Task That_is_no_token_is_refused_and_nothing_worse()
    {
        await pool.AddUserAsync("ann");
        var tokens = await pool.TokensAsync("ann");
        var parts = tokens.Access.Split('.');
        foreach (var token in (string[])[".", "..", "....", "a.b.c", $"{parts[0]}..", $".{parts[1]}.", $"{parts[0]}.{parts[1]}.", $"{parts[0]}.e30.{parts[2]}", tokens.Refresh!, $"{parts[0]}.{parts[1]}.{parts[2]}.{parts[2]}.{parts[2]}", new string('a', 20_000), Part("[]") + "." + Part("[]") + ".AA"])
        {
            Assert.Equal(Invalid, await GetAsync(token));
        }

        Gen.String[1, 60].Sample(token => Refused(token) && Refused($"{parts[0]}.{Part(token)}.{parts[2]}") && Refused($"{Part(token)}.{parts[1]}.{parts[2]}"), iter: 200);

        bool Refused(string token) => !GetAsync(JsonValue.Create(token).ToJsonString()[1..^1]).Result.StartsWith("answered", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none")]
    [InlineData("None")]
    [InlineData("HS256")]
    [InlineData("RS512")]
    public async Task Signed_otherwise_is_refused(string algorithm)
    {
        await pool.AddUserAsync("ann");
        var parts = (await pool.TokensAsync("ann")).Access.Split('.');
        var header = (JsonObject)JsonNode.Parse(Base64Url.DecodeFromChars(parts[0]))!;
        header["alg"] = algorithm;
        var signed = $"{Part(header.ToJsonString())}.{parts[1]}";
        var publicKey = ((Microsoft.IdentityModel.Tokens.RsaSecurityKey)pool.Service.Keys.Of(pool.PoolId).Public.First(key => key.KeyId == (string?)header["kid"])).Parameters;
        using var rsa = RSA.Create(publicKey);
        var signatures = new[]
        {
            "", parts[2], Base64Url.EncodeToString(HMACSHA256.HashData(rsa.ExportSubjectPublicKeyInfo(), Encoding.ASCII.GetBytes(signed))),
            Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.ASCII.GetBytes(rsa.ExportSubjectPublicKeyInfoPem()), Encoding.ASCII.GetBytes(signed))),
        };
        foreach (var signature in signatures)
        {
            Assert.Equal(Invalid, await GetAsync($"{signed}.{signature}"));
        }
    }

    [Fact]
    public async Task Has_to_be_an_access_token_of_a_pool_here()
    {
        using var other = new TestPool();
        await other.AddUserAsync("ann");
        await pool.AddUserAsync("ann");
        var tokens = await pool.TokensAsync("ann");
        Assert.Equal(Invalid, await GetAsync(tokens.Id!));
        Assert.Equal(Invalid, await GetAsync((await other.TokensAsync("ann")).Access));
        Assert.Equal("answered", await GetAsync(tokens.Access));
    }

    [Theory]
    [InlineData("{0}=")]
    [InlineData("{0}==")]
    [InlineData(" {0}")]
    [InlineData("{0}\\n")]
    public async Task Has_one_text(string form)
    {
        await pool.AddUserAsync("ann");
        var tokens = await pool.TokensAsync("ann");
        var refusal = await GetAsync(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, tokens.Access));
        Assert.Equal(Invalid, refusal);
        Assert.Equal("NotAuthorizedException: Invalid Refresh Token", await pool.RefusalAsync("InitiateAuth", Refreshing.Request(string.Format(System.Globalization.CultureInfo.InvariantCulture, form, tokens.Refresh))));
        Assert.Equal("answered", await GetAsync(tokens.Access));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Refreshing.Request(tokens.Refresh!)));
    }

    [Fact]
    public async Task Of_a_client_that_is_gone_is_refused_as_such()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        await pool.DoAsync("DeleteUserPoolClient", "{}");
        Assert.Equal($"ResourceNotFoundException: User pool client {pool.ClientId} does not exist.", await GetAsync(token));
    }

    [Fact]
    public async Task Is_good_until_the_second_in_which_it_expires()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        pool.Time.Advance(TimeSpan.FromHours(1) - TimeSpan.FromSeconds(1));
        Assert.Equal("answered", await GetAsync(token));
        pool.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("NotAuthorizedException: Access Token has expired", await GetAsync(token));
    }

    [Fact]
    public async Task After_its_refresh_token_was_revoked_is_refused()
    {
        await pool.AddUserAsync("ann");
        var (first, second) = (await pool.TokensAsync("ann"), await pool.TokensAsync("ann"));
        await pool.DoAsync("RevokeToken", $$"""{"Token":"{{first.Refresh}}"}""");
        Assert.Equal(Revoked, await GetAsync(first.Access));
        Assert.Equal("answered", await GetAsync(second.Access));
    }

    [Theory]
    [InlineData("AdminUserGlobalSignOut", true)]
    [InlineData("GlobalSignOut", true)]
    [InlineData("AdminUserGlobalSignOut", false)]
    public async Task After_a_sign_out_everywhere_is_refused(string operation, bool revocable)
    {
        using var own = new TestPool(client: $$"""{"EnableTokenRevocation":{{(revocable ? "true" : "false")}}}""");
        await own.AddUserAsync("ann");
        var (first, second) = (await own.TokensAsync("ann"), await own.TokensAsync("ann"));
        own.Time.Advance(TimeSpan.FromSeconds(2));
        await own.DoAsync(operation, $$"""{"Username":"ann","AccessToken":"{{first.Access}}"}""");
        own.Time.Advance(TimeSpan.FromSeconds(2));
        foreach (var tokens in (TestTokens[])[first, second])
        {
            Assert.Equal(Revoked, await own.RefusalAsync("GetUser", $$"""{"AccessToken":"{{tokens.Access}}"}"""));
            Assert.Equal("NotAuthorizedException: Refresh Token has been revoked", await own.RefusalAsync("InitiateAuth", Refreshing.Request(tokens.Refresh!)));
        }

        Assert.Equal("answered", await own.RefusalAsync("GetUser", $$"""{"AccessToken":"{{(await own.TokensAsync("ann")).Access}}"}"""));
    }

    [Theory]
    [InlineData("AdminDisableUser", "NotAuthorizedException: User is disabled.")]
    [InlineData("AdminDeleteUser", "UserNotFoundException: User does not exist.")]
    public async Task Of_a_user_who_may_not_sign_in_any_more_is_refused(string operation, string refusal)
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        Assert.Equal("answered", await GetAsync(token));
        await pool.DoAsync(operation, """{"Username":"ann"}""");
        Assert.Equal(refusal, await GetAsync(token));
        if (operation == "AdminDeleteUser")
        {
            await pool.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}""");
            Assert.Equal("UserNotConfirmedException: User is not confirmed.", await GetAsync(token));
            await pool.DoAsync("AdminConfirmSignUp", """{"Username":"ann"}""");
            Assert.Equal("NotAuthorizedException: Invalid access token.", await GetAsync(token));
        }
    }

    [Fact]
    public async Task Of_a_disabled_user_stays_revoked_when_a_change_of_password_was_under_way()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        var stale = pool.Service.Stores.Users.ByName(pool.Service.Stores.Pools.Pool(pool.PoolId)!, "ann")!;
        await pool.DoAsync("AdminDisableUser", """{"Username":"ann"}""");
        var refused = Assert.Throws<Emulation.Cognito.Protocol.CognitoException>(() => pool.Service.Stores.Users.Save(pool.Service.Stores.Pools.Pool(pool.PoolId)!, stale));
        Assert.Equal("TooManyRequestsException", refused.Type);
        Assert.Equal("NotAuthorizedException: User is disabled.", await GetAsync(token));
        await pool.DoAsync("AdminDeleteUser", """{"Username":"ann"}""");
        Assert.Throws<Emulation.Cognito.Protocol.CognitoException>(() => pool.Service.Stores.Users.Save(pool.Service.Stores.Pools.Pool(pool.PoolId)!, stale));
        Assert.StartsWith("UserNotFoundException", await pool.RefusalAsync("AdminGetUser", """{"Username":"ann"}"""), StringComparison.Ordinal);
    }

    public void Dispose() => pool.Dispose();

    private Task<string> GetAsync(string token) => pool.RefusalAsync("GetUser", $$"""{"AccessToken":"{{token}}"}""");

    private static string Part(string text) => Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
