namespace Emulation.Tests.Upstreams;

/// <summary>What policies allow reaches the server, once and as one call; what they refuse does not.</summary>
[Collection("One server behind LocalAws")]
public sealed class A_call_to_a_server_behind(FrontedLocalAws aws) : IDisposable
{
    private const string Send = """{"QueueUrl":"http://127.0.0.1/111122223333/orders","MessageBody":"m"}""";
    private readonly int before = aws.Server.Requests.Count;

    public void Dispose() => aws.Server.Answer = static _ => (200, "application/json", "{}");

    [Fact]
    public async Task Is_sent_on_signed_anew()
    {
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.0", """{"MessageId":"1"}""");
        var answer = await aws.JsonAsync("sqs", "AmazonSQS.SendMessage", Send);

        Assert.Equal((200, """{"MessageId":"1"}"""), (answer.Status, answer.Body));
        var sent = aws.Server.Requests.Last();
        Assert.Equal(("POST", "/", Send), (sent.Method, sent.Target, sent.Body));
        Assert.Equal("AmazonSQS.SendMessage", sent.Headers["X-Amz-Target"]);
        Assert.StartsWith("AWS4-HMAC-SHA256 Credential=111122223333/", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.Equal("sqs.us-east-1.amazonaws.com", sent.Headers["Host"]);
        Assert.NotEmpty(answer.Headers["x-localaws-decision"]);
    }

    [Fact]
    public async Task Is_refused_in_JSON_as_SQS_does()
    {
        var answer = await aws.JsonAsync("sqs", "AmazonSQS.SendMessage", Send, FrontedLocalAws.MayNot);

        Assert.Equal(403, answer.Status);
        Assert.Equal(
            """{"__type":"com.amazon.coral.service#AccessDeniedException","Message":"User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: sqs:sendmessage on resource: arn:aws:sqs:us-east-1:111122223333:orders because no identity-based policy allows the sqs:sendmessage action"}""",
            answer.Body);
        Assert.Equal("AccessDenied;Sender", answer.Headers["x-amzn-query-error"]);
        Assert.Equal("application/x-amz-json-1.0", answer.Headers["Content-Type"]);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Is_refused_in_XML_as_SQS_does()
    {
        var answer = await aws.QueryAsync("sqs", "Action=SendMessage&Version=2012-11-05&QueueUrl=http%3A%2F%2Fx%2F111122223333%2Forders&MessageBody=m", FrontedLocalAws.MayNot);

        Assert.Equal(403, answer.Status);
        Assert.StartsWith(
            """<ErrorResponse xmlns="http://queue.amazonaws.com/doc/2012-11-05/"><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: sqs:sendmessage on""",
            answer.Body, StringComparison.Ordinal);
        Assert.Contains("<Detail />", answer.Body, StringComparison.Ordinal);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Is_written_anew_where_it_was_a_form()
    {
        await aws.SendAsync("sqs", "POST", "/111122223333/other?Action=SendMessage", "Version=2012-11-05&QueueUrl=http%3A%2F%2Fx%2F111122223333%2Forders&MessageBody=a+b%26c", FrontedLocalAws.May, ("content-type", "application/x-www-form-urlencoded"));

        var sent = aws.Server.Requests.Last();
        Assert.Equal(("POST", "/"), (sent.Method, sent.Target));
        Assert.Equal("Action=SendMessage&MessageBody=a%20b%26c&QueueUrl=http%3A%2F%2Fx%2F111122223333%2Forders&Version=2012-11-05", sent.Body);
    }

    [Fact]
    public async Task Leads_its_client_to_LocalAws_and_not_past_it()
    {
        aws.Server.Answer = static _ => (200, "application/x-amz-json-1.0", """{"QueueUrl":"http://sqs.us-east-1.localhost.localstack.cloud:4566/111122223333/orders"}""");
        var answer = await aws.JsonAsync("sqs", "AmazonSQS.CreateQueue", """{"QueueName":"orders"}""");

        Assert.Equal($$"""{"QueueUrl":"http://{{aws.Authority}}/111122223333/orders"}""", answer.Body);
    }

    [Theory]
    [InlineData("AmazonSQS.SendMessage", """{"QueueUrl":"http://x/111122223333/orders","QueueUrl":"http://x/111122223333/other"}""")]
    [InlineData("AmazonSQS.SendMessage", """{"QueueUrl":"http://x/111122223333/orders","queueUrl":"http://x/111122223333/other"}""")]
    [InlineData("AmazonSQS.SendMessage", """["QueueUrl"]""")]
    [InlineData("AmazonSQS.SendMessage", "Action=DeleteQueue")]
    [InlineData("AmazonSQS.SendMessage", """{"QueueUrl":["http://x/111122223333/orders"]}""")]
    [InlineData("AmazonSQS.Nothing", "{}")]
    [InlineData("AmazonSSM.GetParameter", "{}")]
    [InlineData("", "{}")]
    public async Task Is_none_that_two_readers_could_read_differently(string target, string body)
    {
        var answer = await aws.JsonAsync("sqs", target, body);
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Theory]
    [InlineData("/?Action=DeleteQueue", "Action=SendMessage&QueueUrl=http://x/111122223333/orders")]
    [InlineData("/", "Action=SendMessage&Action=DeleteQueue&QueueUrl=http://x/111122223333/orders")]
    [InlineData("/", "Action=SendMessage&QueueUrl=http://x/111122223333/orders&QueueUrl=http://x/111122223333/other")]
    [InlineData("/", "Action=SendMessage&QueueUrl=http://x/111122223333/orders&QueueUrl.1=http://x/111122223333/other")]
    [InlineData("/", "Action=SendMessage&QueueUrl=http://x/111122223333/orders&queueurl=http://x/111122223333/other")]
    [InlineData("/", "Action=SendMessage&Version=2099-01-01&QueueUrl=http://x/111122223333/orders")]
    [InlineData("/", "Action=SendMessageBatch&QueueUrl=http://x/111122223333/orders&SendMessageBatchRequestEntry.1.Id=1&SendMessageBatchRequestEntry.3.Id=3")]
    public async Task Is_no_form_that_two_readers_could_read_differently(string target, string form)
    {
        var answer = await aws.SendAsync("sqs", "POST", target, form, FrontedLocalAws.May, ("content-type", "application/x-www-form-urlencoded"));
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Has_no_second_target_and_no_call_in_its_query()
    {
        var both = await aws.SendAsync("sqs", "POST", "/?Action=DeleteQueue", Send, FrontedLocalAws.May, ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.SendMessage"));
        Assert.Equal(400, both.Status);
        Assert.Equal(before, aws.Server.Requests.Count);
    }

    [Fact]
    public async Task Tells_the_server_nothing_else_that_the_client_says()
    {
        await aws.SendAsync(
            "sqs", "POST", "/", Send, FrontedLocalAws.May,
            ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.SendMessage"), ("x-http-method-override", "DELETE"), ("x-forwarded-host", "evil.example"),
            ("x-moto-account-id", "444455556666"));
        var sent = aws.Server.Requests.Last();
        Assert.DoesNotContain("X-Http-Method-Override", sent.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.DoesNotContain("X-Forwarded-Host", sent.Headers.Keys, StringComparer.OrdinalIgnoreCase);
        Assert.Equal("111122223333", sent.Headers["x-moto-account-id"]);
    }

    [Fact]
    public async Task Is_no_call_of_another_service()
    {
        var answer = await aws.SendAsync("sns", "POST", "/", Send, FrontedLocalAws.May, ("content-type", "application/x-amz-json-1.0"), ("x-amz-target", "AmazonSQS.SendMessage"));
        Assert.InRange(answer.Status, 400, 499);
        Assert.Equal(before, aws.Server.Requests.Count);
    }
}
