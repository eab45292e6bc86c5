using Iam;
using Sam.Tests.Templates;

namespace Sam.Tests.Services;

/// <summary>Resource policies of the services beside Lambda, API Gateway and DynamoDB, as templates write them.</summary>
public class Policies_of_resources
{
    private const string Queue = "  Q: {Type: AWS::SQS::Queue, Properties: {QueueName: q}}\n";

    // Of another account, so that what the resource's policy leaves unsaid is refused.
    private static readonly IamUser Stranger = new(AccountId.Parse("444455556666"), "/", "stranger", "AIDASTRANGER");

    private static readonly Policy Everything = Policy.Parse(
        """{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}""", PolicyKind.Identity, new PolicyOrigin("all")).Policy!;

    public static TheoryData<string, string, string, string> Kinds => new()
    {
        { Queue, "AWS::SQS::QueuePolicy", "Queues: [!Ref Q], PolicyDocument: {0}", "arn:aws:sqs:us-east-1:111122223333:q" },
        { Queue, "AWS::SQS::QueueInlinePolicy", "Queue: !Ref Q, PolicyDocument: {0}", "arn:aws:sqs:us-east-1:111122223333:q" },
        { "  T: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}\n", "AWS::SNS::TopicPolicy", "Topics: [!Ref T], PolicyDocument: {0}", "arn:aws:sns:us-east-1:111122223333:t" },
        { "  T: {Type: AWS::SNS::Topic, Properties: {TopicName: t}}\n", "AWS::SNS::TopicInlinePolicy", "TopicArn: !Ref T, PolicyDocument: {0}", "arn:aws:sns:us-east-1:111122223333:t" },
        { "  B: {Type: AWS::S3::Bucket, Properties: {BucketName: bee}}\n", "AWS::S3::BucketPolicy", "Bucket: !Ref B, PolicyDocument: {0}", "arn:aws:s3:::bee" },
        { "  S: {Type: AWS::Kinesis::Stream, Properties: {Name: s}}\n", "AWS::Kinesis::ResourcePolicy", "ResourceArn: !GetAtt S.Arn, ResourcePolicy: {0}", "arn:aws:kinesis:us-east-1:111122223333:stream/s" },
        { "  P: {Type: AWS::SSM::Parameter, Properties: {Name: /p, Type: String, Value: v}}\n", "AWS::SSM::ResourcePolicy", "ResourceArn: 'arn:aws:ssm:us-east-1:111122223333:parameter/p', Policy: {0}", "arn:aws:ssm:us-east-1:111122223333:parameter/p" },
        { "  X: {Type: AWS::Lambda::Version, Condition: No}\n", "AWS::Events::EventBus", "Name: b, Policy: {0}", "arn:aws:events:us-east-1:111122223333:event-bus/b" },
        { "  G: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: g}}\n", "AWS::Logs::ResourcePolicy", "PolicyName: n, PolicyDocument: {0}", "arn:aws:logs:us-east-1:111122223333:log-group:g" },
        { "  X: {Type: AWS::Lambda::Version, Condition: No}\n", "AWS::Logs::LogGroup", "LogGroupName: g, ResourcePolicyDocument: {0}", "arn:aws:logs:us-east-1:111122223333:log-group:g" },
        { "  X: {Type: AWS::Lambda::Version, Condition: No}\n", "AWS::KMS::Key", "KeyPolicy: {0}, BypassPolicyLockoutSafetyCheck: true", "arn:aws:kms:us-east-1:111122223333:key/" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Are_on_the_resource_that_they_name(string resource, string type, string properties, string arn)
    {
        var action = type.StartsWith("AWS::SNS", StringComparison.Ordinal) ? "sns:Publish" : "*";
        var stack = Given.Stack($$"""
            Conditions: {No: !Equals [a, b]}
            Resources:
            {{resource}}  Policy:
                Type: {{type}}
                Properties: { {{properties.Replace("{0}", Letting(action).Replace("'*'}]", type == "AWS::S3::BucketPolicy" ? "'arn:aws:s3:::bee'}]" : "'*'}]", StringComparison.Ordinal), StringComparison.Ordinal)}} }
            """);

        var held = Assert.Single(stack.ServiceResources, one => one.Arn.ToString().StartsWith(arn, StringComparison.Ordinal));
        Assert.Equal(Verdict.Allow, Decide(held.ResourcePolicy, held.Arn.ToString(), action == "*" ? "service:Do" : action));
        var listed = Assert.Single(stack.ResourcePolicies);
        Assert.Equal((held.Arn.ToString(), "Policy"), (listed.ResourceArn, Assert.Single(listed.LogicalIds)));
        Assert.Same(held.ResourcePolicy, listed.Policy);
        Assert.Empty(stack.Closures);
    }

    [Fact]
    public void Are_not_on_another_resource()
    {
        var stack = Given.Stack($"Resources:\n{Queue}  Other: {{Type: AWS::SQS::Queue}}\n  P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref Q], PolicyDocument: {Letting("sqs:*")}}}}}\n");
        Assert.NotNull(stack.Queues[0].ResourcePolicy);
        Assert.Null(stack.Queues[1].ResourcePolicy);
    }

    [Theory]
    [InlineData("!Ref S")]
    [InlineData("partner")]
    [InlineData("arn:aws:secretsmanager:us-east-1:111122223333:secret:partner")]
    public void Find_a_secret_by_its_arn_its_name_and_a_part_of_its_arn(string id)
    {
        var stack = Given.Stack(
            $"Resources:\n  S: {{Type: AWS::SecretsManager::Secret, Properties: {{Name: partner}}}}\n  P: {{Type: AWS::SecretsManager::ResourcePolicy, Properties: {{SecretId: {id}, ResourcePolicy: {Letting("secretsmanager:*")}}}}}\n");
        Assert.NotNull(Assert.Single(stack.Secrets).ResourcePolicy);
    }

    [Fact]
    public void Are_kept_for_resources_of_other_templates()
    {
        var policy = Assert.Single(Given.Stack(
            $"Resources:\n  P: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: ['https://sqs.eu-west-1.amazonaws.com/444455556666/far'], PolicyDocument: {Letting("sqs:*")}}}}}\n").ResourcePolicies);
        Assert.Equal(("arn:aws:sqs:eu-west-1:444455556666:far", "template.yaml:2"), (policy.ResourceArn, policy.Policy.Origin.PlaceOf(0)));
    }

    /// <summary>KMS Developer Guide, "Default key policy".</summary>
    [Fact]
    public void Of_keys_leave_access_to_the_account_where_the_template_gives_none()
    {
        var key = Assert.Single(Given.Stack("Resources:\n  K: {Type: AWS::KMS::Key}").Keys);
        var statement = Assert.Single(key.ResourcePolicy!.Statements);
        Assert.Equal("Enable IAM policies", statement.Sid);
        Assert.Contains("arn:aws:iam::111122223333:root", key.ResourcePolicy.Json, StringComparison.Ordinal);
        Assert.Equal(Verdict.ImplicitDeny, Decide(key.ResourcePolicy, key.Arn.ToString()));
    }

    [Fact]
    public void Of_an_event_bus_are_its_own_and_all_statements_by_their_ids()
    {
        var bus = Assert.Single(Given.Stack(
            """
            Resources:
              Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
              One: {Type: AWS::Events::EventBusPolicy, Properties: {EventBusName: !Ref Bus, StatementId: one, Principal: '444455556666', Action: 'events:PutEvents'}}
              Two:
                Type: AWS::Events::EventBusPolicy
                Properties:
                  EventBusName: !Ref Bus
                  StatementId: two
                  Statement: {Effect: Deny, Principal: '*', Action: 'events:PutRule', Resource: !GetAtt Bus.Arn}
              Org:
                Type: AWS::Events::EventBusPolicy
                Properties: {EventBusName: !Ref Bus, StatementId: org, Principal: '*', Condition: {Type: StringEquals, Key: 'aws:PrincipalOrgID', Value: o-1}}
            """).EventBuses);
        Assert.Equal(["one", "two", "org"], bus.ResourcePolicy!.Statements.Select(static statement => statement.Sid));
        Assert.Equal(Verdict.Allow, Decide(bus.ResourcePolicy, bus.Arn.ToString(), "events:PutEvents"));
        Assert.Equal(Verdict.ExplicitDeny, Decide(bus.ResourcePolicy, bus.Arn.ToString(), "events:PutRule"));
        Assert.Contains("\"aws:PrincipalOrgID\":\"o-1\"", bus.ResourcePolicy.Json, StringComparison.Ordinal);
    }

    /// <summary>SQS and SNS keep one policy, and each that is written takes the place of the one before.</summary>
    [Fact]
    public void Allow_nothing_where_two_of_them_take_each_others_place()
    {
        var stack = Given.Stack(Two(Letting("sqs:SendMessage"), "{Statement: [{Effect: Deny, Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*'}]}"));
        var queue = Assert.Single(stack.Queues);
        Assert.Equal(Verdict.ImplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:SendMessage"));
        Assert.Equal(Verdict.ExplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:DeleteQueue"));
        Assert.Equal(["One", "Two"], stack.Closures.Select(static closure => closure.Resource));
        Assert.Null(queue.Closed);
    }

    [Fact]
    public void Are_the_last_one_where_the_order_is_known()
    {
        var stack = Given.Stack(Two(Letting("sqs:DeleteQueue"), Letting("sqs:SendMessage")).Replace("Two: {", "Two: {DependsOn: One, ", StringComparison.Ordinal));
        var queue = Assert.Single(stack.Queues);
        Assert.Equal(Verdict.Allow, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:SendMessage"));
        Assert.Equal(Verdict.ImplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:DeleteQueue"));
        Assert.Empty(stack.Closures);
    }

    [Fact]
    public void Allow_nothing_and_may_refuse_where_nobody_can_tell_what_they_are_on()
    {
        var stack = Given.Stack($$"""
            Parameters: {Url: {Type: String} }
            Resources:
            {{Queue}}
              P:
                Type: AWS::SQS::QueuePolicy
                Properties:
                  Queues: [!Ref Url]
                  PolicyDocument:
                    Statement:
                      - {Effect: Allow, Principal: '*', Action: 'sqs:SendMessage', Resource: '*'}
                      - {Effect: Deny, Principal: '*', Action: 'sqs:DeleteQueue', Resource: '*'}
            """);
        var queue = Assert.Single(stack.Queues);
        Assert.Equal(Verdict.ImplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:SendMessage"));
        Assert.Equal(Verdict.ExplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:DeleteQueue"));
        Assert.Equal("Queues", Assert.Single(stack.Closures).Property);
    }

    [Fact]
    public void Allow_nothing_where_nobody_can_tell_whether_they_are_there()
    {
        var stack = Given.Stack($"Parameters: {{P: {{Type: String}}}}\nConditions: {{C: !Equals [!Ref P, a]}}\nResources:\n{Queue}  P: {{Type: AWS::SQS::QueuePolicy, Condition: C, Properties: {{Queues: [!Ref Q], PolicyDocument: {Letting("sqs:*")}}}}}\n");
        var queue = Assert.Single(stack.Queues);
        Assert.Equal(Verdict.ImplicitDeny, Decide(queue.ResourcePolicy, queue.Arn.ToString(), "sqs:SendMessage"));
    }

    [Fact]
    public void Refuse_everything_where_nothing_of_them_is_known()
    {
        var stack = Given.Stack("Parameters: {Document: {Type: String}}\nResources:\n  K: {Type: AWS::KMS::Key, Properties: {KeyPolicy: !Ref Document}}");
        var key = Assert.Single(stack.Keys);
        Assert.Equal(Verdict.ExplicitDeny, Decide(key.ResourcePolicy, key.Arn.ToString()));
        Assert.Equal("KeyPolicy", Assert.Single(stack.Closures).Property);
    }

    [Fact]
    public void Are_written_by_the_transform_for_what_sends_to_queues()
    {
        var stack = Given.Stack(Given.Function(
            "Events:",
            "  Queued: {Type: SNS, Properties: {Topic: !Ref News, SqsSubscription: true}}",
            "  Known: {Type: SNS, Properties: {Topic: !Ref News, SqsSubscription: {QueueArn: !GetAtt Q.Arn, QueueUrl: !Ref Q}}}",
            "  Sold: {Type: Schedule, Properties: {Schedule: rate(1 hour), DeadLetterConfig: {Type: SQS}}}") + Queue + "  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}\n");

        Assert.Equal(3, stack.Queues.Length);
        Assert.All(stack.Queues, static queue => Assert.NotNull(queue.ResourcePolicy));
        Assert.Contains("\"aws:SourceArn\":\"arn:aws:sns:us-east-1:111122223333:news\"", stack.Queues[0].ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.Contains("\"Service\":\"events.amazonaws.com\"", stack.Queues[2].ResourcePolicy!.Json, StringComparison.Ordinal);
        Assert.Contains(Assert.Single(stack.EventRules).Arn.ToString(), stack.Queues[2].ResourcePolicy!.Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Are_written_by_connectors()
    {
        var stack = Given.Stack($$"""
            Transform: AWS::Serverless-2016-10-31
            Resources:
            {{Queue}}
              News:
                Type: AWS::SNS::Topic
                Connectors: {ToQueue: {Properties: {Destination: {Id: Q}, Permissions: [Write]} } }
            """);
        Assert.Contains("sns.amazonaws.com", Assert.Single(stack.Queues).ResourcePolicy!.Json, StringComparison.Ordinal);
    }

    private static string Two(string one, string two) =>
        $"Resources:\n{Queue}  One: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref Q], PolicyDocument: {one}}}}}\n  Two: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref Q], PolicyDocument: {two}}}}}\n";

    private static string Letting(string action) => $"{{Statement: [{{Effect: Allow, Principal: {{AWS: 'arn:aws:iam::444455556666:root'}}, Action: '{action}', Resource: '*'}}]}}";

    private static Verdict Decide(Policy? policy, string arn, string action = "service:Do") => Iam.Authorizer.Decide(
        new AccessRequest(Stranger, action, arn, AccountId.Parse("111122223333"), new ConditionContext(Stranger)), new PrincipalPolicies([Everything]), policy).Verdict;
}
