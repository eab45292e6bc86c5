using System.Text.Json;

namespace Integration.Clients;

/// <summary>The <c>aws</c> command with the profiles that LocalAws writes, and nothing else set.</summary>
public class Aws_command_line(StackFixture stack)
{
    [Theory]
    [InlineData("StorefrontRole")]
    [InlineData("AuditorRole")]
    public async Task Names_the_assumed_role(string role)
    {
        var outcome = await AwsAsync("--profile", role, "sts", "get-caller-identity", "--query", "Arn", "--output", "text");
        Assert.Matches($"^arn:aws:sts::111122223333:assumed-role/{role}/local-[0-9a-f]{{8}}$", outcome.Output);
    }

    [Fact]
    public async Task Has_a_profile_for_each_account()
    {
        Assert.Equal("arn:aws:iam::111122223333:user/admin", (await AwsAsync("--profile", "admin", "sts", "get-caller-identity", "--query", "Arn", "--output", "text")).Output);
        Assert.Equal("arn:aws:iam::444455556666:user/admin", (await AwsAsync("--profile", "admin-444455556666", "sts", "get-caller-identity", "--query", "Arn", "--output", "text")).Output);
        Assert.Matches(
            "^arn:aws:sts::444455556666:assumed-role/PartnerRole/local-[0-9a-f]{8}$",
            (await AwsAsync("--profile", "PartnerRole-444455556666", "sts", "get-caller-identity", "--query", "Arn", "--output", "text")).Output);
    }

    [Fact]
    public async Task Is_refused_a_role_that_trusts_somebody_else()
    {
        var outcome = await AwsAsync("--profile", "admin", "sts", "assume-role", "--role-arn", stack.LocalAws.ArnOf("OrdersServiceRole"), "--role-session-name", "me");
        Assert.NotEqual(0, outcome.ExitCode);
        Assert.Contains("(AccessDenied) when calling the AssumeRole operation: User: arn:aws:iam::111122223333:user/admin is not authorized to perform: sts:AssumeRole on resource:", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Invokes_a_function()
    {
        var answer = Path.GetTempFileName();
        var outcome = await AwsAsync("--profile", "admin", "lambda", "invoke", "--function-name", "BillingFunction", "--payload", """{"httpMethod":"GET","path":"/health"}""", answer);
        Assert.Equal(0, outcome.ExitCode);
        using var document = JsonDocument.Parse(await File.ReadAllTextAsync(answer, TestContext.Current.CancellationToken));
        Assert.Equal(200, document.RootElement.GetProperty("statusCode").GetInt32());
        File.Delete(answer);
    }

    [Fact]
    public async Task Is_refused_a_function_that_the_role_may_not_invoke()
    {
        var outcome = await AwsAsync("--profile", "AuditorRole", "lambda", "invoke", "--function-name", "BillingFunction", "--payload", "{}", "/dev/null");
        Assert.Matches(
            @"\(AccessDeniedException\) when calling the Invoke operation: User: arn:aws:sts::111122223333:assumed-role/AuditorRole/local-[0-9a-f]{8} is not authorized to perform: lambda:InvokeFunction on resource: "
            + "arn:aws:lambda:us-east-1:111122223333:function:local-BillingFunction-[A-Za-z0-9]{12} because no identity-based policy allows the lambda:InvokeFunction action$",
            outcome.Error);
    }

    [Fact]
    public async Task Learns_that_a_function_failed()
    {
        var answer = Path.GetTempFileName();
        var outcome = await AwsAsync("--profile", "admin", "lambda", "invoke", "--function-name", "BillingFunction", "--payload", "{}", answer, "--query", "FunctionError", "--output", "text");
        Assert.Equal("Unhandled", outcome.Output);
        Assert.Contains("Expected the proxy event of an API Gateway REST API", await File.ReadAllTextAsync(answer, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        File.Delete(answer);
    }

    private Task<ExternalTool.Outcome> AwsAsync(params string[] arguments) =>
        ExternalTool.RunAsync("aws", arguments, ("AWS_CONFIG_FILE", stack.LocalAws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", stack.LocalAws.CredentialsFile));
}
