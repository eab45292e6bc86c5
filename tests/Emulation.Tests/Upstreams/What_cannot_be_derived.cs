namespace Emulation.Tests.Upstreams;

/// <summary>
/// <c>--allow-underived</c>: what a policy may allow passes and says so. Whoever attacks by it gets past no deny, to nothing that no policy may allow, and by no name that
/// cannot be read.
/// </summary>
public sealed class What_cannot_be_derived(UnderivedLocalAws aws) : IClassFixture<UnderivedLocalAws>
{
    private const string Header = "x-localaws-underived";
    private readonly int before = aws.Server.Requests.Count;

    /// <summary>A policy wants a tag of the file system, which nothing in the call says.</summary>
    [Fact]
    public async Task Passes_where_a_policy_may_allow_it_and_says_so()
    {
        var answer = await aws.SendAsync("elasticfilesystem", "DELETE", "/2015-02-01/file-systems/fs-0123456789abcdef0", "", "tagged");

        Assert.Equal(200, answer.Status);
        Assert.StartsWith("Let pass by --allow-underived, though on AWS it may be refused. Which resource elasticfilesystem:DeleteFileSystem touches cannot be told here", answer.Headers[Header], StringComparison.Ordinal);
        Assert.Equal(before + 1, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Is_told_on_the_console_in_the_stream_and_by_explain()
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.StartJobRun", """{"JobName":"mine"}""", "one");
        var id = answer.Headers["x-localaws-decision"];

        Assert.Equal(200, answer.Status);
        Assert.Contains("Whether AWS asks glue:GetUsageProfile too cannot be told here. No identity policy allows glue:GetUsageProfile", answer.Headers[Header], StringComparison.Ordinal);
        Assert.Contains(UnderivedLocalAws.Console, line => line.Contains("let pass glue:StartJobRun", StringComparison.Ordinal) && line.Contains(id, StringComparison.Ordinal));
        Assert.Contains("\"underived\": \"Let pass by --allow-underived", await aws.PageAsync($"/_localaws/decisions?id={id}"), StringComparison.Ordinal);
        var explained = await aws.PageAsync($"/_localaws/decisions/{id}");
        Assert.Contains("glue:GetUsageProfile on arn:aws:glue:us-east-1:111122223333:usageProfile/* by arn:aws:iam::111122223333:user/one: let pass by --allow-underived\n", explained, StringComparison.Ordinal);
        Assert.Contains("Let pass by --allow-underived", explained, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Says_nothing_of_what_is_allowed_without_any_risk()
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.StartJobRun", """{"JobName":"mine"}""", "all");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(Header, answer.Headers.Keys);
    }

    /// <summary>AWS Glue reads a profile for whom a tag gives one; of others it asks nothing that nobody derives.</summary>
    [Fact]
    public async Task Says_nothing_where_the_caller_gives_no_occasion()
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.StartJobRun", """{"JobName":"mine"}""", "untagged");

        Assert.Equal(200, answer.Status);
        Assert.DoesNotContain(Header, answer.Headers.Keys);
    }

    /// <summary>Nothing allows it; it is denied; it may be denied, by a tag that nobody tells.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("denied")]
    [InlineData("denied-by-tag")]
    public async Task Is_refused_where_no_policy_may_allow_it_or_one_may_deny_it(string user)
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.StartJobRun", """{"JobName":"mine"}""", user);

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(Header, answer.Headers.Keys);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>Of an operation without an action of its own any of them may not be asked: one must be allowed all the same.</summary>
    [Theory]
    [InlineData("none", 403)]
    [InlineData("all", 200)]
    public async Task Is_refused_where_nothing_at_all_is_allowed(string user, int status)
    {
        var answer = await aws.SendAsync("bedrock", "POST", "/model/m/converse", """{"messages":[]}""", user, ("content-type", "application/json"));

        Assert.Equal(status, answer.Status);
        Assert.Equal(before + (status == 200 ? 1 : 0), aws.Server.Requests.Count);
    }

    /// <summary>Another's job, in the plain and in each way that hides its name.</summary>
    [Theory]
    [InlineData("""{"JobName":"theirs"}""")]
    [InlineData("""{"JobName":"arn:aws:glue:us-east-1:111122223333:job/theirs"}""")]
    [InlineData("""{"JobName":"ARN:aws:glue:us-east-1:111122223333:job/theirs"}""")]
    [InlineData("""{"JobName":"arn:aws:glue:us-east-1:111122223333:sled/theirs"}""")]
    [InlineData("""{"JobName":"arn:aws-cn:glue:cn-north-1:444455556666:job/mine"}""")]
    [InlineData("""{"JobName":"arn:aws:glue:us-east-1:444455556666:job/mine"}""")]
    [InlineData("""{"JobName":"111122223333:job/theirs"}""")]
    [InlineData("""{"JobName":""}""")]
    [InlineData("""{"JobName":{"a":"theirs"}}""")]
    [InlineData("""{"JobName":["mine","theirs"]}""")]
    public async Task Is_refused_by_a_name_that_is_another_or_cannot_be_read(string call)
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.StartJobRun", call, "one");

        Assert.Equal(400, answer.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>More names than are looked at are no unknown name.</summary>
    [Fact]
    public async Task Is_refused_where_it_names_too_many()
    {
        var names = string.Join(',', Enumerable.Range(0, 1100).Select(static i => $"\"t{i}\"").Append("\"mine\""));
        var answer = await aws.JsonAsync("glue", "AWSGlue.BatchGetJobs", $$"""{"JobNames":[{{names}}]}""", "one");

        Assert.Equal(400, answer.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>A role by its name would be any: who may pass one would pass another.</summary>
    [Theory]
    [InlineData("""{"Name":"mine","Role":"Admin"}""", 400)]
    [InlineData("""{"Name":"mine","Role":"arn:aws:iam::111122223333:role/Admin"}""", 400)]
    [InlineData("""{"Name":"mine","Role":"arn:aws:iam::111122223333:role/Jobs"}""", 200)]
    public async Task Hands_over_no_role_at_a_risk(string call, int status)
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.CreateJob", call, "passes");

        Assert.Equal(status, answer.Status);
        Assert.Equal(before + (status == 200 ? 1 : 0), aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Is_refused_where_the_data_have_no_such_operation()
    {
        var answer = await aws.JsonAsync("glue", "AWSGlue.OpenEverything", "{}", "all");

        Assert.Equal(400, answer.Status);
        Assert.DoesNotContain(Header, answer.Headers.Keys);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    /// <summary>The risk is of the service that was named.</summary>
    [Fact]
    public async Task Is_refused_of_another_service()
    {
        var answer = await aws.JsonAsync("athena", "AmazonAthena.StartSession", """{"WorkGroup":"mine","EngineConfiguration":{}}""", "one");

        Assert.Equal(400, answer.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("sqs", "what sqs asks is written by hand")]
    [InlineData("s3", "what s3 asks is written by hand")]
    [InlineData("dynamodb", "what dynamodb asks is written by hand")]
    [InlineData("iam", "LocalAws answers iam itself")]
    [InlineData("*", "name each service")]
    [InlineData("gleu", "Did you mean 'glue'?")]
    [InlineData("ecr", "--upstream ecr=URL")]
    public void Is_a_risk_that_nobody_takes_of_other_services(string service, string why)
    {
        var upstreams = UpstreamEndpoint.ParseAll(["glue=http://127.0.0.1:1", "sqs=http://127.0.0.1:1"], static _ => null);

        Assert.Contains(why, Assert.Throws<UsageException>(() => UnderivedServices.Read([service], upstreams)).Message, StringComparison.Ordinal);
        Assert.Equal(["glue"], UnderivedServices.Read(["glue", "glue"], upstreams));
    }
}
