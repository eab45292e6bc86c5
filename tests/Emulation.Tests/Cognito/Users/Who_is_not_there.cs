using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.SignIn;

namespace Emulation.Tests.Cognito.Users;

/// <summary>PreventUserExistenceErrors: what a stranger learns of a user by name, compared between one who is there and one who is not.</summary>
public sealed class Who_is_not_there : IDisposable
{
    private const string Attributes = """[{"Name":"email","Value":"kim@example.com"},{"Name":"email_verified","Value":"true"}]""";
    private readonly TestPool pool = new("""{"UsernameConfiguration":{"CaseSensitive":false},"Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]}}}""", """{"PreventUserExistenceErrors":"ENABLED"}""");

    public static TheoryData<string, string> Calls => new()
    {
        { "InitiateAuth", """{"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"NAME","PASSWORD":"Wrong-0ne"}}""" },
        { "InitiateAuth", """{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"NAME","PREFERRED_CHALLENGE":"PASSWORD","PASSWORD":"Wrong-0ne"}}""" },
        { "ForgotPassword", """{"Username":"NAME"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Is_answered_as_who_is_with_the_same_work(string operation, string call)
    {
        await pool.AddUserAsync("ann", Attributes);
        await pool.RefusalAsync(operation, Named(call, "warm-up"));
        var (known, knownWork) = await TriesAsync(operation, Named(call, "ann"));
        var (unknown, unknownWork) = await TriesAsync(operation, Named(call, "bob"));
        Assert.Equal(known, unknown);
        Assert.Equal(knownWork, unknownWork);
    }

    [Fact]
    public async Task Is_told_in_so_many_words_where_the_client_may_know()
    {
        using var open = new TestPool();
        foreach (var row in Calls)
        {
            Assert.StartsWith("UserNotFoundException: ", await open.RefusalAsync(row.Data.Item1, Named(row.Data.Item2, "bob")), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Gets_a_challenge_by_srp_that_looks_like_anybody_s()
    {
        await pool.AddUserAsync("ann");
        var client = new SrpClient();
        async Task<JsonNode> Parameters(string name) => (await pool.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"{{{name}}}","SRP_A":"{{{client.A}}}"}}"""))["ChallengeParameters"]!;
        var (known, first, second) = (await Parameters("ANN"), await Parameters("BOB"), await Parameters("BOB"));
        Assert.Equal(("ann", "bob"), ((string?)known["USERNAME"], (string?)first["USERNAME"]));
        Assert.Equal((string?)first["SALT"], (string?)second["SALT"]);
        Assert.NotEqual((string?)first["SRP_B"], (string?)second["SRP_B"]);
        Assert.Equal(((string)known["SALT"]!).Length, ((string)first["SALT"]!).Length);
        Assert.Equal(known.AsObject().Select(static p => p.Key), first.AsObject().Select(static p => p.Key));
        Assert.InRange(((string)known["SECRET_BLOCK"]!).Length - ((string)first["SECRET_BLOCK"]!).Length, -40, 40);
        var answer = client.Answer(pool.PoolId, new JsonObject { ["ChallengeParameters"] = first.DeepClone() }, "Wrong-0ne", pool.Time.GetUtcNow());
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("RespondToAuthChallenge", answer.ToJsonString()));
    }

    [Fact]
    public async Task Has_an_id_like_anybody_s_where_users_sign_in_by_email()
    {
        using var own = new TestPool("""{"UsernameAttributes":["email"]}""", """{"PreventUserExistenceErrors":"ENABLED"}""");
        await own.AddUserAsync("ann@example.com");
        var client = new SrpClient();
        foreach (var name in (string[])["ann@example.com", "bob@example.com"])
        {
            var asked = await own.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"{{{name}}}","SRP_A":"{{{client.A}}}"}}""");
            Assert.Matches("^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$", (string)asked["ChallengeParameters"]!["USER_ID_FOR_SRP"]!);
        }
    }

    [Fact]
    public async Task Is_sent_a_code_that_nobody_gets()
    {
        await pool.AddUserAsync("ann", Attributes);
        const string Call = """{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"NAME","PREFERRED_CHALLENGE":"EMAIL_OTP"}}""";
        var unknown = await pool.DoAsync("InitiateAuth", Named(Call, "bob"));
        Assert.Empty(pool.Service.Outbox.Messages());
        var known = await pool.DoAsync("InitiateAuth", Named(Call, "ann"));
        Assert.Single(pool.Service.Outbox.Messages());
        Assert.Equal(Shape(known), Shape(unknown));
        for (var i = 0; i < 7; i++)
        {
            Assert.Equal(await CodeAsync(known, "ann"), await CodeAsync(unknown, "bob"));
        }

        Task<string> CodeAsync(JsonObject asked, string name) => pool.RefusalAsync("RespondToAuthChallenge", $$$"""{"ChallengeName":"EMAIL_OTP","Session":"{{{asked["Session"]}}}","ChallengeResponses":{"USERNAME":"{{{name}}}","EMAIL_OTP_CODE":"x"}}""");
    }

    [Theory]
    [InlineData("AdminDisableUser")]
    [InlineData("AdminDeleteUserAttributes")]
    public async Task Is_not_told_from_who_cannot_get_a_code(string operation)
    {
        await pool.AddUserAsync("ann", Attributes);
        await pool.DoAsync(operation, """{"Username":"ann","UserAttributeNames":["email"]}""");
        Assert.Equal(Shape(await pool.DoAsync("ForgotPassword", """{"Username":"ann"}""")), Shape(await pool.DoAsync("ForgotPassword", """{"Username":"bob"}""")));
        Assert.Empty(pool.Service.Outbox.Messages());
    }

    [Theory]
    [InlineData("ConfirmForgotPassword", """{"Username":"bob","ConfirmationCode":"123456","Password":"Passw0rd!"}""", "CodeMismatchException: Invalid verification code provided, please try again.")]
    [InlineData("ConfirmSignUp", """{"Username":"bob","ConfirmationCode":"123456"}""", "ExpiredCodeException: Invalid code provided, please request a code again.")]
    public async Task Has_codes_refused_and_counted(string operation, string call, string refusal)
    {
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(refusal, await pool.RefusalAsync(operation, call));
        }

        Assert.Equal("LimitExceededException: Attempt limit exceeded, please try after some time.", await pool.RefusalAsync(operation, call));
    }

    [Fact]
    public async Task Has_a_code_sent_again_as_who_signed_up()
    {
        using var own = new TestPool("""{"AutoVerifiedAttributes":["email"]}""", """{"PreventUserExistenceErrors":"ENABLED"}""");
        await own.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"a@b.c"}]}""");
        Assert.Equal(Shape(await own.DoAsync("ResendConfirmationCode", """{"Username":"ann"}""")), Shape(await own.DoAsync("ResendConfirmationCode", """{"Username":"bob"}""")));
    }

    public void Dispose() => pool.Dispose();

    private static string Named(string call, string name) => call.Replace(":\"NAME\"", $":\"{name}\"", StringComparison.Ordinal);

    /// <summary>Seven tries in a row, and how many hashes they took.</summary>
    private async Task<(List<string> Answers, int Work)> TriesAsync(string operation, string call)
    {
        var before = pool.Hashes;
        var answers = new List<string>();
        for (var i = 0; i < 7; i++)
        {
            answers.Add(await pool.RefusalAsync(operation, call));
        }

        return (answers, pool.Hashes - before);
    }

    /// <summary>An answer with its letters, digits and lengths of random parts left out.</summary>
    private static string Shape(JsonObject answer) => System.Text.RegularExpressions.Regex.Replace(System.Text.RegularExpressions.Regex.Replace(answer.ToJsonString(), "\"Session\":\"[^\"]*\"", ""), "[a-z]\\*\\*\\*@[a-z]\\*\\*\\*", "?***@?***");
}
