using System.Text.Json.Nodes;
using Emulation.Sessions;

namespace Emulation.Tests.CognitoIdentity;

public sealed class Developer_users : IDisposable
{
    private const string Cognito = "cognito-identity.amazonaws.com";
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Get_credentials_with_the_token_that_their_backend_got()
    {
        var (id, token) = await TokenAsync("kim");
        var caller = await pools.CallerAsync(id, new JsonObject { [Cognito] = token });
        Assert.EndsWith(":assumed-role/UserRole/CognitoIdentityCredentials", caller.Principal.Arn, StringComparison.Ordinal);
        Assert.Equal($"{TestIdentities.Developer},{TestIdentities.Developer}:{pools.PoolId}:kim", CognitoSession.Of(caller)!.AuthenticationProvider);
        Assert.Equal(id, await pools.IdAsync(new JsonObject { [Cognito] = token }));
    }

    [Fact]
    public async Task Have_one_identity_each()
    {
        var (kim, _) = await TokenAsync("kim");
        Assert.Equal(kim, (await TokenAsync("kim")).Id);
        Assert.NotEqual(kim, (await TokenAsync("lee")).Id);
    }

    [Fact]
    public async Task Bring_tags_that_their_backend_gave()
    {
        var (id, token) = await TokenAsync("kim", new JsonObject { ["PrincipalTags"] = new JsonObject { ["department"] = "sales" } });
        Assert.Equal("sales", (await pools.CallerAsync(id, new JsonObject { [Cognito] = token })).Session!.Tags["department"]);
    }

    [Fact]
    public async Task Cannot_use_a_token_of_somebody_else()
    {
        var (kim, _) = await TokenAsync("kim");
        var (_, lees) = await TokenAsync("lee");
        Assert.Equal($"NotAuthorizedException: Access to Identity '{kim}' is forbidden.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(kim, new JsonObject { [Cognito] = lees })));
    }

    [Fact]
    public async Task Cannot_use_a_token_whose_time_is_over()
    {
        var (id, token) = await TokenAsync("kim", new JsonObject { ["TokenDuration"] = 60 });
        pools.Time.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("answered", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id, new JsonObject { [Cognito] = token })));
        pools.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("NotAuthorizedException: Invalid login token. Token expired.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id, new JsonObject { [Cognito] = token })));
    }

    [Fact]
    public async Task Cannot_be_made_with_a_token_of_the_basic_flow()
    {
        var login = pools.Login(await pools.TokenAsync("ann"));
        var id = await pools.IdAsync(login);
        var token = (string)(await pools.DoAsync("GetOpenIdToken", TestIdentities.For(id, login)))["Token"]!;
        Assert.Equal("NotAuthorizedException: Token is not from a supported provider of this identity pool.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id, new JsonObject { [Cognito] = token })));
    }

    [Fact]
    public async Task Are_linked_to_the_identity_of_a_public_login()
    {
        var login = pools.Login(await pools.TokenAsync("ann"));
        var ann = await pools.IdAsync(login);
        Assert.Equal(
            "NotAuthorizedException: Logins don't match. Please include at least one valid login for this identity or identity pool.",
            await pools.RefusalAsync("GetOpenIdTokenForDeveloperIdentity", new JsonObject { ["IdentityId"] = ann, ["Logins"] = new JsonObject { [TestIdentities.Developer] = "ann" } }));
        login[TestIdentities.Developer] = "ann";
        Assert.Equal(ann, (string?)(await pools.DoAsync("GetOpenIdTokenForDeveloperIdentity", new JsonObject { ["IdentityId"] = ann, ["Logins"] = login.DeepClone() }))["IdentityId"]);
        Assert.Equal(ann, (await TokenAsync("ann")).Id);
    }

    [Fact]
    public async Task Are_not_linked_twice()
    {
        await TokenAsync("kim");
        var (lee, _) = await TokenAsync("lee");
        Assert.Equal(
            "DeveloperUserAlreadyRegisteredException: The developer user identifier is already registered under a different identity ID.",
            await pools.RefusalAsync("GetOpenIdTokenForDeveloperIdentity", new JsonObject { ["IdentityId"] = lee, ["Logins"] = new JsonObject { [TestIdentities.Developer] = "kim" } }));
    }

    [Fact]
    public async Task Are_looked_up_either_way()
    {
        var (kim, _) = await TokenAsync("kim");
        var (lee, _) = await TokenAsync("lee");
        Assert.Equal($$"""{"DeveloperUserIdentifierList":["kim"],"IdentityId":"{{kim}}"}""", (await LookupAsync(new JsonObject { ["DeveloperUserIdentifier"] = "kim" })).ToJsonString());
        Assert.Equal("kim", (string?)(await LookupAsync(new JsonObject { ["IdentityId"] = kim }))["DeveloperUserIdentifierList"]![0]);
        Assert.StartsWith("ResourceConflictException", await pools.RefusalAsync("LookupDeveloperIdentity", new JsonObject { ["IdentityId"] = lee, ["DeveloperUserIdentifier"] = "kim" }), StringComparison.Ordinal);
        Assert.StartsWith("ResourceNotFoundException", await pools.RefusalAsync("LookupDeveloperIdentity", new JsonObject { ["DeveloperUserIdentifier"] = "nobody" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_merged_and_the_source_is_closed()
    {
        var (kim, kims) = await TokenAsync("kim");
        var (lee, _) = await TokenAsync("lee");
        var merged = await pools.DoAsync("MergeDeveloperIdentities", Of(new JsonObject { ["SourceUserIdentifier"] = "kim", ["DestinationUserIdentifier"] = "lee" }));
        Assert.Equal(lee, (string?)merged["IdentityId"]);
        Assert.Equal(lee, (await TokenAsync("kim")).Id);
        Assert.Equal($"NotAuthorizedException: Access to Identity '{kim}' is forbidden.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(kim, new JsonObject { [Cognito] = kims })));
        Assert.Equal([lee], (await pools.DoAsync("ListIdentities", new JsonObject { ["MaxResults"] = 60, ["HideDisabled"] = true }))["Identities"]!.AsArray().Select(static identity => (string?)identity!["IdentityId"]));
    }

    [Fact]
    public async Task Are_unlinked()
    {
        var (kim, _) = await TokenAsync("kim");
        await pools.DoAsync("UnlinkDeveloperIdentity", Of(new JsonObject { ["IdentityId"] = kim, ["DeveloperUserIdentifier"] = "kim" }));
        Assert.NotEqual(kim, (await TokenAsync("kim")).Id);
        Assert.StartsWith("ResourceNotFoundException", await pools.RefusalAsync("UnlinkDeveloperIdentity", Of(new JsonObject { ["IdentityId"] = kim, ["DeveloperUserIdentifier"] = "kim" })), StringComparison.Ordinal);
    }

    private static JsonObject Of(JsonObject request)
    {
        request["DeveloperProviderName"] = TestIdentities.Developer;
        return request;
    }

    private Task<JsonObject> LookupAsync(JsonObject request) => pools.DoAsync("LookupDeveloperIdentity", request);

    private async Task<(string Id, string Token)> TokenAsync(string user, JsonObject? request = null)
    {
        request ??= [];
        request["Logins"] = new JsonObject { [TestIdentities.Developer] = user };
        var answer = await pools.DoAsync("GetOpenIdTokenForDeveloperIdentity", request);
        return ((string)answer["IdentityId"]!, (string)answer["Token"]!);
    }
}
