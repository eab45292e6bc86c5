using System.Net;
using Emulation.Access;
using Emulation.Explain;

namespace Emulation.Tests.Gateway.FunctionUrls;

/// <summary>Over HTTP: who gets in by the URL of a function, and what the others are told. The matrix and <c>explain</c> say the same.</summary>
public sealed class Who_may_call_a_url(UrlStack stack) : IClassFixture<UrlStack>
{
    private const string Forbidden = """{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}""";

    public static TheoryData<string?, string, bool, string> Calls => new()
    {
        { "Both", "SignedUrl", true, "" },
        { "OnlyUrl", "SignedUrl", false, "No identity policy allows lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:signed to" },
        { "OnlyInvoke", "SignedUrl", false, "No identity policy allows lambda:InvokeFunctionUrl on arn:aws:lambda:us-east-1:111122223333:function:signed to" },
        { "OtherType", "SignedUrl", false, "No identity policy allows lambda:InvokeFunctionUrl on " },
        { "Denied", "SignedUrl", false, "Denied by statement 2 of the identity policy all" },
        { "Named", "SignedUrl", true, "" },
        { "Nobody", "SignedUrl", false, "No identity policy allows lambda:InvokeFunctionUrl on " },
        { "Trusted", "SignedUrl", true, "" },
        { "Untrusted", "SignedUrl", false, "No identity policy allows lambda:InvokeFunctionUrl on " },
        { null, "SignedUrl", false, "The request is not signed, and only a signature says who calls." },
        { "Aliased", "PublishedUrl", true, "" },
        { "Unaliased", "PublishedUrl", false, "No identity policy allows lambda:InvokeFunctionUrl on arn:aws:lambda:us-east-1:111122223333:function:published:live to" },
        { null, "OpenUrl", true, "" },
        { null, "BareLink", false, "No resource policy allows lambda:InvokeFunctionUrl on arn:aws:lambda:us-east-1:111122223333:function:bare to anonymous. No resource policy allows lambda:InvokeFunction on" },
        { null, "HalfLink", false, "No resource policy allows lambda:InvokeFunction on arn:aws:lambda:us-east-1:111122223333:function:half to anonymous." },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public async Task Is_decided_by_both_actions(string? role, string url, bool isAllowed, string reason)
    {
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url(url, "/any/where?x=1"), role);
        Assert.Equal(isAllowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.True(answer.Headers.Contains("x-amzn-RequestId"));
        var decision = stack.Emulator.Decisions.Find(answer.Headers.GetValues("x-localaws-decision").Single())!;
        Assert.Equal((url, isAllowed ? null : 403), (decision.Target, decision.Refused));
        if (!isAllowed)
        {
            Assert.Equal(Forbidden, await UrlStack.TextOf(answer));
            Assert.Equal("AccessDeniedException", answer.Headers.GetValues("x-amzn-ErrorType").Single());
            Assert.StartsWith(reason, answer.Headers.GetValues("x-localaws-reason").Single(), StringComparison.Ordinal);
            Assert.Equal(role is null && url == "SignedUrl" ? default : 2, decision.Asked.IsDefault ? 0 : decision.Asked.Length);
        }
    }

    [Theory]
    [MemberData(nameof(Calls))]
    public void Is_what_the_matrix_says(string? role, string url, bool isAllowed, string reason)
    {
        var name = role switch { null => "anonymous", "Trusted" or "Untrusted" => $"{role}@444455556666", _ => role };
        var cell = AccessMatrix.Of(stack.Stacks).Cells.Single(cell => cell.Route.Api.LogicalId == url && cell.Principal.Name.Replace("Role ", "", StringComparison.Ordinal) == name);
        Assert.Equal(isAllowed ? AccessWord.Allow : AccessWord.Deny, cell.Word);
        if (!isAllowed && url != "SignedUrl")
        {
            Assert.StartsWith(reason.Split(" on ")[0], cell.Reason, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("OnlyUrl", "lambda:InvokeFunction", false)]
    [InlineData("Nobody", "lambda:InvokeFunctionUrl", false)]
    [InlineData("Both", "", true)]
    public void Is_explained_before_anybody_calls(string role, string missing, bool isAllowed)
    {
        var text = ExplanationText.Of(RouteQuestion.Of(stack.Stacks, role, "GET", "/any", "Signed", new Dictionary<string, string>()), stack.Stacks);
        Assert.Contains(isAllowed ? "ALLOW" : $"No identity policy allows {missing} on", text.ToString(), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Is_mended_by_permissions_for_the_url_alone()
    {
        var changes = ExplanationText.Of(RouteQuestion.Of(stack.Stacks, "anonymous", "GET", "/", "Bare", new Dictionary<string, string>()), stack.Stacks).Changes;
        Assert.Equal(
            [
                "Add an AWS::Lambda::Permission: { FunctionName: !GetAtt Bare.Arn, Action: lambda:InvokeFunctionUrl, Principal: \"*\", FunctionUrlAuthType: NONE }.",
                "Add an AWS::Lambda::Permission: { FunctionName: !GetAtt Bare.Arn, Action: lambda:InvokeFunction, Principal: \"*\", InvokedViaFunctionUrl: true }.",
            ],
            changes.Select(static advice => advice.Change));
    }

    [Fact]
    public async Task Is_decided_by_one_action_where_the_second_is_not_asked()
    {
        var options = stack.Options with { HasOldFunctionUrls = true, DataFolder = Path.Combine(stack.Options.DataFolder!, "old") };
        var stacks = LoadedStacks.Load(options);
        await using var emulator = await Emulator.StartAsync(options, stacks, TestContext.Current.CancellationToken);
        using var client = new HttpClient();
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri($"{emulator.EndpointUrl}/lambda-url/Half/"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(new Uri($"{emulator.EndpointUrl}/lambda-url/Bare/"), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(AccessWord.Allow, AccessMatrix.Of(stacks).Cells.Single(static cell => cell.Route.Api.LogicalId == "SignedUrl" && cell.Principal.Name == "OnlyUrl").Word);
    }

    [Fact]
    public async Task Needs_a_signature_for_lambda()
    {
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url("SignedUrl"), "Both", "execute-api");
        Assert.Equal((HttpStatusCode.Forbidden, "InvalidSignatureException"), (answer.StatusCode, answer.Headers.GetValues("x-amzn-ErrorType").Single()));
    }

    [Fact]
    public async Task Is_nobody_where_the_url_is_closed()
    {
        var answer = await stack.SendAsync(HttpMethod.Get, stack.Url("OddUrl"));
        Assert.Equal(HttpStatusCode.NotImplemented, answer.StatusCode);
        Assert.Contains("Odd.FunctionUrlConfig.Quux", answer.Headers.GetValues("x-localaws-reason").Single(), StringComparison.Ordinal);
        Assert.All(AccessMatrix.Of(stack.Stacks).Cells.Where(static cell => cell.Route.Api.LogicalId == "OddUrl"), static cell => Assert.Equal(AccessWord.Closed, cell.Word));
    }
}
