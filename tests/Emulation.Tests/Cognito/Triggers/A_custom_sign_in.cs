using System.Text.Json.Nodes;
using Emulation.Tests.Cognito.SignIn;

namespace Emulation.Tests.Cognito.Triggers;

/// <summary>CUSTOM_AUTH: a function that asks two riddles, and lets in whoever answers the second.</summary>
public sealed class A_custom_sign_in : IDisposable
{
    private readonly TestPool pool = new($$$"""{"LambdaConfig":{"DefineAuthChallenge":"{{{TestPool.FunctionArn}}}Triggered","CreateAuthChallenge":"{{{TestPool.FunctionArn}}}Triggered","VerifyAuthChallengeResponse":"{{{TestPool.FunctionArn}}}Triggered"}}""");

    public A_custom_sign_in() => pool.Function = static e =>
    {
        var answer = (JsonObject)e.DeepClone();
        var (request, response) = (answer["request"]!, answer["response"]!);
        var rounds = request["session"]?.AsArray() ?? [];
        switch ((string)answer["triggerSource"]!)
        {
            case "DefineAuthChallenge_Authentication":
                var last = rounds.LastOrDefault();
                response["issueTokens"] = last is not null && (string?)last["challengeName"] == "CUSTOM_CHALLENGE" && (bool)last["challengeResult"]!;
                response["failAuthentication"] = rounds.Count(static r => (string?)r!["challengeName"] == "CUSTOM_CHALLENGE") > 2;
                response["challengeName"] = (string?)last?["challengeName"] == "SRP_A" ? "PASSWORD_VERIFIER" : "CUSTOM_CHALLENGE";
                break;
            case "CreateAuthChallenge_Authentication":
                response["publicChallengeParameters"] = new JsonObject { ["riddle"] = $"number {rounds.Count}" };
                response["privateChallengeParameters"] = new JsonObject { ["answer"] = $"{rounds.Count}" };
                response["challengeMetadata"] = "RIDDLE";
                break;
            case "VerifyAuthChallengeResponse_Authentication":
                response["answerCorrect"] = (string?)request["challengeAnswer"] == (string?)request["privateChallengeParameters"]!["answer"];
                break;
        }

        return Task.FromResult(TestPool.Answer(answer));
    };

    [Fact]
    public async Task Lets_in_whom_the_function_lets_in()
    {
        await pool.AddUserAsync("ann");
        var asked = await StartAsync();
        Assert.Equal(("CUSTOM_CHALLENGE", "number 0"), ((string?)asked["ChallengeName"], (string?)asked["ChallengeParameters"]!["riddle"]));
        Assert.Null(asked["ChallengeParameters"]!["answer"]);
        var again = await pool.DoAsync("RespondToAuthChallenge", Answer(asked, "wrong"));
        Assert.Equal("number 1", (string?)again["ChallengeParameters"]!["riddle"]);
        Assert.Equal("ann", (string?)TestTokens.Claims(TestTokens.Of(await pool.DoAsync("RespondToAuthChallenge", Answer(again, "1"))).Access)["username"]);
        Assert.StartsWith("NotAuthorizedException: Invalid session", await pool.RefusalAsync("RespondToAuthChallenge", Answer(again, "1")), StringComparison.Ordinal);
        var rounds = pool.Events.Last(static e => (string?)e["triggerSource"] == "DefineAuthChallenge_Authentication")["request"]!["session"]!;
        Assert.Equal("""[{"challengeName":"CUSTOM_CHALLENGE","challengeResult":false,"challengeMetadata":"RIDDLE"},{"challengeName":"CUSTOM_CHALLENGE","challengeResult":true,"challengeMetadata":"RIDDLE"}]""", rounds.ToJsonString());
    }

    [Fact]
    public async Task Ends_when_the_function_says_so()
    {
        await pool.AddUserAsync("ann");
        var asked = await StartAsync();
        for (var i = 0; i < 2; i++)
        {
            asked = await pool.DoAsync("RespondToAuthChallenge", Answer(asked, "wrong"));
        }

        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("RespondToAuthChallenge", Answer(asked, "wrong")));
    }

    [Fact]
    public async Task Can_ask_for_the_password_by_srp_first()
    {
        await pool.AddUserAsync("ann");
        var client = new SrpClient();
        var begun = await pool.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"ann","CHALLENGE_NAME":"SRP_A","SRP_A":"{{{client.A}}}"}}""");
        Assert.Equal("PASSWORD_VERIFIER", (string?)begun["ChallengeName"]);
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("RespondToAuthChallenge", client.Answer(pool.PoolId, begun, "wrong", pool.Time.GetUtcNow()).ToJsonString()));
        var asked = await pool.DoAsync("RespondToAuthChallenge", client.Answer(pool.PoolId, begun, TestPool.Password, pool.Time.GetUtcNow()).ToJsonString());
        Assert.Equal("number 2", (string?)asked["ChallengeParameters"]!["riddle"]);
        TestTokens.Of(await pool.DoAsync("RespondToAuthChallenge", Answer(asked, "2")));
    }

    [Fact]
    public async Task Keeps_out_a_user_who_was_disabled_between_two_rounds()
    {
        await pool.AddUserAsync("ann");
        var asked = await StartAsync();
        await pool.DoAsync("AdminDisableUser", """{"Username":"ann"}""");
        Assert.Equal("NotAuthorizedException: User is disabled.", await pool.RefusalAsync("RespondToAuthChallenge", Answer(asked, "0")));
    }

    [Fact]
    public async Task Runs_for_who_is_not_there_where_that_must_not_be_known_and_never_lets_in()
    {
        var client = pool.AddClient("""{"PreventUserExistenceErrors":"ENABLED"}""").Id;
        var asked = await pool.DoAsync("InitiateAuth", $$$"""{"ClientId":"{{{client}}}","AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"bob"}}""");
        Assert.True((bool)pool.Events.Last()["request"]!["userNotFound"]!);
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("RespondToAuthChallenge", Answer(asked, "0", "bob").Insert(1, $"\"ClientId\":\"{client}\",")));
    }

    [Fact]
    public async Task Refuses_an_answer_that_is_no_challenge()
    {
        await pool.AddUserAsync("ann");
        foreach (var name in (string[])["7", "\"NO_SUCH_CHALLENGE\"", "null"])
        {
            pool.Function = e =>
            {
                var answer = (JsonObject)e.DeepClone();
                answer["response"]!["challengeName"] = JsonNode.Parse(name);
                return Task.FromResult(TestPool.Answer(answer));
            };
            Assert.StartsWith("InvalidLambdaResponseException", await pool.RefusalAsync("InitiateAuth", """{"AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"ann"}}"""), StringComparison.Ordinal);
        }
    }

    public void Dispose() => pool.Dispose();

    private Task<JsonObject> StartAsync() => pool.DoAsync("InitiateAuth", """{"AuthFlow":"CUSTOM_AUTH","AuthParameters":{"USERNAME":"ann"}}""");

    private static string Answer(JsonObject asked, string answer, string name = "ann") =>
        $$$"""{"ChallengeName":"CUSTOM_CHALLENGE","Session":"{{{asked["Session"]}}}","ChallengeResponses":{"USERNAME":"{{{name}}}","ANSWER":"{{{answer}}}"}}""";
}
