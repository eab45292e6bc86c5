using System.Net;

namespace {{Name}}.Tests;

public class Access(Stack stack)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Is_granted_to_the_caller()
    {
        var response = await stack.Aws.As("{{Name}}CallerRole").GetAsync("{{Name}}Api", "/greetings/you", Cancellation);

        response.ShouldBeAllowed(by: "ReadGreetings").ShouldHaveStatus(HttpStatusCode.OK);
        Assert.Equal("Hello, you!", response.ReadJson().GetProperty("greeting").GetString());
        Assert.EndsWith("assumed-role/{{Name}}CallerRole/test", response.ReadJson().GetProperty("caller").GetString());
    }

    [Fact]
    public async Task Is_refused_to_anybody_else_in_the_account() =>
        (await stack.Aws.As("{{Name}}StrangerRole").GetAsync("{{Name}}Api", "/greetings/you", Cancellation)).ShouldBeDenied(by: "OnlyTheCallerReadsGreetings");

    [Fact]
    public async Task Is_refused_without_a_signature() =>
        (await stack.Aws.AsNobody().GetAsync("{{Name}}Api", "/greetings/you", Cancellation)).ShouldBeDenied().ShouldHaveStatus(HttpStatusCode.Forbidden);

    /// <summary>When this fails and the change is meant: LOCALAWS_ACCEPT=1 dotnet test.</summary>
    [Fact]
    public void Is_what_the_kept_matrix_says() => AccessMatrix.Verify("template.yaml");
}
