using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.Passkeys;

/// <summary><c>WEB_AUTHN</c> of <c>USER_AUTH</c>, and everything that is no proof.</summary>
public sealed class Signing_in_with_a_passkey : IDisposable
{
    private const string Used = "NotAuthorizedException: Invalid session for the user, session can only be used once.";
    private const string NoSession = "NotAuthorizedException: Invalid session for the user, session is expired.";
    private readonly PasskeyPool pool = new();

    [Fact]
    public async Task Leads_to_tokens_of_its_user()
    {
        using var passkey = await pool.AddUserAsync("ada");
        pool.Pool.Restart();
        var asked = await pool.AskAsync("ada");
        var options = PasskeyPool.OptionsOf(asked);
        var tokens = TestTokens.Of(await pool.Pool.DoAsync("RespondToAuthChallenge", PasskeyPool.Answer("ada", asked, passkey.Get(options))));

        Assert.Equal("WEB_AUTHN", (string?)asked["ChallengeName"]);
        Assert.Equal((180000, "localhost", "preferred"), ((int)options["timeout"]!, (string?)options["rpId"], (string?)options["userVerification"]));
        Assert.Equal($$"""[{"type":"public-key","id":"{{passkey.IdText}}","transports":["internal"]}]""", options["allowCredentials"]!.ToJsonString());
        Assert.Equal("ada", (string?)TestTokens.Claims(tokens.Access)["username"]);
    }

    [Fact]
    public async Task Is_chosen_among_what_the_user_has()
    {
        using var passkey = await pool.AddUserAsync("ada");
        await pool.Pool.AddUserAsync("bob");
        var choice = await ChoiceAsync("ada");
        Assert.Equal("""["PASSWORD","PASSWORD_SRP","WEB_AUTHN"]""", choice["AvailableChallenges"]!.ToJsonString());
        Assert.Equal("""["PASSWORD","PASSWORD_SRP"]""", (await ChoiceAsync("bob"))["AvailableChallenges"]!.ToJsonString());
        var asked = await pool.Pool.DoAsync("RespondToAuthChallenge", new JsonObject
        {
            ["ChallengeName"] = "SELECT_CHALLENGE",
            ["Session"] = (string?)choice["Session"],
            ["ChallengeResponses"] = new JsonObject { ["USERNAME"] = "ada", ["ANSWER"] = "WEB_AUTHN" },
        }.ToJsonString());
        Assert.Equal("answered", await pool.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
    }

    [Fact]
    public async Task Is_a_factor_that_the_user_has()
    {
        using var passkey = await pool.AddUserAsync("ada");
        await pool.Pool.AddUserAsync("bob");
        Assert.Equal("""["PASSWORD","WEB_AUTHN"]""", await FactorsAsync("ada"));
        Assert.Equal("""["PASSWORD"]""", await FactorsAsync("bob"));
    }

    [Fact]
    public async Task Takes_an_answer_once()
    {
        using var passkey = await pool.AddUserAsync("ada");
        var asked = await pool.AskAsync("ada");
        var answer = passkey.Get(PasskeyPool.OptionsOf(asked));
        Assert.Equal("answered", await pool.AnswerAsync("ada", asked, answer));
        Assert.Equal(Used, await pool.AnswerAsync("ada", asked, answer));
        Assert.Equal(PasskeyPool.Refused, await pool.AnswerAsync("ada", await pool.AskAsync("ada"), answer));
    }

    [Fact]
    public async Task Uses_a_challenge_up_by_a_wrong_answer_too()
    {
        using var passkey = await pool.AddUserAsync("ada");
        var asked = await pool.AskAsync("ada");
        Assert.Equal(PasskeyPool.Refused, await pool.AnswerAsync("ada", asked, new JsonObject()));
        Assert.Equal(Used, await pool.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
    }

    [Fact]
    public async Task Is_for_the_user_the_client_and_the_pool_that_were_asked()
    {
        using var ada = await pool.AddUserAsync("ada");
        using var bob = await pool.AddUserAsync("bob");
        using var elsewhere = new PasskeyPool();
        using var other = await elsewhere.AddUserAsync("ada");

        // A challenge of another user, with either name; a client and a pool that did not ask.
        var asked = await pool.AskAsync("ada");
        var ofBob = bob.Get(PasskeyPool.OptionsOf(asked));
        Assert.Equal(NoSession, await pool.AnswerAsync("bob", asked, ofBob));
        Assert.Equal(NoSession, await pool.AnswerAsync("ada", asked, ada.Get(PasskeyPool.OptionsOf(asked)), pool.Pool.AddClient("{}").Id));
        Assert.Equal(NoSession, await elsewhere.AnswerAsync("ada", asked, other.Get(PasskeyPool.OptionsOf(asked))));
        Assert.Equal(PasskeyPool.Refused, await pool.AnswerAsync("ada", asked, ofBob));
    }

    [Fact]
    public async Task Is_not_by_another_users_passkey_under_the_own_ones_id()
    {
        using var ada = await pool.AddUserAsync("ada");
        using var bob = await pool.AddUserAsync("bob");
        bob.Id = ada.Id;
        Assert.Equal(PasskeyPool.Refused, await AnswerAsync("ada", bob));
        bob.UserHandle = ada.UserHandle;
        Assert.Equal(PasskeyPool.Refused, await AnswerAsync("ada", bob));
        Assert.Equal("answered", await AnswerAsync("ada", ada));
    }

    [Fact]
    public async Task Is_not_by_a_passkey_that_says_it_is_somebody_elses()
    {
        using var passkey = await pool.AddUserAsync("ada");
        var own = passkey.UserHandle;
        passkey.UserHandle = [1, 2, 3];
        Assert.Equal(PasskeyPool.Refused, await AnswerAsync("ada", passkey));
        passkey.UserHandle = own;
        Assert.Equal("answered", await AnswerAsync("ada", passkey));
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("http://127.0.0.1:3000")]
    public async Task Is_refused_from_another_origin(string origin)
    {
        using var passkey = await pool.AddUserAsync("ada");
        var own = passkey.Origin;
        passkey.Origin = origin;
        Assert.Equal(PasskeyPool.Refused, await AnswerAsync("ada", passkey));
        passkey.Origin = own;
        Assert.Equal("answered", await AnswerAsync("ada", passkey));
    }

    [Fact]
    public async Task Is_refused_for_another_relying_party()
    {
        using var passkey = await pool.AddUserAsync("ada");
        passkey.RelyingParty = "example.com";
        Assert.Equal(PasskeyPool.Refused, await AnswerAsync("ada", passkey));
        passkey.RelyingParty = null;
        Assert.Equal("answered", await AnswerAsync("ada", passkey));
    }

    [Theory]
    [InlineData(5, 6, true)]
    [InlineData(5, 5, false)]
    [InlineData(5, 4, false)]
    [InlineData(5, 0, false)]
    [InlineData(0, 0, true)]
    public async Task Holds_the_count_of_signatures(uint first, uint second, bool isGood)
    {
        using var passkey = await pool.AddUserAsync("ada");
        passkey.Counter = first;
        Assert.Equal("answered", await AnswerAsync("ada", passkey));
        passkey.Counter = second;
        Assert.Equal(isGood ? "answered" : PasskeyPool.Refused, await AnswerAsync("ada", passkey));
    }

    [Fact]
    public async Task Needs_a_verified_user_where_the_pool_requires_one()
    {
        using var strict = new PasskeyPool("""{"WebAuthnUserVerification":"required"}""");
        using var passkey = await strict.AddUserAsync("ada");
        passkey.Verifies = false;
        var asked = await strict.AskAsync("ada");
        Assert.Equal("required", (string?)PasskeyPool.OptionsOf(asked)["userVerification"]);
        Assert.Equal(PasskeyPool.Refused, await strict.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
        passkey.Verifies = true;
        asked = await strict.AskAsync("ada");
        Assert.Equal("answered", await strict.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
    }

    [Theory]
    [InlineData("signature")]
    [InlineData("authenticatorData")]
    [InlineData("clientDataJSON")]
    public async Task Is_refused_when_a_part_is_not_what_was_signed(string member)
    {
        using var passkey = await pool.AddUserAsync("ada");
        var asked = await pool.AskAsync("ada");
        var other = passkey.Get(PasskeyPool.OptionsOf(await pool.AskAsync("ada")));
        var answer = passkey.Get(PasskeyPool.OptionsOf(asked));
        passkey.Counter = 7;
        other = member == "authenticatorData" ? passkey.Get(PasskeyPool.OptionsOf(asked)) : other;
        answer["response"]![member] = (string?)other["response"]![member];
        Assert.Equal(PasskeyPool.Refused, await pool.AnswerAsync("ada", asked, answer));
    }

    [Fact]
    public async Task Ends_with_the_passkey_and_with_the_users_right_to_sign_in()
    {
        using var passkey = await pool.AddUserAsync("ada");
        var asked = await pool.AskAsync("ada");
        await pool.Pool.DoAsync("AdminDisableUser", """{"Username":"ada"}""");
        Assert.Equal("NotAuthorizedException: User is disabled.", await pool.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
        await pool.Pool.DoAsync("AdminEnableUser", """{"Username":"ada"}""");
        pool.Pool.Time.Advance(TimeSpan.FromSeconds(1));
        asked = await pool.AskAsync("ada");
        await pool.Pool.DoAsync("DeleteWebAuthnCredential", new JsonObject { ["AccessToken"] = await pool.TokenAsync("ada"), ["CredentialId"] = passkey.IdText }.ToJsonString());
        Assert.Equal(PasskeyPool.Refused, await pool.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
    }

    [Fact]
    public async Task Of_nobody_is_not_offered()
    {
        using var passkey = await pool.AddUserAsync("ada");
        var hiding = pool.Pool.AddClient("""{"PreventUserExistenceErrors":"ENABLED"}""").Id;
        var asked = await pool.Pool.DoAsync("InitiateAuth", $$"""{"ClientId":"{{hiding}}","AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"nobody","PREFERRED_CHALLENGE":"WEB_AUTHN"} }""");
        Assert.Equal(("SELECT_CHALLENGE", """["PASSWORD","PASSWORD_SRP"]"""), ((string?)asked["ChallengeName"], asked["AvailableChallenges"]!.ToJsonString()));
    }

    [Fact]
    public async Task Is_not_offered_for_another_domain_than_the_passkeys()
    {
        using var passkey = await pool.AddUserAsync("ada");
        await pool.Pool.DoAsync("SetUserPoolMfaConfig", """{"WebAuthnConfiguration":{"RelyingPartyId":"example.com"}}""");
        Assert.Equal("SELECT_CHALLENGE", (string?)(await pool.AskAsync("ada"))["ChallengeName"]);
    }

    [Fact]
    public async Task Is_two_factors_at_once_where_pool_and_user_have_it_so()
    {
        using var mfa = new PasskeyPool("""{"MfaConfiguration":"OPTIONAL","EnabledMfas":["EMAIL_OTP"],"WebAuthnFactorConfiguration":"MULTI_FACTOR_WITH_USER_VERIFICATION"}""");
        using var passkey = await mfa.AddUserAsync("ada");
        var begun = await mfa.AskAsync("ada");
        await mfa.Pool.DoAsync("AdminUpdateUserAttributes", """{"Username":"ada","UserAttributes":[{"Name":"email","Value":"a@example.com"},{"Name":"email_verified","Value":"true"}]}""");
        const string Preference = """{"Username":"ada","WebAuthnMfaSettings":{"Enabled":true}}""";
        Assert.Equal("InvalidParameterException: User does not have another MFA method enabled.", await mfa.Pool.RefusalAsync("AdminSetUserMFAPreference", Preference));
        await mfa.Pool.DoAsync("AdminSetUserMFAPreference", """{"Username":"ada","EmailMfaSettings":{"Enabled":true}}""");

        // One factor is not enough any more, neither for a sign-in that was begun before.
        Assert.Equal("SELECT_CHALLENGE", (string?)(await mfa.AskAsync("ada"))["ChallengeName"]);
        Assert.Equal(PasskeyPool.Refused, await mfa.AnswerAsync("ada", begun, passkey.Get(PasskeyPool.OptionsOf(begun))));
        await mfa.Pool.DoAsync("AdminSetUserMFAPreference", Preference);
        var asked = await mfa.AskAsync("ada");
        Assert.Equal("required", (string?)PasskeyPool.OptionsOf(asked)["userVerification"]);
        passkey.Verifies = false;
        Assert.Equal(PasskeyPool.Refused, await mfa.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
        passkey.Verifies = true;
        asked = await mfa.AskAsync("ada");
        Assert.Equal("answered", await mfa.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
    }

    [Fact]
    public async Task Tells_the_pools_functions_as_every_sign_in_does()
    {
        using var told = new PasskeyPool($$"""{"LambdaConfig":{"PreAuthentication":"{{TestPool.FunctionArn}}Triggered","PostAuthentication":"{{TestPool.FunctionArn}}Triggered"} }""");
        using var passkey = await told.AddUserAsync("ada");
        told.Pool.Events.Clear();
        var asked = await told.AskAsync("ada");
        Assert.Equal("answered", await told.AnswerAsync("ada", asked, passkey.Get(PasskeyPool.OptionsOf(asked))));
        Assert.Equal(["PreAuthentication_Authentication", "PostAuthentication_Authentication"], told.Pool.Events.Select(static e => (string?)e["triggerSource"]));
    }

    public void Dispose() => pool.Dispose();

    private async Task<string> AnswerAsync(string user, SoftwareAuthenticator passkey)
    {
        var asked = await pool.AskAsync(user);
        return await pool.AnswerAsync(user, asked, passkey.Get(PasskeyPool.OptionsOf(asked)));
    }

    private Task<JsonObject> ChoiceAsync(string user) => pool.Pool.DoAsync("InitiateAuth", $$"""{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"{{user}}"} }""");

    private async Task<string> FactorsAsync(string user) =>
        (await pool.Pool.DoAsync("GetUserAuthFactors", $$"""{"AccessToken":"{{await pool.TokenAsync(user)}}"}"""))["ConfiguredUserAuthFactors"]!.ToJsonString();
}
