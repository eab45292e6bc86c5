using System.Text.Json.Nodes;
using Emulation.Cognito.Federation;

namespace Emulation.Tests.Cognito.Federation;

/// <summary>What users may do who came by a provider and have no password, and what claims and names cannot make of them.</summary>
public sealed class Users_who_come_by_a_provider : IDisposable
{
    private const string NotHere = "NotAuthorizedException: User is not authorized to get auth details.";
    private const string Wrong = "NotAuthorizedException: Incorrect username or password.";

    private readonly TestPool pool = new(
        $$"""
        {
          "UsernameConfiguration":{"CaseSensitive":false},"AliasAttributes":["email"],"AutoVerifiedAttributes":["email"],"Schema":[{"Name":"role","AttributeDataType":"String","Mutable":true}],
          "Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]} },"UserPoolTier":"ESSENTIALS",
          "LambdaConfig":{"DefineAuthChallenge":"{{TestPool.FunctionArn}}Triggered","CreateAuthChallenge":"{{TestPool.FunctionArn}}Triggered","VerifyAuthChallengeResponse":"{{TestPool.FunctionArn}}Triggered"}
        }
        """,
        """{"PreventUserExistenceErrors":"LEGACY"}""");

    public void Dispose() => pool.Dispose();

    [Theory]
    [InlineData("USER_PASSWORD_AUTH", """{"USERNAME":"google_101","PASSWORD":"Passw0rd!"}""", NotHere, Wrong)]
    [InlineData("USER_SRP_AUTH", """{"USERNAME":"google_101","SRP_A":"A1B2"}""", NotHere, "PASSWORD_VERIFIER")]
    [InlineData("CUSTOM_AUTH", """{"USERNAME":"google_101"}""", NotHere, "CUSTOM_CHALLENGE")]
    [InlineData("USER_AUTH", """{"USERNAME":"google_101","PREFERRED_CHALLENGE":"EMAIL_OTP"}""", NotHere, "EMAIL_OTP")]
    [InlineData("USER_AUTH", """{"USERNAME":"google_101"}""", NotHere, "SELECT_CHALLENGE")]
    public async Task Sign_in_by_no_flow_of_the_pool(string flow, string parameters, string told, string hidden)
    {
        pool.Respond("""{"challengeName":"CUSTOM_CHALLENGE","issueTokens":false,"failAuthentication":false}""");
        await ComeInAsync();
        await pool.DoAsync("AdminUpdateUserAttributes", """{"Username":"google_101","UserAttributes":[{"Name":"email_verified","Value":"true"}]}""");
        var request = new JsonObject { ["AuthFlow"] = flow, ["AuthParameters"] = JsonNode.Parse(parameters) };
        var (hiding, _) = pool.AddClient("""{"PreventUserExistenceErrors":"ENABLED"}""");
        var open = await pool.RefusalAsync("InitiateAuth", request.ToJsonString());
        request["ClientId"] = hiding;
        var refused = await pool.RefusalAsync("InitiateAuth", request.ToJsonString());

        Assert.Equal(told, open);
        Assert.Equal(hidden, refused == "answered" ? (string?)(await pool.DoAsync("InitiateAuth", request.ToJsonString()))["ChallengeName"] : refused);
        Assert.Empty(pool.Service.Outbox.Messages());
    }

    /// <summary>A client that may not learn who is there gets challenges, and nothing answers them.</summary>
    [Fact]
    public async Task Get_no_tokens_by_a_custom_challenge_that_a_function_finds_answered()
    {
        pool.Respond("""{"challengeName":"CUSTOM_CHALLENGE","issueTokens":false,"failAuthentication":false}""");
        await ComeInAsync();
        var (hiding, _) = pool.AddClient("""{"PreventUserExistenceErrors":"ENABLED"}""");
        var asked = await pool.DoAsync("InitiateAuth", $$$"""{"ClientId":"{{{hiding}}}","AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"google_101"}}""");
        pool.Respond("""{"answerCorrect":true,"issueTokens":true,"failAuthentication":false}""");

        Assert.Equal(Wrong, await pool.RefusalAsync("RespondToAuthChallenge", new JsonObject
        {
            ["ClientId"] = hiding, ["ChallengeName"] = "CUSTOM_CHALLENGE", ["Session"] = (string?)asked["Session"],
            ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = (string?)asked["ChallengeParameters"]!["USERNAME"], ["ANSWER"] = "x" },
        }.ToJsonString()));
    }

    [Theory]
    [InlineData("ForgotPassword", """{"Username":"google_101"}""", "NotAuthorizedException: User password cannot be reset in the current state.")]
    [InlineData("AdminResetUserPassword", """{"Username":"google_101"}""", "NotAuthorizedException: User password cannot be reset in the current state.")]
    [InlineData("ChangePassword", """{"AccessToken":"$","ProposedPassword":"Passw0rd!2","PreviousPassword":"x"}""", "NotAuthorizedException: User is not authorized to change password.")]
    [InlineData("ConfirmSignUp", """{"Username":"google_101","ConfirmationCode":"123456"}""", "NotAuthorizedException: User cannot be confirmed. Current status is EXTERNAL_PROVIDER")]
    [InlineData("AdminConfirmSignUp", """{"Username":"google_101"}""", "NotAuthorizedException: User cannot be confirmed. Current status is EXTERNAL_PROVIDER")]
    [InlineData("ResendConfirmationCode", """{"Username":"google_101"}""", "InvalidParameterException: User is already confirmed.")]
    [InlineData("AdminCreateUser", """{"Username":"google_101","MessageAction":"RESEND"}""", "UnsupportedUserStateException: Resend not possible. User status is not FORCE_CHANGE_PASSWORD")]
    [InlineData("GetUserAttributeVerificationCode", """{"AccessToken":"$","AttributeName":"email"}""", "NotAuthorizedException: User is not authorized to verify attributes: the identity provider vouches for them.")]
    [InlineData("VerifyUserAttribute", """{"AccessToken":"$","AttributeName":"email","Code":"123456"}""", "NotAuthorizedException: User is not authorized to verify attributes: the identity provider vouches for them.")]
    [InlineData("GetUser", """{"AccessToken":"$"}""", "answered")]
    [InlineData("UpdateUserAttributes", """{"AccessToken":"$","UserAttributes":[{"Name":"nickname","Value":"a"}]}""", "answered")]
    [InlineData("UpdateUserAttributes", """{"AccessToken":"$","UserAttributes":[{"Name":"email_verified","Value":"true"}]}""", "InvalidParameterException: Cannot modify the non-mutable attribute email_verified")]
    [InlineData("UpdateUserAttributes", """{"AccessToken":"$","UserAttributes":[{"Name":"identities","Value":"[]"}]}""", "InvalidParameterException: Cannot modify the non-mutable attribute identities")]
    [InlineData("AdminUpdateUserAttributes", """{"Username":"google_101","UserAttributes":[{"Name":"identities","Value":"[]"}]}""", "InvalidParameterException: Cannot modify the non-mutable attribute identities")]
    [InlineData("GlobalSignOut", """{"AccessToken":"$"}""", "answered")]
    [InlineData("DeleteUser", """{"AccessToken":"$"}""", "answered")]
    public async Task May_do_what_needs_no_password_and_no_code(string operation, string request, string outcome)
    {
        var user = await ComeInAsync();
        Assert.Equal(outcome, await pool.RefusalAsync(operation, request.Replace("$", await AccessTokenAsync(user), StringComparison.Ordinal)));
        Assert.Empty(pool.Service.Outbox.Messages());
    }

    [Fact]
    public async Task Change_their_address_to_one_that_is_not_verified()
    {
        var user = await ComeInAsync();
        var answer = await pool.DoAsync("UpdateUserAttributes", $$"""{"AccessToken":"{{await AccessTokenAsync(user)}}","UserAttributes":[{"Name":"email","Value":"other@example.com"}]}""");

        Assert.Empty(answer);
        Assert.Equal(("other@example.com", "false"), (await pool.AttributeAsync("google_101", "email"), await pool.AttributeAsync("google_101", "email_verified")));
    }

    [Fact]
    public async Task Sign_in_both_ways_once_an_administrator_gave_them_a_password()
    {
        var user = await ComeInAsync();
        await pool.DoAsync("AdminSetUserPassword", """{"Username":"google_101","Password":"Passw0rd!","Permanent":true}""");

        Assert.Equal("CONFIRMED", (string?)(await pool.DoAsync("AdminGetUser", """{"Username":"google_101"}"""))["UserStatus"]);
        Assert.Equal(user.Sub, (string?)(await pool.IdClaimsAsync("google_101"))["sub"]);
        Assert.Equal(user.Sub, (await ComeInAsync()).Sub);
    }

    [Fact]
    public async Task Are_somebody_new_after_they_were_deleted()
    {
        var first = await ComeInAsync();
        await pool.DoAsync("AdminDeleteUser", """{"Username":"google_101"}""");
        var second = await ComeInAsync();

        Assert.Equal(first.Username, second.Username);
        Assert.NotEqual(first.Sub, second.Sub);
    }

    /// <summary>However much a provider says of somebody, the mapping says what of it counts; and what names a user nobody maps.</summary>
    [Theory]
    [InlineData("email_verified", "true", "email_verified", "false")]
    [InlineData("custom:role", "admin", "custom:role", null)]
    [InlineData("role", "admin", "custom:role", null)]
    [InlineData("cognito:groups", "admins", "cognito:groups", null)]
    [InlineData("identities", "[]", "custom:role", null)]
    [InlineData("username", "ada", "preferred_username", null)]
    public async Task Are_not_made_by_claims_that_no_mapping_names(string claim, string value, string attribute, string? kept)
    {
        await pool.AddProvidersAsync();
        var user = await pool.ComeInAsync("Google", "101", ("email", "ann@example.com"), (claim, value));

        Assert.Equal(("google_101", kept), (user.Username, user.Attribute(attribute)));
        Assert.Equal("Google:101:own", await pool.IdentitiesAsync("google_101"));
    }

    [Theory]
    [InlineData("sub", "answered")]
    [InlineData("identities", "answered")]
    [InlineData("cognito:groups", "InvalidParameterException: AttributeMapping contains invalid mapping: [cognito:groups]")]
    [InlineData("custom:other", "InvalidParameterException: AttributeMapping contains invalid mapping: [custom:other]")]
    public async Task Keep_their_sub_and_identities_though_a_mapping_names_them(string attribute, string outcome)
    {
        await pool.AddProvidersAsync();
        var mapping = new JsonObject { ["ProviderName"] = "Google", ["AttributeMapping"] = new JsonObject { [attribute] = "evil" } };
        Assert.Equal(outcome, await pool.RefusalAsync("UpdateIdentityProvider", mapping.ToJsonString()));
        var user = await pool.ComeInAsync("Google", "101", ("evil", "22222222-3333-4444-5555-666666666666"));

        Assert.NotEqual("22222222-3333-4444-5555-666666666666", user.Sub);
        Assert.Equal("Google:101:own", await pool.IdentitiesAsync("google_101"));
    }

    [Theory]
    [InlineData("yes")]
    [InlineData("True")]
    [InlineData("1")]
    [InlineData("")]
    public async Task Have_no_verified_address_by_a_word_that_is_not_true(string word)
    {
        await pool.AddProvidersAsync();
        await pool.DoAsync("UpdateIdentityProvider", """{"ProviderName":"Google","AttributeMapping":{"email":"email","email_verified":"email_verified"}}""");
        var refusal = await Record.ExceptionAsync(() => pool.ComeInAsync("Google", "101", ("email", "ann@example.com"), ("email_verified", word)));

        Assert.True(refusal is FederationException || await pool.AttributeAsync("google_101", "email_verified") != "true");
    }

    [Theory]
    [InlineData("Google", "OIDC")]
    [InlineData("Facebook", "SAML")]
    [InlineData("SignInWithApple", "Google")]
    [InlineData("COGNITO", "OIDC")]
    [InlineData("Cognito", "OIDC")]
    public async Task Come_by_no_provider_under_the_name_of_another(string name, string type) => Assert.Equal(
        $"InvalidParameterException: Provider {name} cannot be of type {type}.",
        await pool.RefusalAsync("CreateIdentityProvider", $$"""
            {"ProviderName":"{{name}}","ProviderType":"{{type}}","ProviderDetails":{"client_id":"1","oidc_issuer":"https://id.example.com","authorize_scopes":"openid","attributes_request_method":"GET"} }
            """));

    /// <summary>In a pool that takes no notice of case, names of two providers may fall together; the people behind them do not.</summary>
    [Fact]
    public async Task Are_not_somebody_of_a_provider_whose_name_differs_in_case()
    {
        await pool.AddProvidersAsync();
        await pool.DoAsync("CreateIdentityProvider", """
            {"ProviderName":"google","ProviderType":"OIDC","ProviderDetails":{"client_id":"1","oidc_issuer":"https://evil.example.com","authorize_scopes":"openid","attributes_request_method":"GET"} }
            """);
        await pool.ComeInAsync("Google", "101");

        Assert.Equal("User already exists with provider user id", (await Assert.ThrowsAsync<FederationException>(() => pool.ComeInAsync("google", "101"))).Message);
        Assert.Equal("Google:101:own", await pool.IdentitiesAsync("google_101"));
    }

    [Fact]
    public async Task Do_not_take_the_name_of_who_signed_up_with_it()
    {
        await pool.AddProvidersAsync();
        await pool.AddUserAsync("google_101");

        Assert.Equal("User already exists with provider user id", (await Assert.ThrowsAsync<FederationException>(() => pool.ComeInAsync("Google", "101"))).Message);
    }

    [Fact]
    public async Task Leave_a_verified_address_to_whoever_has_it()
    {
        await pool.AddProvidersAsync();
        await pool.DoAsync("UpdateIdentityProvider", """{"ProviderName":"Google","AttributeMapping":{"email":"email","email_verified":"email_verified"}}""");
        await pool.AddUserAsync("ada", """[{"Name":"email","Value":"ada@example.com"},{"Name":"email_verified","Value":"true"}]""");

        Assert.Equal("An account with the email already exists. ", (await Assert.ThrowsAsync<FederationException>(() =>
            pool.ComeInAsync("Google", "101", ("email", "ada@example.com"), ("email_verified", "true")))).Message);
        Assert.Equal("google_102", (await pool.ComeInAsync("Google", "102", ("email", "ada@example.com"), ("email_verified", "false"))).Username);
    }

    private async Task<Emulation.Cognito.Users.CognitoUser> ComeInAsync()
    {
        if ((await pool.DoAsync("ListIdentityProviders", "{}"))["Providers"]!.AsArray().Count == 0)
        {
            await pool.AddProvidersAsync();
        }

        return await pool.ComeInAsync("Google", "101", ("email", "ann@example.com"));
    }

    /// <summary>As a sign-in through the pages ends, with the scope for the API.</summary>
    private async Task<string> AccessTokenAsync(Emulation.Cognito.Users.CognitoUser user)
    {
        var (userPool, client) = (pool.Service.Directory.Pool(pool.PoolId), pool.Service.Directory.Client(pool.ClientId));
        var grant = pool.Service.RefreshTokens.Begin(client, user.Sub, [Emulation.Cognito.Tokens.TokenIssuer.AdminScope]);
        return (await pool.Service.TokenIssuer.IssueAsync(new(userPool, client, user, grant) { Source = "TokenGeneration_HostedAuth" }, TestContext.Current.CancellationToken)).AccessToken;
    }
}
