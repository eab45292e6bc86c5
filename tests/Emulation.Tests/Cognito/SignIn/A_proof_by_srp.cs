using System.Globalization;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Cognito.SignIn;

/// <summary>USER_SRP_AUTH and the answer to PASSWORD_VERIFIER.</summary>
public sealed class A_proof_by_srp : IDisposable
{
    private const string Wrong = "NotAuthorizedException: Incorrect username or password.";
    private readonly TestPool pool = new();
    private readonly SrpClient client = new();

    [Fact]
    public async Task Signs_its_user_in()
    {
        await pool.AddUserAsync("ann");
        var tokens = TestTokens.Of(await pool.DoAsync("RespondToAuthChallenge", Answer(await StartAsync("ann")).ToJsonString()));
        Assert.Equal("ann", (string?)TestTokens.Claims(tokens.Access)["username"]);
    }

    [Fact]
    public async Task With_another_password_is_refused()
    {
        await pool.AddUserAsync("ann");
        Assert.Equal(Wrong, await AnsweredAsync(client.Answer(pool.PoolId, await StartAsync("ann"), "passw0rd!", pool.Time.GetUtcNow())));
    }

    [Theory]
    [InlineData("PASSWORD_CLAIM_SIGNATURE", "AAAA")]
    [InlineData("PASSWORD_CLAIM_SIGNATURE", "not base64")]
    [InlineData("PASSWORD_CLAIM_SIGNATURE", "")]
    [InlineData("PASSWORD_CLAIM_SECRET_BLOCK", "AAAA")]
    [InlineData("PASSWORD_CLAIM_SECRET_BLOCK", "not base64")]
    [InlineData("USERNAME", "bob")]
    public async Task That_was_altered_is_refused(string part, string value)
    {
        await pool.AddUserAsync("ann");
        await pool.AddUserAsync("bob");
        var answer = Answer(await StartAsync("ann"));
        var altered = (JsonObject)answer.DeepClone();
        altered["ChallengeResponses"]![part] = value;
        Assert.Equal(Wrong, await AnsweredAsync(altered));
        Assert.Equal("answered", await AnsweredAsync(answer));
    }

    [Fact]
    public async Task Is_good_once()
    {
        await pool.AddUserAsync("ann");
        var answer = Answer(await StartAsync("ann"));
        Assert.Equal("answered", await AnsweredAsync(answer));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await AnsweredAsync(answer), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-301, false)]
    [InlineData(-299, true)]
    [InlineData(299, true)]
    [InlineData(301, false)]
    public async Task Has_to_be_of_now(int seconds, bool isGood)
    {
        using var own = new TestPool(client: """{"AuthSessionValidity":15}""");
        await own.AddUserAsync("ann");
        var started = await own.DoAsync("InitiateAuth", Start("ann", client.A));
        Assert.Equal(isGood ? "answered" : Wrong, await own.RefusalAsync("RespondToAuthChallenge", client.Answer(own.PoolId, started, TestPool.Password, own.Time.GetUtcNow().AddSeconds(seconds)).ToJsonString()));
    }

    [Fact]
    public async Task After_the_session_has_expired_is_refused()
    {
        await pool.AddUserAsync("ann");
        var started = await StartAsync("ann");
        pool.Time.Advance(TimeSpan.FromMinutes(3));
        Assert.StartsWith("NotAuthorizedException: Invalid session", await AnsweredAsync(Answer(started)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task With_a_value_that_gives_the_key_away_never_signs_anybody_in(int times)
    {
        await pool.AddUserAsync("ann");
        var value = SrpClient.N * times;
        var asked = await pool.DoAsync("InitiateAuth", Start("ann", value.ToString("x", CultureInfo.InvariantCulture)));
        Assert.Equal("PASSWORD_VERIFIER", (string?)asked["ChallengeName"]);
        Assert.Equal(Wrong, await AnsweredAsync(SrpClient.AnswerWithoutPassword(pool.PoolId, asked, value, pool.Time.GetUtcNow())));
        Assert.Equal(Wrong, await AnsweredAsync(Answer(asked)));
        Assert.Equal("answered", await AnsweredAsync(Answer(await StartAsync("ann"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("xyz")]
    public async Task Cannot_begin_with_what_is_no_number(string value)
    {
        await pool.AddUserAsync("ann");
        Assert.Equal("InvalidParameterException: SRP_A is not a public value of this group.", await pool.RefusalAsync("InitiateAuth", Start("ann", value)));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", Start("ann", client.A)));
    }

    [Fact]
    public async Task Of_who_did_not_confirm_is_answered_so_whatever_it_proves()
    {
        await pool.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}""");
        for (var i = 0; i < 6; i++)
        {
            Assert.Equal("UserNotConfirmedException: User is not confirmed.", await AnsweredAsync(client.Answer(pool.PoolId, await StartAsync("ann"), i % 2 == 0 ? "Wrong-0ne" : TestPool.Password, pool.Time.GetUtcNow())));
        }

        await pool.DoAsync("AdminConfirmSignUp", """{"Username":"ann"}""");
        Assert.Equal(Wrong, await AnsweredAsync(client.Answer(pool.PoolId, await StartAsync("ann"), "Wrong-0ne", pool.Time.GetUtcNow())));
        Assert.Equal("answered", await AnsweredAsync(Answer(await StartAsync("ann"))));
    }

    [Fact]
    public async Task Is_counted_with_wrong_passwords()
    {
        await pool.AddUserAsync("ann");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(Wrong, await AnsweredAsync(client.Answer(pool.PoolId, await StartAsync("ann"), "wrong", pool.Time.GetUtcNow())));
        }

        Assert.Equal("NotAuthorizedException: Password attempts exceeded", await AnsweredAsync(Answer(await StartAsync("ann"))));
        Assert.Equal("NotAuthorizedException: Password attempts exceeded", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Fact]
    public async Task Is_for_the_client_that_began()
    {
        await pool.AddUserAsync("ann");
        var answer = Answer(await StartAsync("ann"));
        var elsewhere = (JsonObject)answer.DeepClone();
        elsewhere["ClientId"] = pool.AddClient("{}").Id;
        Assert.StartsWith("NotAuthorizedException: Invalid session", await AnsweredAsync(elsewhere), StringComparison.Ordinal);
        Assert.Equal("answered", await AnsweredAsync(answer));
    }

    public void Dispose() => pool.Dispose();

    private static string Start(string name, string a) => $$$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"{{{name}}}","SRP_A":"{{{a}}}"}}""";

    private Task<JsonObject> StartAsync(string name) => pool.DoAsync("InitiateAuth", Start(name, client.A));

    private JsonObject Answer(JsonObject challenge) => client.Answer(pool.PoolId, challenge, TestPool.Password, pool.Time.GetUtcNow());

    private Task<string> AnsweredAsync(JsonObject answer) => pool.RefusalAsync("RespondToAuthChallenge", answer.ToJsonString());
}
