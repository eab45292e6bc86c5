using System.Collections.Immutable;
using System.Text.Json;
using Emulation.Access;
using Emulation.Access.AnyAction;

namespace Emulation.Tests.Access;

/// <summary>Who may do something to any resource, and what somebody may do at all, from the template alone.</summary>
public sealed class Who_can
{
    private const string Template = """
        Resources:
          Work: { Type: AWS::SQS::Queue }
          News: { Type: AWS::SNS::Topic }
          Lets: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Work], PolicyDocument: { Statement: [
            { Sid: FromNews, Effect: Allow, Principal: { Service: sns.amazonaws.com }, Action: "sqs:SendMessage", Resource: !GetAtt Work.Arn, Condition: { ArnEquals: { "aws:SourceArn": !Ref News } } },
            { Sid: Partner, Effect: Allow, Principal: { AWS: "444455556666" }, Action: "sqs:ReceiveMessage", Resource: !GetAtt Work.Arn }
            ] } } }
          Locked: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Statement: [{ Sid: OnlyKeeper, Effect: Allow, Principal: { AWS: !GetAtt Keeper.Arn }, Action: "kms:Decrypt", Resource: "*" },
            { Sid: Admins, Effect: Allow, Principal: { AWS: "111122223333" }, Action: "kms:PutKeyPolicy", Resource: "*" }] } } }
          Open: { Type: AWS::S3::Bucket, Properties: { PublicAccessBlockConfiguration: { RestrictPublicBuckets: false } } }
          Shut: { Type: AWS::S3::Bucket }
          ForAll: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Open, PolicyDocument: { Statement: [{ Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Open.Arn}/*" }] } } }
          ForNone: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Shut, PolicyDocument: { Statement: [{ Effect: Allow, Principal: "*", Action: "s3:GetObject", Resource: !Sub "${Shut.Arn}/*" }] } } }
          Orders: { Type: AWS::DynamoDB::Table, Properties: { BillingMode: PAY_PER_REQUEST, AttributeDefinitions: [{ AttributeName: id, AttributeType: S }], KeySchema: [{ AttributeName: id, KeyType: HASH }] } }
          Keeper: { Type: AWS::IAM::Role, Properties: { RoleName: keeper, AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: !GetAtt Sender.Arn }, Action: "sts:AssumeRole" }] } } }
          Sender: { Type: AWS::IAM::Role, Properties: {
            AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { Service: lambda.amazonaws.com }, Action: "sts:AssumeRole" }] },
            Policies: [{ PolicyName: P, PolicyDocument: { Statement: [
              { Sid: Queues, Effect: Allow, Action: "sqs:*", Resource: !GetAtt Work.Arn },
              { Sid: NoDelete, Effect: Deny, Action: "sqs:DeleteQueue", Resource: "*" },
              { Sid: Tables, Effect: Allow, Action: "dynamodb:PutItem", Resource: !GetAtt Orders.Arn, Condition: { IpAddress: { "aws:SourceIp": "10.0.0.0/8" } } },
              { Sid: Keys, Effect: Allow, Action: "kms:*", Resource: "*" },
              { Sid: Hands, Effect: Allow, Action: "iam:PassRole", Resource: "arn:aws:iam::111122223333:role/keeper" },
              { Sid: Becomes, Effect: Allow, Action: "sts:AssumeRole", Resource: "arn:aws:iam::111122223333:role/elsewhere" } ] } }] } }
        """;

    private static readonly LoadedStacks Stacks = Given.Stacks(Template);

    [Theory]
    [InlineData("sqs:SendMessage", "Work", "Sender: Allow; sns.amazonaws.com: Conditional")]
    [InlineData("sqs:ReceiveMessage", "Work", "Sender: Allow; account 444455556666: Conditional")]
    [InlineData("sqs:DeleteQueue", "Work", "")]
    [InlineData("kms:Decrypt", "Locked", "Keeper: Allow")]
    [InlineData("kms:Encrypt", "Locked", "")]
    [InlineData("s3:GetObject", "Open/*", "Keeper: Allow; Sender: Allow; any other account: Conditional; anonymous: Allow")]
    [InlineData("s3:GetObject", "Shut/*", "Keeper: Allow; Sender: Allow")]
    [InlineData("dynamodb:PutItem", "Orders", "Sender: Conditional")]
    [InlineData("dynamodb:GetItem", "Orders", "")]
    [InlineData("sts:AssumeRole", "Keeper", "Sender: Allow")]
    [InlineData("sts:AssumeRole", "Sender", "lambda.amazonaws.com: Allow")]
    [InlineData("iam:PassRole", "Keeper", "Sender: Allow")]
    [InlineData("iam:PassRole", "Sender", "")]
    [InlineData("kms:Decrypt", "*", "Sender: Conditional")]
    [InlineData("sts:AssumeRole", "arn:aws:iam::111122223333:role/elsewhere", "Sender: Conditional")]
    public void Are_those_whom_all_policies_together_let(string action, string resource, string expected) => Assert.Equal(
        expected,
        string.Join("; ", Ask(action, resource).Where(static answer => answer.Word != AccessWord.Deny).Select(static answer => $"{answer.Principal.Name}: {answer.Word}")));

    [Fact]
    public void Is_told_by_the_statement_and_its_line_and_on_what_it_depends()
    {
        Assert.StartsWith(
            "Allowed by statement 'FromNews' of the resource policy Lets.PolicyDocument (template.yaml:", Reason("sqs:SendMessage", "Work", "sns.amazonaws.com"), StringComparison.Ordinal);
        Assert.EndsWith("if IpAddress aws:SourceIp 10.0.0.0/8.", Reason("dynamodb:PutItem", "Orders", "Sender"), StringComparison.Ordinal);
        Assert.EndsWith("if account 444455556666 allows it.", Reason("sqs:ReceiveMessage", "Work", "account 444455556666"), StringComparison.Ordinal);
        Assert.StartsWith("Denied by statement 'NoDelete' of the identity policy P", Reason("sqs:DeleteQueue", "Work", "Sender"), StringComparison.Ordinal);
    }

    /// <summary>A key and a role always decide themselves too, which nobody can tell of one that no template declares.</summary>
    [Fact]
    public void Depends_on_the_policy_of_a_key_or_role_that_no_template_declares()
    {
        Assert.EndsWith("if the key's policy allows it.", Reason("kms:Decrypt", "*", "Sender"), StringComparison.Ordinal);
        Assert.EndsWith("if the role's trust policy allows it.", Reason("sts:AssumeRole", "arn:aws:iam::111122223333:role/elsewhere", "Sender"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("sqs:SendMesage", "Work", "sqs has no action 'SendMesage'. Did you mean 'sqs:SendMessage'?")]
    [InlineData("sqs:SendMessage", "Worc", "No template declares 'Worc', and it is no ARN. Did you mean 'Work'?")]
    [InlineData("sqs:SendMessage", null, "sqs:SendMessage is on a queue: say which, by logical id or ARN, or '*' for any.")]
    [InlineData("sqs:SendMessage", "News", "sqs:SendMessage is on a queue, and News is a topic.")]
    [InlineData("s3:GetObject", "Open", "s3:GetObject is on an accesspointobject or an object, and Open is a bucket. Say Open/* for its objects.")]
    [InlineData("sqs:SendMessage", "arn:aws:sqs", "'arn:aws:sqs' is no ARN: it has not six parts between colons.")]
    [InlineData("execute-api:Invoke", "*", "Who may call a route depends on its authorizer too: 'localaws matrix' tells it.")]
    [InlineData("sts:AssumeRoleWithSAML", "Keeper", "sts:AssumeRoleWithSAML is called for whom a provider vouches, by no role or user of a template.")]
    public void Is_not_asked_of_what_is_not_there(string action, string? resource, string error) =>
        Assert.Equal(error, Assert.Throws<UsageException>(() => Ask(action, resource)).Message);

    [Fact]
    public void Says_of_a_resource_that_no_template_declares_that_half_is_not_known() => Assert.Equal(
        "No identity policy allows sqs:SendMessage on arn:aws:sqs:us-east-1:111122223333:elsewhere to Sender; no template declares it, so that its own policy is not known.",
        Reason("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:elsewhere", "Sender"));

    [Fact]
    public void Tells_all_that_somebody_may_a_line_for_each_statement_and_resource()
    {
        var held = new HeldAccess(Stacks, Principal("Sender")).All;

        Assert.Equal(
            ["sqs:* but for sqs:DeleteQueue", "dynamodb:PutItem", "iam:PassRole", "sts:AssumeRole", "sts:AssumeRole"],
            held.Where(static line => !line.Actions.StartsWith("kms:", StringComparison.Ordinal) && !line.Answer.Resource.Text.StartsWith("arn:aws:s3", StringComparison.Ordinal))
                .Select(static line => line.Actions));
        Assert.Equal([AccessWord.Allow, AccessWord.Conditional], held.Take(2).Select(static line => line.Answer.Word));
        Assert.DoesNotContain("sqs:DeleteQueue", held.SelectMany(static line => line.Names));
        Assert.Contains("sqs:SendMessage", held[0].Names);
    }

    [Fact]
    public void Is_written_for_programs()
    {
        var resource = new AskedResources(Stacks).Of(AskedResources.Action("sqs:SendMessage"), "Work");
        using var json = JsonDocument.Parse(ActionAccessJson.Of("sqs:SendMessage", resource, Ask("sqs:SendMessage", "Work")));
        var answer = json.RootElement.GetProperty("answers").EnumerateArray().First(static one => one.GetProperty("principal").GetString() == "sns.amazonaws.com");

        Assert.Equal("conditional", answer.GetProperty("decision").GetString());
        Assert.Equal("service", answer.GetProperty("kind").GetString());
        Assert.Equal("FromNews", answer.GetProperty("statement").GetProperty("sid").GetString());
        Assert.StartsWith("if ArnEquals aws:SourceArn ", answer.GetProperty("condition").GetString(), StringComparison.Ordinal);
    }

    private static ImmutableArray<ActionAccess> Ask(string action, string? resource)
    {
        var asked = AskedResources.Action(action);
        return new AccessOfActions(Stacks).Of(asked, new AskedResources(Stacks).Of(asked, resource));
    }

    private static string Reason(string action, string resource, string principal) => Ask(action, resource).First(answer => answer.Principal.Name == principal).Reason;

    private static MatrixPrincipal Principal(string name) => MatrixPrincipal.All(Stacks).First(one => one.Name == name);
}
