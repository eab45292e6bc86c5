using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.SignIn;

/// <summary>An authenticator app or a code by email after the password.</summary>
public sealed class A_second_factor : IDisposable
{
    private const string WrongCode = "CodeMismatchException: Invalid code received for user";
    private readonly TestPool pool = new("""{"MfaConfiguration":"OPTIONAL","EnabledMfas":["SOFTWARE_TOKEN_MFA","EMAIL_OTP"]}""");

    [Fact]
    public async Task Of_an_app_is_asked_for_and_accepted_once()
    {
        var secret = await SetUpAsync("ann");
        pool.Time.Advance(TimeSpan.FromSeconds(60));
        var code = AuthenticatorApp.Code(secret, pool.Time.GetUtcNow());
        var first = await pool.SignInAsync("ann");
        Assert.Equal("SOFTWARE_TOKEN_MFA", (string?)first["ChallengeName"]);
        var second = await pool.SignInAsync("ann");
        Assert.Equal("answered", await AnsweredAsync(first, code));
        Assert.Equal(WrongCode, await AnsweredAsync(second, code));
        pool.Time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(WrongCode, await AnsweredAsync(second, code));
        Assert.Equal("answered", await AnsweredAsync(second, AuthenticatorApp.Code(secret, pool.Time.GetUtcNow())));
    }

    [Fact]
    public async Task That_set_the_app_up_does_not_sign_in_as_well()
    {
        var secret = await SetUpAsync("ann");
        Assert.Equal(WrongCode, await AnsweredAsync(await pool.SignInAsync("ann"), AuthenticatorApp.Code(secret, pool.Time.GetUtcNow())));
    }

    [Theory]
    [InlineData(-60, false)]
    [InlineData(-30, true)]
    [InlineData(30, true)]
    [InlineData(60, false)]
    public async Task Of_a_clock_that_differs_is_accepted_within_one_step(int seconds, bool isGood)
    {
        var secret = await SetUpAsync("ann");
        pool.Time.Advance(TimeSpan.FromMinutes(10));
        Assert.Equal(isGood ? "answered" : WrongCode, await AnsweredAsync(await pool.SignInAsync("ann"), AuthenticatorApp.Code(secret, pool.Time.GetUtcNow().AddSeconds(seconds))));
    }

    [Fact]
    public async Task Cannot_be_guessed_at_once()
    {
        await SetUpAsync("ann");
        var asked = await pool.SignInAsync("ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Task.Run(() => AnsweredAsync(asked, $"{i:D6}"))));
        Assert.Equal(5, answers.Count(static answer => answer == WrongCode));
        Assert.Equal(45, answers.Count(static answer => answer == "NotAuthorizedException: Password attempts exceeded"));
    }

    [Fact]
    public async Task By_email_is_the_code_of_that_session_only()
    {
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"ann@example.com"},{"Name":"email_verified","Value":"true"}]""");
        await pool.DoAsync("AdminSetUserMFAPreference", """{"Username":"ann","EmailMfaSettings":{"Enabled":true,"PreferredMfa":true}}""");
        var first = await pool.SignInAsync("ann");
        Assert.Equal(("EMAIL_OTP", "a***@e***"), ((string?)first["ChallengeName"], (string?)first["ChallengeParameters"]!["CODE_DELIVERY_DESTINATION"]));
        var code = pool.Code;
        var second = await pool.SignInAsync("ann");
        Assert.NotEqual(code, pool.Code);
        Assert.Equal(WrongCode, await AnsweredAsync(second, code));
        Assert.Equal("answered", await AnsweredAsync(first, code));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await AnsweredAsync(first, code), StringComparison.Ordinal);
        pool.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await AnsweredAsync(second, pool.Code), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_set_up_on_the_way_in_where_the_pool_insists_and_only_once()
    {
        using var own = new TestPool("""{"MfaConfiguration":"ON","EnabledMfas":["SOFTWARE_TOKEN_MFA"]}""");
        await own.AddUserAsync("ann");
        var asked = await own.SignInAsync("ann");
        var late = await own.SignInAsync("ann");
        Assert.Equal(("MFA_SETUP", """["SOFTWARE_TOKEN_MFA"]"""), ((string?)asked["ChallengeName"], (string?)asked["ChallengeParameters"]!["MFAS_CAN_SETUP"]));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await own.RefusalAsync("RespondToAuthChallenge", SetUp(asked["Session"])), StringComparison.Ordinal);
        var associated = await own.DoAsync("AssociateSoftwareToken", $$"""{"Session":"{{asked["Session"]}}"}""");
        var lateAssociated = await own.DoAsync("AssociateSoftwareToken", $$"""{"Session":"{{late["Session"]}}"}""");
        Assert.StartsWith("EnableSoftwareTokenMFAException", await own.RefusalAsync("VerifySoftwareToken", $$"""{"Session":"{{associated["Session"]}}","UserCode":"000000"}"""), StringComparison.Ordinal);
        var verified = await own.DoAsync("VerifySoftwareToken", $$"""{"Session":"{{associated["Session"]}}","UserCode":"{{AuthenticatorApp.Code((string)associated["SecretCode"]!, own.Time.GetUtcNow())}}"}""");
        TestTokens.Of(await own.DoAsync("RespondToAuthChallenge", SetUp(verified["Session"])));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await own.RefusalAsync("VerifySoftwareToken", $$"""{"Session":"{{lateAssociated["Session"]}}","UserCode":"{{AuthenticatorApp.Code((string)lateAssociated["SecretCode"]!, own.Time.GetUtcNow())}}"}"""), StringComparison.Ordinal);
    }

    public void Dispose() => pool.Dispose();

    private static string SetUp(object? session) => $$$"""{"ChallengeName":"MFA_SETUP","Session":"{{{session}}}","ChallengeResponses":{"USERNAME":"ann"}}""";

    private async Task<string> SetUpAsync(string name)
    {
        await pool.AddUserAsync(name);
        var access = (await pool.TokensAsync(name)).Access;
        var secret = (string)(await pool.DoAsync("AssociateSoftwareToken", $$"""{"AccessToken":"{{access}}"}"""))["SecretCode"]!;
        Assert.Equal("SUCCESS", (string?)(await pool.DoAsync("VerifySoftwareToken", $$"""{"AccessToken":"{{access}}","UserCode":"{{AuthenticatorApp.Code(secret, pool.Time.GetUtcNow())}}"}"""))["Status"]);
        await pool.DoAsync("SetUserMFAPreference", $$$"""{"AccessToken":"{{{access}}}","SoftwareTokenMfaSettings":{"Enabled":true,"PreferredMfa":true}}""");
        return secret;
    }

    private Task<string> AnsweredAsync(JsonObject challenge, string code) => pool.RefusalAsync(
        "RespondToAuthChallenge", $$$"""{"ChallengeName":"{{{challenge["ChallengeName"]}}}","Session":"{{{challenge["Session"]}}}","ChallengeResponses":{"USERNAME":"ann","{{{challenge["ChallengeName"]}}}_CODE":"{{{code}}}"}}""");
}
