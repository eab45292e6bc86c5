namespace Emulation.Tests.Cognito.Users;

/// <summary>Passwords and attributes, changed by their owner or reset with a code.</summary>
public sealed class What_users_change : IDisposable
{
    private const string Verified = """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""";
    private readonly TestPool pool = new("""{"AliasAttributes":["email"],"Policies":{"PasswordPolicy":{"MinimumLength":8,"PasswordHistorySize":2}},"Schema":[{"Name":"tenant","AttributeDataType":"String","Mutable":false},{"Name":"plan","AttributeDataType":"String"}]}""", """{"WriteAttributes":["email","nickname","custom:tenant"]}""");

    [Fact]
    public async Task Is_reset_with_a_code_that_is_good_once_and_for_an_hour()
    {
        await pool.AddUserAsync("ann", Verified);
        await pool.DoAsync("ForgotPassword", """{"Username":"ann"}""");
        var code = pool.Code;
        Assert.StartsWith("CodeMismatchException", await ResetAsync(code == "000000" ? "000001" : "000000"), StringComparison.Ordinal);
        Assert.Equal("answered", await ResetAsync(code));
        Assert.StartsWith("ExpiredCodeException", await ResetAsync(code, "An0ther-one"), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Chosen-0ne")));
        await pool.DoAsync("ForgotPassword", """{"Username":"ann"}""");
        pool.Time.Advance(TimeSpan.FromHours(1));
        Assert.StartsWith("ExpiredCodeException", await ResetAsync(pool.Code, "An0ther-one"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_not_reset_with_a_temporary_password_or_without_a_verified_address()
    {
        await pool.DoAsync("AdminCreateUser", $$"""{"Username":"ann","MessageAction":"SUPPRESS","UserAttributes":{{Verified}}}""");
        Assert.Equal("NotAuthorizedException: User password cannot be reset in the current state.", await pool.RefusalAsync("ForgotPassword", """{"Username":"ann"}"""));
        await pool.AddUserAsync("bob", """[{"Name":"email","Value":"bob@example.com"}]""");
        Assert.StartsWith("InvalidParameterException: Cannot reset password", await pool.RefusalAsync("ForgotPassword", """{"Username":"bob"}"""), StringComparison.Ordinal);
        await pool.DoAsync("AdminUpdateUserAttributes", """{"Username":"bob","UserAttributes":[{"Name":"email_verified","Value":"true"}]}""");
        Assert.Equal("answered", await pool.RefusalAsync("ForgotPassword", """{"Username":"bob"}"""));
    }

    [Fact]
    public async Task Cannot_be_one_of_the_last_passwords()
    {
        await pool.AddUserAsync("ann");
        const string Reused = "PasswordHistoryPolicyViolationException: Password has previously been used";
        Assert.Equal(Reused, await ChangeAsync(TestPool.Password, TestPool.Password));
        Assert.Equal("answered", await ChangeAsync(TestPool.Password, "Sec0nd-one"));
        Assert.Equal(Reused, await ChangeAsync("Sec0nd-one", TestPool.Password));
        Assert.Equal("answered", await ChangeAsync("Sec0nd-one", "Th1rd-one!"));
        Assert.Equal("answered", await ChangeAsync("Th1rd-one!", TestPool.Password));
    }

    [Fact]
    public async Task Needs_the_present_password_which_cannot_be_guessed()
    {
        await pool.AddUserAsync("ann");
        var token = (await pool.TokensAsync("ann")).Access;
        var answers = await Task.WhenAll(Enumerable.Range(0, 30).Select(i => Task.Run(() => pool.RefusalAsync("ChangePassword", $$"""{"AccessToken":"{{token}}","PreviousPassword":"guess{{i}}","ProposedPassword":"Chosen-0ne"}"""))));
        Assert.Equal(5, answers.Count(static answer => answer == "NotAuthorizedException: Incorrect username or password."));
        Assert.Equal(25, answers.Count(static answer => answer.StartsWith("LimitExceededException", StringComparison.Ordinal)));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Theory]
    [InlineData("custom:plan", "gold", "NotAuthorizedException: A client attempted to write unauthorized attribute")]
    [InlineData("email_verified", "true", "InvalidParameterException: Cannot modify the non-mutable attribute email_verified")]
    [InlineData("sub", "1", "InvalidParameterException: Cannot modify the non-mutable attribute sub")]
    [InlineData("custom:tenant", "other", "InvalidParameterException: user.custom:tenant: Attribute cannot be updated.\n")]
    [InlineData("nickname", "Annie", "answered")]
    public async Task Is_an_attribute_that_the_client_may_write_and_that_can_change(string name, string value, string answer)
    {
        await pool.AddUserAsync("ann", """[{"Name":"custom:tenant","Value":"one"}]""");
        Assert.Equal(answer, await UpdateAsync("ann", name, value));
    }

    [Fact]
    public async Task Is_no_way_to_somebody_s_alias()
    {
        await pool.AddUserAsync("ann", Verified);
        await pool.AddUserAsync("eve", """[{"Name":"email","Value":"eve@example.com"}]""");
        Assert.Equal("AliasExistsException: An account with the email already exists.", await UpdateAsync("eve", "email", "ann@example.com"));
        Assert.Equal("answered", await UpdateAsync("eve", "email", "evil@example.com"));
        Assert.StartsWith("UserNotFoundException", await pool.RefusalAsync("InitiateAuth", pool.SignIn("evil@example.com")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_verified_by_a_code_that_went_to_the_address_itself()
    {
        await pool.AddUserAsync("eve", """[{"Name":"email","Value":"eve@example.com"}]""");
        var token = (await pool.TokensAsync("eve")).Access;
        await pool.DoAsync("GetUserAttributeVerificationCode", $$"""{"AccessToken":"{{token}}","AttributeName":"email"}""");
        var code = pool.Code;
        await UpdateAsync("eve", "email", "ann@example.com");
        Assert.StartsWith("ExpiredCodeException", await VerifyAsync(token, code), StringComparison.Ordinal);
        Assert.Equal("false", await pool.AttributeAsync("eve", "email_verified"));
        await pool.DoAsync("GetUserAttributeVerificationCode", $$"""{"AccessToken":"{{token}}","AttributeName":"email"}""");
        Assert.Equal("answered", await VerifyAsync(token, pool.Code));
        Assert.Equal("true", await pool.AttributeAsync("eve", "email_verified"));
        Assert.StartsWith("ExpiredCodeException", await VerifyAsync(token, pool.Code), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Counts_only_when_verified_where_the_pool_says_so()
    {
        using var own = new TestPool("""{"AutoVerifiedAttributes":["email"],"UserAttributeUpdateSettings":{"AttributesRequireVerificationBeforeUpdate":["email"]}}""");
        await own.AddUserAsync("ann", Verified);
        var token = (await own.TokensAsync("ann")).Access;
        await own.DoAsync("UpdateUserAttributes", $$"""{"AccessToken":"{{token}}","UserAttributes":[{"Name":"email","Value":"new@example.com"}]}""");
        Assert.Equal(("ann@example.com", "true"), (await own.AttributeAsync("ann", "email"), await own.AttributeAsync("ann", "email_verified")));
        await own.DoAsync("VerifyUserAttribute", $$"""{"AccessToken":"{{token}}","AttributeName":"email","Code":"{{own.Code}}"}""");
        Assert.Equal(("new@example.com", "true"), (await own.AttributeAsync("ann", "email"), await own.AttributeAsync("ann", "email_verified")));
    }

    public void Dispose() => pool.Dispose();

    private Task<string> ResetAsync(string code, string password = "Chosen-0ne") => pool.RefusalAsync("ConfirmForgotPassword", $$"""{"Username":"ann","ConfirmationCode":"{{code}}","Password":"{{password}}"}""");

    private Task<string> VerifyAsync(string token, string code) => pool.RefusalAsync("VerifyUserAttribute", $$"""{"AccessToken":"{{token}}","AttributeName":"email","Code":"{{code}}"}""");

    private async Task<string> ChangeAsync(string from, string to) =>
        await pool.RefusalAsync("ChangePassword", $$"""{"AccessToken":"{{TestTokens.Of(await pool.SignInAsync("ann", from)).Access}}","PreviousPassword":"{{from}}","ProposedPassword":"{{to}}"}""");

    private async Task<string> UpdateAsync(string user, string name, string value) =>
        await pool.RefusalAsync("UpdateUserAttributes", $$"""{"AccessToken":"{{(await pool.TokensAsync(user)).Access}}","UserAttributes":[{"Name":"{{name}}","Value":"{{value}}"}]}""");
}
