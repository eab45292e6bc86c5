using Tool.Tests.Cli;

namespace Tool.Tests.Terminal;

/// <summary>Below the tables of APIs a line for each thing that a service does by itself, and why not where it may not.</summary>
public sealed class The_matrix_of_deliveries : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("deliveries").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Has_a_line_for_each()
    {
        var output = await MatrixAsync("""
            Resources:
              News: { Type: AWS::SNS::Topic }
              Work: { Type: AWS::SQS::Queue }
              Lonely: { Type: AWS::SQS::Queue }
              Lets: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Work], PolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: "*" }] } } }
              ToWork: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Work.Arn } }
              ToLonely: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Lonely.Arn } }
            """);

        Assert.Equal(
            """
            Deliveries (by AWS's services themselves)
            From the template: a server behind LocalAws delivers by itself, and no call for it is seen here.
            topic News -> send to queue Work    yes
            topic News -> send to queue Lonely  -
              No resource policy allows sqs:SendMessage on queue Lonely to sns.amazonaws.com.


            """,
            output);
    }

    [Fact]
    public async Task Is_nowhere_where_nothing_is_wired() => Assert.Equal("", await MatrixAsync("Resources: { News: { Type: AWS::SNS::Topic } }"));

    private async Task<string> MatrixAsync(string template)
    {
        var file = Path.Combine(folder, "template.yaml");
        await File.WriteAllTextAsync(file, template, TestContext.Current.CancellationToken);
        var (exitCode, output) = await CommandLineRun.OutputOfAsync("matrix", "-t", file);
        Assert.Equal(0, exitCode);
        return output.ReplaceLineEndings("\n");
    }
}
