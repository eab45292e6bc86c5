namespace Emulation.Tests.Cognito.SignIn;

/// <summary>USER_PASSWORD_AUTH and its administrator's twin.</summary>
public sealed class A_password : IDisposable
{
    private readonly TestPool pool = new();

    [Fact]
    public async Task Signs_its_user_in()
    {
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""");
        var tokens = await pool.TokensAsync("ann");
        var (id, access) = (TestTokens.Claims(tokens.Id!), TestTokens.Claims(tokens.Access));
        Assert.Equal(("ann", "id", pool.ClientId, "ann@example.com", true), ((string?)id["cognito:username"], (string?)id["token_use"], (string?)id["aud"], (string?)id["email"], (bool)id["email_verified"]!));
        Assert.Equal(("ann", "access", pool.ClientId, "aws.cognito.signin.user.admin"), ((string?)access["username"], (string?)access["token_use"], (string?)access["client_id"], (string?)access["scope"]));
        Assert.Null(access["aud"]);
        Assert.Null(access["email"]);
        Assert.Equal((string?)id["sub"], (string?)access["sub"]);
        Assert.Equal(3600, (long)access["exp"]! - (long)access["iat"]!);
        Assert.Equal(5, tokens.Refresh!.Split('.').Length);
    }

    [Theory]
    [InlineData("Passw0rd")]
    [InlineData("passw0rd!")]
    [InlineData("Passw0rd! ")]
    public async Task That_is_wrong_is_refused(string password)
    {
        await pool.AddUserAsync("ann");
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", password)));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Fact]
    public async Task Of_an_administrator_has_to_be_changed_first()
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        var asked = await pool.SignInAsync("ann", "Temp0rary!");
        Assert.Equal(("NEW_PASSWORD_REQUIRED", "[]"), ((string?)asked["ChallengeName"], (string?)asked["ChallengeParameters"]!["requiredAttributes"]));
        Assert.Null(asked["AuthenticationResult"]);
        TestTokens.Of(await pool.DoAsync("RespondToAuthChallenge", New(asked["Session"], "Chosen-0ne")));
        Assert.StartsWith("NotAuthorizedException", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Temp0rary!")), StringComparison.Ordinal);
        TestTokens.Of(await pool.SignInAsync("ann", "Chosen-0ne"));
    }

    [Fact]
    public async Task Of_an_administrator_is_gone_once_another_was_chosen()
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        var thief = await pool.SignInAsync("ann", "Temp0rary!");
        var owner = await pool.SignInAsync("ann", "Temp0rary!");
        await pool.DoAsync("RespondToAuthChallenge", New(owner["Session"], "Chosen-0ne"));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await pool.RefusalAsync("RespondToAuthChallenge", New(thief["Session"], "Stolen-0ne")), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Chosen-0ne")));
    }

    [Fact]
    public async Task Of_an_administrator_expires()
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        pool.Time.Advance(TimeSpan.FromDays(7) - TimeSpan.FromSeconds(1));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Temp0rary!")));
        pool.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.StartsWith("NotAuthorizedException: Temporary password has expired", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Temp0rary!")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LEGACY")]
    [InlineData("ENABLED")]
    public async Task Of_who_did_not_confirm_is_not_looked_at_nor_counted(string errors)
    {
        using var own = new TestPool(client: $$"""{"PreventUserExistenceErrors":"{{errors}}"}""");
        await own.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}""");
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("UserNotConfirmedException: User is not confirmed.", await own.RefusalAsync("InitiateAuth", own.SignIn("ann", i % 2 == 0 ? "Wrong-0ne" : TestPool.Password)));
        }

        await own.DoAsync("AdminDisableUser", """{"Username":"ann"}""");
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await own.RefusalAsync("InitiateAuth", own.SignIn("ann", "Wrong-0ne")));
        await own.DoAsync("AdminEnableUser", """{"Username":"ann"}""");
        await own.DoAsync("AdminConfirmSignUp", """{"Username":"ann"}""");
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await own.RefusalAsync("InitiateAuth", own.SignIn("ann", "Wrong-0ne")));
        Assert.Equal("answered", await own.RefusalAsync("InitiateAuth", own.SignIn("ann")));
    }

    [Theory]
    [InlineData("email_verified", "true")]
    [InlineData("custom:role", "admin")]
    [InlineData("sub", "00000000-0000-0000-0000-000000000000")]
    public async Task Chosen_on_the_way_in_brings_no_attribute_that_the_user_may_not_write(string name, string value)
    {
        using var own = new TestPool("""{"Schema":[{"Name":"role","AttributeDataType":"String","Mutable":true}]}""", """{"WriteAttributes":["nickname"]}""");
        await own.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!","UserAttributes":[{"Name":"email","Value":"a@b.c"}]}""");
        var asked = await own.SignInAsync("ann", "Temp0rary!");
        Assert.Matches("unauthorized attribute$|non-mutable attribute", await own.RefusalAsync("RespondToAuthChallenge", New(asked["Session"], "Chosen-0ne", name, value)));
        Assert.Equal("answered", await own.RefusalAsync("RespondToAuthChallenge", New(asked["Session"], "Chosen-0ne", "nickname", "Ann")));
        Assert.Equal("Ann", await own.AttributeAsync("ann", "nickname"));
    }

    [Theory]
    [InlineData("AdminDisableUser", "NotAuthorizedException: User is disabled.")]
    [InlineData("AdminResetUserPassword", "PasswordResetRequiredException: Password reset required for the user")]
    [InlineData("AdminDeleteUser", "UserNotFoundException: User does not exist.")]
    public async Task Does_not_help_a_user_who_may_not_sign_in(string operation, string refusal)
    {
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""");
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        await pool.DoAsync(operation, """{"Username":"ann"}""");
        Assert.Equal(refusal, await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Fact]
    public async Task Is_asked_for_only_in_flows_that_the_client_allows()
    {
        using var own = new TestPool(client: """{"ExplicitAuthFlows":["ALLOW_USER_SRP_AUTH","ALLOW_REFRESH_TOKEN_AUTH"]}""");
        await own.AddUserAsync("ann");
        await pool.AddUserAsync("ann");
        Assert.Equal("InvalidParameterException: USER_PASSWORD_AUTH flow not enabled for this client", await own.RefusalAsync("InitiateAuth", own.SignIn("ann")));
        var admins = own.SignIn("ann").Replace("USER_PASSWORD_AUTH", "ADMIN_USER_PASSWORD_AUTH", StringComparison.Ordinal);
        Assert.Equal("InvalidParameterException: Auth flow not enabled for this client", await own.RefusalAsync("AdminInitiateAuth", admins));
        Assert.Equal("InvalidParameterException: Initiate Auth method not supported.", await pool.RefusalAsync("InitiateAuth", admins));
        Assert.Equal("answered", await pool.RefusalAsync("AdminInitiateAuth", admins));
    }

    public void Dispose() => pool.Dispose();

    private static string New(object? session, string password, string? attribute = null, string? value = null) =>
        $$"""{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"{{session}}","ChallengeResponses":{"USERNAME":"ann","NEW_PASSWORD":"{{password}}"{{(attribute is null ? "" : $",\"userAttributes.{attribute}\":\"{value}\"")}} } }""";
}
