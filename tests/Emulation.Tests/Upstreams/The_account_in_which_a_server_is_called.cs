using Emulation.Calls;
using Emulation.Upstreams;
using Iam;

namespace Emulation.Tests.Upstreams;

/// <summary>A server finds a resource by its name in the account that calls: it is called in the account, and the region, that policies were asked about.</summary>
[Collection("Two accounts before one server")]
public sealed class The_account_in_which_a_server_is_called(TwoAccountsBehind aws)
{
    private const string Home = "111122223333";
    private const string Theirs = """{"QueueUrl":"http://127.0.0.1/222222222222/jobs"}""";
    private readonly int before = aws.Server.Requests.Count;

    private string Account => aws.Server.Requests.Last().Headers["x-moto-account-id"];

    [Fact]
    public async Task Is_that_of_the_queue_which_the_URL_names()
    {
        await LetInAsync();

        Assert.Equal(200, (await aws.JsonAsync("sqs", "AmazonSQS.ReceiveMessage", Theirs)).Status);
        Assert.Equal(TwoAccountsBehind.Other, Account);
        Assert.Equal(200, (await aws.JsonAsync("sqs", "AmazonSQS.GetQueueUrl", """{"QueueName":"jobs","QueueOwnerAWSAccountId":"222222222222"}""")).Status);
        Assert.Equal(TwoAccountsBehind.Other, Account);
        Assert.Equal(200, (await aws.JsonAsync("sqs", "AmazonSQS.ReceiveMessage", """{"QueueUrl":"http://127.0.0.1/111122223333/jobs"}""")).Status);
        Assert.Equal(Home, Account);
    }

    /// <summary>Another queue of that account lets nobody in.</summary>
    [Fact]
    public async Task Is_none_where_its_queue_lets_nobody_in()
    {
        Assert.Equal(403, (await aws.JsonAsync("sqs", "AmazonSQS.ReceiveMessage", """{"QueueUrl":"http://127.0.0.1/222222222222/closed"}""")).Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>Events for two accounts' buses would all go into the caller's.</summary>
    [Fact]
    public async Task Is_one()
    {
        var bus = "arn:aws:events:us-east-1:222222222222:event-bus/orders";
        await aws.JsonAsync("events", "AWSEvents.PutPermission", $$"""{"EventBusName":"orders","StatementId":"p","Principal":"{{Home}}","Action":"events:PutEvents"}""", TwoAccountsBehind.Owner);
        var count = aws.Server.Requests.Count;

        var both = await aws.JsonAsync("events", "AWSEvents.PutEvents", $$"""{"Entries":[{"Source":"s","DetailType":"d","Detail":"{}","EventBusName":"{{bus}}"},{"Source":"s","DetailType":"d","Detail":"{}"}]}""");
        Assert.Equal(400, both.Status);
        Assert.Contains("LocalAws calls the server in one account. Send a request for each account.", both.Body, StringComparison.Ordinal);
        Assert.Equal(count, aws.Server.Requests.Count);

        Assert.Equal(200, (await aws.JsonAsync("events", "AWSEvents.PutEvents", $$"""{"Entries":[{"Source":"s","DetailType":"d","Detail":"{}","EventBusName":"{{bus}}"}]}""")).Status);
        Assert.Equal(TwoAccountsBehind.Other, Account);
    }

    /// <summary>Of what belongs to no account, or to another service, nothing is told.</summary>
    [Theory]
    [InlineData("kms", "kms:ReEncryptFrom arn:aws:kms:us-east-1:222222222222:key/a", "kms:ReEncryptTo arn:aws:kms:us-east-1:222222222222:key/b", TwoAccountsBehind.Other)]
    [InlineData("secretsmanager", "secretsmanager:RotateSecret arn:aws:secretsmanager:us-east-1:111122223333:secret:a", "lambda:InvokeFunction arn:aws:lambda:eu-west-1:222222222222:function:f", Home)]
    [InlineData("events", "events:PutRule arn:aws:events:us-east-1:222222222222:rule/r", "iam:PassRole arn:aws:iam::111122223333:role/r", TwoAccountsBehind.Other)]
    [InlineData("ssm", "ssm:SendCommand arn:aws:ssm:us-east-1::document/AWS-RunShellScript", "ssm:SendCommand arn:aws:ec2:us-east-1:111122223333:instance/i-1", Home)]
    [InlineData("ecr", "ecr:BatchGetImage arn:aws:ecr:us-east-1:222222222222:repository/a", "ecr:GetAuthorizationToken *", TwoAccountsBehind.Other)]
    [InlineData("monitoring", "cloudwatch:PutDashboard arn:aws:cloudwatch::111122223333:dashboard/d", "cloudwatch:PutMetricData *", Home)]
    public void Is_that_of_the_resources_of_the_service(string service, string first, string second, string account) =>
        Assert.Equal(account, AccountOf(service, first, second).ToString());

    [Theory]
    [InlineData("kms", "kms:ReEncryptFrom arn:aws:kms:us-east-1:111122223333:key/a", "kms:ReEncryptTo arn:aws:kms:us-east-1:222222222222:key/b")]
    [InlineData("sqs", "sqs:StartMessageMoveTask arn:aws:sqs:us-east-1:111122223333:a", "sqs:SendMessage arn:aws:sqs:us-east-1:222222222222:b")]
    [InlineData("events", "events:PutEvents arn:aws:events:us-east-1:222222222222:event-bus/orders", "events:PutEvents arn:aws:events:us-east-1:111122223333:event-bus/default")]
    [InlineData("ecs", "ecs:DeleteCluster arn:aws:ecs:eu-west-1:111122223333:cluster/a", "ecs:DeleteCluster arn:aws:ecs:eu-west-1:111122223333:cluster/a")]
    [InlineData("monitoring", "cloudwatch:DeleteAlarms arn:aws:cloudwatch:eu-west-1:111122223333:alarm:a", "cloudwatch:DeleteAlarms arn:aws:cloudwatch:us-east-1:111122223333:alarm:a")]
    public void Is_none_of_resources_of_two_accounts_or_of_another_region(string service, string first, string second) =>
        Assert.Equal(400, Assert.Throws<RefusedException>(() => AccountOf(service, first, second)).Refusal.StatusCode);

    /// <summary>Another region's bus of the name is another bus.</summary>
    [Theory]
    [InlineData("events", "AWSEvents.PutRule", """{"Name":"r","EventBusName":"arn:aws:events:eu-west-1:111122223333:event-bus/orders","EventPattern":"{\"source\":[\"a\"]}"}""")]
    [InlineData("ecs", "AmazonEC2ContainerServiceV20141113.DeleteCluster", """{"cluster":"arn:aws:ecs:eu-west-1:111122223333:cluster/one"}""")]
    [InlineData("states", "AWSStepFunctions.DeleteStateMachine", """{"stateMachineArn":"arn:aws:states:eu-west-1:111122223333:stateMachine:one"}""")]
    public async Task Is_called_in_the_region_of_the_resource_alone(string service, string target, string members)
    {
        var elsewhere = await aws.JsonAsync(service, target, members);
        Assert.Equal(400, elsewhere.Status);
        Assert.Contains("is in eu-west-1, and the request is signed for us-east-1", elsewhere.Body, StringComparison.Ordinal);
        Assert.Equal(before, aws.Server.Requests.Count);

        Assert.Equal(200, (await aws.JsonAsync(service, target, members.Replace("eu-west-1", "us-east-1", StringComparison.Ordinal))).Status);
    }

    private static AccountId AccountOf(string service, params string[] asks) => new CalledPlace(service).AccountOf(
        new FrontPlan([.. asks.Select(static ask => new Ask(ask.Split(' ')[0], ask.Split(' ')[1]))]), "us-east-1", AccountId.Parse(Home));

    private Task<ReceivedAnswer> LetInAsync() => aws.JsonAsync(
        "sqs", "AmazonSQS.SetQueueAttributes",
        """{"QueueUrl":"http://127.0.0.1/222222222222/jobs","Attributes":{"Policy":"{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"arn:aws:iam::111122223333:root\"},\"Action\":\"sqs:*\",\"Resource\":\"arn:aws:sqs:us-east-1:222222222222:jobs\"}]}"}}""",
        TwoAccountsBehind.Owner);
}
