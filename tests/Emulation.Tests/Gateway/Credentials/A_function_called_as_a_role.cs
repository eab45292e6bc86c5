namespace Emulation.Tests.Gateway.Credentials;

/// <summary>API Gateway assumes the role, which must trust it, and the role needs <c>lambda:InvokeFunction</c>.</summary>
public sealed class A_function_called_as_a_role(ForwardingApis apis) : IClassFixture<ForwardingApis>
{
    [Theory]
    [InlineData("Works")]
    [InlineData("NoSource")]
    [InlineData("AsASession")]
    public async Task Runs_whoever_calls(string role)
    {
        Assert.Equal(200, (await apis.GetAsync("OnlyApi", $"Rest/v1/role/{role}")).Status);
        Assert.Equal(["Shop"], apis.Called);
        Assert.Equal(200, (await apis.GetAsync(null, $"Rest/v1/judged/{role}")).Status);
        Assert.Equal(["Judge", "Shop"], apis.Called);
        Assert.Equal(200, (await apis.GetAsync(null, $"Http/judged/{role}")).Status);
    }

    /// <summary>What the function's own policy says of API Gateway does not help.</summary>
    [Theory]
    [InlineData("NoRight", "No identity policy allows lambda:InvokeFunction on ")]
    [InlineData("Denied", "Denied by statement 2 of the identity policy Calls")]
    [InlineData("WrongTrust", "No trust policy allows sts:AssumeRole on ")]
    [InlineData("NeedsSource", "No trust policy allows sts:AssumeRole on ")]
    [InlineData("NeedsAccount", "No trust policy allows sts:AssumeRole on ")]
    public async Task Does_not_run_where_the_role_lacks_something(string role, string reason)
    {
        var answer = await apis.GetAsync("Both", $"Rest/v1/role/{role}");
        Assert.Equal((500, "InternalServerErrorException", """{"message":"Internal server error"}"""), answer.Refusal);
        Assert.StartsWith($"The function is called as {role}. ", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
        Assert.Contains(reason, answer.Headers["x-localaws-reason"], StringComparison.Ordinal);

        var judged = await apis.GetAsync(null, $"Rest/v1/judged/{role}");
        Assert.Equal((500, "AuthorizerConfigurationException", """{"message":null}"""), judged.Refusal);
        Assert.Contains(reason, judged.Headers["x-localaws-reason"], StringComparison.Ordinal);

        var http = await apis.GetAsync(null, $"Http/judged/{role}");
        Assert.Equal((500, """{"message":"Internal Server Error"}"""), (http.Status, http.Body));
        Assert.Empty(apis.Called);
    }

    [Fact]
    public async Task Does_not_run_for_whom_the_API_refuses()
    {
        Assert.Equal(403, (await apis.GetAsync("OnlyFunction", "Rest/v1/role/Works")).Status);
        Assert.Equal(403, (await apis.GetAsync(null, "Rest/v1/role/Works")).Status);
        Assert.Empty(apis.Called);
    }

    [Fact]
    public async Task Is_explained_with_the_change_to_its_trust_policy()
    {
        var text = await apis.ExplainAsync(await apis.GetAsync("Both", "Rest/v1/role/WrongTrust"));
        Assert.Contains("sts:AssumeRole on arn:aws:iam::111122223333:role/", text, StringComparison.Ordinal);
        Assert.Contains("{ Effect: Allow, Principal: { Service: apigateway.amazonaws.com }, Action: sts:AssumeRole }", text, StringComparison.Ordinal);
    }
}
