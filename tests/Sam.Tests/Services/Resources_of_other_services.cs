using Sam.Tests.Templates;

namespace Sam.Tests.Services;

/// <summary>AWS CloudFormation Template Reference, the page of each type.</summary>
public class Resources_of_other_services
{
    private const string Account = "111122223333";

    private static readonly Stack Shop = Given.Stack(
        """
        Transform: AWS::Serverless-2016-10-31
        Resources:
          Dead: {Type: AWS::SQS::Queue}
          Work:
            Type: AWS::SQS::Queue
            Properties:
              FifoQueue: true
              VisibilityTimeout: 60
              RedrivePolicy: {deadLetterTargetArn: !GetAtt Dead.Arn, maxReceiveCount: 3}
              KmsMasterKeyId: !Ref Key
              Tags: [{Key: team, Value: shop}]
          News:
            Type: AWS::SNS::Topic
            Properties:
              TopicName: news
              Subscription: [{Protocol: sqs, Endpoint: !GetAtt Work.Arn}]
          ByMail:
            Type: AWS::SNS::Subscription
            Properties: {TopicArn: !Ref News, Protocol: email, Endpoint: team@example.com}
          Photos:
            Type: AWS::S3::Bucket
            Properties:
              PublicAccessBlockConfiguration: {BlockPublicAcls: true, RestrictPublicBuckets: true}
              VersioningConfiguration: {Status: Enabled}
          Plain: {Type: AWS::S3::Bucket, Properties: {BucketName: plain}}
          Partner:
            Type: AWS::SecretsManager::Secret
            Properties: {Name: partner, SecretString: hunter2, KmsKeyId: !Ref Key}
          Unnamed: {Type: AWS::SecretsManager::Secret, Properties: {GenerateSecretString: {PasswordLength: 20}}}
          Limit: {Type: AWS::SSM::Parameter, Properties: {Name: /shop/limit, Type: String, Value: 7, Tags: {team: shop}}}
          Nameless: {Type: AWS::SSM::Parameter, Properties: {Type: String, Value: x}}
          Key: {Type: AWS::KMS::Key}
          Global: {Type: AWS::KMS::Key, Properties: {MultiRegion: true}}
          Named: {Type: AWS::KMS::Alias, Properties: {AliasName: alias/shop, TargetKeyId: !Ref Key}}
          Bus: {Type: AWS::Events::EventBus, Properties: {Name: shop}}
          Rule:
            Type: AWS::Events::Rule
            Properties:
              Name: sold
              EventBusName: !Ref Bus
              EventPattern: {source: [shop]}
              Targets: [{Id: work, Arn: !GetAtt Work.Arn, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}}, {Id: flow, Arn: !Ref Flow, RoleArn: !GetAtt FlowRole.Arn}]
          FlowRole:
            Type: AWS::IAM::Role
            Properties: {RoleName: flow, AssumeRolePolicyDocument: {Statement: [{Effect: Allow, Principal: {Service: states.amazonaws.com}, Action: 'sts:AssumeRole'}]}}
          Flow:
            Type: AWS::StepFunctions::StateMachine
            Properties: {StateMachineName: flow, RoleArn: !GetAtt FlowRole.Arn, StateMachineType: EXPRESS, DefinitionString: '{}'}
          SamFlow: {Type: AWS::Serverless::StateMachine, Properties: {Definition: {StartAt: A}, Tags: {team: shop}}}
          Clicks: {Type: AWS::Kinesis::Stream, Properties: {Name: clicks, ShardCount: 1}}
          Log: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /shop}}
          Sender: {Type: AWS::SES::EmailIdentity, Properties: {EmailIdentity: example.com}}
        Outputs:
          Url: {Value: !Ref Work}
          LogArn: {Value: !GetAtt Log.Arn}
          Secret: {Value: !Ref Partner}
          GlobalArn: {Value: !GetAtt Global.Arn}
        """);

    [Theory]
    [InlineData("Dead", "^arn:aws:sqs:us-east-1:111122223333:microservices-Dead-[0-9A-Za-z]{12}$")]
    [InlineData("Work", @"^arn:aws:sqs:us-east-1:111122223333:microservices-Work-[0-9A-Za-z]{12}\.fifo$")]
    [InlineData("News", "^arn:aws:sns:us-east-1:111122223333:news$")]
    [InlineData("Photos", "^arn:aws:s3:::microservices-photos-[0-9a-z]{12}$")]
    [InlineData("Partner", "^arn:aws:secretsmanager:us-east-1:111122223333:secret:partner-[0-9A-Za-z]{6}$")]
    [InlineData("Unnamed", "^arn:aws:secretsmanager:us-east-1:111122223333:secret:Unnamed-[0-9A-Za-z]{12}-[0-9A-Za-z]{6}$")]
    [InlineData("Limit", "^arn:aws:ssm:us-east-1:111122223333:parameter/shop/limit$")]
    [InlineData("Nameless", "^arn:aws:ssm:us-east-1:111122223333:parameter/CFN-Nameless-[0-9A-Za-z]{12}$")]
    [InlineData("Key", "^arn:aws:kms:us-east-1:111122223333:key/[0-9a-f-]{36}$")]
    [InlineData("Global", "^arn:aws:kms:us-east-1:111122223333:key/mrk-[0-9a-f]{32}$")]
    [InlineData("Bus", "^arn:aws:events:us-east-1:111122223333:event-bus/shop$")]
    [InlineData("Rule", "^arn:aws:events:us-east-1:111122223333:rule/shop/sold$")]
    [InlineData("Flow", "^arn:aws:states:us-east-1:111122223333:stateMachine:flow$")]
    [InlineData("Clicks", "^arn:aws:kinesis:us-east-1:111122223333:stream/clicks$")]
    [InlineData("Log", "^arn:aws:logs:us-east-1:111122223333:log-group:/shop$")]
    [InlineData("Sender", "^arn:aws:ses:us-east-1:111122223333:identity/example.com$")]
    public void Have_the_arns_that_policies_name_them_by(string logicalId, string arn) =>
        Assert.Matches(arn, Assert.Single(Shop.ServiceResources, one => one.LogicalId == logicalId).Arn.ToString());

    [Fact]
    public void Are_referred_to_as_aws_does()
    {
        var work = Shop.Queues.Single(static queue => queue.LogicalId == "Work");
        Assert.Equal($"https://sqs.us-east-1.amazonaws.com/{Account}/{work.Name}", work.Url);
        Assert.Equal(
            [work.Url, $"arn:aws:logs:us-east-1:{Account}:log-group:/shop:*", Shop.Secrets[0].Arn.ToString(), Shop.Keys[1].Arn.ToString()],
            Shop.Outputs.Select(static output => output.Value));
    }

    [Fact]
    public void Have_what_making_them_needs()
    {
        var work = Shop.Queues.Single(static queue => queue.LogicalId == "Work");
        Assert.Equal((true, "60", "shop"), (work.IsFifo, (string?)work.Properties["VisibilityTimeout"], work.Tags["team"]));
        Assert.Equal((Shop.Queues[0].Arn.ToString(), Shop.Keys[0].KeyId), (work.DeadLetterArn, work.KmsKeyId));
        Assert.Equal(("hunter2", Shop.Keys[0].KeyId), ((string?)Shop.Secrets[0].Properties["SecretString"], Shop.Secrets[0].KmsKeyId));
        Assert.Equal(("String", "7", "shop"), (Shop.ParameterStore[0].Type, Shop.ParameterStore[0].Value, Shop.ParameterStore[0].Tags["team"]));
        Assert.Equal(["alias/shop"], Shop.Keys[0].Aliases);
        Assert.Equal([("flow", true), ("SamFlow", false)], Shop.StateMachines.Select(static machine => (machine.Name.Split('-') is [_, var id, _] ? id : machine.Name, machine.IsExpress)));
        Assert.Equal(Shop.Roles.Single(static role => role.LogicalId == "SamFlowRole").Arn, Shop.StateMachines[1].RoleArn);
        Assert.Equal([("sqs", "News"), ("email", "ByMail")], Shop.Subscriptions.Select(static one => (one.Protocol, one.LogicalId)));
    }

    [Fact]
    public void Are_rules_with_the_targets_that_they_tell()
    {
        var rule = Assert.Single(Shop.EventRules);
        Assert.Equal(("shop", "work", null, Shop.Queues[0].Arn.ToString()), (rule.EventBusName, rule.Targets[0].Id, rule.Targets[0].RoleArn, rule.Targets[0].DeadLetterArn));
        Assert.Equal(("flow", $"arn:aws:iam::{Account}:role/flow"), (rule.Targets[1].Id, rule.Targets[1].RoleArn));
    }

    /// <summary>S3 User Guide, "Blocking public access to your Amazon S3 storage": on for new buckets, and what a given configuration leaves out is off.</summary>
    [Fact]
    public void Are_buckets_that_keep_the_public_out()
    {
        Assert.Equal(PublicAccessBlock.Everything, Shop.Buckets[1].PublicAccess);
        Assert.Equal(new PublicAccessBlock(true, false, false, true), Shop.Buckets[0].PublicAccess);
        Assert.Equal(("Enabled", null), (Shop.Buckets[0].Versioning, Shop.Buckets[1].Versioning));
    }

    [Theory]
    [InlineData("AccessControl: PublicRead", "AccessControl")]
    [InlineData("OwnershipControls: {Rules: [{ObjectOwnership: ObjectWriter}]}", "OwnershipControls")]
    public void Are_buckets_whose_access_control_lists_let_nobody_in(string property, string closed)
    {
        var stack = Given.Stack($"Resources:\n  X: {{Type: AWS::S3::Bucket, Properties: {{{property}}}}}");
        Assert.Equal(closed, Assert.Single(stack.Closures).Property);
        Assert.Null(Assert.Single(stack.Buckets).Closed);
        Assert.Empty(Given.Closures("Resources:\n  X: {Type: AWS::S3::Bucket, Properties: {AccessControl: Private, OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerEnforced}]}}}"));
    }

    [Theory]
    [InlineData("Enabled", true)]
    [InlineData("Disabled", false)]
    public void Are_no_buckets_whose_tags_decide(string status, bool isClosed)
    {
        var stack = Given.Stack($"Resources:\n  X: {{Type: AWS::S3::Bucket, Properties: {{AbacStatus: {status}}}}}");
        Assert.Equal(isClosed, Assert.Single(stack.Buckets).Closed is { Property: "AbacStatus" });
    }

    [Fact]
    public void Print_no_secret() => Assert.DoesNotContain("hunter2", Shop.Secrets[0].ToString(), StringComparison.Ordinal);

    [Fact]
    public void Are_told_of_by_the_name_that_was_meant() => Assert.Contains(
        "template.yaml:2 X.QueueNmae: 'QueueNmae' is not a property of AWS::SQS::Queue that LocalAws knows. Did you mean 'QueueName'?",
        Given.Errors("Resources:\n  X: {Type: AWS::SQS::Queue, Properties: {QueueNmae: x}}"));

    [Fact]
    public void Are_closed_where_nobody_can_tell_whether_they_are_there() => Assert.Equal(
        "Condition",
        Assert.Single(Given.Stack("Parameters: {P: {Type: String}}\nConditions: {C: !Equals [!Ref P, a]}\nResources:\n  X: {Type: AWS::SQS::Queue, Condition: C}").Queues).Closed?.Property);

    [Fact]
    public void Are_made_by_the_transform_for_the_events_of_functions()
    {
        var stack = Given.Stack(Given.Function(
            "Events:",
            "  Queued: {Type: SNS, Properties: {Topic: !Ref News, SqsSubscription: true}}",
            "  Told: {Type: SNS, Properties: {Topic: !Ref News}}",
            "  Sold: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop]}, DeadLetterConfig: {Type: SQS}}}",
            "EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SNS}, OnSuccess: {Type: SQS}}}") + "  News: {Type: AWS::SNS::Topic, Properties: {FifoTopic: true}}\n");

        Assert.Equal(
            ["FunctionQueuedQueue", "FunctionSoldQueue", "FunctionEventInvokeConfigOnSuccessQueue"], stack.Queues.Select(static queue => queue.LogicalId));
        Assert.True(stack.Queues[0].IsFifo);
        Assert.EndsWith(".fifo", stack.Queues[0].Name, StringComparison.Ordinal);
        Assert.Equal(["News", "FunctionEventInvokeConfigOnFailureTopic"], stack.Topics.Select(static topic => topic.LogicalId));
        Assert.Equal(
            [("sqs", stack.Queues[0].Arn.ToString()), ("lambda", stack.Functions[0].Arn.ToString())], stack.Subscriptions.Select(static one => (one.Protocol, one.Endpoint)));
        var target = Assert.Single(Assert.Single(stack.EventRules).Targets);
        Assert.Equal((stack.Functions[0].Arn.ToString(), stack.Queues[1].Arn.ToString()), (target.Arn, target.DeadLetterArn));
    }
}
