using Emulation.Explain;
using Iam;
using Sam;

namespace Emulation.Tests.Explain;

/// <summary>
/// Where a caller's policies and those of what it calls may refer to each other: a queue, a bucket and a secret have policies that are resources of their own, an API, a table and a key have
/// theirs in themselves.
/// </summary>
public class Policies_that_refer_to_callers
{
    private const string Template = """
        Resources:
          Caller:
            Type: AWS::IAM::Role
            Properties:
              AssumeRolePolicyDocument: { Statement: [{ Effect: Allow, Principal: { AWS: "*" }, Action: "sts:AssumeRole" }] }
              Policies:
                - PolicyName: Calls
                  PolicyDocument:
                    Statement:
                      - { Effect: Allow, Action: "*", Resource: [!GetAtt Queue.Arn, !GetAtt Bucket.Arn, !Ref Secret, !GetAtt Key.Arn, !GetAtt Table.Arn] }
          Queue: { Type: AWS::SQS::Queue }
          QueuePolicy: { Type: AWS::SQS::QueuePolicy, Properties: { Queues: [!Ref Queue], PolicyDocument: { Statement: [{ Effect: Deny, Principal: "*", Action: "sqs:DeleteQueue", Resource: "*" }] } } }
          Bucket: { Type: AWS::S3::Bucket }
          BucketPolicy: { Type: AWS::S3::BucketPolicy, Properties: { Bucket: !Ref Bucket, PolicyDocument: { Statement: [{ Effect: Deny, Principal: "*", Action: "s3:DeleteBucket", Resource: !GetAtt Bucket.Arn }] } } }
          Secret: { Type: AWS::SecretsManager::Secret, Properties: { SecretString: x } }
          SecretPolicy: { Type: AWS::SecretsManager::ResourcePolicy, Properties: { SecretId: !Ref Secret, ResourcePolicy: { Version: "2012-10-17", Statement: [{ Effect: Deny, Principal: "*", Action: "secretsmanager:DeleteSecret", Resource: "*" }] } } }
          Key: { Type: AWS::KMS::Key, Properties: { KeyPolicy: { Version: "2012-10-17", Statement: [{ Effect: Allow, Principal: { AWS: !Sub "arn:aws:iam::${AWS::AccountId}:root" }, Action: "kms:*", Resource: "*" }] } } }
          Table:
            Type: AWS::DynamoDB::Table
            Properties:
              KeySchema: [{ AttributeName: id, KeyType: HASH }]
              AttributeDefinitions: [{ AttributeName: id, AttributeType: S }]
              ResourcePolicy: { PolicyDocument: { Version: "2012-10-17", Statement: [{ Effect: Deny, Principal: "*", Action: "dynamodb:DeleteTable", Resource: "*" }] } }
        """;

    private static readonly LoadedStacks Stacks = Given.Stacks(Template);
    private static readonly TemplateWords Words = new(Stacks);

    private static Stack Main => Stacks.Main;

    private static AssumedRole Caller { get; } = new(Main.AccountId, "/", Main.Roles.Single().Name, "session", "AROAEXAMPLE");

    public static TheoryData<string, bool> Called => new() { { "Queue", false }, { "Bucket", false }, { "Secret", false }, { "Key", true }, { "Table", true } };

    /// <summary>A statement that names it goes into the caller's own policies, unless the resource itself refers to the caller.</summary>
    [Theory, MemberData(nameof(Called))]
    public void Are_resources_of_their_own_only_where_a_reference_would_close_a_circle(string id, bool isInItself)
    {
        var statement = Words.Of(ArnOf(id), Main);
        Assert.Equal([id], statement.Names);
        Assert.Equal(isInItself, Words.PolicyOfItsOwn(Caller, statement, ArnOf(id)) is not null);
        Assert.Null(Words.PolicyOfItsOwn(Caller, statement, null));
    }

    /// <summary>A policy that names the caller refers to it, unless the caller refers to where the policy is.</summary>
    [Theory, MemberData(nameof(Called))]
    public void Name_a_caller_by_reference_where_none_leads_back(string id, bool isInItself)
    {
        var (words, before) = Words.Caller(Caller, Caller.PolicyArn, Main, ArnOf(id));
        Assert.Equal(isInItself ? "!Sub \"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/Caller\"" : "!GetAtt Caller.Arn", words.Text);
        Assert.Equal(isInItself ? $"give Caller (template.yaml:2) the RoleName Caller, since its policies refer to {id} and a reference back would close a circle; then " : "", before);
    }

    private static string ArnOf(string id) => id switch
    {
        "Queue" => Main.Queues.Single().Arn.ToString(),
        "Bucket" => Main.Buckets.Single().Arn.ToString(),
        "Secret" => Main.Secrets.Single().Arn.ToString(),
        "Key" => Main.Keys.Single().Arn.ToString(),
        _ => Main.Tables.Single().Arn.ToString(),
    };
}
