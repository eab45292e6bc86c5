using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Pools;

/// <summary>A secret that replaces another: both count until the old one is deleted.</summary>
public sealed class Two_secrets_of_a_client : IDisposable
{
    private readonly TestPool pool = new(client: """{"GenerateSecret":true,"RefreshTokenRotation":{"Feature":"ENABLED"}}""");

    [Fact]
    public async Task Both_prove_the_client_until_one_is_deleted()
    {
        await pool.AddUserAsync("ann");
        pool.Time.Advance(TimeSpan.FromDays(1));
        var second = (string)(await pool.DoAsync("AddUserPoolClientSecret", "{}"))["ClientSecretDescriptor"]!["ClientSecretValue"]!;
        Assert.Equal("answered", await SignInAsync(pool.Secret!));
        Assert.Equal("answered", await SignInAsync(second));
        var refresh = (await pool.TokensAsync("ann")).Refresh!;
        Assert.Equal("answered", await pool.RefusalAsync("GetTokensFromRefreshToken", $$"""{"RefreshToken":"{{refresh}}","ClientSecret":"{{second}}"}"""));

        var secrets = (await pool.DoAsync("ListUserPoolClientSecrets", "{}"))["ClientSecrets"]!.AsArray();
        Assert.Equal(2, secrets.Count);
        await pool.DoAsync("DeleteUserPoolClientSecret", $$"""{"ClientSecretId":"{{secrets[0]!["ClientSecretId"]}}"}""");
        Assert.Equal($"NotAuthorizedException: Unable to verify secret hash for client {pool.ClientId}", await SignInAsync(pool.Secret!));
        Assert.Equal("answered", await SignInAsync(second));
        Assert.Equal("UnauthorizedException: Invalid client or secret", await pool.RefusalAsync("RevokeToken", $$"""{"Token":"{{refresh}}","ClientSecret":"{{pool.Secret}}"}"""));
    }

    [Fact]
    public async Task Stay_when_the_client_is_updated_and_after_a_restart()
    {
        await pool.AddUserAsync("ann");
        const string Own = "a_secret+of+ones+own+123456";
        await pool.DoAsync("AddUserPoolClientSecret", $$"""{"ClientSecret":"{{Own}}"}""");
        var updated = await pool.DoAsync("UpdateUserPoolClient", """{"ExplicitAuthFlows":["ALLOW_USER_PASSWORD_AUTH"]}""");
        Assert.DoesNotContain(Own, updated.ToJsonString().Replace("\\u002B", "+", StringComparison.Ordinal), StringComparison.Ordinal);
        pool.Restart();
        Assert.Equal("answered", await SignInAsync(Own));
        Assert.Equal("answered", await SignInAsync(pool.Secret!));
    }

    [Fact]
    public async Task Are_the_most_and_one_is_the_least()
    {
        var only = (string)(await pool.DoAsync("ListUserPoolClientSecrets", "{}"))["ClientSecrets"]![0]!["ClientSecretId"]!;
        Assert.StartsWith("InvalidParameterException: ", await pool.RefusalAsync("DeleteUserPoolClientSecret", $$"""{"ClientSecretId":"{{only}}"}"""), StringComparison.Ordinal);
        Assert.StartsWith("InvalidParameterException: ", await pool.RefusalAsync("AddUserPoolClientSecret", """{"ClientSecret":"not a secret, since it has spaces"}"""), StringComparison.Ordinal);
        await pool.DoAsync("AddUserPoolClientSecret", "{}");
        Assert.StartsWith("LimitExceededException: ", await pool.RefusalAsync("AddUserPoolClientSecret", "{}"), StringComparison.Ordinal);
        Assert.StartsWith("ResourceNotFoundException: ", await pool.RefusalAsync("DeleteUserPoolClientSecret", """{"ClientSecretId":"other"}"""), StringComparison.Ordinal);
        var open = pool.AddClient("{}").Id;
        Assert.StartsWith("InvalidParameterException: ", await pool.RefusalAsync("AddUserPoolClientSecret", $$"""{"ClientId":"{{open}}"}"""), StringComparison.Ordinal);
    }

    public void Dispose() => pool.Dispose();

    private Task<string> SignInAsync(string secret) => pool.RefusalAsync("InitiateAuth", new JsonObject
    {
        ["AuthFlow"] = "USER_PASSWORD_AUTH",
        ["AuthParameters"] = new JsonObject
        {
            ["USERNAME"] = "ann",
            ["PASSWORD"] = TestPool.Password,
            ["SECRET_HASH"] = Convert.ToBase64String(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes("ann" + pool.ClientId))),
        },
    }.ToJsonString());
}
