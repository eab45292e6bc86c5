using System.Diagnostics;

namespace Integration.CommandLine;

/// <summary><c>localaws exec</c>: programs that we did not write, with a role's credentials.</summary>
public class A_program(StackFixture stack)
{
    private string[] Exec => ["exec", "--profile-dir", Path.GetDirectoryName(stack.LocalAws.ConfigFile)!];

    [Theory]
    [InlineData("AuditorRole", "^arn:aws:sts::111122223333:assumed-role/AuditorRole/local-[0-9a-f]{8}$")]
    [InlineData("PartnerRole@444455556666", "^arn:aws:sts::444455556666:assumed-role/PartnerRole/local-[0-9a-f]{8}$")]
    [InlineData(null, "^arn:aws:iam::111122223333:user/admin$")]
    public async Task Signs_as_the_role(string? role, string expected)
    {
        ExternalTool.Require("aws");
        var run = await Cli.RunAsync([.. Exec, .. role is null ? [] : (string[])["--as", role], "--", "aws", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Matches(expected, run.Output);
    }

    /// <summary>What the reader's shell says of other accounts would win in an SDK.</summary>
    [Fact]
    public async Task Has_nothing_of_the_readers_own_accounts()
    {
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "python3 has no boto3");
        const string Ask = "import boto3; print(boto3.client('sts').get_caller_identity()['Arn'])";
        var run = await ExternalTool.RunAsync(
            "bash", ["-c", "exec \"$0\" \"$@\"", "localaws", .. Exec, "--as", "AuditorRole", "--", "python3", "-c", Ask],
            InShells.Path(), ("AWS_PROFILE", "production"), ("AWS_ENDPOINT_URL_STS", "http://127.0.0.1:9"), ("AWS_ACCESS_KEY_ID", "AKIAEXAMPLE"), ("AWS_REGION", "eu-west-3"));

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("assumed-role/AuditorRole/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_refused_what_its_role_may_not_do()
    {
        ExternalTool.Require("aws");
        var run = await Cli.RunAsync([.. Exec, "--as", "AuditorRole", "--", "aws", "lambda", "invoke", "--function-name", "BillingFunction", "/dev/null"]);

        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("is not authorized to perform: lambda:InvokeFunction", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(7, "sh", "-c", "exit 7")]
    [InlineData(137, "sh", "-c", "kill -9 $$")]
    [InlineData(127, "no-such-program")]
    [InlineData(126, "/")]
    public async Task Gives_its_exit_code(int expected, params string[] command) => Assert.Equal(expected, (await Cli.RunAsync([.. Exec, "--", .. command])).ExitCode);

    [Fact(Timeout = 60_000)]
    public async Task Has_the_input_and_the_output_and_hears_signals()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            ["exec", Path.Combine(AppContext.BaseDirectory, "LocalAws.dll"), .. Exec, "--", "sh", "-c", "trap 'echo heard; exit 5' TERM; read -r line; echo \"got $line\"; while :; do sleep 0.05; done"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        using var late = TestContext.Current.CancellationToken.Register(() => process.Kill(entireProcessTree: true));
        await process.StandardInput.WriteLineAsync("a line");
        Assert.Equal("got a line", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await ExternalTool.RunAsync("bash", ["-c", $"kill -TERM {process.Id}"]);
        Assert.Equal("heard", await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, process.ExitCode);
    }

    [Fact]
    public async Task Gets_credentials_from_a_shell_that_has_them()
    {
        ExternalTool.Require("aws");
        var run = await ExternalTool.RunAsync(
            "bash", ["-c", $"eval \"$(localaws {string.Join(' ', Exec)} --as AuditorRole --export env)\" && aws sts get-caller-identity --query Arn --output text"], InShells.Path());

        Assert.Contains("assumed-role/AuditorRole/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gets_credentials_by_a_profile_that_asks_for_them()
    {
        ExternalTool.Require("aws");
        var config = Path.GetTempFileName();
        var process = $"localaws {string.Join(' ', Exec)} --as AuditorRole --export process";
        await File.WriteAllTextAsync(config, $"[profile asks]\ncredential_process = {process}\nregion = us-east-1\nendpoint_url = {stack.LocalAws.EndpointUrl.AbsoluteUri.TrimEnd('/')}\n", TestContext.Current.CancellationToken);
        var run = await ExternalTool.RunAsync("aws", ["--profile", "asks", "sts", "get-caller-identity", "--query", "Arn", "--output", "text"], InShells.Path(), ("AWS_CONFIG_FILE", config));
        File.Delete(config);

        Assert.Contains("assumed-role/AuditorRole/", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_asked_for()
    {
        var run = await Cli.RunAsync([.. Exec, "--as", "AuditorRole"]);

        Assert.Equal((2, "localaws: Say what to run, after --: localaws exec --as ROLE -- aws sts get-caller-identity."), (run.ExitCode, run.Error));
    }
}
