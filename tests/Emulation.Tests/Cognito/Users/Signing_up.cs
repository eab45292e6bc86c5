namespace Emulation.Tests.Cognito.Users;

/// <summary>SignUp, its code, and names that are somebody else's.</summary>
public sealed class Signing_up : IDisposable
{
    private const string Mismatch = "CodeMismatchException: Invalid verification code provided, please try again.";
    private const string Expired = "ExpiredCodeException: Invalid code provided, please request a code again.";
    private readonly TestPool pool = new("""{"AutoVerifiedAttributes":["email"],"AliasAttributes":["email","preferred_username"],"Schema":[{"Name":"role","AttributeDataType":"String"},{"Name":"tenant","AttributeDataType":"String","Mutable":false}]}""");

    [Fact]
    public async Task Is_confirmed_by_the_code_that_was_sent()
    {
        await SignUpAsync("ann", "ann@example.com");
        Assert.Equal("UserNotConfirmedException: User is not confirmed.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        var code = pool.Code;
        Assert.Equal(Mismatch, await ConfirmAsync("ann", code == "000000" ? "000001" : "000000"));
        Assert.Equal("answered", await ConfirmAsync("ann", code));
        Assert.Equal("true", await pool.AttributeAsync("ann", "email_verified"));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann@example.com")));
        Assert.Equal("NotAuthorizedException: User cannot be confirmed. Current status is CONFIRMED", await ConfirmAsync("ann", code));
    }

    [Fact]
    public async Task Takes_the_newest_code_for_a_day()
    {
        await SignUpAsync("ann", "ann@example.com");
        var first = pool.Code;
        await pool.DoAsync("ResendConfirmationCode", """{"Username":"ann"}""");
        var second = pool.Code;
        pool.Time.Advance(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        Assert.Equal(first == second ? "answered" : Mismatch, await ConfirmAsync("ann", first));
        pool.Time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Expired, await ConfirmAsync("ann", second));
        await pool.DoAsync("ResendConfirmationCode", """{"Username":"ann"}""");
        Assert.Equal("answered", await ConfirmAsync("ann", pool.Code));
    }

    [Fact]
    public async Task Cannot_be_confirmed_by_guessing_at_once()
    {
        await SignUpAsync("ann", "ann@example.com");
        var answers = await Task.WhenAll(Enumerable.Range(0, 60).Select(i => Task.Run(() => ConfirmAsync("ann", $"x{i}"))));
        Assert.Equal(5, answers.Count(static answer => answer == Mismatch));
        Assert.Equal(55, answers.Count(static answer => answer.StartsWith("LimitExceededException", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task At_once_under_one_name_makes_one_user()
    {
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => pool.RefusalAsync("SignUp", $$"""{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"ann{{i}}@example.com"}]}"""))));
        Assert.Single(answers, static answer => answer == "answered");
        Assert.Equal(19, answers.Count(static answer => answer == "UsernameExistsException: User already exists"));
    }

    [Fact]
    public async Task At_once_with_one_email_makes_one_user_where_it_is_the_name()
    {
        using var own = new TestPool("""{"UsernameAttributes":["email"]}""");
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => Task.Run(() => own.RefusalAsync("SignUp", $$"""{"Username":"{{(i % 2 == 0 ? "Ann" : "ann")}}@example.com","Password":"Passw0rd!"}"""))));
        Assert.Single(answers, static answer => answer == "answered");
    }

    [Fact]
    public async Task With_somebody_s_email_does_not_take_it()
    {
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""");
        await SignUpAsync("eve", "ann@example.com");
        Assert.Equal("ann", (string?)TestTokens.Claims(TestTokens.Of(await pool.SignInAsync("ann@example.com")).Access)["username"]);
        Assert.Equal("AliasExistsException: An account with the email already exists.", await ConfirmAsync("eve", pool.Code));
        Assert.Equal("ann", (string?)TestTokens.Claims(TestTokens.Of(await pool.SignInAsync("ann@example.com")).Access)["username"]);
    }

    [Fact]
    public async Task With_a_changed_address_needs_a_code_for_that()
    {
        await SignUpAsync("eve", "eve@example.com");
        var code = pool.Code;
        await pool.DoAsync("AdminUpdateUserAttributes", """{"Username":"eve","UserAttributes":[{"Name":"email","Value":"ann@example.com"}]}""");
        Assert.Equal(Expired, await ConfirmAsync("eve", code));
        await pool.DoAsync("AdminUpdateUserAttributes", """{"Username":"eve","UserAttributes":[{"Name":"email","Value":"eve@example.com"}]}""");
        Assert.Equal("answered", await ConfirmAsync("eve", code));
    }

    [Fact]
    public async Task Under_another_user_s_sub_or_preferred_name_is_refused()
    {
        await pool.AddUserAsync("ann", """[{"Name":"preferred_username","Value":"queen"}]""");
        Assert.StartsWith("UsernameExistsException", await pool.RefusalAsync("SignUp", $$"""{"Username":"{{await pool.AttributeAsync("ann", "sub")}}","Password":"Passw0rd!"}"""), StringComparison.Ordinal);
        Assert.StartsWith("UsernameExistsException", await pool.RefusalAsync("SignUp", """{"Username":"queen","Password":"Passw0rd!"}"""), StringComparison.Ordinal);
        Assert.StartsWith("AliasExistsException", await pool.RefusalAsync("SignUp", """{"Username":"eve","Password":"Passw0rd!","UserAttributes":[{"Name":"preferred_username","Value":"ann"}]}"""), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("SignUp", """{"Username":"eve","Password":"Passw0rd!","UserAttributes":[{"Name":"preferred_username","Value":"king"}]}"""));
    }

    [Theory]
    [InlineData("email_verified", "true")]
    [InlineData("phone_number_verified", "true")]
    [InlineData("sub", "1")]
    [InlineData("identities", "[]")]
    [InlineData("unknown", "1")]
    [InlineData("email", "not an address")]
    [InlineData("phone_number", "0123")]
    [InlineData("birthdate", "1")]
    public async Task With_an_attribute_that_users_do_not_set_is_refused(string name, string value)
    {
        Assert.Matches("^(NotAuthorized|InvalidParameter)Exception", await pool.RefusalAsync("SignUp", $$"""{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"{{name}}","Value":"{{value}}"}]}"""));
        Assert.Equal("answered", await pool.RefusalAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"nickname","Value":"Ann"}]}"""));
    }

    [Fact]
    public async Task Sets_custom_attributes_unless_the_client_names_others()
    {
        const string Call = """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"custom:role","Value":"admin"},{"Name":"custom:tenant","Value":"one"}]}""";
        var narrow = pool.AddClient("""{"WriteAttributes":["email","custom:tenant"]}""").Id;
        Assert.Equal("NotAuthorizedException: A client attempted to write unauthorized attribute", await pool.RefusalAsync("SignUp", Call.Insert(1, $"\"ClientId\":\"{narrow}\",")));
        Assert.Equal("answered", await pool.RefusalAsync("SignUp", Call));
        Assert.Equal("one", await pool.AttributeAsync("ann", "custom:tenant"));
    }

    [Theory]
    [InlineData("queen@example.com", "InvalidParameterException: Username cannot be of email format, since user pool is configured for email alias.")]
    [InlineData("ann", "AliasExistsException: User account already exists for the alias.")]
    [InlineData("king", "AliasExistsException: An account with the preferred_username already exists.")]
    [InlineData("queen", "answered")]
    public async Task With_a_preferred_name_that_is_or_looks_like_somebody_else_s_is_refused(string name, string answer)
    {
        await pool.AddUserAsync("ann");
        await pool.AddUserAsync("bob", """[{"Name":"preferred_username","Value":"king"}]""");
        Assert.Equal(answer, await pool.RefusalAsync("SignUp", $$"""{"Username":"eve","Password":"Passw0rd!","UserAttributes":[{"Name":"preferred_username","Value":"{{name}}"}]}"""));
    }

    [Theory]
    [InlineData("""["email","preferred_username"]""", "+4915112345678", "answered")]
    [InlineData("""["phone_number","preferred_username"]""", "+4915112345678", "InvalidParameterException: Username cannot be of phone number format, since user pool is configured for phone number alias.")]
    [InlineData("""["phone_number","preferred_username"]""", "a@b.c", "answered")]
    [InlineData("""["email"]""", "a@b.c", "answered")]
    public async Task Sets_a_preferred_name_by_the_pool_s_aliases_whoever_sets_it(string aliases, string name, string answer)
    {
        using var own = new TestPool($$"""{"AliasAttributes":{{aliases}}}""");
        await own.AddUserAsync("ann");
        var attributes = $$"""[{"Name":"preferred_username","Value":"{{name}}"}]""";
        Assert.Equal(answer, await own.RefusalAsync("AdminCreateUser", $$"""{"Username":"bob","MessageAction":"SUPPRESS","UserAttributes":{{attributes}}}"""));
        await own.RefusalAsync("AdminDeleteUser", """{"Username":"bob"}""");
        Assert.Equal(answer, await own.RefusalAsync("AdminUpdateUserAttributes", $$"""{"Username":"ann","UserAttributes":{{attributes}}}"""));
        Assert.Equal(answer, await own.RefusalAsync("UpdateUserAttributes", $$"""{"AccessToken":"{{(await own.TokensAsync("ann")).Access}}","UserAttributes":{{attributes}}}"""));
    }

    [Fact]
    public async Task With_a_weak_password_is_refused_in_words_of_its_own()
    {
        Assert.Equal("InvalidPasswordException: Password did not conform with policy: Password not long enough", await pool.RefusalAsync("SignUp", """{"Username":"ann","Password":"Sh0rt!"}"""));
        Assert.Equal("InvalidPasswordException: Password did not conform with password policy: Password not long enough", await pool.RefusalAsync("AdminCreateUser", """{"Username":"ann","TemporaryPassword":"Sh0rt!"}"""));
    }

    [Fact]
    public async Task Is_for_administrators_where_the_pool_says_so()
    {
        using var own = new TestPool("""{"AdminCreateUserConfig":{"AllowAdminCreateUserOnly":true}}""");
        Assert.Equal("NotAuthorizedException: SignUp is not permitted for this user pool", await own.RefusalAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}"""));
        Assert.Equal("answered", await own.RefusalAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS"}"""));
    }

    public void Dispose() => pool.Dispose();

    private Task<string> ConfirmAsync(string name, string code) => pool.RefusalAsync("ConfirmSignUp", $$"""{"Username":"{{name}}","ConfirmationCode":"{{code}}"}""");

    private Task<System.Text.Json.Nodes.JsonObject> SignUpAsync(string name, string email) => pool.DoAsync("SignUp", $$"""{"Username":"{{name}}","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"{{email}}"}]}""");
}
