using System.Globalization;

namespace Integration.CommandLine;

/// <summary><c>localaws demo</c> on the stack that these tests share.</summary>
public class The_demonstration(StackFixture stack)
{
    private string[] Where => ["--port", stack.LocalAws.EndpointUrl.Port.ToString(CultureInfo.InvariantCulture), "--data", Path.GetDirectoryName(stack.LocalAws.ConfigFile)!];

    [Fact]
    public async Task Shows_401_without_a_token_200_with_it_and_what_each_role_may_do_and_cleans_up()
    {
        var shown = await Cli.RunAsync(["demo", .. Where]);
        var cleaned = await Cli.RunAsync(["demo", "cleanup", .. Where]);
        var again = await Cli.RunAsync(["demo", "cleanup", .. Where]);

        Assert.True(shown.ExitCode == 0, shown.Output + shown.Error);
        Assert.Contains("401 {\"message\":\"Unauthorized\"}", shown.Output, StringComparison.Ordinal);
        Assert.Contains("200 {\"message\":\"Hello from protected API!\",\"user\":\"demo@example.com\"}", shown.Output, StringComparison.Ordinal);
        Assert.Contains("token_use: id", shown.Output, StringComparison.Ordinal);
        Assert.Contains("POST /orders signed by StorefrontRole.", shown.Output, StringComparison.Ordinal);
        Assert.Contains("is not authorized to perform: execute-api:Invoke", shown.Output, StringComparison.Ordinal);
        Assert.Contains("$ aws cognito-idp create-user-pool --pool-name localaws-demo", shown.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("eyJ", shown.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing of the demonstration is left.", cleaned.Output, StringComparison.Ordinal);
        Assert.Equal((0, "There was nothing to delete."), (again.ExitCode, again.Output));
    }

    [Fact]
    public async Task Exits_with_1_when_a_step_differs()
    {
        // By this template the auditor may place orders; by the one that runs it may not.
        var template = (await File.ReadAllTextAsync(Path.Combine(StackFixture.Root, "template.yaml"), TestContext.Current.CancellationToken))
            .Replace("Sid: OnlyStorefrontPostsOrders\n              Effect: Deny", "Sid: OnlyStorefrontPostsOrders\n              Effect: Allow", StringComparison.Ordinal)
            .Replace("Principal: \"*\"\n              Action: execute-api:Invoke\n              NotResource:", "Principal: \"*\"\n              Action: execute-api:None\n              NotResource:", StringComparison.Ordinal);
        var shown = await Cli.RunOnAsync(template, "template.yaml", ["demo", .. Where, "--template"]);

        Assert.Equal(1, shown.ExitCode);
        Assert.Contains("differs: expected success, as the access matrix says", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_what_to_do_when_nothing_answers()
    {
        var shown = await Cli.RunAsync("demo", "--port", "9", "--data", Path.GetDirectoryName(stack.LocalAws.ConfigFile)!);

        Assert.Equal(2, shown.ExitCode);
        Assert.Contains("Give that port", shown.Error, StringComparison.Ordinal);
    }
}
