using Harness;

namespace Integration.Documentation;

/// <summary>The lines under "In a test", as docs/sign-in-from-elsewhere.md has them.</summary>
[Trait("Stack", "own")]
public class The_test_of_sign_in_from_elsewhere
{
    [Fact]
    [System.Diagnostics.CodeAnalysis.SuppressMessage("Usage", "xUnit1051:Calls to methods which accept CancellationToken should use TestContext.Current.CancellationToken", Justification = "The lines are those of the page.")]
    public async Task Passes()
    {
        await using var aws = await LocalAws.StartAsync(new LocalAwsOptions { Template = "template.yaml", Parameters = new Dictionary<string, string> { ["SignInWithGoogle"] = "true" } });
        var amy = await aws.SignInAsync("StorefrontClient", via: "Google", claims: new { email = "amy@example.com", email_verified = true });
        (await aws.AsUser(amy).GetAsync("OrdersApi", "/me/orders")).ShouldBeAllowed();
    }

    [Fact]
    public void Is_that_of_the_page()
    {
        var compiled = File.ReadAllText(Path.Combine(StackFixture.Root, "tests/Integration/Documentation/The_test_of_sign_in_from_elsewhere.cs"));
        Assert.All(Page.Of("docs/sign-in-from-elsewhere.md").Blocks("csharp").Single(), line => Assert.Contains(line, compiled, StringComparison.Ordinal));
    }
}
