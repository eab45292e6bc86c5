using System.Text.Json.Nodes;

namespace Emulation.Tests.CognitoIdentity;

public sealed class The_role_of_an_identity : IDisposable
{
    private const string Ambiguous = "NotAuthorizedException: The role mapping of the provider finds no single role for this login, and denies ambiguous ones.";
    private const string NotAmong = "NotAuthorizedException: CustomRoleArn is none of the roles that this login may have.";
    private const string Configuration = "InvalidIdentityPoolConfigurationException: Invalid identity pool configuration. Check assigned IAM roles for this pool.";
    private readonly TestIdentities pools = new();

    public void Dispose() => pools.Dispose();

    [Fact]
    public async Task Is_the_authenticated_one_of_a_user_and_the_unauthenticated_one_of_a_guest()
    {
        Assert.Equal("UserRole", await OfAsync("ann"));
        Assert.Equal("arn:aws:sts::111122223333:assumed-role/GuestRole/CognitoIdentityCredentials", (await pools.CallerAsync(await pools.IdAsync())).Principal.Arn);
    }

    [Fact]
    public async Task Of_a_guest_is_never_one_that_is_for_users()
    {
        var guest = await pools.IdAsync();
        Assert.Equal(NotAmong, await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(guest, null, TestIdentities.RoleArn("UserRole"))));
        await SetAsync("UserRole", """{"Type":"Token","AmbiguousRoleResolution":"AuthenticatedRole"}""", guest: "UserRole");
        Assert.Equal(Configuration, await pools.RefusalAsync("GetCredentialsForIdentity", TestIdentities.For(guest)));
    }

    [Theory]
    [InlineData("UntrustingRole")]
    [InlineData("Missing")]
    public async Task Is_none_that_does_not_trust_the_pool(string role)
    {
        await SetAsync(role);
        Assert.Equal(Configuration, await OfAsync("ann"));
    }

    [Fact]
    public async Task Is_none_where_the_pool_has_no_roles()
    {
        await pools.DoAsync("SetIdentityPoolRoles", new JsonObject { ["Roles"] = new JsonObject() });
        Assert.Equal(Configuration, await OfAsync("ann"));
    }

    [Theory]
    [InlineData("admins", "AdminRole")]
    [InlineData("admins editors", Ambiguous)]
    [InlineData("", Ambiguous)]
    public async Task Is_what_the_token_prefers(string groups, string role)
    {
        await SetAsync("UserRole", """{"Type":"Token","AmbiguousRoleResolution":"Deny"}""");
        Assert.Equal(role, await OfAsync("ann", groups));
    }

    [Theory]
    [InlineData("admins", "AdminRole")]
    [InlineData("admins editors", "UserRole")]
    [InlineData("", "UserRole")]
    public async Task Is_the_authenticated_one_where_the_token_prefers_none(string groups, string role)
    {
        await SetAsync("UserRole", """{"Type":"Token","AmbiguousRoleResolution":"AuthenticatedRole"}""");
        Assert.Equal(role, await OfAsync("ann", groups));
    }

    [Theory]
    [InlineData("admins editors", "EditorRole", "EditorRole")]
    [InlineData("admins", "EditorRole", NotAmong)]
    [InlineData("", "UserRole", NotAmong)]
    public async Task Is_the_one_that_was_asked_for_if_the_token_has_it(string groups, string asked, string role)
    {
        await SetAsync("UserRole", """{"Type":"Token","AmbiguousRoleResolution":"AuthenticatedRole"}""");
        Assert.Equal(role, await OfAsync("ann", groups, asked));
    }

    [Theory]
    [InlineData("Equals", "sales", "AdminRole")]
    [InlineData("Equals", "sale", "UserRole")]
    [InlineData("StartsWith", "sa", "AdminRole")]
    [InlineData("StartsWith", "al", "UserRole")]
    [InlineData("Contains", "al", "AdminRole")]
    [InlineData("Contains", "xx", "UserRole")]
    [InlineData("NotEqual", "legal", "AdminRole")]
    [InlineData("NotEqual", "sales", "UserRole")]
    public async Task Is_that_of_the_rule_that_matches(string match, string value, string role)
    {
        await SetAsync("UserRole", Rules("AuthenticatedRole", ("custom:department", match, value, "AdminRole")));
        Assert.Equal(role, await OfAsync("ann", attributes: ("custom:department", "sales")));
    }

    [Theory]
    [InlineData("Equals")]
    [InlineData("NotEqual")]
    public async Task Is_not_that_of_a_rule_whose_claim_is_missing(string match)
    {
        await SetAsync("UserRole", Rules("Deny", ("custom:department", match, "sales", "AdminRole")));
        Assert.Equal(Ambiguous, await OfAsync("ann"));
    }

    [Fact]
    public async Task Is_that_of_the_first_rule_unless_another_that_matches_is_asked_for()
    {
        await SetAsync("UserRole", Rules("Deny", ("custom:department", "Equals", "sales", "AdminRole"), ("custom:department", "Contains", "s", "EditorRole"), ("custom:department", "Equals", "legal", "UserRole")));
        Assert.Equal("AdminRole", await OfAsync("ann", attributes: ("custom:department", "sales")));
        Assert.Equal("EditorRole", await OfAsync("ann", asked: "EditorRole"));
        Assert.Equal(NotAmong, await OfAsync("ann", asked: "UserRole"));
    }

    [Fact]
    public async Task Is_matched_by_each_of_a_list_of_groups()
    {
        await SetAsync("UserRole", Rules("Deny", ("cognito:groups", "Contains", "admin", "AdminRole")));
        Assert.Equal("AdminRole", await OfAsync("ann", "editors admins"));
    }

    [Fact]
    public async Task Is_not_asked_for_without_a_mapping()
    {
        Assert.Equal("UserRole", await OfAsync("ann", asked: "UserRole"));
        Assert.Equal(NotAmong, await OfAsync("ann", "admins", "AdminRole"));
    }

    private Task<JsonObject> SetAsync(string authenticated, string? mapping = null, string guest = "GuestRole") => pools.DoAsync("SetIdentityPoolRoles", new JsonObject
    {
        ["Roles"] = new JsonObject { ["authenticated"] = TestIdentities.RoleArn(authenticated), ["unauthenticated"] = TestIdentities.RoleArn(guest) },
        ["RoleMappings"] = mapping is null ? null : new JsonObject { [$"{pools.Provider}:{pools.ClientId("App")}"] = JsonNode.Parse(mapping) },
    });

    private static string Rules(string ambiguous, params (string Claim, string Match, string Value, string Role)[] rules) => new JsonObject
    {
        ["Type"] = "Rules",
        ["AmbiguousRoleResolution"] = ambiguous,
        ["RulesConfiguration"] = new JsonObject
        {
            ["Rules"] = new JsonArray([.. rules.Select(static rule => (JsonNode)new JsonObject { ["Claim"] = rule.Claim, ["MatchType"] = rule.Match, ["Value"] = rule.Value, ["RoleARN"] = TestIdentities.RoleArn(rule.Role) })]),
        },
    }.ToJsonString();

    /// <summary>The name of the role that a user gets, or the refusal.</summary>
    private async Task<string> OfAsync(string user, string groups = "", string? asked = null, params (string Name, string Value)[] attributes)
    {
        await pools.TokenAsync(user, "App", attributes);
        foreach (var group in groups.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await pools.JoinAsync(user, group);
        }

        var login = pools.Login(await pools.TokenAsync(user));
        var request = TestIdentities.For(await pools.IdAsync(login), login, asked is null ? null : TestIdentities.RoleArn(asked));
        var refusal = await pools.RefusalAsync("GetCredentialsForIdentity", request);
        return refusal == "answered" ? ((global::Iam.AssumedRole)pools.CallerOf(await pools.DoAsync("GetCredentialsForIdentity", request)).Principal).RoleName : refusal;
    }
}
