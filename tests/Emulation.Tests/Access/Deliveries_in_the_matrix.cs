using System.Text.Json;
using Emulation.Access;

namespace Emulation.Tests.Access;

/// <summary>What services do by themselves is in the matrix too, as the template wires it: whether they may, and why not.</summary>
public sealed class Deliveries_in_the_matrix
{
    private const string Template = """
        Resources:
          News: { Type: AWS::SNS::Topic }
          Alarms: { Type: AWS::SNS::Topic }
          Work: { Type: AWS::SQS::Queue }
          Lonely: { Type: AWS::SQS::Queue }
          Lets: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Work], PolicyDocument: { Statement: [
            { Sid: FromNews, Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn, Condition: { ArnEquals: { "aws:SourceArn": !Ref News } } },
            { Sid: NotFromBuckets, Effect: Deny, Principal: { Service: s3.amazonaws.com }, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn }
            ] } } }
          ToWork: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Work.Arn } }
          ToLonely: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: !GetAtt Lonely.Arn } }
          ToElsewhere: { Type: AWS::SNS::Subscription, Properties: { TopicArn: !Ref News, Protocol: sqs, Endpoint: "arn:aws:sqs:us-east-1:444455556666:theirs" } }
          Shelf: { Type: AWS::S3::Bucket, Properties: { NotificationConfiguration: { QueueConfigurations: [{ Event: "s3:ObjectCreated:*", Queue: !GetAtt Work.Arn }] } } }
          Machine: { Type: AWS::StepFunctions::StateMachine, Properties: { RoleArn: !GetAtt MachineRole.Arn, DefinitionString: "{}" } }
          MachineRole: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: states.amazonaws.com }, Action: "sts:AssumeRole" }] } } }
          Starts: { Type: AWS::IAM::Role, Properties: { AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: events.amazonaws.com }, Action: "sts:AssumeRole" }] }, Policies: [{ PolicyName: P, PolicyDocument: { Statement: [{ Effect: Allow, Action: "states:StartExecution", Resource: !Ref Machine }] } }] } }
          Each: { Type: AWS::Events::Rule, Properties: { ScheduleExpression: "rate(1 day)", Targets: [{ Id: m, Arn: !Ref Machine, RoleArn: !GetAtt Starts.Arn }, { Id: n, Arn: !Ref Machine }] } }
          High: { Type: AWS::CloudWatch::Alarm, Properties: { MetricName: m, Namespace: n, ComparisonOperator: GreaterThanThreshold, EvaluationPeriods: 1, AlarmActions: [!Ref Alarms] } }
        """;

    private static readonly LoadedStacks Stacks = Given.Stacks(Template);
    private static readonly AccessMatrix Matrix = AccessMatrix.Of(Stacks);

    [Theory]
    [InlineData("topic News -> send to queue Work", "Allow", "Allowed by statement 'FromNews' of the resource policy Lets.PolicyDocument (template.yaml:")]
    [InlineData("topic News -> send to queue Lonely", "Deny", "No resource policy allows sqs:SendMessage on queue Lonely to sns.amazonaws.com.")]
    [InlineData("topic News -> send to arn:aws:sqs:us-east-1:444455556666:theirs", "", "No template declares arn:aws:sqs:us-east-1:444455556666:theirs, whose policy decides.")]
    [InlineData("bucket Shelf -> send to queue Work", "Deny", "Denied by statement 'NotFromBuckets' of the resource policy Lets.PolicyDocument (template.yaml:")]
    [InlineData("rule Each -> start state machine Machine", "Allow", "Allowed by statement 1 of the identity policy P (template.yaml:")]
    [InlineData("rule Each -> start state machine Machine", "Deny", "events.amazonaws.com does it as a role only, and none is given.")]
    [InlineData("High -> send to topic Alarms", "Allow", "The policy that a topic has by default lets its account's alarms publish.")]
    public void Say_whether_policies_let_them_and_why_not(string name, string word, string reason) =>
        Assert.Contains(Matrix.Deliveries, one => one.Name == name && one.Word?.ToString() == (word.Length == 0 ? null : word) && one.Reason.StartsWith(reason, StringComparison.Ordinal));

    /// <summary>Where a policy cannot be told, it may well allow it: nobody says that it is refused.</summary>
    [Fact]
    public void Are_closed_where_a_policy_cannot_be_told()
    {
        var stacks = Given.Stacks(Template.Replace("Queues: [!Ref Work]", "Queues: [!ImportValue nobody]", StringComparison.Ordinal));

        Assert.Equal(AccessWord.Closed, AccessMatrix.Of(stacks).Deliveries.First(static one => one.Name == "topic News -> send to queue Work").Word);
    }

    [Fact]
    public void Name_their_stacks_where_there_are_several()
    {
        var matrix = AccessMatrix.Of(Given.Stacks(new EmulatorOptions { Templates = [] }, ("one", Template), ("two", Template)));

        Assert.Contains(matrix.Deliveries, static one => one.Source == "topic News (one)");
        Assert.Contains(matrix.Deliveries, static one => one.Source == "topic News (two)");
    }

    [Fact]
    public void Are_a_section_of_the_kept_file()
    {
        var text = MatrixMarkdown.Write(Matrix, "template.yaml");

        Assert.Contains("\n## Deliveries (by AWS's services themselves)\n\nFrom the template: a server behind LocalAws delivers by itself, and no call for it is seen here.\n", text, StringComparison.Ordinal);
        Assert.Contains("| `topic News` | `send to queue Work` | **yes** |\n", text, StringComparison.Ordinal);
        Assert.Contains("| `topic News` | `send to arn:aws:sqs:us-east-1:444455556666:theirs` | ? |\n", text, StringComparison.Ordinal);
        Assert.Contains("- `topic News` `send to queue Work`: statement 'FromNews' of the resource policy Lets.PolicyDocument\n", text, StringComparison.Ordinal);
        Assert.Contains("- Not: `topic News` `send to queue Lonely`, since no resource policy allows sqs:SendMessage on queue Lonely to sns.amazonaws.com\n", text, StringComparison.Ordinal);
        Assert.Contains("- Not: `bucket Shelf` `send to queue Work`, since statement 'NotFromBuckets' of the resource policy Lets.PolicyDocument denies it\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_compared_with_the_kept_file()
    {
        var (before, after) = (Kept(Template), Kept(Template.Replace("aws:SourceArn\": !Ref News", "aws:SourceArn\": !Ref Alarms", StringComparison.Ordinal)));
        var renamed = Kept(Template.Replace("Sid: FromNews", "Sid: Letters", StringComparison.Ordinal));

        Assert.Empty(MatrixCheck.Compare(before, before));
        Assert.Equal(["topic News may not send to queue Work any more: it was statement 'FromNews' of the resource policy Lets.PolicyDocument"], MatrixCheck.Compare(before, after));
        Assert.Equal(["topic News may send to queue Work now: statement 'FromNews' of the resource policy Lets.PolicyDocument"], MatrixCheck.Compare(after, before));
        Assert.StartsWith("topic News may send to queue Work on other grounds: statement 'Letters'", Assert.Single(MatrixCheck.Compare(before, renamed)), StringComparison.Ordinal);
    }

    [Fact]
    public void Are_told_while_somebody_edits()
    {
        var without = AccessMatrix.Of(Given.Stacks(Template.Replace("Sid: FromNews, Effect: Allow", "Sid: FromNews, Effect: Deny", StringComparison.Ordinal)));

        Assert.StartsWith("topic News may not send to queue Work any more. Denied by statement 'FromNews'", Assert.Single(AccessChanges.Between(Matrix, without)), StringComparison.Ordinal);
        Assert.StartsWith("topic News may send to queue Work now. Allowed by statement 'FromNews'", Assert.Single(AccessChanges.Between(without, Matrix)), StringComparison.Ordinal);
        Assert.Empty(AccessChanges.Between(Matrix, Matrix));
    }

    [Fact]
    public void Are_JSON_for_programs()
    {
        using var json = JsonDocument.Parse(MatrixJson.Of(Matrix));
        var all = json.RootElement.GetProperty("deliveries").EnumerateArray().ToList();
        var work = all.Single(static one => one.GetProperty("resource").GetString() == "ToWork");

        Assert.Equal(
            ("subscription", "sns.amazonaws.com", "topic News", "send to queue Work", "allow", "FromNews"),
            (work.GetProperty("kind").GetString(), work.GetProperty("service").GetString(), work.GetProperty("source").GetString(), work.GetProperty("does").GetString(),
                work.GetProperty("decision").GetString(), work.GetProperty("statement").GetProperty("sid").GetString()));
        Assert.Equal(JsonValueKind.Null, all.Single(static one => one.GetProperty("resource").GetString() == "ToElsewhere").GetProperty("decision").ValueKind);
    }

    [Fact]
    public void Are_on_the_page()
    {
        var page = MatrixHtml.Write(Matrix, Stacks);

        Assert.Contains("<h2>Deliveries (by AWS&#39;s services themselves)</h2>", page, StringComparison.Ordinal);
        Assert.Contains("<th scope=\"row\">topic News -&gt; send to queue Work</th><td tabindex=\"0\" class=\"cell allow\"", page, StringComparison.Ordinal);
        Assert.Contains("no call for it is seen here", page, StringComparison.Ordinal);
    }

    /// <summary>Who wires nothing sees nothing new.</summary>
    [Fact]
    public void Are_nowhere_in_the_matrix_of_a_template_without_any()
    {
        var stacks = Given.Stacks(Sample.Template());
        var matrix = AccessMatrix.Of(stacks);

        Assert.Empty(matrix.Deliveries);
        Assert.DoesNotContain("eliver", $"{MatrixMarkdown.Write(matrix, "t")}{MatrixJson.Of(matrix)}{MatrixHtml.Write(matrix, stacks)}", StringComparison.Ordinal);
    }

    private static string Kept(string template) => MatrixMarkdown.Write(AccessMatrix.Of(Given.Stacks(template)), "template.yaml");
}
