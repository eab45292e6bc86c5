using System.Text.Json.Nodes;

namespace Emulation.Tests.CognitoIdentity;

public sealed class Identity_pools : IDisposable
{
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Are_made_described_changed_and_deleted()
    {
        var made = await pools.DoAsync("CreateIdentityPool", new JsonObject { ["IdentityPoolName"] = "mine", ["AllowUnauthenticatedIdentities"] = true, ["IdentityPoolTags"] = new JsonObject { ["team"] = "shop" } });
        var id = (string)made["IdentityPoolId"]!;
        Assert.Equal($$$"""{"IdentityPoolId":"{{{id}}}","IdentityPoolName":"mine","AllowUnauthenticatedIdentities":true,"IdentityPoolTags":{"team":"shop"}}""", made.ToJsonString());
        Assert.Equal(made.ToJsonString(), (await pools.DoAsync("DescribeIdentityPool", Of(id))).ToJsonString());

        var request = Of(id);
        request["IdentityPoolName"] = "ours";
        request["AllowUnauthenticatedIdentities"] = false;
        request["AllowClassicFlow"] = true;
        await pools.DoAsync("UpdateIdentityPool", request);
        pools.Restart();
        Assert.Equal($$$"""{"IdentityPoolId":"{{{id}}}","IdentityPoolName":"ours","AllowUnauthenticatedIdentities":false,"AllowClassicFlow":true,"IdentityPoolTags":{"team":"shop"}}""", (await pools.DoAsync("DescribeIdentityPool", Of(id))).ToJsonString());

        await pools.DoAsync("DeleteIdentityPool", Of(id));
        Assert.Equal($"ResourceNotFoundException: IdentityPool '{id}' not found.", await pools.RefusalAsync("DescribeIdentityPool", Of(id)));
    }

    [Theory]
    [InlineData("""{"AllowUnauthenticatedIdentities":true}""", "ValidationException: 1 validation error detected: Value null at 'identityPoolName' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"IdentityPoolName":"a"}""", "ValidationException: 1 validation error detected: Value null at 'allowUnauthenticatedIdentities' failed to satisfy constraint: Member must not be null")]
    [InlineData("""{"IdentityPoolName":"a/b","AllowUnauthenticatedIdentities":true}""", @"ValidationException: 1 validation error detected: Value at 'identityPoolName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w\s+=,.@-]+")]
    [InlineData("""{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"SupportedLoginProviders":{"facebook.com":"1"}}""", "InvalidParameterException: 'facebook.com' is none of the SupportedLoginProviders: accounts.google.com, appleid.apple.com, graph.facebook.com, www.amazon.com.")]
    [InlineData("""{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"SupportedLoginProviders":{"api.twitter.com":"1;2"}}""", "InvalidParameterException: LocalAws does not have sign-in by api.twitter.com. Leave it out of SupportedLoginProviders.")]
    [InlineData("""{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"SupportedLoginProviders":{"graph.facebook.com":"1,2"}}""", @"ValidationException: 1 validation error detected: Value at 'supportedLoginProviders' failed to satisfy constraint: Map keys must have length between 1 and 128, map values must have length between 1 and 128 and satisfy regular expression pattern: [\w.;_/-]+")]
    [InlineData("""{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"CognitoIdentityProviders":[{"ProviderName":"example.com","ClientId":"x"}]}""", "InvalidParameterException: 'example.com' is no user pool: write cognito-idp.REGION.amazonaws.com/POOL.")]
    [InlineData("""{"IdentityPoolName":"a","AllowUnauthenticatedIdentities":true,"OpenIdConnectProviderARNs":["arn:aws:iam::111122223333:role/x"]}""", "InvalidParameterException: OpenIdConnectProviderARNs: 'arn:aws:iam::111122223333:role/x' is not the ARN of an OpenID Connect provider of IAM.")]
    public async Task Are_not_made_of_what_does_not_fit(string request, string refusal) => Assert.Equal(refusal, await pools.RefusalAsync("CreateIdentityPool", (JsonObject)JsonNode.Parse(request)!));

    [Fact]
    public async Task Keep_the_name_of_their_developer() => Assert.Equal(
        "InvalidParameterException: The developer provider name cannot be changed once it is set.",
        await pools.RefusalAsync("UpdateIdentityPool", new JsonObject { ["IdentityPoolName"] = "pool", ["AllowUnauthenticatedIdentities"] = true, ["DeveloperProviderName"] = "login.other" }));

    [Fact]
    public async Task Are_listed_in_pages()
    {
        var first = await pools.DoAsync("ListIdentityPools", new JsonObject { ["MaxResults"] = 1 });
        var second = await pools.DoAsync("ListIdentityPools", new JsonObject { ["MaxResults"] = 1, ["NextToken"] = first["NextToken"]!.DeepClone() });
        Assert.Equal(
            new[] { pools.Id("Checked"), pools.PoolId }.Order(StringComparer.Ordinal),
            new[] { first, second }.Select(static page => (string?)Assert.Single(page["IdentityPools"]!.AsArray())!["IdentityPoolId"]));
        Assert.False(second.ContainsKey("NextToken"));
    }

    [Fact]
    public async Task Have_tags()
    {
        var arn = $"arn:aws:cognito-identity:us-east-1:111122223333:identitypool/{pools.PoolId}";
        await pools.DoAsync("TagResource", new JsonObject { ["ResourceArn"] = arn, ["Tags"] = new JsonObject { ["a"] = "1", ["b"] = "2" } });
        await pools.DoAsync("UntagResource", new JsonObject { ["ResourceArn"] = arn, ["TagKeys"] = new JsonArray("a") });
        Assert.Equal("""{"Tags":{"b":"2"}}""", (await pools.DoAsync("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn })).ToJsonString());
        Assert.StartsWith("ResourceNotFoundException", await pools.RefusalAsync("ListTagsForResource", new JsonObject { ["ResourceArn"] = arn.Replace("us-east-1:1", "eu-west-1:1", StringComparison.Ordinal) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Roles":{"owner":"arn:aws:iam::111122223333:role/UserRole"}}""", "ValidationException")]
    [InlineData("""{"Roles":{"authenticated":"UserRole"}}""", "ValidationException")]
    [InlineData("{}", "ValidationException")]
    [InlineData("""{"Roles":{},"RoleMappings":{"x":{"Type":"Token"}}}""", "InvalidParameterException")]
    [InlineData("""{"Roles":{},"RoleMappings":{"x":{"Type":"Rules","AmbiguousRoleResolution":"Deny"}}}""", "InvalidParameterException")]
    [InlineData("""{"Roles":{},"RoleMappings":{"x":{"Type":"Magic","AmbiguousRoleResolution":"Deny"}}}""", "InvalidParameterException")]
    public async Task Take_roles_and_mappings_that_fit_only(string request, string code)
    {
        Assert.StartsWith($"{code}: ", await pools.RefusalAsync("SetIdentityPoolRoles", (JsonObject)JsonNode.Parse(request)!), StringComparison.Ordinal);
        Assert.Equal(TestIdentities.RoleArn("UserRole"), (string?)(await pools.DoAsync("GetIdentityPoolRoles"))["Roles"]!["authenticated"]);
    }

    [Fact]
    public async Task Show_the_principal_tags_of_a_provider()
    {
        Assert.Equal("""{"UseDefaults":false,"PrincipalTags":{}}""", await TagsAsync("GetPrincipalTagAttributeMap", []));
        Assert.Equal("""{"UseDefaults":true,"PrincipalTags":{"client":"aud","username":"sub"}}""", await TagsAsync("SetPrincipalTagAttributeMap", new JsonObject { ["UseDefaults"] = true }));
        Assert.Equal("""{"UseDefaults":false,"PrincipalTags":{"a":"b"}}""", await TagsAsync("SetPrincipalTagAttributeMap", new JsonObject { ["PrincipalTags"] = new JsonObject { ["a"] = "b" } }));
        Assert.Equal("""{"UseDefaults":false,"PrincipalTags":{"a":"b"}}""", await TagsAsync("GetPrincipalTagAttributeMap", []));
    }

    [Fact]
    public async Task Of_the_template_take_back_roles_that_it_no_longer_gives()
    {
        using var before = new TestIdentities();
        Assert.NotNull((await before.DoAsync("GetIdentityPoolRoles"))["Roles"]);
        await before.DoAsync("SetIdentityPoolRoles", new JsonObject { ["IdentityPoolId"] = before.PoolId, ["Roles"] = new JsonObject() });
        before.Restart();
        Assert.Equal(TestIdentities.RoleArn("GuestRole"), (string?)(await before.DoAsync("GetIdentityPoolRoles"))["Roles"]!["unauthenticated"]);
    }

    private static JsonObject Of(string id) => new() { ["IdentityPoolId"] = id };

    private async Task<string> TagsAsync(string operation, JsonObject request)
    {
        request["IdentityProviderName"] = pools.Provider;
        var answer = await pools.DoAsync(operation, request);
        Assert.Equal((pools.PoolId, pools.Provider), ((string?)answer["IdentityPoolId"], (string?)answer["IdentityProviderName"]));
        return new JsonObject { ["UseDefaults"] = answer["UseDefaults"]!.DeepClone(), ["PrincipalTags"] = answer["PrincipalTags"]!.DeepClone() }.ToJsonString();
    }
}
