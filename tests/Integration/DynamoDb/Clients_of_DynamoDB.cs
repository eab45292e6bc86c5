using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;

namespace Integration.DynamoDb;

/// <summary>The clients that people have, unmodified: they check the answers' checksums, follow pages, and turn refusals into their exceptions.</summary>
[Trait("Stack", "own")]
public sealed class Clients_of_DynamoDB(Moto server) : IClassFixture<Moto>
{
    private const string Script = """
        import sys
        import boto3
        from boto3.dynamodb.conditions import Key, Attr
        from botocore.exceptions import ClientError

        table = boto3.Session(profile_name=sys.argv[1]).resource("dynamodb").Table("scores")
        print(len(table.query(KeyConditionExpression=Key("UserId").eq("alice") & Key("GameTitle").begins_with("ch"), FilterExpression=Attr("TopScore").gte(7) | Attr("Secret").exists())["Items"]))
        table.put_item(Item={"UserId": "alice", "GameTitle": "boto3", "Parts": {"a": [1, {"b"}]}}, ConditionExpression=Attr("UserId").not_exists())
        print(table.get_item(Key={"UserId": "alice", "GameTitle": "boto3"})["Item"]["Parts"]["a"][0])
        with table.batch_writer() as batch:
            batch.delete_item(Key={"UserId": "alice", "GameTitle": "boto3"})
        try:
            table.query(KeyConditionExpression=Key("UserId").eq("bob"))
        except ClientError as refused:
            print(refused.response["Error"]["Code"], refused.response["ResponseMetadata"]["HTTPStatusCode"])
        """;

    [Fact]
    public async Task Are_boto3_with_its_resources()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3"])).ExitCode == 0, "boto3 is not installed for python3");
        var outcome = await ExternalTool.RunAsync(
            "python3", ["-c", Script, "Player"], ("AWS_CONFIG_FILE", server.Front.Aws.ConfigFile), ("AWS_SHARED_CREDENTIALS_FILE", server.Front.Aws.CredentialsFile));
        Assert.Equal("1\n1\nAccessDeniedException 400", outcome.Output + outcome.Error);
    }

    [Fact]
    public async Task Are_the_AWS_SDK_for_NET()
    {
        Assert.SkipWhen(server.Absent is not null, server.Absent ?? "");
        var session = server.Front.Aws.SessionOf("Player");
        using var client = new AmazonDynamoDBClient(
            new SessionAWSCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken),
            new AmazonDynamoDBConfig { ServiceURL = server.Front.Aws.EndpointUrl.AbsoluteUri, AuthenticationRegion = "us-east-1", MaxErrorRetry = 0 });
        var item = await client.GetItemAsync("scores", new() { ["UserId"] = new("alice"), ["GameTitle"] = new("go") }, TestContext.Current.CancellationToken);
        Assert.Equal("alices secret", item.Item["Secret"].S);
        var refused = await Assert.ThrowsAsync<AmazonDynamoDBException>(() => client.GetItemAsync("scores", new() { ["UserId"] = new("bob"), ["GameTitle"] = new("go") }, TestContext.Current.CancellationToken));
        Assert.Equal("AccessDeniedException", refused.ErrorCode);
        await client.TransactWriteItemsAsync(
            new TransactWriteItemsRequest { TransactItems = [new() { Put = new() { TableName = "scores", Item = new() { ["UserId"] = new("alice"), ["GameTitle"] = new("sdk") } } }] }, TestContext.Current.CancellationToken);
    }
}
