using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.Tokens;

namespace Emulation.Tests.Cognito.Triggers;

/// <summary>The pre token generation trigger, versions 1 to 3.</summary>
public sealed class Claims_of_a_function : IDisposable
{
    private readonly List<TestPool> pools = [];

    [Fact]
    public async Task Go_into_the_id_token_with_version_1()
    {
        var pool = With("V1_0");
        pool.Respond("""{"claimsOverrideDetails":{"claimsToAddOrOverride":{"tier":"gold","email":"x@y.z"},"claimsToSuppress":["nickname"],"groupOverrideDetails":{"groupsToOverride":["vip"],"iamRolesToOverride":["arn:aws:iam::111122223333:role/Vip"],"preferredRole":"arn:aws:iam::111122223333:role/Vip"}}}""");
        var (id, access) = await ClaimsAsync(pool);
        Assert.Equal(("gold", "x@y.z", "vip", "arn:aws:iam::111122223333:role/Vip"), ((string?)id["tier"], (string?)id["email"], (string?)id["cognito:groups"]![0], (string?)id["cognito:preferred_role"]));
        Assert.Null(id["nickname"]);
        Assert.Null(access["tier"]);
        Assert.Equal("vip", (string?)access["cognito:groups"]![0]);
        Assert.Equal("1", (string?)pool.Events.Last()["version"]);
        Assert.Null(pool.Events.Last()["request"]!["scopes"]);
    }

    [Theory]
    [InlineData("V2_0", "2")]
    [InlineData("V3_0", "3")]
    public async Task Go_into_both_tokens_with_later_versions(string version, string eventVersion)
    {
        var pool = With(version);
        pool.Respond("""{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"tier":"gold"}},"accessTokenGeneration":{"claimsToAddOrOverride":{"tenant":{"id":7}},"scopesToAdd":["orders/read"],"scopesToSuppress":["aws.cognito.signin.user.admin"]}}}""");
        var (id, access) = await ClaimsAsync(pool);
        Assert.Equal(("gold", 7, "orders/read"), ((string?)id["tier"], (int)access["tenant"]!["id"]!, (string?)access["scope"]));
        Assert.Equal((eventVersion, "aws.cognito.signin.user.admin"), ((string?)pool.Events.Last()["version"], (string?)pool.Events.Last()["request"]!["scopes"]![0]));
    }

    [Theory]
    [InlineData("sub")]
    [InlineData("iss")]
    [InlineData("exp")]
    [InlineData("aud")]
    [InlineData("client_id")]
    [InlineData("token_use")]
    [InlineData("username")]
    [InlineData("cognito:username")]
    [InlineData("origin_jti")]
    public async Task Do_not_change_whom_a_token_is_for(string claim)
    {
        var pool = With("V2_0");
        var (idBefore, accessBefore) = await ClaimsAsync(pool);
        var forged = $$"""{"claimsToAddOrOverride":{"{{claim}}":"forged","nickname":"changed"},"claimsToSuppress":["{{claim}}"]}""";
        pool.Respond($$$"""{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{{{forged}}},"accessTokenGeneration":{{{forged}}} } }""");
        var (id, access) = await ClaimsAsync(pool);
        Assert.Equal("changed", (string?)id["nickname"]);
        Assert.NotEqual("forged", id[claim]?.ToString());
        Assert.NotEqual("forged", access[claim]?.ToString());
        Assert.Equal((idBefore[claim] is null, accessBefore[claim] is null), (id[claim] is null, access[claim] is null));
    }

    [Fact]
    public async Task Set_and_suppressed_at_once_are_suppressed()
    {
        var pool = With("V1_0");
        pool.Respond("""{"claimsOverrideDetails":{"claimsToAddOrOverride":{"tier":"gold"},"claimsToSuppress":["tier"]}}""");
        Assert.Null((await ClaimsAsync(pool)).Id["tier"]);
    }

    [Fact]
    public async Task Are_asked_for_again_with_a_refresh()
    {
        var pool = With("V1_0");
        await pool.AddUserAsync("bob");
        var tokens = await pool.TokensAsync("bob");
        pool.Respond("""{"claimsOverrideDetails":{"claimsToAddOrOverride":{"tier":"gold"}}}""");
        var refreshed = TestTokens.Of(await pool.DoAsync("InitiateAuth", Refreshing.Request(tokens.Refresh!)));
        Assert.Equal(("gold", "TokenGeneration_RefreshTokens"), ((string?)TestTokens.Claims(refreshed.Id!)["tier"], (string?)pool.Events.Last()["triggerSource"]));
    }

    public void Dispose() => pools.ForEach(static pool => pool.Dispose());

    private static async Task<(JsonObject Id, JsonObject Access)> ClaimsAsync(TestPool pool)
    {
        if (await pool.RefusalAsync("AdminGetUser", """{"Username":"ann"}""") != "answered")
        {
            await pool.AddUserAsync("ann", """[{"Name":"email","Value":"a@b.c"},{"Name":"nickname","Value":"Annie"}]""");
        }

        var tokens = await pool.TokensAsync("ann");
        return (TestTokens.Claims(tokens.Id!), TestTokens.Claims(tokens.Access));
    }

    private TestPool With(string version)
    {
        var pool = new TestPool($$$"""{"LambdaConfig":{"PreTokenGenerationConfig":{"LambdaArn":"{{{TestPool.FunctionArn}}}Triggered","LambdaVersion":"{{{version}}}"} } }""");
        pools.Add(pool);
        return pool;
    }
}
