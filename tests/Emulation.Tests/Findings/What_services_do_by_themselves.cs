using Emulation.Findings;

namespace Emulation.Tests.Findings;

/// <summary>A delivery that works by what grants it, and is a finding without that.</summary>
public class What_services_do_by_themselves
{
    private const string Queue = "  Work: {Type: AWS::SQS::Queue, Properties: {QueueName: work}}\n";
    private const string Topic = "  News: {Type: AWS::SNS::Topic, Properties: {TopicName: news}}\n";
    private const string Function = "  Fn: {Type: AWS::Lambda::Function, Properties: {FunctionName: fn, Runtime: nodejs24.x, Handler: index.handler, Code: {ZipFile: 'a'}, Role: !GetAtt FnRole.Arn{{0}}}}\n";
    private const string OwnAccount = ", Condition: {StringEquals: {'aws:SourceAccount': '111122223333'}}";

    private static readonly string FnRole = Role("FnRole", "lambda");

    public static TheoryData<string, string, string, string> Wirings => new()
    {
        { "LA201", Queue + Topic + Subscription("sqs", "!GetAtt Work.Arn"), OnQueue("sns"), "Topic News cannot send to queue Work: no resource policy allows sqs:SendMessage" },
        { "LA201", Queue + Topic + Subscription("sqs", "!GetAtt Work.Arn"), OnQueue("sns", Source("!Ref News")), "Topic News cannot send to queue Work" },
        { "LA201", Fn() + Topic + Subscription("lambda", "!GetAtt Fn.Arn"), Permission("sns", "!Ref News"), "Topic News cannot call function Fn" },
        { "LA202", Queue + Bucket("Queue", "!GetAtt Work.Arn"), OnQueue("s3", OwnAccount), "Bucket Photos cannot send to queue Work" },
        { "LA202", Topic + Bucket("Topic", "!Ref News"), OnTopic("s3", Source("'arn:aws:s3:::photos'")), "Bucket Photos cannot send to topic News" },
        { "LA202", Fn() + Bucket("Function", "!GetAtt Fn.Arn"), Permission("s3", "'arn:aws:s3:::photos'"), "Bucket Photos cannot call function Fn" },
        { "LA203", Queue + Rule("!GetAtt Work.Arn"), OnQueue("events", Source("'arn:aws:events:us-east-1:111122223333:rule/sold'")), "Rule Sold cannot send to queue Work" },
        { "LA203", Topic + Rule("!Ref News"), OnTopic("events"), "Rule Sold cannot send to topic News" },
        { "LA203", Fn() + Rule("!GetAtt Fn.Arn"), Permission("events", "!GetAtt Sold.Arn"), "Rule Sold cannot call function Fn" },
        {
            "LA203", "  Lines: {Type: AWS::Logs::LogGroup, Properties: {LogGroupName: /aws/events/sold}}\n" + Rule("!GetAtt Lines.Arn"),
            $"  P: {{Type: AWS::Logs::ResourcePolicy, Properties: {{PolicyName: p, PolicyDocument: {Letting("events", "logs:PutLogEvents", "'*'", "")}}}}}\n", "Rule Sold cannot write to log group Lines"
        },
        { "LA203", Role("Starter", "events") + Machine("") + Rule("!Ref Flow, RoleArn: !GetAtt Starter.Arn"), Allow("Starter", "states:StartExecution", "!Ref Flow"), "Rule Sold cannot start state machine Flow" },
        { "LA203", Queue + "  Dead: {Type: AWS::SQS::Queue}\n" + OnQueue("events") + Rule("!GetAtt Work.Arn, DeadLetterConfig: {Arn: !GetAtt Dead.Arn}"), OnQueue("events", "", "Dead"), "Rule Sold cannot send to queue Dead" },
        { "LA204", Queue + Fn() + Mapping("!GetAtt Work.Arn"), Allow("FnRole", "sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes", "!GetAtt Work.Arn"), "Function Fn cannot read queue Work" },
        {
            "LA204", Fn() + "  Clicks: {Type: AWS::Kinesis::Stream, Properties: {Name: clicks}}\n" + Mapping("!GetAtt Clicks.Arn"),
            "  P: {Type: AWS::IAM::ManagedPolicy, Properties: {Roles: [!Ref FnRole], PolicyDocument: {Version: '2012-10-17', Statement: [{Effect: Allow, Action: 'kinesis:*', Resource: !GetAtt Clicks.Arn}]}}}\n",
            "Function Fn cannot read stream Clicks"
        },
        { "LA205", Queue + Fn(", DeadLetterConfig: {TargetArn: !GetAtt Work.Arn}"), Allow("FnRole", "sqs:SendMessage", "!GetAtt Work.Arn"), "Function Fn cannot send to queue Work" },
        {
            "LA205", Topic + Fn() + "  C: {Type: AWS::Lambda::EventInvokeConfig, Properties: {FunctionName: !Ref Fn, Qualifier: $LATEST, DestinationConfig: {OnFailure: {Destination: !Ref News}}}}\n",
            Allow("FnRole", "sns:Publish", "!Ref News"), "Function Fn cannot send to topic News"
        },
        { "LA206", Fn() + Alarm("!GetAtt Fn.Arn"), Permission("lambda.alarms.cloudwatch", "!GetAtt A.Arn"), "A cannot call function Fn" },
        { "LA207", Fn() + "  F: {Type: AWS::Logs::SubscriptionFilter, Properties: {LogGroupName: /shop, FilterPattern: '', DestinationArn: !GetAtt Fn.Arn}}\n", Permission("logs", "'arn:aws:logs:us-east-1:111122223333:log-group:/shop:*'"), "F cannot call function Fn" },
        {
            "LA208", Queue + Machine("""{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"${Url}"},"End":true}}}""", "Url: !Ref Work"),
            Allow("FlowRole", "sqs:SendMessage", "!GetAtt Work.Arn"), "State machine Flow cannot send to queue Work"
        },
        {
            "LA208", Fn() + Machine("""{"StartAt":"P","States":{"P":{"Type":"Parallel","Branches":[{"StartAt":"A","States":{"A":{"Type":"Task","Resource":"${Fn}","End":true}}}],"End":true}}}""", "Fn: !GetAtt Fn.Arn"),
            Allow("FlowRole", "lambda:InvokeFunction", "!GetAtt Fn.Arn"), "State machine Flow cannot call function Fn"
        },
        {
            "LA209", Queue + Role("Clock", "scheduler") + "  Hourly: {Type: AWS::Scheduler::Schedule, Properties: {ScheduleExpression: rate(1 hour), FlexibleTimeWindow: {Mode: 'OFF'}, Target: {Arn: !GetAtt Work.Arn, RoleArn: !GetAtt Clock.Arn}}}\n",
            Allow("Clock", "sqs:SendMessage", "!GetAtt Work.Arn"), "Hourly cannot send to queue Work"
        },
        {
            "LA209", Queue + Machine("") + Role("Plumber", "pipes") + Allow("Plumber", "states:StartExecution", "!Ref Flow", "ToFlow") + "  Pipe: {Type: AWS::Pipes::Pipe, Properties: {RoleArn: !GetAtt Plumber.Arn, Source: !GetAtt Work.Arn, Target: !Ref Flow}}\n",
            Allow("Plumber", "sqs:ReceiveMessage, sqs:DeleteMessage, sqs:GetQueueAttributes", "!GetAtt Work.Arn"), "Pipe cannot read queue Work"
        },
        {
            "LA210", Fn() + "  Secret: {Type: AWS::SecretsManager::Secret, Properties: {Name: s}}\n  Turn: {Type: AWS::SecretsManager::RotationSchedule, Properties: {SecretId: !Ref Secret, RotationLambdaARN: !GetAtt Fn.Arn}}\n",
            Permission("secretsmanager", "!Ref Secret"), "Secret Secret cannot call function Fn"
        },
    };

    [Theory]
    [MemberData(nameof(Wirings))]
    public void Works_by_what_grants_it_and_is_a_finding_without(string code, string wiring, string grant, string message)
    {
        Assert.Empty(Loaded(wiring + grant).Closures);
        Assert.Empty(Found(wiring + grant));
        var finding = Assert.Single(Found(wiring));
        Assert.Equal(code, finding.Rule.Code);
        Assert.StartsWith(message, finding.Message, StringComparison.Ordinal);
        Assert.NotEmpty(finding.Remedy);
    }

    [Theory]
    [InlineData("'aws:SourceArn': 'arn:aws:sns:us-east-1:111122223333:other'")]
    [InlineData("'aws:SourceArn': 'arn:aws:sns:us-east-1:444455556666:news'")]
    public void Is_a_finding_where_the_grant_is_for_another_source(string source) => Assert.Equal(
        "LA201", Assert.Single(Found(Queue + Topic + Subscription("sqs", "!GetAtt Work.Arn") + OnQueue("sns", $", Condition: {{ArnEquals: {{{source}}}}}"))).Rule.Code);

    [Fact]
    public void Needs_the_key_of_an_encrypted_queue()
    {
        var wiring = Topic + Subscription("sqs", "!GetAtt Work.Arn") + OnQueue("sns") + "  Work: {Type: AWS::SQS::Queue, Properties: {QueueName: work, KmsMasterKeyId: !Ref Key}}\n";
        const string Open = "{Effect: Allow, Principal: {AWS: 'arn:aws:iam::111122223333:root'}, Action: 'kms:*', Resource: '*'}";
        var finding = Assert.Single(Found(wiring + "  Key: {Type: AWS::KMS::Key}\n"));
        Assert.Contains("kms:GenerateDataKey", finding.Message, StringComparison.Ordinal);
        Assert.Contains("KeyPolicy", finding.Remedy, StringComparison.Ordinal);
        Assert.Empty(Found(wiring
            + $"  Key: {{Type: AWS::KMS::Key, Properties: {{KeyPolicy: {{Statement: [{Open}, {{Effect: Allow, Principal: {{Service: sns.amazonaws.com}}, Action: ['kms:GenerateDataKey*', 'kms:Decrypt'], Resource: '*'}}]}}}}}}\n"));
    }

    [Fact]
    public void Needs_a_role_that_trusts_the_service()
    {
        var wiring = Machine("") + Rule("!Ref Flow, RoleArn: !GetAtt Starter.Arn") + Allow("Starter", "states:StartExecution", "!Ref Flow");
        Assert.Empty(Found(wiring + Role("Starter", "events")));
        var finding = Assert.Single(Found(wiring + Role("Starter", "ec2")));
        Assert.Contains("sts:AssumeRole", finding.Message, StringComparison.Ordinal);
        Assert.Equal("Let events.amazonaws.com assume Starter, in its AssumeRolePolicyDocument.", finding.Remedy);
    }

    [Fact]
    public void Needs_a_role_for_a_state_machine() => Assert.Contains("as a role only", Assert.Single(Found(Machine("") + Rule("!Ref Flow"))).Message, StringComparison.Ordinal);

    /// <summary>A topic without a policy has the one that SNS gives it; one that is written takes its place.</summary>
    [Fact]
    public void Needs_no_policy_for_an_alarm_of_the_topics_own_account_but_that_of_a_topic_which_has_one()
    {
        Assert.Empty(Found(Topic + Alarm("!Ref News")));
        Assert.Empty(Found(Topic + Alarm("!Ref News") + OnTopic("cloudwatch", ", Condition: {ArnLike: {'aws:SourceArn': 'arn:aws:cloudwatch:us-east-1:111122223333:alarm:*'}}")));
        Assert.Equal("LA206", Assert.Single(Found(Topic + Alarm("!Ref News") + OnTopic("s3"))).Rule.Code);
    }

    [Theory]
    [InlineData("SqsSubscription: true")]
    [InlineData("FilterPolicy: {a: [b]}")]
    public void Works_where_the_transform_writes_the_grant(string property) => Assert.Empty(Found(Topic + $$"""
          Fn:
            Type: AWS::Serverless::Function
            Properties:
              InlineCode: 'a'
              Runtime: nodejs24.x
              Handler: index.handler
              EventInvokeConfig: {DestinationConfig: {OnFailure: {Type: SQS}, OnSuccess: {Type: SNS} } }
              Events:
                Told: {Type: SNS, Properties: {Topic: !Ref News, {{property}}} }
                Sold: {Type: EventBridgeRule, Properties: {Pattern: {source: [shop]}, DeadLetterConfig: {Type: SQS} } }
                Later: {Type: ScheduleV2, Properties: {ScheduleExpression: rate(1 hour)} }
                Seen: {Type: S3, Properties: {Bucket: !Ref Photos, Events: 's3:ObjectCreated:*'} }
                Polled: {Type: SQS, Properties: {Queue: !GetAtt Work.Arn} }
          Photos: {Type: AWS::S3::Bucket}
          Work: {Type: AWS::SQS::Queue}

        """));

    [Fact]
    public void Is_no_finding_where_nobody_can_tell_what_the_policy_says() => Assert.Empty(Found(
        Queue + Topic + Subscription("sqs", "!GetAtt Work.Arn") + OnQueue("sns", ", Condition: {StringEquals: {'aws:SourceAccount': !Ref Who}}"), "Parameters: {Who: {Type: String}}\n"));

    [Fact]
    public void Is_no_finding_of_what_no_template_declares() => Assert.Empty(Found(
        Topic + Subscription("sqs", "'arn:aws:sqs:us-east-1:111122223333:elsewhere'") + Rule("'arn:aws:lambda:us-east-1:111122223333:function:elsewhere'")));

    private static List<Finding> Found(string resources, string before = "") =>
    [
        .. Linter.Run(Loaded(resources, before)).Select(static judged => judged.Finding)
            .Where(static finding => finding.Rule is DeliveryRule),
    ];

    private static LoadedStacks Loaded(string resources, string before = "") => Given.Stacks($"Transform: AWS::Serverless-2016-10-31\n{before}Resources:\n{resources}");

    private static string Fn(string more = "") => Function.Replace("{{0}}", more, StringComparison.Ordinal) + FnRole;

    private static string Role(string id, string service) =>
        $"  {id}: {{Type: AWS::IAM::Role, Properties: {{AssumeRolePolicyDocument: {{Version: '2012-10-17', Statement: [{{Effect: Allow, Principal: {{Service: {service}.amazonaws.com}}, Action: 'sts:AssumeRole'}}]}}}}}}\n";

    private static string Allow(string role, string actions, string resource, string id = "P") =>
        $"  {id}: {{Type: AWS::IAM::Policy, Properties: {{PolicyName: p, Roles: [!Ref {role}], PolicyDocument: {{Version: '2012-10-17', Statement: [{{Effect: Allow, Action: ['{actions.Replace(", ", "', '", StringComparison.Ordinal)}'], Resource: {resource}}}]}}}}}}\n";

    private static string Letting(string service, string action, string resource, string condition) =>
        $"{{Version: '2012-10-17', Statement: [{{Effect: Allow, Principal: {{Service: {service}.amazonaws.com}}, Action: '{action}', Resource: {resource}{condition}}}]}}";

    private static string OnQueue(string service, string condition = "", string queue = "Work") =>
        $"  On{queue}: {{Type: AWS::SQS::QueuePolicy, Properties: {{Queues: [!Ref {queue}], PolicyDocument: {Letting(service, "sqs:SendMessage", $"!GetAtt {queue}.Arn", condition)}}}}}\n";

    private static string OnTopic(string service, string condition = "", string id = "P") =>
        $"  {id}: {{Type: AWS::SNS::TopicPolicy, Properties: {{Topics: [!Ref News], PolicyDocument: {Letting(service, "sns:Publish", "!Ref News", condition)}}}}}\n";

    private static string Permission(string service, string source) =>
        $"  P: {{Type: AWS::Lambda::Permission, Properties: {{FunctionName: !Ref Fn, Action: 'lambda:InvokeFunction', Principal: {service}.amazonaws.com, SourceArn: {source}}}}}\n";

    private static string Source(string arn) => $", Condition: {{ArnEquals: {{'aws:SourceArn': {arn}}}}}";

    private static string Subscription(string protocol, string endpoint) =>
        $"  S: {{Type: AWS::SNS::Subscription, Properties: {{TopicArn: !Ref News, Protocol: {protocol}, Endpoint: {endpoint}}}}}\n";

    private static string Bucket(string kind, string target) =>
        $"  Photos: {{Type: AWS::S3::Bucket, Properties: {{BucketName: photos, NotificationConfiguration: {{{(kind == "Function" ? "Lambda" : kind)}Configurations: [{{Event: 's3:ObjectCreated:*', {kind}: {target}}}]}}}}}}\n";

    private static string Rule(string target) =>
        $"  Sold: {{Type: AWS::Events::Rule, Properties: {{Name: sold, EventPattern: {{source: [shop]}}, Targets: [{{Id: t, Arn: {target}}}]}}}}\n";

    private static string Mapping(string source) =>
        $"  M: {{Type: AWS::Lambda::EventSourceMapping, Properties: {{FunctionName: !Ref Fn, EventSourceArn: {source}}}}}\n";

    private static string Alarm(string action) => $"  A: {{Type: AWS::CloudWatch::Alarm, Properties: {{ComparisonOperator: LessThanThreshold, AlarmActions: [{action}]}}}}\n";

    private static string Machine(string definition, string substitutions = "") =>
        $"  Flow: {{Type: AWS::StepFunctions::StateMachine, Properties: {{StateMachineName: flow, RoleArn: !GetAtt FlowRole.Arn, DefinitionString: '{definition}', DefinitionSubstitutions: {{{substitutions}}}}}}}\n"
        + Role("FlowRole", "states");
}
