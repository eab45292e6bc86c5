using System.Text;
using Emulation.Lambda;
using Emulation.Tests.Cognito.SignIn;

namespace Emulation.Tests.Cognito.Triggers;

/// <summary>Functions of a pool: the event that each gets, and what its answer does.</summary>
public sealed class A_trigger : IDisposable
{
    private const string Triggered = TestPool.FunctionArn + "Triggered";
    private readonly List<TestPool> pools = [];

    [Fact]
    public async Task Before_sign_up_confirms_and_verifies()
    {
        var pool = With("PreSignUp");
        pool.Respond("""{"autoConfirmUser":true,"autoVerifyEmail":true}""");
        var answer = await pool.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"a@b.c"}],"ValidationData":[{"Name":"captcha","Value":"7"}],"ClientMetadata":{"from":"web"}}""");
        Assert.True((bool)answer["UserConfirmed"]!);
        Assert.Equal("true", await pool.AttributeAsync("ann", "email_verified"));
        var happened = Assert.Single(pool.Events);
        Assert.Equal(
            $$$"""
            {"version":"1","triggerSource":"PreSignUp_SignUp","region":"us-east-1","userPoolId":"{{{pool.PoolId}}}","userName":"ann",
            "callerContext":{"awsSdkVersion":"aws-sdk-unknown-unknown","clientId":"{{{pool.ClientId}}}"},
            "request":{"userAttributes":{"email":"a@b.c"},"validationData":{"captcha":"7"},"clientMetadata":{"from":"web"}},
            "response":{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}}
            """.ReplaceLineEndings(""),
            happened.ToJsonString());
    }

    [Fact]
    public async Task Before_sign_up_refuses_in_its_own_words()
    {
        var pool = With("PreSignUp");
        Fail(pool, "not on the list");
        Assert.Equal("UserLambdaValidationException: PreSignUp failed with error not on the list.", await pool.RefusalAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}"""));
        Assert.StartsWith("UserNotFoundException", await pool.RefusalAsync("AdminGetUser", """{"Username":"ann"}"""), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PreSignUp", "AdminCreateUser", "PreSignUp_AdminCreateUser")]
    [InlineData("PostConfirmation", "AdminConfirmSignUp", "PostConfirmation_ConfirmSignUp")]
    [InlineData("PostConfirmation", "ConfirmForgotPassword", "PostConfirmation_ConfirmForgotPassword")]
    [InlineData("PreAuthentication", "InitiateAuth", "PreAuthentication_Authentication")]
    [InlineData("PostAuthentication", "InitiateAuth", "PostAuthentication_Authentication")]
    [InlineData("PreTokenGeneration", "InitiateAuth", "TokenGeneration_Authentication")]
    [InlineData("CustomMessage", "ForgotPassword", "CustomMessage_ForgotPassword")]
    [InlineData("CustomMessage", "SignUp", "CustomMessage_SignUp")]
    [InlineData("CustomMessage", "ResendConfirmationCode", "CustomMessage_ResendCode")]
    public async Task Is_told_why_it_runs(string trigger, string operation, string source)
    {
        var pool = With(trigger, """,  "AutoVerifiedAttributes":["email"]""");
        const string Email = """[{"Name":"email","Value":"a@b.c"}]""";
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"a@b.c"},{"Name":"email_verified","Value":"true"}]""");
        await pool.DoAsync("SignUp", $$"""{"Username":"new","Password":"Passw0rd!","UserAttributes":{{Email}}}""");
        await pool.DoAsync("ForgotPassword", """{"Username":"ann"}""");
        var code = pool.Code;
        pool.Events.Clear();
        await pool.DoAsync(operation, operation switch
        {
            "AdminCreateUser" => """{"Username":"other"}""",
            "AdminConfirmSignUp" or "ResendConfirmationCode" => """{"Username":"new"}""",
            "ConfirmForgotPassword" => $$"""{"Username":"ann","ConfirmationCode":"{{code}}","Password":"Chosen-0ne"}""",
            "SignUp" => $$"""{"Username":"third","Password":"Passw0rd!","UserAttributes":{{Email}}}""",
            "ForgotPassword" => """{"Username":"ann"}""",
            _ => pool.SignIn("ann"),
        });
        var happened = Assert.Single(pool.Events);
        Assert.Equal(source, (string?)happened["triggerSource"]);
        Assert.Equal(operation.StartsWith("Admin", StringComparison.Ordinal) ? "CLIENT_ID_NOT_APPLICABLE" : pool.ClientId, (string?)happened["callerContext"]!["clientId"]);
    }

    [Fact]
    public async Task Before_sign_in_refuses_in_its_own_words()
    {
        var pool = With("PreAuthentication");
        await pool.AddUserAsync("ann");
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        Assert.False((bool)pool.Events.Last()["request"]!["userNotFound"]!);
        Fail(pool, "office hours only");
        Assert.Equal("UserLambdaValidationException: PreAuthentication failed with error office hours only.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
    }

    [Theory]
    [InlineData("PASSWORD")]
    [InlineData("PASSWORD_SRP")]
    [InlineData("EMAIL_OTP")]
    public async Task Before_sign_in_runs_once_for_a_choice_whoever_makes_it(string factor)
    {
        var pool = With("PreAuthentication", """,  "Policies":{"SignInPolicy":{"AllowedFirstAuthFactors":["PASSWORD","EMAIL_OTP"]}}""");
        await pool.AddUserAsync("ann", """[{"Name":"email","Value":"a@b.c"},{"Name":"email_verified","Value":"true"}]""");
        var client = pool.AddClient("""{"PreventUserExistenceErrors":"ENABLED"}""").Id;
        foreach (var name in (string[])["ann", "bob"])
        {
            var parameters = $$$""" "USERNAME":"{{{name}}}","PASSWORD":"{{{TestPool.Password}}}","SRP_A":"{{{new SrpClient().A}}}" """;
            await pool.RefusalAsync("InitiateAuth", $$$"""{"ClientId":"{{{client}}}","AuthFlow":"USER_AUTH","AuthParameters":{ {{{parameters}}},"PREFERRED_CHALLENGE":"{{{factor}}}"}}""");
            Assert.Single(pool.Events);
            pool.Events.Clear();
            var asked = await pool.DoAsync("InitiateAuth", $$$"""{"ClientId":"{{{client}}}","AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"{{{name}}}"}}""");
            Assert.Equal("SELECT_CHALLENGE", (string?)asked["ChallengeName"]);
            pool.Events.Clear();
            await pool.RefusalAsync("RespondToAuthChallenge", $$$"""{"ClientId":"{{{client}}}","ChallengeName":"SELECT_CHALLENGE","Session":"{{{asked["Session"]}}}","ChallengeResponses":{ {{{parameters}}},"ANSWER":"{{{factor}}}"}}""");
            Assert.Equal(name == "bob", (bool)Assert.Single(pool.Events)["request"]!["userNotFound"]!);
            pool.Events.Clear();
        }
    }

    [Fact]
    public async Task Words_a_message()
    {
        var pool = With("CustomMessage", """,  "AutoVerifiedAttributes":["email"]""");
        pool.Respond("""{"emailSubject":"Welcome","emailMessage":"Say {####} at the door"}""");
        await pool.DoAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!","UserAttributes":[{"Name":"email","Value":"a@b.c"}]}""");
        var message = Assert.Single(pool.Service.Outbox.Messages());
        Assert.Equal(("Welcome", $"Say {message.Code} at the door", "{####}"), (message.Subject, message.Body, (string?)pool.Events.Last()["request"]!["codeParameter"]));
        pool.Respond("""{"emailMessage":"no place for it"}""");
        Assert.StartsWith("InvalidLambdaResponseException", await pool.RefusalAsync("ResendConfirmationCode", """{"Username":"ann"}"""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Brings_a_user_from_another_directory()
    {
        var pool = With("UserMigration", """,  "AliasAttributes":["email"]""");
        await pool.AddUserAsync("bob", """[{"Name":"email","Value":"bob@example.com"},{"Name":"email_verified","Value":"true"}]""");
        pool.Respond("""{"userAttributes":{"email":"ann@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED"}""");
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        Assert.Equal(("UserMigration_Authentication", TestPool.Password), ((string?)pool.Events.First()["triggerSource"], (string?)pool.Events.First()["request"]!["password"]));
        Assert.Equal("ann@example.com", await pool.AttributeAsync("ann", "email"));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
        Assert.Single(pool.Events);
        pool.Respond("""{"userAttributes":{"email":"bob@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED"}""");
        Assert.Equal("AliasExistsException: An account with the email already exists.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("eve")));
        Fail(pool, "unknown there too");
        Assert.Equal("UserNotFoundException: User does not exist.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("eve")));
    }

    [Fact]
    public async Task That_fails_answers_nonsense_or_may_not_be_called_is_reported()
    {
        var pool = With("PreAuthentication");
        await pool.AddUserAsync("ann");
        foreach (var nonsense in (string[])["null", "[]", "1", "{\"response\":1}", "{\"response\":{},\"response\":{}}", "not json"])
        {
            pool.Function = _ => Task.FromResult(new InvocationResult(Encoding.UTF8.GetBytes(nonsense), null));
            Assert.Equal("InvalidLambdaResponseException: Unrecognizable lambda output", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann")));
            pool.Time.Advance(TimeSpan.FromMinutes(16));
        }

        foreach (var arn in (string[])["Forbidden", "Missing"])
        {
            var other = new TestPool($$$"""{"LambdaConfig":{"PreSignUp":"{{{TestPool.FunctionArn}}}{{{arn}}}"}}""");
            pools.Add(other);
            Assert.Matches("^UnexpectedLambdaException: PreSignUp invocation failed due to error (AccessDenied|ResourceNotFound)Exception", await other.RefusalAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}"""));
            Assert.Empty(other.Events);
        }
    }

    [Fact]
    public async Task That_does_not_answer_is_called_three_times_for_five_seconds_each()
    {
        var pool = With("PreSignUp");
        var calls = 0;
        var called = new SemaphoreSlim(0);
        pool.Function = _ =>
        {
            Interlocked.Increment(ref calls);
            called.Release();
            return new TaskCompletionSource<InvocationResult>().Task;
        };
        var refused = pool.RefusalAsync("SignUp", """{"Username":"ann","Password":"Passw0rd!"}""");
        for (var i = 0; i < 3; i++)
        {
            await called.WaitAsync(TestContext.Current.CancellationToken);
            while (!refused.IsCompleted && Volatile.Read(ref calls) == i + 1)
            {
                // The wait begins a moment after the call: advancing is repeated until it has ended.
                pool.Time.Advance(TimeSpan.FromSeconds(5));
                await Task.Yield();
            }
        }

        Assert.Equal("UnexpectedLambdaException: PreSignUp invocation failed due to error Socket timeout while invoking Lambda function.", await refused);
        Assert.Equal(3, calls);
    }

    public void Dispose() => pools.ForEach(static pool => pool.Dispose());

    private static void Fail(TestPool pool, string message) => pool.Function = _ => Task.FromResult(InvocationResult.Failed("Error", message));

    private TestPool With(string trigger, string further = "")
    {
        var pool = new TestPool($$"""{"LambdaConfig":{"{{trigger}}":"{{Triggered}}"}{{further}} }""");
        pools.Add(pool);
        return pool;
    }
}
