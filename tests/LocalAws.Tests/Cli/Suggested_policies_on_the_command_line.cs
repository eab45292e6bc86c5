using System.Text.Json;
using Emulation.Decisions.Recorded;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>suggest</c>, as people and scripts use it.</summary>
public sealed class Suggested_policies_on_the_command_line : IDisposable
{
    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue, Properties: { QueueName: work } }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              RoleName: Worker
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Sid: Send, Effect: Allow, Action: ["sqs:SendMessage", "sqs:DeleteQueue"], Resource: !GetAtt Work.Arn }] } }]
          Idle:
            Type: AWS::IAM::Role
            Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private string File => Path.Combine(folder, "template.yaml");

    public Suggested_policies_on_the_command_line()
    {
        System.IO.File.WriteAllText(File, Template);
        var call = new RecordedCall
        {
            Principal = "arn:aws:iam::111122223333:role/Worker", Action = "sqs:SendMessage", Resource = "arn:aws:sqs:us-east-1:111122223333:work", Account = "111122223333",
        };
        System.IO.File.WriteAllText(
            Path.Combine(folder, "calls-1-1.jsonl"),
            new RecordedLine { Run = new RecordedRun(DateTimeOffset.UnixEpoch, ["sqs"]) }.ToText() + new RecordedLine { Call = call }.ToText());
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Are_YAML_with_what_is_to_be_known()
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("suggest", "--records", folder, "-t", File);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains("            - Sid: Send\n              Effect: Allow\n              Action: sqs:SendMessage\n              Resource: !GetAtt Work.Arn\n", output, StringComparison.Ordinal);
        Assert.Contains("# Never used: sqs:DeleteQueue of statement 'Send' of P (template.yaml:8).", output, StringComparison.Ordinal);
        Assert.Contains("# Idle (template.yaml:9): no call was seen, so that nothing is suggested for it.", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_of_one_role_where_somebody_names_it()
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("suggest", "--role", "Idle", "--from", "tests", "--records", folder, "-t", File);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.DoesNotContain("Worker", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_JSON_for_programs()
    {
        var (_, output) = await CommandLineRun.OutputOfAsync("suggest", "--records", folder, "--format", "json", "-t", File);

        using var json = JsonDocument.Parse(output);
        var worker = json.RootElement.GetProperty("roles").EnumerateArray().Single(static role => role.GetProperty("role").GetString() == "Worker");
        Assert.Equal("""{"Fn::GetAtt": ["Work", "Arn"]}""", worker.GetProperty("policy").GetProperty("Statement")[0].GetProperty("Resource")[0].GetRawText());
        Assert.Equal("sqs:DeleteQueue", worker.GetProperty("grants")[0].GetProperty("never")[0].GetString());
    }

    [Theory]
    [InlineData("--role", "Wroker", "Did you mean 'Worker'?")]
    [InlineData("--records", "nowhere", "no calls are recorded there")]
    [InlineData("--from", "tests", "Say where the runs are recorded")]
    public async Task Say_what_is_wrong(string option, string value, string expected)
    {
        var (exitCode, error) = await CommandLineRun.OfAsync("suggest", option, value, "-t", File);

        Assert.Equal(CommandLine.BadInput, exitCode);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }
}
