namespace Emulation.Tests.Cognito.SignIn;

/// <summary>The proof that a client with a secret gives with every call that names a user.</summary>
public sealed class A_secret_hash : IDisposable
{
    private readonly TestPool pool = new(client: """{"GenerateSecret":true}""");

    public static TheoryData<string, string> Calls => new()
    {
        { "InitiateAuth", """{"AuthFlow":"USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"ann","PASSWORD":"Passw0rd!","SECRET_HASH":"HASH"}}""" },
        { "InitiateAuth", """{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"ann","SRP_A":"abcdef","SECRET_HASH":"HASH"}}""" },
        { "InitiateAuth", """{"AuthFlow":"USER_AUTH","AuthParameters":{"USERNAME":"ann","SECRET_HASH":"HASH"}}""" },
        { "AdminInitiateAuth", """{"AuthFlow":"ADMIN_USER_PASSWORD_AUTH","AuthParameters":{"USERNAME":"ann","PASSWORD":"Passw0rd!","SECRET_HASH":"HASH"}}""" },
        { "SignUp", """{"Username":"NEW","Password":"Passw0rd!","SecretHash":"HASH"}""" },
        { "ConfirmSignUp", """{"Username":"ann","ConfirmationCode":"123456","SecretHash":"HASH"}""" },
        { "ResendConfirmationCode", """{"Username":"ann","SecretHash":"HASH"}""" },
        { "ForgotPassword", """{"Username":"ann","SecretHash":"HASH"}""" },
        { "ConfirmForgotPassword", """{"Username":"ann","ConfirmationCode":"123456","Password":"Passw0rd!","SecretHash":"HASH"}""" },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Is_wanted_and_checked(string operation, string call)
    {
        await pool.AddUserAsync("ann");
        var name = call.Contains("NEW", StringComparison.Ordinal) ? "bob" : "ann";
        string With(string hash) => call.Replace("NEW", name, StringComparison.Ordinal).Replace(":\"HASH\"", $":\"{hash}\"", StringComparison.Ordinal);
        var without = call.Replace("NEW", name, StringComparison.Ordinal).Replace(",\"SECRET_HASH\":\"HASH\"", "", StringComparison.Ordinal).Replace(",\"SecretHash\":\"HASH\"", "", StringComparison.Ordinal);
        Assert.Equal($"NotAuthorizedException: Client {pool.ClientId} is configured with secret but SECRET_HASH was not received", await pool.RefusalAsync(operation, without));
        Assert.Equal($"NotAuthorizedException: Unable to verify secret hash for client {pool.ClientId}", await pool.RefusalAsync(operation, With(pool.SecretHash("eve"))));
        Assert.DoesNotContain("secret", await pool.RefusalAsync(operation, With(pool.SecretHash(name))), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Is_wanted_for_a_refresh_over_the_name_or_the_sub()
    {
        await pool.AddUserAsync("ann");
        var refresh = (await pool.TokensAsync("ann")).Refresh;
        string With(string? hash) => $$"""{"AuthFlow":"REFRESH_TOKEN_AUTH","AuthParameters":{"REFRESH_TOKEN":"{{refresh}}"{{(hash is null ? "" : $",\"SECRET_HASH\":\"{hash}\"")}}""" + "}}";
        Assert.Contains("was not received", await pool.RefusalAsync("InitiateAuth", With(null)), StringComparison.Ordinal);
        Assert.Contains("Unable to verify", await pool.RefusalAsync("InitiateAuth", With(pool.SecretHash("eve"))), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", With(pool.SecretHash("ann"))));
        Assert.Equal("answered", await pool.RefusalAsync("InitiateAuth", With(pool.SecretHash((await pool.AttributeAsync("ann", "sub"))!))));
    }

    [Fact]
    public async Task Is_wanted_with_the_answer_to_a_challenge()
    {
        await pool.DoAsync("AdminCreateUser", """{"Username":"ann","MessageAction":"SUPPRESS","TemporaryPassword":"Temp0rary!"}""");
        var session = (await pool.SignInAsync("ann", "Temp0rary!"))["Session"];
        string With(string hash) => $$"""{"ChallengeName":"NEW_PASSWORD_REQUIRED","Session":"{{session}}","ChallengeResponses":{"USERNAME":"ann","NEW_PASSWORD":"Chosen-0ne"{{hash}}""" + "}}";
        Assert.Contains("was not received", await pool.RefusalAsync("RespondToAuthChallenge", With("")), StringComparison.Ordinal);
        Assert.Contains("Unable to verify", await pool.RefusalAsync("RespondToAuthChallenge", With($",\"SECRET_HASH\":\"{pool.SecretHash("eve")}\"")), StringComparison.Ordinal);
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", With($",\"SECRET_HASH\":\"{pool.SecretHash("ann")}\"")));
    }

    [Fact]
    public async Task Of_another_user_does_not_do_for_a_proof_by_srp()
    {
        await pool.AddUserAsync("ann");
        await pool.AddUserAsync("eve");
        var client = new SrpClient();
        var started = await pool.DoAsync("InitiateAuth", $$$"""{"AuthFlow":"USER_SRP_AUTH","AuthParameters":{"USERNAME":"ann","SRP_A":"{{{client.A}}}","SECRET_HASH":"{{{pool.SecretHash("ann")}}}"}}""");
        var answer = client.Answer(pool.PoolId, started, TestPool.Password, pool.Time.GetUtcNow());
        answer["ChallengeResponses"]!["SECRET_HASH"] = pool.SecretHash("eve");
        answer["ChallengeResponses"]!["USERNAME"] = "eve";
        Assert.Equal("NotAuthorizedException: Incorrect username or password.", await pool.RefusalAsync("RespondToAuthChallenge", answer.ToJsonString()));
        answer["ChallengeResponses"]!["SECRET_HASH"] = pool.SecretHash("ann");
        answer["ChallengeResponses"]!["USERNAME"] = "ann";
        Assert.Equal("answered", await pool.RefusalAsync("RespondToAuthChallenge", answer.ToJsonString()));
    }

    public void Dispose() => pool.Dispose();
}
