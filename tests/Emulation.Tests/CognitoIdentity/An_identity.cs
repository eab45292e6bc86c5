using System.Text.Json.Nodes;

namespace Emulation.Tests.CognitoIdentity;

public sealed class An_identity : IDisposable
{
    private const string NoMatch = "NotAuthorizedException: Logins don't match. Please include at least one valid login for this identity or identity pool.";
    private readonly TestIdentities pools = new(tail:
        """
          Both:
            Type: AWS::Cognito::IdentityPool
            Properties:
              AllowUnauthenticatedIdentities: true
              CognitoIdentityProviders: [{ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref App}, {ProviderName: !GetAtt Users.ProviderName, ClientId: !Ref OtherApp}, {ProviderName: !GetAtt Strangers.ProviderName, ClientId: !Ref StrangersApp}]
        """);

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Is_the_same_for_the_same_login_even_after_a_restart()
    {
        var first = await pools.IdAsync(pools.Login(await pools.TokenAsync("ann")));
        pools.Restart();
        Assert.Equal(first, await pools.IdAsync(pools.Login(await pools.TokenAsync("ann"))));
        Assert.NotEqual(first, await pools.IdAsync(pools.Login(await pools.TokenAsync("ben"))));
        Assert.Matches("^us-east-1:[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", first);
    }

    [Fact]
    public async Task Is_the_same_for_a_user_by_whichever_client() =>
        Assert.Equal(await pools.IdAsync(pools.Login(await pools.TokenAsync("ann")), "Both"), await pools.IdAsync(pools.Login(await pools.TokenAsync("ann", "OtherApp")), "Both"));

    [Fact]
    public async Task Is_another_in_each_pool()
    {
        var login = pools.Login(await pools.TokenAsync("ann"));
        Assert.NotEqual(await pools.IdAsync(login), await pools.IdAsync(login, "Both"));
    }

    [Fact]
    public async Task Is_a_new_one_for_each_guest() => Assert.NotEqual(await pools.IdAsync(), await pools.IdAsync());

    [Fact]
    public async Task Is_not_given_to_guests_where_they_are_off() =>
        Assert.Equal("NotAuthorizedException: Unauthenticated access is not supported for this identity pool.", await pools.RefusalAsync("GetId", new JsonObject { ["IdentityPoolId"] = pools.Id("Checked") }));

    [Fact]
    public async Task Is_lost_to_guests_once_they_are_turned_off()
    {
        var guest = await pools.IdAsync();
        await pools.DoAsync("UpdateIdentityPool", new JsonObject { ["IdentityPoolName"] = "pool", ["AllowUnauthenticatedIdentities"] = false });
        Assert.Equal("NotAuthorizedException: Unauthenticated access is not supported for this identity pool.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(guest)));
    }

    [Fact]
    public async Task Of_a_user_is_not_a_guests()
    {
        var ann = await pools.IdAsync(pools.Login(await pools.TokenAsync("ann")));
        Assert.Equal(Forbidden(ann), await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(ann)));
    }

    [Fact]
    public async Task Of_somebody_else_does_not_open_with_ones_own_login()
    {
        var ann = await pools.IdAsync(pools.Login(await pools.TokenAsync("ann")));
        var ben = pools.Login(await pools.TokenAsync("ben"));
        Assert.Equal(NoMatch, await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(ann, ben)));
        await pools.IdAsync(ben);
        Assert.Equal(NoMatch, await pools.RefusalAsync("GetOpenIdToken", TestIdentities.For(ann, ben)));
    }

    [Fact]
    public async Task Of_a_guest_becomes_the_users_who_signs_in_with_it()
    {
        var guest = await pools.IdAsync();
        var ann = pools.Login(await pools.TokenAsync("ann"));
        Assert.EndsWith(":assumed-role/UserRole/CognitoIdentityCredentials", (await pools.CallerAsync(guest, ann)).Principal.Arn, StringComparison.Ordinal);
        Assert.Equal(guest, await pools.IdAsync(ann));
        Assert.Equal(Forbidden(guest), await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(guest)));
    }

    [Fact]
    public async Task Of_a_guest_is_not_taken_by_a_user_who_has_one()
    {
        var ann = pools.Login(await pools.TokenAsync("ann"));
        await pools.IdAsync(ann);
        Assert.Equal("ResourceConflictException: A login is already linked to another account.", await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(await pools.IdAsync(), ann)));
    }

    [Fact]
    public async Task Has_all_logins_that_came_together()
    {
        var both = new JsonObject { [pools.Provider] = await pools.TokenAsync("ann"), [pools.ProviderOf("Strangers")] = await pools.TokenAsync("ann", "StrangersApp") };
        var id = await pools.IdAsync(both, "Both");
        Assert.Equal(id, await pools.IdAsync(new JsonObject { [pools.ProviderOf("Strangers")] = both[pools.ProviderOf("Strangers")]!.DeepClone() }, "Both"));
        Assert.Equal(2, (await pools.DoAsync("DescribeIdentity", new JsonObject { ["IdentityId"] = id }))["Logins"]!.AsArray().Count);
    }

    [Fact]
    public async Task Is_never_two_at_once()
    {
        var ann = new JsonObject { [pools.Provider] = await pools.TokenAsync("ann") };
        var stranger = new JsonObject { [pools.ProviderOf("Strangers")] = await pools.TokenAsync("sue", "StrangersApp") };
        await pools.IdAsync(ann, "Both");
        await pools.IdAsync(stranger, "Both");
        var both = new JsonObject { [pools.Provider] = ann[pools.Provider]!.DeepClone(), [pools.ProviderOf("Strangers")] = stranger[pools.ProviderOf("Strangers")]!.DeepClone() };
        Assert.Equal("ResourceConflictException: A login is already linked to another account.", await pools.RefusalAsync("GetId", new JsonObject { ["IdentityPoolId"] = pools.Id("Both"), ["Logins"] = both }));
    }

    [Fact]
    public async Task Is_made_once_however_many_ask_at_the_same_time()
    {
        var login = pools.Login(await pools.TokenAsync("ann"));
        var ids = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(() => pools.IdAsync(login))));
        Assert.Single(ids.Distinct());
    }

    [Fact]
    public async Task Parts_from_a_login_and_is_out_of_reach_without_any()
    {
        var ann = pools.Login(await pools.TokenAsync("ann"));
        var id = await pools.IdAsync(ann);
        Assert.Equal("{}", (await pools.DoAsync("UnlinkIdentity", Unlinking(id, ann))).ToJsonString());
        Assert.Equal(Forbidden(id), await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id)));
        Assert.Equal(Forbidden(id), await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(id, ann)));
        Assert.NotEqual(id, await pools.IdAsync(ann));
    }

    [Fact]
    public async Task Does_not_lose_a_login_to_somebody_else()
    {
        var ann = pools.Login(await pools.TokenAsync("ann"));
        var id = await pools.IdAsync(ann);
        Assert.Equal(NoMatch, await pools.RefusalAsync("UnlinkIdentity", Unlinking(id, pools.Login(await pools.TokenAsync("ben")))));
        Assert.Equal(Forbidden(id), await pools.RefusalAsync("UnlinkIdentity", Unlinking(id, [])));
        Assert.Equal(id, await pools.IdAsync(ann));
    }

    [Fact]
    public async Task Is_listed_in_pages_and_described_and_deleted()
    {
        var made = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            made.Add(await pools.IdAsync());
        }

        var listed = new List<string>();
        string? next = null;
        do
        {
            var page = await pools.DoAsync("ListIdentities", new JsonObject { ["MaxResults"] = 2, ["NextToken"] = next });
            listed.AddRange(page["Identities"]!.AsArray().Select(static identity => (string)identity!["IdentityId"]!));
            next = (string?)page["NextToken"];
        }
        while (next is not null);
        Assert.Equal(made.Order(StringComparer.Ordinal), listed);

        Assert.Equal("[]", (await pools.DoAsync("DescribeIdentity", new JsonObject { ["IdentityId"] = made[0] }))["Logins"]!.ToJsonString());
        Assert.Equal("""{"UnprocessedIdentityIds":[]}""", (await pools.DoAsync("DeleteIdentities", new JsonObject { ["IdentityIdsToDelete"] = new JsonArray(made[0]) })).ToJsonString());
        Assert.Equal($"ResourceNotFoundException: Identity '{made[0]}' not found.", await pools.RefusalAsync("DescribeIdentity", new JsonObject { ["IdentityId"] = made[0] }));
    }

    [Theory]
    [InlineData("GetId", """{"IdentityPoolId":"us-east-1:MINE"}""", @"ValidationException: 1 validation error detected: Value at 'identityPoolId' failed to satisfy constraint: Member must satisfy regular expression pattern: [\w-]+:[0-9a-f-]+")]
    [InlineData("GetId", """{"IdentityPoolId":"us-east-1:00000000-0000-0000-0000-000000000000"}""", "ResourceNotFoundException: IdentityPool 'us-east-1:00000000-0000-0000-0000-000000000000' not found.")]
    [InlineData("GetCredentialsForIdentity", """{"IdentityId":"us-east-1:0"}""", "ResourceNotFoundException: Identity 'us-east-1:0' not found.")]
    [InlineData("GetId", """{"AccountId":"444455556666"}""", "ResourceNotFoundException: IdentityPool '{pool}' not found.")]
    [InlineData("ListIdentities", "{}", "ValidationException: 1 validation error detected: Value null at 'maxResults' failed to satisfy constraint: Member must not be null")]
    [InlineData("ListIdentities", """{"MaxResults":61}""", "ValidationException: 1 validation error detected: Value '61' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 60")]
    [InlineData("ListIdentities", """{"MaxResults":1,"NextToken":"bm9uc2Vuc2U"}""", "InvalidParameterException: Invalid pagination token")]
    public async Task Is_asked_for_in_aws_words(string operation, string request, string refusal) =>
        Assert.Equal(refusal.Replace("{pool}", pools.PoolId, StringComparison.Ordinal), await pools.RefusalAsync(operation, (JsonObject)JsonNode.Parse(request)!));

    private static string Forbidden(string id) => $"NotAuthorizedException: Access to Identity '{id}' is forbidden.";

    private JsonObject Unlinking(string id, JsonObject logins) => new() { ["IdentityId"] = id, ["Logins"] = logins.DeepClone(), ["LoginsToRemove"] = new JsonArray(pools.Provider) };
}
