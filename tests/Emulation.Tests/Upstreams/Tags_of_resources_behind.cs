namespace Emulation.Tests.Upstreams;

/// <summary>IAM User Guide, "Controlling access to AWS resources using tags": the tags are the server's, and policies see them.</summary>
[Collection("One server behind LocalAws")]
public sealed class Tags_of_resources_behind(FrontedLocalAws aws) : IDisposable
{
    private const string Purge = """{"QueueUrl":"http://127.0.0.1/111122223333/tagged"}""";

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Theory]
    [InlineData("""{"Tags":{"team":"a"}}""", 200)]
    [InlineData("""{"Tags":{"team":"b"}}""", 403)]
    [InlineData("{}", 403)]
    [InlineData("no JSON", 403)]
    public async Task Decide_where_a_policy_names_one(string tags, int status)
    {
        aws.Server.Answer = request => request.Headers["X-Amz-Target"] == "AmazonSQS.ListQueueTags" ? (200, "application/x-amz-json-1.0", tags) : (200, "application/json", "{}");
        Assert.Equal(status, (await aws.JsonAsync("sqs", "AmazonSQS.PurgeQueue", Purge, FrontedLocalAws.MayByTag)).Status);
    }

    /// <summary>Of a queue that is not there, no tag denies; of one whose tags the server keeps to itself, every tag might.</summary>
    [Theory]
    [InlineData(200, """{"Tags":{"env":"test"}}""", 200)]
    [InlineData(200, """{"Tags":{"env":"prod"}}""", 403)]
    [InlineData(400, """{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"none"}""", 200)]
    [InlineData(500, """{"__type":"InternalFailure"}""", 403)]
    public async Task Deny_too(int answered, string body, int status)
    {
        aws.Server.Answer = request => request.Headers["X-Amz-Target"] == "AmazonSQS.ListQueueTags" ? (answered, "application/x-amz-json-1.0", body) : (200, "application/json", "{}");
        Assert.Equal(status, (await aws.JsonAsync("sqs", "AmazonSQS.PurgeQueue", Purge, FrontedLocalAws.MayNotByTag)).Status);
    }

    /// <summary>Servers that keep accounts apart know another account's queue, and its tags, there only.</summary>
    [Fact]
    public async Task Are_asked_for_in_the_account_of_the_resource()
    {
        await aws.JsonAsync("sqs", "AmazonSQS.PurgeQueue", """{"QueueUrl":"http://127.0.0.1/444455556666/tagged"}""", FrontedLocalAws.MayByTag);
        var asked = aws.Server.Requests.Last(static request => request.Headers.GetValueOrDefault("X-Amz-Target") == "AmazonSQS.ListQueueTags");
        Assert.Equal("444455556666", asked.Headers["x-moto-account-id"]);
    }

    [Fact]
    public async Task Are_asked_for_only_then()
    {
        var before = aws.Server.Requests.Count;
        await aws.JsonAsync("sqs", "AmazonSQS.PurgeQueue", Purge);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    /// <summary>Condition keys ignore case: of two tags whose keys differ in it, or of one that comes twice, neither hides the other.</summary>
    [Theory]
    [InlineData("Key=env&Value=test", "", 200)]
    [InlineData("Key=env&Value=prod", "", 403)]
    [InlineData("Key=env&Value=prod", "Key=ENV&Value=test", 403)]
    [InlineData("Key=ENV&Value=test", "Key=env&Value=prod", 403)]
    [InlineData("Key=env&Value=prod", "Key=env&Value=test", 403)]
    [InlineData("Key=team&Value=a", "Key=TEAM&Value=b", 200)]
    public async Task Are_all_seen_where_a_call_gives_them(string first, string second, int status)
    {
        var form = "Action=CreateTopic&Version=2010-03-31&Name=tagged" + Tag(1, first) + Tag(2, second);
        var before = aws.Server.Requests.Count;

        Assert.Equal(status, (await aws.QueryAsync("sns", form, FrontedLocalAws.MayNotByRequestTag)).Status);
        Assert.Equal(status == 200, aws.Server.Requests.Skip(before).Any(static request => request.Body.Contains("CreateTopic", StringComparison.Ordinal)));

        static string Tag(int i, string tag) => tag.Length == 0 ? "" : $"&Tags.member.{i}.{tag.Replace("&", $"&Tags.member.{i}.", StringComparison.Ordinal)}";
    }

    [Theory]
    [InlineData("""{"Tags":{"env":"prod","ENV":"test"}}""", 403)]
    [InlineData("""{"Tags":{"ENV":"test","env":"prod"}}""", 403)]
    [InlineData("""{"Tags":{"ENV":"test","team":"a"}}""", 200)]
    public async Task Are_all_seen_where_the_server_has_them(string tags, int status)
    {
        aws.Server.Answer = request => request.Headers.GetValueOrDefault("X-Amz-Target") == "AmazonSQS.ListQueueTags" ? (200, "application/x-amz-json-1.0", tags) : (200, "application/json", "{}");
        Assert.Equal(status, (await aws.JsonAsync("sqs", "AmazonSQS.PurgeQueue", Purge, FrontedLocalAws.MayNotByTag)).Status);
    }

    /// <summary>A machine has tags, and its server is another: whoever is denied by a tag is refused.</summary>
    [Fact]
    public async Task Might_be_any_where_nobody_can_be_asked()
    {
        const string Command = """{"DocumentName":"AWS-RunShellScript","InstanceIds":["i-0123456789abcdef0"]}""";

        Assert.Equal(400, (await aws.JsonAsync("ssm", "AmazonSSM.SendCommand", Command, FrontedLocalAws.MayNotByTag)).Status);
        Assert.Equal(200, (await aws.JsonAsync("ssm", "AmazonSSM.SendCommand", Command)).Status);
    }
}
