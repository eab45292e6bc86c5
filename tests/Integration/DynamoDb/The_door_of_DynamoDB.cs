using System.Globalization;
using System.IO.Hashing;
using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;
using SigV4;

namespace Integration.DynamoDb;

/// <summary>What goes through the door and how DynamoDB's answers look; who gets in is in <see cref="Who_gets_to_the_policies"/>.</summary>
[Trait("Stack", "own")]
public sealed class The_door_of_DynamoDB : IAsyncLifetime
{
    private const string GetAlice = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""";
    private const string GetBob = """{"TableName":"scores","Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""";
    private StandIn server = null!;
    private Front front = null!;

    public async ValueTask InitializeAsync()
    {
        server = await StandIn.StartAsync();
        front = await Front.StartAsync(server.Url);
    }

    public async ValueTask DisposeAsync()
    {
        await front.DisposeAsync();
        await server.DisposeAsync();
    }

    [Fact]
    public async Task Passes_on_status_headers_and_body_as_they_came()
    {
        server.Answer = static http =>
        {
            http.Response.StatusCode = 202;
            http.Response.Headers["x-amz-crc32"] = "12345";
            http.Response.Headers["x-amzn-RequestId"] = "THE-SERVERS-OWN";
            http.Response.ContentType = "application/x-amz-json-1.0";
            return http.Response.WriteAsync("""{ "Item" : {} }""");
        };
        var answer = await front.CallAsync("Player", "GetItem", GetAlice);
        Assert.Equal((202, """{ "Item" : {} }"""), (answer.Status, Encoding.UTF8.GetString(answer.Bytes)));
        Assert.Equal(("12345", "THE-SERVERS-OWN"), (answer.Header("x-amz-crc32"), answer.Header("x-amzn-RequestId")));
        Assert.StartsWith("Allowed by statement 1 of the identity policy OwnItems", answer.Header("x-localaws-reason"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_the_clients_bytes_signed_by_itself_and_nothing_of_the_clients_signature()
    {
        var session = front.Aws.SessionOf("Player");
        await front.CallAsync(session, "GetItem", GetAlice);
        var sent = Assert.Single(server.Forwarded);
        Assert.Equal(("GetItem", GetAlice), (sent.Operation, sent.Body));
        Assert.Contains("Credential=localaws/", sent.Headers["Authorization"], StringComparison.Ordinal);
        Assert.DoesNotContain(sent.Headers.Values, value => value.Contains(session.AccessKeyId, StringComparison.Ordinal) || value.Contains(session.SessionToken!, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Refuses_in_DynamoDBs_own_words_and_can_explain_why()
    {
        var answer = await front.CallAsync("Player", "GetItem", GetBob);
        Assert.Equal(400, answer.Status);
        Assert.Equal("com.amazon.coral.service#AccessDeniedException", answer.Body.GetProperty("__type").GetString());
        Assert.Matches(
            $@"^User: arn:aws:sts::111122223333:assumed-role/\S+/test is not authorized to perform: dynamodb:GetItem on resource: {Front.TableArn} because no identity-based policy allows the dynamodb:GetItem action$",
            answer.Body.GetProperty("Message").GetString());
        Assert.Equal("application/x-amz-json-1.0", answer.Response.Content.Headers.ContentType?.ToString());
        Assert.Equal(Crc32.HashToUInt32(answer.Bytes).ToString(CultureInfo.InvariantCulture), answer.Header("x-amz-crc32"));
        Assert.NotEmpty(answer.Header("x-amzn-RequestId"));
        Assert.Empty(server.Forwarded);

        using var http = new HttpClient();
        var explained = await http.GetStringAsync(new Uri(front.Aws.EndpointUrl, $"/_localaws/decisions/{answer.Header("x-localaws-decision")}"), TestContext.Current.CancellationToken);
        Assert.Contains("dynamodb:GetItem on scores", explained, StringComparison.Ordinal);
        Assert.Contains("ForAllValues:StringEquals dynamodb:LeadingKeys wants [alice], the request has [bob]", explained, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GetEverything", "UnknownOperationException")]
    [InlineData("ImportTable", "UnknownOperationException")]
    [InlineData("getItem", "UnknownOperationException")]
    public async Task Lets_no_operation_through_that_it_does_not_know(string operation, string type)
    {
        var answer = await front.CallAsync((string?)null, operation, "{}");
        Assert.Equal((400, type), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    [Theory]
    [InlineData("DynamoDBStreams_20120810.ListStreams")]
    [InlineData("DynamoDB_20111205.GetItem")]
    [InlineData("DynamoDB_20120810")]
    public async Task Lets_no_other_API_of_DynamoDBs_through(string target)
    {
        var body = "{}"u8.ToArray();
        var request = front.SignedRequest(null, "x", body, "us-east-1", "dynamodb", TimeProvider.System.GetUtcNow());
        request.Headers.Remove("X-Amz-Target");
        request.Headers.TryAddWithoutValidation("X-Amz-Target", target);
        var signed = new SigV4Signer("us-east-1", "dynamodb").Sign(
            "POST", "/", [new("host", front.Aws.EndpointUrl.Authority), new("x-amz-target", target)], PayloadHash.Of(body), front.Aws.Administrator(), TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        var answer = await front.SendAsync(request);
        Assert.Equal((400, "UnknownOperationException"), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    [Theory]
    [InlineData("""{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"Key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""", "SerializationException")]
    [InlineData("""{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}},"key":{"UserId":{"S":"bob"},"GameTitle":{"S":"go"}}}""", "ValidationException")]
    [InlineData("""{"TableName":"scores","Key":{"UserId":{"S":"alice"},"Other":{"S":"go"}}}""", "ValidationException")]
    [InlineData("""not json""", "SerializationException")]
    public async Task Sends_nothing_on_that_it_has_not_read_whole(string body, string type)
    {
        var answer = await front.CallAsync("Player", "GetItem", body);
        Assert.Equal((400, type), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    [Theory]
    [InlineData("text/plain", null)]
    [InlineData("application/x-amz-json-1.0", "gzip")]
    public async Task Sends_nothing_on_that_the_server_could_read_as_something_else(string type, string? encoding)
    {
        var body = Encoding.UTF8.GetBytes(GetAlice);
        var request = front.SignedRequest(null, "GetItem", body, "us-east-1", "dynamodb", TimeProvider.System.GetUtcNow());
        request.Content!.Headers.Remove("Content-Type");
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        if (encoding is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Encoding", encoding);
        }

        var signed = new SigV4Signer("us-east-1", "dynamodb").Sign(
            "POST", "/", [new("host", front.Aws.EndpointUrl.Authority), new("content-type", type), new("x-amz-target", "DynamoDB_20120810.GetItem")], PayloadHash.Of(body), front.Aws.Administrator(), TimeProvider.System.GetUtcNow());
        request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
        request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
        var answer = await front.SendAsync(request);
        Assert.Equal((400, "UnknownOperationException"), (answer.Status, answer.Type));
        Assert.Empty(server.Forwarded);
    }

    /// <summary>Who may not use a table does not learn from a mistake how it is made.</summary>
    [Fact]
    public async Task Forbids_before_it_corrects()
    {
        var answer = await front.CallAsync("Nobody", "GetItem", """{"TableName":"scores","Key":{"Wrong":{"S":"x"}}}""");
        Assert.Equal("AccessDeniedException", answer.Type);
    }

    [Fact]
    public async Task Names_a_server_that_is_gone()
    {
        await server.DisposeAsync();
        var answer = await front.CallAsync("Player", "GetItem", GetAlice);
        Assert.Equal((500, "InternalServerError"), (answer.Status, answer.Type));
        Assert.Contains(server.Url.Authority, answer.Message, StringComparison.Ordinal);
        Assert.Contains("--upstream", answer.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Takes_bodies_of_16_MB_and_no_more()
    {
        var item = """{"TableName":"scores","Item":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"},"Text":{"S":"TEXT"}}}""".Replace("TEXT", new string('x', 12 * 1024 * 1024), StringComparison.Ordinal);
        Assert.Equal(200, (await front.CallAsync("Player", "PutItem", item)).Status);
        Assert.Equal(item.Length, Assert.Single(server.Forwarded).Body.Length);
        var longer = await front.CallAsync("Player", "PutItem", item.Replace("xx", "xxx", StringComparison.Ordinal));
        Assert.Equal(413, longer.Status);
    }

    [Fact]
    public async Task Streams_answers_of_16_MB()
    {
        var text = Encoding.ASCII.GetBytes($$"""{"Responses":"{{new string('x', 16 * 1024 * 1024)}}"}""");
        server.Answer = async http =>
        {
            http.Response.ContentLength = text.Length;
            await http.Response.Body.WriteAsync(text);
        };
        Assert.Equal(text.Length, (await front.CallAsync("Player", "GetItem", GetAlice)).Bytes.Length);
    }

    [Fact]
    public async Task Tells_a_page_that_it_may_read_the_answer()
    {
        var answer = await front.CallAsync("Player", "GetItem", GetBob, static request => request.Headers.Add("Origin", "http://localhost:3000"));
        Assert.Equal("*", answer.Header("Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task Answers_its_own_address_for_the_servers()
    {
        var answer = await front.CallAsync((string?)null, "DescribeEndpoints", "{}");
        Assert.Equal(front.Aws.EndpointUrl.Authority, answer.Body.GetProperty("Endpoints")[0].GetProperty("Address").GetString());
    }

    /// <summary>Somebody makes the table anew behind LocalAws's back, the other way round: after a few seconds that counts.</summary>
    [Fact]
    public async Task Looks_again_at_a_table_after_a_while()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        await using var later = await Front.StartAsync(server.Url, time);
        const string Swapped = """{"TableName":"scores","Key":{"GameTitle":{"S":"alice"},"UserId":{"S":"bob"}}}""";
        Assert.Equal("AccessDeniedException", (await later.CallAsync(later.Aws.SessionOf("Player"), "GetItem", Swapped, at: time.GetUtcNow())).Type);
        server.Described = server.Described.Replace("""{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"GameTitle","KeyType":"RANGE"}""", """{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"UserId","KeyType":"RANGE"}""", StringComparison.Ordinal);
        time.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(200, (await later.CallAsync(later.Aws.SessionOf("Player"), "GetItem", Swapped, at: time.GetUtcNow())).Status);
    }

    /// <summary>What a call has changed counts for the next one, and not only after a while.</summary>
    [Fact]
    public async Task Looks_again_at_a_table_that_a_call_changed()
    {
        const string Swapped = """{"TableName":"scores","Key":{"GameTitle":{"S":"alice"},"UserId":{"S":"bob"}}}""";
        Assert.Equal("AccessDeniedException", (await front.CallAsync("Player", "GetItem", Swapped)).Type);
        server.Described = server.Described.Replace("""{"AttributeName":"UserId","KeyType":"HASH"},{"AttributeName":"GameTitle","KeyType":"RANGE"}""", """{"AttributeName":"GameTitle","KeyType":"HASH"},{"AttributeName":"UserId","KeyType":"RANGE"}""", StringComparison.Ordinal);
        Assert.Equal(200, (await front.CallAsync((string?)null, "UpdateTable", """{"TableName":"scores","BillingMode":"PAY_PER_REQUEST"}""")).Status);
        Assert.Equal(200, (await front.CallAsync("Player", "GetItem", Swapped)).Status);
    }

    [Fact]
    public async Task Asks_again_about_an_index_that_it_does_not_know()
    {
        const string Query = """{"TableName":"scores","IndexName":"byName","KeyConditionExpression":"GameTitle = :g","ExpressionAttributeValues":{":g":{"S":"go"}}}""";
        Assert.Equal("ValidationException", (await front.CallAsync((string?)null, "Query", Query)).Type);
        server.Described = server.Described.Replace("byGame", "byName", StringComparison.Ordinal);
        Assert.Equal(200, (await front.CallAsync((string?)null, "Query", Query)).Status);
    }

    [Fact]
    public async Task Names_tables_to_the_server_as_the_server_does()
    {
        await front.CallAsync((string?)null, "GetItem", GetAlice.Replace("\"scores\"", $"\"{Front.TableArn}\"", StringComparison.Ordinal));
        await front.CallAsync((string?)null, "BatchGetItem", """{"RequestItems":{"ARN":{"Keys":[{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}]}}}""".Replace("ARN", Front.TableArn, StringComparison.Ordinal));
        await front.CallAsync((string?)null, "TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"ARN","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}}]}""".Replace("ARN", Front.TableArn, StringComparison.Ordinal));
        await front.CallAsync((string?)null, "UntagResource", $$"""{"ResourceArn":"{{Front.TableArn}}","TagKeys":["none"]}""");
        Assert.Equal(4, server.Forwarded.Count);
        Assert.All(server.Forwarded.Take(3), static sent => Assert.DoesNotContain("arn:", sent.Body, StringComparison.Ordinal));
        Assert.Contains("arn:aws:dynamodb:ddblocal:000000000000:table/scores", server.Forwarded[3].Body, StringComparison.Ordinal);
    }
}
