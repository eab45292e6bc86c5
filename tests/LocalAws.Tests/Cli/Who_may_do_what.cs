using System.Text.Json;
using Tool.Cli;

namespace Tool.Tests.Cli;

/// <summary><c>who-can</c> and <c>can</c>, as people and scripts use them.</summary>
public sealed class Who_may_do_what : IDisposable
{
    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue }
          Worker:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] }
              Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Sid: Send, Effect: Allow, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn }] } }]
          Idle:
            Type: AWS::IAM::Role
            Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] } }
        """;

    private readonly string folder = Directory.CreateTempSubdirectory("localaws-tests-").FullName;

    private string File => Path.Combine(folder, "template.yaml");

    public Who_may_do_what() => System.IO.File.WriteAllText(File, Template);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Is_a_table_of_those_who_may()
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("who-can", "sqs:SendMessage", "Work", "-t", File);

        Assert.Equal(CommandLine.Done, exitCode);
        Assert.Contains("Worker  yes  Allowed by statement 'Send' of the identity policy P (template.yaml:7).", output, StringComparison.Ordinal);
        Assert.DoesNotContain("Idle", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_the_others_too_where_somebody_asks_for_all()
    {
        var (_, output) = await CommandLineRun.OutputOfAsync("who-can", "sqs:SendMessage", "Work", "--all", "-t", File);

        Assert.Contains("No identity policy allows sqs:SendMessage on Work to Idle.", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Worker", CommandLine.Done, "Worker, sqs:SendMessage on Work: yes. Allowed by")]
    [InlineData("Idle", CommandLine.DoesNotHold, "Idle, sqs:SendMessage on Work: no. No identity policy allows")]
    public async Task Ends_as_the_answer_is(string principal, int expected, string line)
    {
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("can", principal, "sqs:SendMessage", "Work", "-t", File);

        Assert.Equal(expected, exitCode);
        Assert.StartsWith(line, output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Is_JSON_for_programs()
    {
        var (_, output) = await CommandLineRun.OutputOfAsync("can", "Worker", "--format", "json", "-t", File);
        using var json = JsonDocument.Parse(output);

        Assert.Equal("sqs:SendMessage", json.RootElement.GetProperty("held")[0].GetProperty("actions")[0].GetString());
    }

    [Fact]
    public async Task Says_who_may_be_meant_by_a_misspelt_name()
    {
        var (exitCode, _) = await CommandLineRun.OutputOfAsync("can", "Worcer", "-t", File);

        Assert.Equal(CommandLine.BadInput, exitCode);
    }
}
