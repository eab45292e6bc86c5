namespace Integration.Access;

/// <summary>
/// The scripts of the action that tells who gained or lost access by a pull request: with the tool itself, and with a <c>gh</c> that keeps comments in a folder.
/// </summary>
[Trait("Stack", "own")]
public sealed class A_comment_on_a_pull_request : IDisposable
{
    private const string Marker = "<!-- localaws: access -->";
    private static readonly string Action = Path.Combine(StackFixture.Root, ".github", "actions", "access");

    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Sid: Send, Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn }] } }]
        """;

    // Answers as GitHub's API would: a list of ids for its own comments, and what is posted or changed goes to a file.
    private const string Gh = """
        #!/usr/bin/env bash
        echo "$*" >>"$COMMENTS/calls"
        case "$*" in
          *--jq*) [ -e "$COMMENTS/7" ] && echo 7; exit 0 ;;
          *) for argument; do case $argument in body=*) printf '%s' "${argument#body=}" >"$COMMENTS/7" ;; esac; done ;;
        esac
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("[\"sqs:SendMessage\", \"sqs:PurgeQueue\"]", "true", "Worker gained sqs:PurgeQueue on Work")]
    [InlineData("\"sqs:GetQueueUrl\"", "true", "Worker lost sqs:SendMessage on Work")]
    [InlineData("\"sqs:SendMessage\"", "false", "Everybody may do what they could.")]
    public async Task Is_what_the_tool_says_of_the_template(string actions, string gained, string told)
    {
        var (before, now) = (Path.Combine(folder, "before.yaml"), Path.Combine(folder, "now.yaml"));
        await File.WriteAllTextAsync(before, Template, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(now, Template.Replace("\"sqs:SendMessage\"", actions, StringComparison.Ordinal), TestContext.Current.CancellationToken);
        var tool = Path.Combine(folder, "localaws.sh");
        await File.WriteAllTextAsync(tool, $"exec dotnet {Path.Combine(AppContext.BaseDirectory, "LocalAws.dll")} \"$@\"\n", TestContext.Current.CancellationToken);

        var outcome = await RunAsync("diff.sh", ("BASE", before), ("TEMPLATE", now), ("LOCALAWS", tool));

        Assert.Equal((0, ""), (outcome.ExitCode, outcome.Error));
        Assert.Equal($"gained={gained}\n", await ReadAsync("output"));
        Assert.Contains(told, (await ReadAsync("access.md")).Replace(@"\", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Equal(outcome.Output, (await ReadAsync("summary")).Trim());
    }

    [Fact]
    public async Task Is_none_where_the_template_cannot_be_read()
    {
        var now = Path.Combine(folder, "now.yaml");
        await File.WriteAllTextAsync(now, "Resources: [", TestContext.Current.CancellationToken);
        var tool = Path.Combine(folder, "localaws.sh");
        await File.WriteAllTextAsync(tool, "exit 2\n", TestContext.Current.CancellationToken);

        Assert.Equal(1, (await RunAsync("diff.sh", ("BASE", now), ("TEMPLATE", now), ("LOCALAWS", tool))).ExitCode);
    }

    [Fact]
    public async Task Is_made_once_and_changed_from_then_on()
    {
        await File.WriteAllTextAsync(Path.Combine(folder, "access.md"), "- Worker gained $(touch nothing) `sqs:PurgeQueue`\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("comment.sh")).ExitCode);
        Assert.Equal($"{Marker}\n### Who gained or lost what access\n\n- Worker gained $(touch nothing) `sqs:PurgeQueue`", await ReadAsync("7"));

        await File.WriteAllTextAsync(Path.Combine(folder, "access.md"), "Everybody may do what they could.\n", TestContext.Current.CancellationToken);
        Assert.Equal(0, (await RunAsync("comment.sh")).ExitCode);
        Assert.Contains("Everybody may", await ReadAsync("7"), StringComparison.Ordinal);

        var calls = (await ReadAsync("calls")).Split('\n').Where(static line => line.Contains("--method", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, calls.Count);
        Assert.Contains("--method POST repos/shop/shop/issues/12/comments", calls[0], StringComparison.Ordinal);
        Assert.Contains("--method PATCH repos/shop/shop/issues/comments/7", calls[1], StringComparison.Ordinal);
    }

    private async Task<ExternalTool.Outcome> RunAsync(string script, params (string Name, string? Value)[] environment)
    {
        var gh = Path.Combine(folder, "gh");
        await File.WriteAllTextAsync(gh, Gh, TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(gh, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        return await ExternalTool.RunAsync("bash", [Path.Combine(Action, script)],
        [
            ("PATH", $"{folder}:{Environment.GetEnvironmentVariable("PATH")}"), ("COMMENTS", folder), ("RUNNER_TEMP", folder), ("GITHUB_OUTPUT", Path.Combine(folder, "output")),
            ("GITHUB_STEP_SUMMARY", Path.Combine(folder, "summary")), ("GITHUB_REPOSITORY", "shop/shop"), ("PULL_REQUEST", "12"), .. environment,
        ]);
    }

    private Task<string> ReadAsync(string file) => File.ReadAllTextAsync(Path.Combine(folder, file), TestContext.Current.CancellationToken);
}
