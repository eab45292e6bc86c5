using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Emulation.ServiceReference;
using Emulation.ServiceReference.Questions;

namespace Emulation.Tests.ServiceReference;

/// <summary>What a call asks of policies: actions, on the resources that its members name, with the keys that they give. What is not told is unknown, and marked so.</summary>
public class What_a_call_asks
{
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

    internal static ImmutableArray<AskedAction> Questions(string api, string operation, string call) => CallQuestions.Of(
        ServiceData.Find(api)!.Apis.First(one => one.Operations.ContainsKey(operation) && (one.Name == api || one.Service.Prefix == api)).Operations[operation], (JsonObject)JsonNode.Parse(call)!, new CallPlace("aws", "us-east-1", "111122223333"));

    internal static string Asked(string api, string operation, string call) =>
        string.Join(' ', Questions(api, operation, call).Select(static one => $"{one.Action} {string.Join(' ', one.Resources.Select(static resource => resource.Text))}"));
}
