namespace Emulation.Tests.Gateway.Credentials;

/// <summary>The caller needs <c>execute-api:Invoke</c>, and <c>lambda:InvokeFunction</c> through API Gateway.</summary>
public sealed class A_function_called_with_its_callers_credentials(ForwardingApis apis) : IClassFixture<ForwardingApis>
{
    private const string Failed = """{"message":"Internal server error"}""";

    [Theory]
    [InlineData("Both")]
    [InlineData("Through")]
    [InlineData("Named")]
    [InlineData("Partner")]
    public async Task Runs_for_whom_both_are_allowed(string caller)
    {
        Assert.Equal((200, "served"), Seen(await apis.GetAsync(caller, "Rest/v1/caller")));
        Assert.Equal(["Shop"], apis.Called);
    }

    [Theory]
    [InlineData("OnlyApi", "No identity policy allows lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:shop to arn:aws:iam::111122223333:user/OnlyApi.")]
    [InlineData("Forbidden", "Denied by statement 'Never' of the identity policy Uses (template.yaml:")]
    [InlineData("Directly", "No identity policy allows lambda:InvokeFunction")]
    [InlineData("Unforwarded", "No identity policy allows lambda:InvokeFunction")]
    [InlineData("FromHere", "No identity policy allows lambda:InvokeFunction")]
    [InlineData("Stranger", "No resource policy allows lambda:InvokeFunction")]
    public async Task Does_not_run_for_whom_calling_it_is_not_allowed(string caller, string reason)
    {
        var answer = await apis.GetAsync(caller, "Rest/v1/caller");

        Assert.Equal((500, "InternalServerErrorException", Failed), answer.Refusal);
        Assert.StartsWith($"The function is called with its caller's own credentials. {reason}", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
        Assert.Empty(apis.Called);
    }

    /// <summary>The authorizer comes first, as captured.</summary>
    [Theory]
    [InlineData(null, "MissingAuthenticationTokenException")]
    [InlineData("OnlyFunction", "AccessDeniedException")]
    public async Task Is_out_of_reach_of_whom_the_API_refuses(string? caller, string type)
    {
        Assert.Equal((403, type), ((await apis.GetAsync(caller, "Rest/v1/caller")).Status, (await apis.GetAsync(caller, "Rest/v1/caller")).Headers["x-amzn-ErrorType"]));
        Assert.Empty(apis.Called);
    }

    [Fact]
    public async Task Is_explained_with_both_questions_and_the_missing_permission()
    {
        var refused = await apis.ExplainAsync(await apis.GetAsync("OnlyApi", "Rest/v1/caller"));
        Assert.Contains("GET /caller of Rest by arn:aws:iam::111122223333:user/OnlyApi: REFUSED", refused, StringComparison.Ordinal);
        Assert.Contains("AWS answers: Internal server error", refused, StringComparison.Ordinal);
        Assert.Contains("  execute-api:Invoke on arn:aws:execute-api:", refused, StringComparison.Ordinal);
        Assert.Contains($"  lambda:InvokeFunction on {ForwardingApis.ShopArn} by arn:aws:iam::111122223333:user/OnlyApi:", refused, StringComparison.Ordinal);
        Assert.Contains("{ Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt Shop.Arn }", refused, StringComparison.Ordinal);

        var allowed = await apis.ExplainAsync(await apis.GetAsync("Both", "Rest/v1/caller"));
        Assert.Contains(": ALLOWED", allowed, StringComparison.Ordinal);
        Assert.Contains("The function is called with its caller's own credentials. Allowed by statement 'Invoke' of the identity policy Uses", allowed, StringComparison.Ordinal);
    }

    /// <summary>One record for a call: what decided it, with the action that was asked.</summary>
    [Fact]
    public async Task Is_one_decision_of_one_call()
    {
        var refused = (await apis.GetAsync("Forbidden", "Rest/v1/caller")).Headers["x-localaws-decision"];
        var view = Emulation.Decisions.DecisionView.Of(Assert.Single(apis.Emulator.Decisions.Snapshot(), entry => entry.Id == refused));
        Assert.Equal(
            ("lambda:InvokeFunction", ForwardingApis.ShopArn, global::Iam.Verdict.ExplicitDeny, "Never", 500, "GET", "/caller"),
            (view.Action, view.Resource, view.Verdict, view.Statement, view.Refused, view.Method, view.Path));

        var allowed = (await apis.GetAsync("Both", "Rest/v1/caller")).Headers["x-localaws-decision"];
        Assert.Equal("execute-api:Invoke", Emulation.Decisions.DecisionView.Of(Assert.Single(apis.Emulator.Decisions.Snapshot(), entry => entry.Id == allowed)).Action);
    }

    private static (int, string) Seen(CapturedAnswer answer) => (answer.Status, answer.Body);
}
