using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;

namespace Emulation.Tests.ServiceReference;

/// <summary>What a call asks of policies: actions, on the resources that its members name, with the keys that they give. What is not told is unknown, and marked so.</summary>
public class What_a_call_asks
{
    private const string Task = "0123456789abcdef0123456789abcdef";
    private const string Here = "us-east-1:111122223333";

    [Theory]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"s"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/s")]
    [InlineData("kinesis", "PutRecord", """{"streamname":"s"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/s")]
    [InlineData("kinesis", "PutRecord", """{"StreamARN":"arn:aws:kinesis:eu-west-1:444455556666:stream/s"}""", "kinesis:PutRecord arn:aws:kinesis:eu-west-1:444455556666:stream/s")]
    [InlineData("kinesis", "ListStreams", "{}", "kinesis:ListStreams *")]
    [InlineData("events", "DescribeEventBus", """{"Name":"b"}""", "events:DescribeEventBus arn:aws:events:us-east-1:111122223333:event-bus/b")]
    [InlineData("cloudwatch", "DeleteAlarms", """{"AlarmNames":["a","b"]}""", "cloudwatch:DeleteAlarms arn:aws:cloudwatch:us-east-1:111122223333:alarm:a arn:aws:cloudwatch:us-east-1:111122223333:alarm:b")]
    [InlineData("ecr", "PutImage", """{"repositoryName":"team/app"}""", "ecr:PutImage arn:aws:ecr:us-east-1:111122223333:repository/team/app")]
    [InlineData("ecr", "PutImage", """{"repositoryName":"app","registryId":"444455556666"}""", "ecr:PutImage arn:aws:ecr:us-east-1:444455556666:repository/app")]
    [InlineData("rds", "RebootDBInstance", """{"DBInstanceIdentifier":"d"}""", "rds:RebootDBInstance arn:aws:rds:us-east-1:111122223333:db:d")]
    [InlineData("ec2", "StopInstances", """{"InstanceIds":["i-1","i-2"]}""", "ec2:StopInstances arn:aws:ec2:us-east-1:111122223333:instance/i-1 arn:aws:ec2:us-east-1:111122223333:instance/i-2")]
    [InlineData("ec2", "StopInstances", """{"InstanceId":["i-1"]}""", "ec2:StopInstances arn:aws:ec2:us-east-1:111122223333:instance/i-1")]
    [InlineData("cleanrooms", "GetMembership", """{"membershipIdentifier":"8c5f7b1e-0f1d-4a5e-9f0e-2b7b1c1d2e3f"}""", "cleanrooms:GetMembership arn:aws:cleanrooms:us-east-1:111122223333:membership/8c5f7b1e-0f1d-4a5e-9f0e-2b7b1c1d2e3f")]
    [InlineData("ssm", "DeleteParameter", """{"Name":"/a/b"}""", "ssm:DeleteParameter arn:aws:ssm:us-east-1:111122223333:parameter/a/b")]
    [InlineData("connect", "DescribeQueue", """{"InstanceId":"i","QueueId":"q"}""", "connect:DescribeQueue arn:aws:connect:us-east-1:111122223333:instance/i/queue/q")]
    public void Names_the_resources_that_the_members_name(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call));

    /// <summary>Two members that name it: which of them a server takes is not asked, both must be allowed.</summary>
    [Fact]
    public void Asks_of_each_member_that_names_one() => Assert.Equal(
        "kinesis:PutRecord arn:aws:kinesis:us-east-1:444455556666:stream/b arn:aws:kinesis:us-east-1:111122223333:stream/a",
        Asked("kinesis", "PutRecord", """{"StreamName":"a","StreamARN":"arn:aws:kinesis:us-east-1:444455556666:stream/b"}"""));

    [Theory]
    [InlineData("kinesis", "PutRecord", "{}", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/{StreamName+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":""}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/{StreamName+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":{"a":"b"}}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/{StreamName+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"\ud800"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/{StreamName+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"444455556666:stream/s"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/{StreamName+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamARN":"arn:aws-cn:kinesis:cn-north-1:444455556666:stream/s"}""", "kinesis:PutRecord arn:aws:kinesis:{resource+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamARN":"arn:aws:kinesis:us-east-1:444455556666:river/s"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:444455556666:{resource+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamARN":"ARN:aws:kinesis:us-east-1:444455556666:stream/s"}""", "kinesis:PutRecord arn:aws:kinesis:{resource+}")]
    [InlineData("kinesis", "PutRecord", """{"StreamName":"a","StreamARN":"arn:aws:kinesis:us-east-1:4444:stream/s"}""", "kinesis:PutRecord arn:aws:kinesis:us-east-1:111122223333:stream/a arn:aws:kinesis:{resource+}")]
    [InlineData("appconfig", "GetLatestConfiguration", "{}", "appconfig:GetLatestConfiguration arn:aws:appconfig:us-east-1:111122223333:application/{ApplicationId+}/environment/{EnvironmentId+}/configuration/{ConfigurationProfileId+}")]
    [InlineData("cleanrooms", "GetMembership", """{"membershipIdentifier":"team"}""", "cleanrooms:GetMembership arn:aws:cleanrooms:us-east-1:111122223333:membership/{MembershipId+}")]
    [InlineData("kms", "Sign", """{"KeyId":"alias/a"}""", "kms:Sign arn:aws:kms:us-east-1:111122223333:key/{KeyId+}")]
    [InlineData("secretsmanager", "GetSecretValue", """{"SecretId":"s"}""", "secretsmanager:GetSecretValue arn:aws:secretsmanager:us-east-1:111122223333:secret:{SecretId+}")]
    [InlineData("kinesis", "DescribeStreamConsumer", """{"ConsumerName":"c"}""", "kinesis:DescribeStreamConsumer arn:aws:kinesis:us-east-1:111122223333:{StreamType+}/{StreamName+}/consumer/c:{ConsumerCreationTimpstamp+}")]
    [InlineData("connect", "DescribeQueue", """{"InstanceId":"i"}""", "connect:DescribeQueue arn:aws:connect:us-east-1:111122223333:instance/i/queue/{QueueId+}")]
    [InlineData("connect", "DescribeQueue", """{"InstanceId":"i/x","QueueId":"q"}""", "connect:DescribeQueue arn:aws:connect:us-east-1:111122223333:instance/{InstanceId+}/queue/q")]
    [InlineData("connect", "DescribeQueue", """{"QueueId":"{q}"}""", "connect:DescribeQueue arn:aws:connect:us-east-1:111122223333:instance/{InstanceId+}/queue/{QueueId+}")]
    public void Leaves_what_the_call_does_not_say_unknown(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call));

    [Fact]
    public void Gives_the_shape_of_what_is_unknown_and_none_of_what_is_known()
    {
        var unknown = Assert.Single(Assert.Single(Questions("kinesis", "PutRecord", "{}")).Resources);
        var known = Assert.Single(Assert.Single(Questions("kinesis", "PutRecord", """{"StreamName":"{s}"}""")).Resources);

        Assert.Equal(["StreamName"], unknown.Unknown);
        Assert.Equal($"arn:aws:kinesis:{Here}:stream/{{StreamName+}}", unknown.Shape!.Source);
        Assert.Equal($"arn:aws:kinesis:{Here}:stream/{{s}}", known.Text);
        Assert.Null(known.Shape);
    }

    /// <summary>A table's index is no table, and a role's ARN no stream.</summary>
    [Fact]
    public void Takes_an_ARN_for_the_type_that_says_most_of_it()
    {
        var dynamodb = ServiceData.Find("dynamodb")!;

        Assert.Equal(["table"], dynamodb.TypesOf($"arn:aws:dynamodb:{Here}:table/t").Select(static type => type.Name));
        Assert.Equal(["index"], dynamodb.TypesOf($"arn:aws:dynamodb:{Here}:table/t/index/i").Select(static type => type.Name));
        Assert.Empty(dynamodb.TypesOf($"arn:aws:dynamodb:{Here}:chair/t"));
        Assert.Empty(dynamodb.TypesOf("arn:aws:dynamodb:us-east-1::table/t"));
        Assert.Empty(dynamodb.TypesOf("arn:aws:dynamodb:us-east-1:1111:table/t"));
        Assert.Empty(dynamodb.TypesOf($"arn:aws:dynamodb:{Here}:table/t:u"));
    }

    [Fact]
    public void Takes_a_part_of_the_ARN_of_what_the_resource_is_in()
    {
        Assert.Equal($"ecs:UpdateService arn:aws:ecs:{Here}:service/c/s", Asked("ecs", "UpdateService", $$"""{"cluster":"arn:aws:ecs:{{Here}}:cluster/c","service":"s"}""").Split(" ecs:")[0]);
        Assert.Equal($"ecs:UpdateService arn:aws:ecs:{Here}:service/{{ClusterName+}}/s", Asked("ecs", "UpdateService", """{"cluster":"arn:aws:ecs:us-east-1:444455556666:cluster/c","service":"s"}""").Split(" ecs:")[0]);
    }

    [Theory]
    [InlineData("""{"StreamName":"s","Tags":{"team":"a","cost":"b"}}""")]
    [InlineData("""{"StreamName":"s","Tags":[{"Key":"team","Value":"a"},{"key":"cost","value":"b"}]}""")]
    [InlineData("""{"StreamName":"s","tags":[{"TagKey":"team","TagValue":"a"},{"TagKey":"cost","TagValue":"b"}]}""")]
    public void Gives_the_tags_of_a_call_and_asks_the_action_that_tags(string call)
    {
        var asked = Questions("kinesis", "CreateStream", call);

        Assert.Equal(["kinesis:CreateStream OfOperation", "kinesis:AddTagsToStream OfTags"], asked.Select(static one => $"{one.Action} {one.Why}"));
        Assert.All(asked, static one => Assert.Equal(
            ["aws:RequestTag/cost=b", "aws:RequestTag/team=a", "aws:TagKeys=team,cost"], one.Keys.Select(static key => $"{key.Key}={string.Join(',', key.Value)}").Order(StringComparer.Ordinal)));
    }

    [Fact]
    public void Asks_no_action_that_tags_of_a_call_without()
    {
        Assert.Equal(["kinesis:CreateStream"], Questions("kinesis", "CreateStream", """{"StreamName":"s"}""").Select(static one => one.Action));
        Assert.Empty(Questions("kinesis", "CreateStream", """{"StreamName":"s"}""")[0].Keys);
    }

    [Fact]
    public void Gives_the_keys_of_tags_that_are_taken_away_and_no_value()
    {
        var asked = Assert.Single(Questions("kinesis", "RemoveTagsFromStream", """{"StreamName":"s","TagKeys":["team","cost"]}"""));

        Assert.Equal(["aws:TagKeys=team,cost"], asked.Keys.Select(static key => $"{key.Key}={string.Join(',', key.Value)}"));
    }

    [Fact]
    public void Gives_the_tags_of_EC2_by_kind_of_resource() => Assert.Contains(
        Questions("ec2", "CreateVpc", """{"TagSpecifications":[{"ResourceType":"vpc","Tags":[{"Key":"team","Value":"a"}]}]}""")[0].Keys, static key => key is { Key: "aws:RequestTag/team", Value: ["a"] });

    [Fact]
    public void Tells_the_keys_that_it_does_not_know()
    {
        var asked = Assert.Single(Questions("sns", "Subscribe", $$"""{"TopicArn":"arn:aws:sns:{{Here}}:t","Protocol":"sqs"}"""));

        Assert.Contains("sns:Protocol", asked.UnknownKeys);
        Assert.Contains("aws:ResourceTag/${TagKey}", asked.UnknownKeys);
        Assert.DoesNotContain("aws:TagKeys", asked.UnknownKeys);
    }

    [Fact]
    public void Tells_the_keys_of_the_types_that_the_call_is_on_and_of_no_other()
    {
        var unnamed = Questions("lambda", "CreateEventSourceMapping", "{}")[0];
        var named = Questions("ec2", "StopInstances", """{"InstanceIds":["i-1"]}""")[0];

        Assert.Equal("*", Assert.Single(unnamed.Resources).Text);
        Assert.DoesNotContain("aws:ResourceTag/${TagKey}", unnamed.UnknownKeys);
        Assert.Contains("ec2:Attribute", named.UnknownKeys);
        Assert.DoesNotContain("ec2:VolumeID", named.UnknownKeys);
    }

    /// <summary>A key pair is named by a member of another name, and a call need not have one: a deny of it is not passed over.</summary>
    [Fact]
    public void Tells_what_a_call_may_be_on_that_no_member_is_understood_to_name()
    {
        var asked = Questions("ec2", "RunInstances", """{"ImageId":"ami-1","KeyName":"k"}""")[0];

        Assert.Contains($"arn:aws:ec2:{Here}:key-pair/{{KeyPairName+}}", asked.MayTouch.Select(static arn => arn.Text));
        Assert.DoesNotContain(asked.MayTouch, static arn => arn.Text.Contains("image/", StringComparison.Ordinal));
        Assert.Empty(Questions("kinesis", "PutRecord", "{}")[0].MayTouch);
        Assert.Empty(Questions("kms", "CreateKey", "{}")[0].MayTouch);
    }

    [Theory]
    [InlineData("""{"name":"m","roleArn":"arn:aws:iam::111122223333:role/r"}""", "arn:aws:iam::111122223333:role/r")]
    [InlineData("""{"name":"m","roleArn":"arn:aws:iam::444455556666:role/path/r"}""", "arn:aws:iam::444455556666:role/path/r")]
    [InlineData("""{"name":"m","deep":[{"er":{"role":"r"}}]}""", "arn:aws:iam::111122223333:role/{role+}")]
    [InlineData("""{"name":"m","deep":[{"er":{"any":"arn:aws:iam::111122223333:role/r"}}]}""", "arn:aws:iam::111122223333:role/r")]
    [InlineData("""{"name":"m","roleArn":"arn:aws:iam::111122223333:role/"}""", "arn:aws:iam::111122223333:role/{role+}")]
    public void Asks_to_pass_each_role_that_a_call_has(string call, string role)
    {
        var asked = Assert.Single(Questions("stepfunctions", "CreateStateMachine", call), static one => one.Action == "iam:PassRole");

        Assert.Equal((role, AskedBecause.OfRole), (Assert.Single(asked.Resources).Text, asked.Why));
        Assert.Equal("iam:PassedToService=states.amazonaws.com", string.Join(' ', asked.Keys.Select(static key => $"{key.Key}={string.Join(',', key.Value)}")));
    }

    [Theory]
    [InlineData("""{"name":"m"}""")]
    [InlineData("""{"name":"m","tags":[{"key":"role","value":"r"}]}""")]
    [InlineData("""{"name":"m","tags":{"role":"r"}}""")]
    public void Asks_to_pass_no_role_of_a_call_without(string call) =>
        Assert.DoesNotContain(Questions("stepfunctions", "CreateStateMachine", call), static one => one.Action == "iam:PassRole");

    [Fact]
    public void Says_of_an_action_that_AWS_may_ask_that_it_may_be()
    {
        var asked = Questions("sqs", "CancelMessageMoveTask", """{"TaskHandle":"h"}""");

        Assert.Equal(AskedBecause.OfOperation, asked[0].Why);
        Assert.All(asked.Skip(1), static one => Assert.Equal(AskedBecause.MayBe, one.Why));
    }

    /// <summary>Structures in a list name one resource each.</summary>
    [Fact]
    public void Reads_the_structures_of_a_list() => Assert.Equal(
        $"cassandra:Select arn:aws:cassandra:{Here}:/keyspace/k/table/t", Asked("keyspaces", "GetTable", """{"keyspaceName":"k","tableName":"t"}""").Split(" cassandra:SelectMulti")[0]);

    [Fact]
    public void Asks_nothing_of_an_operation_that_the_data_do_not_know()
    {
        var unknown = ServiceData.Prefixes.SelectMany(static prefix => ServiceData.Find(prefix)!.Operations).Where(static operation => operation.Actions.IsEmpty).ToList();

        Assert.InRange(unknown.Count, 1, 600);
        Assert.All(unknown, static operation => Assert.Empty(CallQuestions.Of(operation, [], new CallPlace("aws", "us-east-1", "111122223333"))));
    }

    /// <summary>No operation with an action is asked of nothing, whatever is said: all members as one text, and none.</summary>
    [Fact]
    public void Asks_something_of_each_operation_of_AWS()
    {
        var place = new CallPlace("aws", "us-east-1", "111122223333");
        var silent = new List<string>();
        foreach (var operation in ServiceData.Prefixes.SelectMany(static prefix => ServiceData.Find(prefix)!.Operations).Where(static operation => !operation.Actions.IsEmpty))
        {
            var call = new JsonObject(operation.Members.Where(static member => member.Kind == MemberKind.Text).Select(static member => KeyValuePair.Create<string, JsonNode?>(member.Name, "x")));
            silent.AddRange(((JsonObject[])[[], call])
                .Select(members => CallQuestions.Of(operation, members, place))
                .Where(asked => asked.IsEmpty || asked.Any(static one => one.Resources.IsEmpty) || asked[0].Why == AskedBecause.OfTags)
                .Select(_ => operation.ToString()));
        }

        Assert.Empty(silent);
    }

    /// <summary>A server takes the last part of such a name: what the call is about is then not known, by name or by ARN.</summary>
    [Theory]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"mine/theirs"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/{ClusterName+}")]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine/theirs"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/{ClusterName+} arn:aws:ecs:us-east-1:111122223333:{resource+}")]
    [InlineData("ecs", "UpdateService", """{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine/theirs","service":"s"}""", "ecs:UpdateService arn:aws:ecs:us-east-1:111122223333:service/{ClusterName+}/s arn:aws:ecs:us-east-1:111122223333:{resource+}")]
    [InlineData("events", "DescribeEventBus", """{"Name":"mine/theirs"}""", "events:DescribeEventBus arn:aws:events:us-east-1:111122223333:event-bus/{EventBusName+}")]
    public void Takes_no_name_with_a_slash_where_a_service_has_none(string api, string operation, string call, string asked) =>
        Assert.Equal(asked, Asked(api, operation, call)[..Math.Min(asked.Length, Asked(api, operation, call).Length)]);

    [Theory]
    [InlineData("events", "DescribeEventBus", """{"Name":"aws.partner/shop/1"}""", "events:DescribeEventBus arn:aws:events:us-east-1:111122223333:event-bus/aws.partner/shop/1")]
    [InlineData("autoscaling", "DeleteAutoScalingGroup", """{"AutoScalingGroupName":"a/b"}""", "autoscaling:DeleteAutoScalingGroup arn:aws:autoscaling:us-east-1:111122223333:autoScalingGroup:{GroupId+}:autoScalingGroupName/a/b")]
    [InlineData("ecr", "PutImage", """{"repositoryName":"team/app"}""", "ecr:PutImage arn:aws:ecr:us-east-1:111122223333:repository/team/app")]
    public void Takes_one_where_names_have_slashes(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call)[..Math.Min(asked.Length, Asked(api, operation, call).Length)]);

    /// <summary>A database that is called PROD is prod: a policy is about the name that it is kept under.</summary>
    [Theory]
    [InlineData("rds", "DeleteDBInstance", """{"DBInstanceIdentifier":"PROD"}""", "rds:DeleteDBInstance arn:aws:rds:us-east-1:111122223333:db:prod")]
    [InlineData("rds", "DeleteDBInstance", """{"DBInstanceIdentifier":"arn:aws:rds:us-east-1:111122223333:db:PROD"}""", "rds:DeleteDBInstance arn:aws:rds:us-east-1:111122223333:db:prod")]
    [InlineData("redshift", "DeleteCluster", """{"ClusterIdentifier":"PROD"}""", "redshift:DeleteCluster arn:aws:redshift:us-east-1:111122223333:cluster:prod")]
    [InlineData("elasticache", "DeleteCacheCluster", """{"CacheClusterId":"PROD"}""", "elasticache:DeleteCacheCluster arn:aws:elasticache:us-east-1:111122223333:cluster:prod")]
    [InlineData("glue", "GetUserDefinedFunction", """{"DatabaseName":"PROD","FunctionName":"F"}""", "glue:GetUserDefinedFunction arn:aws:glue:us-east-1:111122223333:")]
    [InlineData("ecs", "DeleteCluster", """{"cluster":"PROD"}""", "ecs:DeleteCluster arn:aws:ecs:us-east-1:111122223333:cluster/PROD")]
    public void Writes_a_name_as_its_service_keeps_it(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call)[..Math.Min(asked.Length, Asked(api, operation, call).Length)]);

    /// <summary>A task's ARN says a cluster too. Where the call says another beside it, the server may take that one.</summary>
    [Theory]
    [InlineData("""{"task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK task/default/TASK")]
    [InlineData("""{"cluster":"mine","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK")]
    [InlineData("""{"cluster":"arn:aws:ecs:us-east-1:111122223333:cluster/mine","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK")]
    [InlineData("""{"cluster":"theirs","task":"arn:aws:ecs:us-east-1:111122223333:task/mine/TASK"}""", "task/mine/TASK task/theirs/TASK")]
    [InlineData("""{"cluster":"theirs","task":"TASK"}""", "task/theirs/TASK")]
    [InlineData("""{"task":"TASK"}""", "task/default/TASK")]
    public void Asks_of_what_is_said_beside_an_ARN(string call, string tasks) => Assert.Equal(
        $"ecs:StopTask {string.Join(' ', tasks.Split(' ').Select(static task => $"arn:aws:ecs:us-east-1:111122223333:{task}"))}",
        Asked("ecs", "StopTask", call.Replace("TASK", Task, StringComparison.Ordinal)).Replace(Task, "TASK", StringComparison.Ordinal));

    /// <summary>Of a name with a revision that revision, of one without any, or, where that is another type, the name alone.</summary>
    [Theory]
    [InlineData("ecs", "RegisterTaskDefinition", """{"family":"pack"}""", "ecs:RegisterTaskDefinition arn:aws:ecs:us-east-1:111122223333:task-definition/pack:{TaskDefinitionRevisionNumber+}")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:{TaskDefinitionRevisionNumber+}")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack:3"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/pack:3")]
    [InlineData("ecs", "RunTask", """{"taskDefinition":"pack:latest"}""", "ecs:RunTask arn:aws:ecs:us-east-1:111122223333:task-definition/{TaskDefinitionFamilyName+}:{TaskDefinitionRevisionNumber+}")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"pack","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"pack:3","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"arn:aws:batch:us-east-1:111122223333:job-definition/pack:3","jobQueue":"fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    [InlineData("batch", "SubmitJob", """{"jobName":"j","jobDefinition":"arn:aws:batch:us-east-1:111122223333:job-definition/pack","jobQueue":"arn:aws:batch:us-east-1:111122223333:job-queue/fast"}""", "batch:SubmitJob arn:aws:batch:us-east-1:111122223333:job-queue/fast arn:aws:batch:us-east-1:111122223333:job-definition/pack")]
    [InlineData("batch", "DeregisterJobDefinition", """{"jobDefinition":"pack:3"}""", "batch:DeregisterJobDefinition arn:aws:batch:us-east-1:111122223333:job-definition/pack:3")]
    public void Takes_a_revision_with_a_name(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call).Split(" iam:PassRole")[0]);

    [Theory]
    [InlineData("athena", "StartQueryExecution", """{"QueryString":"select 1"}""", "athena:StartQueryExecution arn:aws:athena:us-east-1:111122223333:workgroup/primary")]
    [InlineData("scheduler", "GetSchedule", """{"Name":"s"}""", "scheduler:GetSchedule arn:aws:scheduler:us-east-1:111122223333:schedule/default/s")]
    public void Takes_the_name_that_a_service_takes_where_none_is_said(string api, string operation, string call, string asked) => Assert.Equal(asked, Asked(api, operation, call)[..Math.Min(asked.Length, Asked(api, operation, call).Length)]);

    /// <summary>An id says what it is of.</summary>
    [Theory]
    [InlineData("ec2", "CreateTags", """{"ResourceId":["i-0a","vol-0b"],"Tag":[{"Key":"a","Value":"b"}]}""", "ec2:CreateTags arn:aws:ec2:us-east-1:111122223333:instance/i-0a arn:aws:ec2:us-east-1:111122223333:volume/vol-0b")]
    [InlineData("ec2", "CreateTags", """{"ResourceId":["i-0a","odd"],"Tag":[{"Key":"a","Value":"b"}]}""", "ec2:CreateTags arn:aws:ec2:us-east-1:111122223333:instance/i-0a arn:aws:ec2:{resource+}")]
    [InlineData("efs", "TagResource", """{"ResourceId":"fs-0a","Tags":[{"Key":"a","Value":"b"}]}""", "elasticfilesystem:TagResource arn:aws:elasticfilesystem:us-east-1:111122223333:file-system/fs-0a")]
    [InlineData("glue", "GetTable", """{"DatabaseName":"d","Name":"t"}""", "glue:GetTable arn:aws:glue:us-east-1:111122223333:")]
    public void Reads_what_usual_calls_name(string api, string operation, string call, string asked)
    {
        Assert.Equal(asked, Asked(api, operation, call)[..Math.Min(asked.Length, Asked(api, operation, call).Length)]);
        Assert.DoesNotContain("athena:", Asked(api, operation, call), StringComparison.Ordinal);
    }

    /// <summary>Each value of a key that comes twice is there: which one a server keeps is not known.</summary>
    [Fact]
    public void Hides_no_value_of_a_tag_behind_another()
    {
        var asked = Questions("kinesis", "CreateStream", """{"StreamName":"s","Tags":[{"Key":"admin","Value":"true"},{"Key":"ADMIN","Value":"no"},{"Key":"admin","Value":"no"}]}""")[0];

        Assert.Equal(
            ["aws:RequestTag/ADMIN=no", "aws:RequestTag/admin=no", "aws:RequestTag/admin=true", "aws:TagKeys=admin,ADMIN"],
            asked.Keys.Select(static key => $"{key.Key}={string.Join(',', key.Value)}").Order(StringComparer.Ordinal));
    }

    /// <summary>The data do not say of every operation that takes a role that it passes it; the member does.</summary>
    [Fact]
    public void Asks_to_pass_the_role_in_a_member_of_that_name()
    {
        var asked = Assert.Single(Questions("sagemaker", "CreateDeviceFleet", """{"DeviceFleetName":"f","RoleArn":"arn:aws:iam::111122223333:role/r"}"""), static one => one.Action == "iam:PassRole");

        Assert.Equal("arn:aws:iam::111122223333:role/r", Assert.Single(asked.Resources).Text);
        Assert.Equal("iam:PassedToService=sagemaker.amazonaws.com", string.Join(' ', asked.Keys.Select(static key => $"{key.Key}={string.Join(',', key.Value)}")));
        Assert.DoesNotContain(Questions("sagemaker", "CreateDeviceFleet", """{"DeviceFleetName":"f"}"""), static one => one.Action == "iam:PassRole");
        Assert.DoesNotContain(Questions("sagemaker", "DeleteDeviceFleet", """{"DeviceFleetName":"f","RoleArn":"arn:aws:iam::111122223333:role/r"}"""), static one => one.Action == "iam:PassRole");
    }

    private static ImmutableArray<AskedAction> Questions(string api, string operation, string call) => CallQuestions.Of(
        ServiceData.Find(api)!.Apis.First(one => one.Operations.ContainsKey(operation) && (one.Name == api || one.Service.Prefix == api)).Operations[operation], (JsonObject)JsonNode.Parse(call)!, new CallPlace("aws", "us-east-1", "111122223333"));

    private static string Asked(string api, string operation, string call) =>
        string.Join(' ', Questions(api, operation, call).Select(static one => $"{one.Action} {string.Join(' ', one.Resources.Select(static resource => resource.Text))}"));
}
