using System.Net;
using Harness;

namespace Integration.Ecosystem;

/// <summary>A function on Amazon.Lambda.Annotations, built and run as it is. Compiled only with <c>-p:EcosystemPackages=true</c>.</summary>
[Trait("Stack", "own")]
public class Annotated_functions
{
    [Fact]
    public async Task Answer_whom_the_template_lets_in()
    {
        await using var aws = await LocalAws.StartAsync(Path.Combine(StackFixture.Root, "docs", "samples", "annotations", "template.yaml"), TestContext.Current.CancellationToken);
        var response = await aws.As("CallerRole").GetAsync("GreetingsApi", "/greetings/you", TestContext.Current.CancellationToken);

        Assert.Equal("Hello, you!", response.ShouldBeAllowed(by: "ReadGreetings").ShouldHaveStatus(HttpStatusCode.OK).Body);
        (await aws.AsNobody().GetAsync("GreetingsApi", "/greetings/you", TestContext.Current.CancellationToken)).ShouldBeDenied();
    }
}
