using Emulation.Cognito.Pools;

namespace Emulation.Tests.Cognito.Pools;

/// <summary>Tags by ARN, which policies ask for, and what an update that does not speak of it leaves alone: the tier, and nothing else.</summary>
public sealed class What_a_pool_keeps : IDisposable
{
    private readonly TestPool pool = new("""{"UserPoolTags":{"env":"prod"},"UserPoolTier":"LITE"}""");

    [Fact]
    public void Is_found_by_arn_with_its_tags_and_by_no_other()
    {
        var arn = pool.Service.Directory.Pool(pool.PoolId).Arn;
        Assert.Equal("prod", pool.Service.Directory.ByArn(arn)!.Tags["env"]);
        foreach (var other in (string[])[arn.Replace("111122223333", "444455556666", StringComparison.Ordinal), arn.Replace("us-east-1:", "us-east-2:", StringComparison.Ordinal), $"{arn}x", pool.PoolId, "*", ""])
        {
            Assert.Null(pool.Service.Directory.ByArn(other));
        }
    }

    [Fact]
    public async Task Is_its_tier_over_an_update_of_something_else()
    {
        await pool.DoAsync("UpdateUserPool", """{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true}}""");
        Assert.True(Pool.IsLite);
        Assert.Empty(Pool.Tags);
        await pool.DoAsync("UpdateUserPool", """{"UserPoolTags":{"env":"dev"},"UserPoolTier":"ESSENTIALS"}""");
        Assert.Equal(("dev", false), (Pool.Tags["env"], Pool.IsLite));
        await pool.DoAsync("UntagResource", $$"""{"ResourceArn":"{{Pool.Arn}}","TagKeys":["env"]}""");
        Assert.Empty(Pool.Tags);
    }

    [Theory]
    [InlineData("""{"KeyConfiguration":{"KeyType":"CUSTOMER_MANAGED_KEY"}}""", "LocalAws does not have keys of one's own")]
    [InlineData("""{"IssuerConfiguration":{"Type":"CUSTOM"}}""", "LocalAws does not have another issuer")]
    public async Task Is_not_what_would_have_no_effect_here(string request, string refusal)
    {
        Assert.Contains(refusal, await pool.RefusalAsync("CreateUserPool", $$"""{"PoolName":"other",{{request[1..]}}"""), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("CreateUserPool", """{"PoolName":"other","KeyConfiguration":{"KeyType":"AWS_OWNED_KEY"},"IssuerConfiguration":{"Type":"ORIGINAL"}}"""));
    }

    public void Dispose() => pool.Dispose();

    private UserPool Pool => pool.Service.Directory.Pool(pool.PoolId);
}
