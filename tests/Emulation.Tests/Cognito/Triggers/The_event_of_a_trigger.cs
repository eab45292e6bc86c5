namespace Emulation.Tests.Cognito.Triggers;

/// <summary>The envelope that every trigger gets.</summary>
public sealed class The_event_of_a_trigger : IDisposable
{
    private readonly TestPool pool = new($$$"""{"LambdaConfig":{"PreSignUp":"{{{TestPool.FunctionArn}}}Triggered"}}""");

    [Fact]
    public async Task Is_the_one_that_AWS_describes()
    {
        await pool.DoAsync("SignUp", $$"""{"Username":"ann","Password":"{{TestPool.Password}}","UserAttributes":[{"Name":"email","Value":"ann@example.com"}]}""");
        var happened = pool.Events.Single();

        Assert.Equal(["version", "triggerSource", "region", "userPoolId", "userName", "callerContext", "request", "response"], happened.Select(static member => member.Key));
        Assert.Equal(
            ("1", "PreSignUp_SignUp", "us-east-1", pool.PoolId, "ann", pool.ClientId),
            ((string?)happened["version"], (string?)happened["triggerSource"], (string?)happened["region"], (string?)happened["userPoolId"], (string?)happened["userName"], (string?)happened["callerContext"]!["clientId"]));
        Assert.Equal("""{"email":"ann@example.com"}""", happened["request"]!["userAttributes"]!.ToJsonString());
        Assert.Equal("""{"autoConfirmUser":false,"autoVerifyEmail":false,"autoVerifyPhone":false}""", happened["response"]!.ToJsonString());
    }

    public void Dispose() => pool.Dispose();
}
