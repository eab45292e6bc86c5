using System.Text.Json.Nodes;
using Emulation.Principals;
using Emulation.Sessions;
using Iam;

namespace Emulation.Tests.CognitoIdentity;

public sealed class Credentials_of_an_identity : IDisposable
{
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Last_an_hour_and_say_when_they_end()
    {
        var guest = await pools.IdAsync();
        var answer = await pools.DoAsync("GetCredentialsForIdentity", TestIdentities.For(guest));
        Assert.Equal(guest, (string?)answer["IdentityId"]);
        Assert.Equal(pools.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds(), (long)answer["Credentials"]!["Expiration"]!);
        Assert.Equal(["AccessKeyId", "SecretKey", "SessionToken", "Expiration"], answer["Credentials"]!.AsObject().Select(static member => member.Key));
    }

    [Fact]
    public async Task Reach_what_the_identitys_id_is_in_and_no_other()
    {
        var (id, caller) = await UserAsync("ann");
        Assert.Equal(Verdict.Allow, pools.May(caller, "s3:GetObject", $"arn:aws:s3:::photos/{id}/1.png"));
        Assert.Equal(Verdict.ImplicitDeny, pools.May(caller, "s3:GetObject", $"arn:aws:s3:::photos/{(await UserAsync("ben")).Id}/1.png"));
    }

    [Fact]
    public async Task Tell_who_the_user_is_and_who_vouched()
    {
        var token = await pools.TokenAsync("ann");
        var (id, caller) = await UserAsync("ann");
        var session = CognitoSession.Of(caller)!;
        Assert.Equal((id, pools.PoolId, true), (session.IdentityId, session.PoolId, session.IsAuthenticated));
        Assert.Equal($"{pools.Provider},{pools.Provider}:CognitoSignIn:{TestIdentities.Claims(token)["sub"]}", session.AuthenticationProvider);
    }

    [Fact]
    public async Task Tell_that_a_guest_is_one()
    {
        var session = CognitoSession.Of(await pools.CallerAsync(await pools.IdAsync()))!;
        Assert.Equal((false, null), (session.IsAuthenticated, session.AuthenticationProvider));
    }

    [Fact]
    public async Task Of_a_guest_are_bounded_by_what_cognito_lets_guests_do()
    {
        var guest = await pools.CallerAsync(await pools.IdAsync());
        Assert.Equal(Verdict.Allow, pools.May(guest, "execute-api:Invoke", "arn:aws:execute-api:us-east-1:111122223333:abc/prod/GET/x"));
        Assert.Equal(Verdict.Allow, pools.May(guest, "rum:PutRumEvents", "*"));
        Assert.Equal(Verdict.ImplicitDeny, pools.May(guest, "iam:ListUsers", "*"));
        Assert.Equal(Verdict.Allow, pools.May((await UserAsync("ann")).Caller, "iam:ListUsers", "*"));
    }

    [Fact]
    public async Task Have_the_default_tags_where_the_pool_says_so()
    {
        await TagAsync(new JsonObject { ["UseDefaults"] = true });
        var token = await pools.TokenAsync("ann");
        Assert.Equal(
            [("client", pools.ClientId("App")), ("username", (string)TestIdentities.Claims(token)["sub"]!)],
            (await UserAsync("ann")).Caller.Session!.Tags.Select(static tag => (tag.Key, tag.Value)));
    }

    [Fact]
    public async Task Have_the_tags_that_the_pool_maps_from_claims()
    {
        await TagAsync(new JsonObject { ["PrincipalTags"] = new JsonObject { ["department"] = "custom:department", ["nothing"] = "custom:missing", ["list"] = "cognito:groups" } });
        await pools.TokenAsync("ann", "App", ("custom:department", "sales"));
        await pools.JoinAsync("ann", "admins");
        await pools.JoinAsync("ann", "editors");
        var caller = (await UserAsync("ann")).Caller;
        Assert.Equal([("department", "sales")], caller.Session!.Tags.Select(static tag => (tag.Key, tag.Value)));
        Assert.Equal(Verdict.Allow, pools.May(caller, "s3:GetObject", "arn:aws:s3:::photos/sales/1.png"));
        Assert.Equal(Verdict.ImplicitDeny, pools.May(caller, "s3:GetObject", "arn:aws:s3:::photos/legal/1.png"));
    }

    [Fact]
    public async Task Have_no_tags_unless_the_pool_maps_some() => Assert.Empty((await UserAsync("ann")).Caller.Session!.Tags);

    /// <summary>The user may change the attribute: its value must not reach beyond itself.</summary>
    [Theory]
    [InlineData("*")]
    [InlineData("${aws:userid}")]
    [InlineData("a\nb")]
    public async Task Do_not_take_a_pattern_for_a_tag(string value)
    {
        await TagAsync(new JsonObject { ["PrincipalTags"] = new JsonObject { ["department"] = "custom:department" } });
        var login = pools.Login(await pools.TokenAsync("ann", "App", ("custom:department", value)));
        var refusal = await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(await pools.IdAsync(login), login));
        Assert.StartsWith("InvalidParameterException: The claim 'custom:department' cannot be the principal tag 'department'", refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Need_a_role_that_lets_sessions_be_tagged()
    {
        await TagAsync(new JsonObject { ["UseDefaults"] = true });
        await pools.DoAsync("SetIdentityPoolRoles", new JsonObject { ["Roles"] = new JsonObject { ["authenticated"] = TestIdentities.RoleArn("Plain") } });
        var login = pools.Login(await pools.TokenAsync("ann"));
        Assert.Equal(
            "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.",
            await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(await pools.IdAsync(login), login)));
    }

    private Task<JsonObject> TagAsync(JsonObject map)
    {
        map["IdentityProviderName"] = pools.Provider;
        return pools.DoAsync("SetPrincipalTagAttributeMap", map);
    }

    private async Task<(string Id, Caller Caller)> UserAsync(string user)
    {
        var login = pools.Login(await pools.TokenAsync(user));
        var id = await pools.IdAsync(login);
        return (id, await pools.CallerAsync(id, login));
    }
}
