using System.Text.Json.Nodes;
using Emulation.Lambda;

namespace Emulation.Tests.Cognito.Triggers;

/// <summary>The Lambda triggers: what they are told, and what their answers do.</summary>
public sealed class Functions_of_a_pool : IDisposable
{
    private const string Ann = """[{"Name":"email","Value":"ann@example.com"}]""";
    private readonly List<TestPool> pools = [];

    [Fact]
    public async Task Get_the_event_that_AWS_describes()
    {
        var pool = With("PreSignUp");
        await SignUpAsync(pool);
        var happened = pool.Events.Single();

        Assert.Equal(["version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request", "response"], happened.Select(static member => member.Key));
        Assert.Equal(("1", "PreSignUp_SignUp", "us-east-1", pool.PoolId, "ann", pool.ClientId), ((string?)happened["version"], (string?)happened["triggerSource"], (string?)happened["region"], (string?)happened["userPoolId"], (string?)happened["userName"], (string?)happened["callerContext"]!["clientId"]));
        Assert.Equal("""{"email":"ann@example.com"}""", happened["request"]!["userAttributes"]!.ToJsonString());
        Assert.Equal("""{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}""", happened["response"]!.ToJsonString());
    }

    [Fact]
    public async Task Confirm_a_user_who_signs_up()
    {
        var pool = With("PreSignUp");
        pool.Respond("""{"autoConfirmUser":true,"autoVerifyEmail":true}""");
        var answer = await SignUpAsync(pool);

        Assert.True((bool)answer["UserConfirmed"]!);
        Assert.Equal("true", await pool.AttributeAsync("ann", "email_verified"));
    }

    [Theory]
    [InlineData("PreSignUp", "UserLambdaValidationException: PreSignUp failed with error not today.")]
    [InlineData("PreAuthentication", "UserLambdaValidationException: PreAuthentication failed with error not today.")]
    [InlineData("PostAuthentication", "UserLambdaValidationException: PostAuthentication failed with error not today.")]
    [InlineData("PreTokenGeneration", "UserLambdaValidationException: PreTokenGeneration failed with error not today.")]
    public async Task Refuse_by_failing(string trigger, string refusal)
    {
        var pool = With(trigger);
        if (trigger != "PreSignUp")
        {
            await pool.AddUserAsync("ann");
        }

        pool.Function = static _ => Task.FromResult(InvocationResult.Failed("Error", "not today"));
        var refused = trigger == "PreSignUp" ? await pool.RefusalAsync("SignUp", SignUp) : await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann"));

        Assert.Equal(refusal, refused);
    }

    [Fact]
    public async Task Are_not_called_without_the_functions_permission()
    {
        var pool = With("PreSignUp", "Forbidden");

        Assert.StartsWith("UnexpectedLambdaException: PreSignUp invocation failed due to error AccessDeniedException", await pool.RefusalAsync("SignUp", SignUp), StringComparison.Ordinal);
        Assert.Empty(pool.Events);
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("""{"response":[]}""")]
    public async Task Are_refused_when_they_answer_no_event(string answer)
    {
        var pool = With("PreSignUp");
        pool.Function = _ => Task.FromResult(new InvocationResult(System.Text.Encoding.UTF8.GetBytes(answer), null));

        Assert.StartsWith("InvalidLambdaResponseException", await pool.RefusalAsync("SignUp", SignUp), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Word_the_messages()
    {
        var pool = With("CustomMessage", also: """,{"AutoVerifiedAttributes":["email"]}""");
        pool.Respond("""{"emailSubject":"Welcome","emailMessage":"Your code: {####}."}""");
        await SignUpAsync(pool);
        var message = pool.Service.Outbox.Messages()[0];

        Assert.Equal(("CustomMessage_SignUp", "Welcome", $"Your code: {message.Code}."), ((string?)pool.Events.Last()["triggerSource"], message.Subject, message.Body));
    }

    [Fact]
    public async Task Bring_users_from_another_directory()
    {
        var pool = With("UserMigration");
        pool.Respond("""{"userAttributes":{"email":"ann@example.com","email_verified":"true"},"finalUserStatus":"CONFIRMED"}""");
        await pool.TokensAsync("ann");
        pool.Function = static _ => Task.FromResult(InvocationResult.Failed("Error", "gone"));
        await pool.TokensAsync("ann");

        Assert.Equal(("UserMigration_Authentication", TestPool.Password), ((string?)pool.Events.Single()["triggerSource"], (string?)pool.Events.Single()["request"]!["password"]));
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("InitiateAuth", pool.SignIn("ann", "Another-1")));
    }

    [Fact]
    public async Task Change_claims_of_the_ID_token_by_the_first_version()
    {
        var pool = With("PreTokenGeneration");
        await pool.AddUserAsync("ann");
        pool.Respond("""{"claimsOverrideDetails":{"claimsToAddOrOverride":{"tier":"gold","sub":"somebody-else","iss":"https://evil.example"},"claimsToSuppress":["cognito:username","event_id"],"groupOverrideDetails":{"groupsToOverride":["vip"],"iamRolesToOverride":[],"preferredRole":null}}}""");
        var tokens = await pool.TokensAsync("ann");
        var (id, access) = (TestTokens.Claims(tokens.Id!), TestTokens.Claims(tokens.Access));

        Assert.Equal(("gold", "ann", """["vip"]"""), ((string?)id["tier"], (string?)id["cognito:username"], id["cognito:groups"]!.ToJsonString()));
        Assert.Equal((await pool.AttributeAsync("ann", "sub"), false, true), ((string?)id["sub"], ((string)id["iss"]!).Contains("evil", StringComparison.Ordinal), id.ContainsKey("event_id")));
        Assert.False(access.ContainsKey("tier"));
    }

    [Fact]
    public async Task Change_claims_and_scopes_of_both_tokens_by_the_second_version()
    {
        var pool = Pool("""{"LambdaConfig":{"PreTokenGenerationConfig":{"LambdaVersion":"V2_0","LambdaArn":"ARN"}}}""");
        await pool.AddUserAsync("ann");
        pool.Respond("""{"claimsAndScopeOverrideDetails":{"idTokenGeneration":{"claimsToAddOrOverride":{"tier":"gold"}},"accessTokenGeneration":{"claimsToAddOrOverride":{"tier":"silver","client_id":"other","aud":"other"},"scopesToAdd":["orders/read"],"scopesToSuppress":["aws.cognito.signin.user.admin"]}}}""");
        var tokens = await pool.TokensAsync("ann");
        var (id, access) = (TestTokens.Claims(tokens.Id!), TestTokens.Claims(tokens.Access));

        Assert.Equal("2", (string?)pool.Events.Last()["version"]);
        Assert.Equal(("gold", "silver", "orders/read", pool.ClientId, false), ((string?)id["tier"], (string?)access["tier"], (string?)access["scope"], (string?)access["client_id"], access.ContainsKey("aud")));
    }

    [Fact]
    public async Task Ask_and_judge_questions_of_their_own()
    {
        var pool = Pool("""{"LambdaConfig":{"DefineAuthChallenge":"ARN","CreateAuthChallenge":"ARN","VerifyAuthChallengeResponse":"ARN"}}""");
        await pool.AddUserAsync("ann");
        pool.Function = static e => Task.FromResult(TestPool.Answer(Judge(e)));
        var asked = await pool.DoAsync("InitiateAuth", """{"AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"ann"}}""");
        var again = await pool.DoAsync("RespondToAuthChallenge", Answer((string)asked["Session"]!, "wrong"));
        var tokens = TestTokens.Of(await pool.DoAsync("RespondToAuthChallenge", Answer((string)again["Session"]!, "42")));

        Assert.Equal(("CUSTOM_CHALLENGE", "6 x 7?"), ((string?)asked["ChallengeName"], (string?)asked["ChallengeParameters"]!["question"]));
        Assert.Equal("CUSTOM_CHALLENGE", (string?)again["ChallengeName"]);
        Assert.NotNull(tokens.Id);
        Assert.StartsWith("NotAuthorizedException", await pool.RefusalAsync("RespondToAuthChallenge", Answer((string)again["Session"]!, "42")), StringComparison.Ordinal);
        Assert.DoesNotContain("\"42\"", asked.ToJsonString(), StringComparison.Ordinal);
    }

    public void Dispose() => pools.ForEach(static pool => pool.Dispose());

    private const string SignUp = $$"""{"Username":"ann","Password":"{{TestPool.Password}}","UserAttributes":{{Ann}}}""";

    private static Task<JsonObject> SignUpAsync(TestPool pool) => pool.DoAsync("SignUp", SignUp);

    private static string Answer(string session, string answer) => $$$"""{"ChallengeName":"CUSTOM_CHALLENGE","Session":"{{{session}}}","ChallengeResponses":{"USERNAME":"ann","ANSWER":"{{{answer}}}"}}""";

    private static JsonObject Judge(JsonObject happened)
    {
        var answer = (JsonObject)happened.DeepClone();
        var response = (JsonObject)answer["response"]!;
        switch ((string)answer["triggerSource"]!)
        {
            case "DefineAuthChallenge_Authentication":
                var isDone = answer["request"]!["session"]!.AsArray() is [.., { } last] && (bool)last["challengeResult"]!;
                response["issueTokens"] = isDone;
                response["challengeName"] = isDone ? null : "CUSTOM_CHALLENGE";
                break;
            case "CreateAuthChallenge_Authentication":
                response["publicChallengeParameters"] = new JsonObject { ["question"] = "6 x 7?" };
                response["privateChallengeParameters"] = new JsonObject { ["answer"] = "42" };
                break;
            default:
                response["answerCorrect"] = (string?)answer["request"]!["challengeAnswer"] == (string?)answer["request"]!["privateChallengeParameters"]!["answer"];
                break;
        }

        return answer;
    }

    private TestPool With(string trigger, string function = "Triggered", string also = "")
    {
        var request = (JsonObject)JsonNode.Parse($$$"""{"LambdaConfig":{"{{{trigger}}}":"{{{TestPool.FunctionArn}}}{{{function}}}"}}""")!;
        foreach (var (name, value) in also.Length == 0 ? [] : (JsonObject)JsonNode.Parse(also.TrimStart(','))!)
        {
            request[name] = value?.DeepClone();
        }

        return Pool(request.ToJsonString());
    }

    private TestPool Pool(string request)
    {
        var pool = new TestPool(request.Replace("\"ARN\"", $"\"{TestPool.FunctionArn}Triggered\"", StringComparison.Ordinal));
        pools.Add(pool);
        return pool;
    }
}
