using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Emulation.Tests.DynamoDb;

/// <summary>Of all that is wrong with a call one thing is told: always the same, in DynamoDB's own form, and the decision's record says the same.</summary>
public sealed class The_error_of_a_call_with_two(RunningFront front) : IClassFixture<RunningFront>
{
    private const string FrontEnd = "com.amazon.coral.service#";
    private const string Validator = "com.amazon.coral.validate#";
    private const string Get = """{"TableName":"scores","Key":{"UserId":{"S":"alice"},"GameTitle":{"S":"go"}}}""";
    private const string Denied =
        $"User: arn:aws:iam::111122223333:user/maynot is not authorized to perform: dynamodb:GetItem on resource: {RunningFront.Table} because no identity-based policy allows the dynamodb:GetItem action";

    /// <summary>What can be wrong, in the order in which it is told.</summary>
    private static readonly ImmutableArray<Mistake> Mistakes =
    [
        new("a bad signature", static call => call with { IsForged = true }, FrontEnd, "InvalidSignatureException", "message", "The request signature we calculated does not match the signature you provided."),
        new(
            "an unknown operation", static call => call with { Target = "DynamoDB_20120810.GetEverything" },
            FrontEnd, "UnknownOperationException", "message", "LocalAws does not let through 'DynamoDB_20120810.GetEverything', which it does not know."),
        new(
            "a bad content type", static call => call with { ContentType = "text/plain" },
            FrontEnd, "UnknownOperationException", "message", "The content type is 'text/plain'. Send application/x-amz-json-1.0, without a content encoding."),
        new(
            "a bad body", static call => call with { Body = call.Body[..^1] },
            FrontEnd, "SerializationException", "Message", "The request is not JSON, names a member twice, or has half a surrogate pair in a text."),
        new(
            "an unknown member", static call => call with { Body = call.Body.Replace("TableName", "tableName", StringComparison.Ordinal) },
            Validator, "ValidationException", "message", "LocalAws does not know the member 'tableName' of the request, and forwards nothing that it has not read. Names count by case."),
        new("no permission", static call => call with { User = RunningFront.MayNot }, FrontEnd, "AccessDeniedException", "Message", Denied),
        new(
            "a table that is not there", static call => call with { Body = call.Body.Replace("scores", "missing", StringComparison.Ordinal) },
            "com.amazonaws.dynamodb.v20120810#", "ResourceNotFoundException", "message", "Requested resource not found"),
        new(
            "a wrong key", static call => call with { Body = call.Body.Replace("UserId", "Wrong", StringComparison.Ordinal) },
            Validator, "ValidationException", "message", "The provided key element does not match the schema"),
    ];

    public static TheoryData<string, string?> Pairs => new(
        from first in Enumerable.Range(0, Mistakes.Length)
        from second in Enumerable.Range(first, Mistakes.Length - first)
        select (Mistakes[first].Name, first == second ? null : Mistakes[second].Name));

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Is_the_first_of_them(string first, string? second)
    {
        var told = Mistakes.Single(one => one.Name == first);
        var call = told.Make(new RunningFront.Call("GetItem", Get));
        if (second is not null)
        {
            call = Mistakes.Single(one => one.Name == second).Make(call);
        }

        var answer = await front.SendAsync(call);
        Assert.Equal(400, answer.Status);
        var body = JsonNode.Parse(answer.Body)!.AsObject();
        Assert.Equal(["__type", told.MessageMember], body.Select(static member => member.Key));
        Assert.Equal(told.Namespace + told.Type, (string?)body["__type"]);
        var message = second == "a table that is not there" ? told.Message.Replace("table/scores", "table/missing", StringComparison.Ordinal) : told.Message;

        // What a signature should have been for follows, with the time in it.
        Assert.Equal(message, call.IsForged ? ((string?)body[told.MessageMember])![..message.Length] : (string?)body[told.MessageMember]);
        Assert.Equal(
            ["Content-Length", "Content-Type", "Date", "x-amz-crc32", "x-amzn-RequestId", "x-localaws-decision", "x-localaws-reason"],
            answer.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(("application/x-amz-json-1.0", answer.Checksum, answer.Decision), (answer.Headers["Content-Type"], answer.Headers["x-amz-crc32"], answer.Headers["x-amzn-RequestId"]));
        var table = RunningFront.Table.Replace("scores", second == "a table that is not there" ? "missing" : "scores", StringComparison.Ordinal);
        var reason = call.IsForged ? "The signature does not hold: SignatureMismatch."
            : told.Type == "AccessDeniedException" ? $"No identity policy allows dynamodb:GetItem on {table} to arn:aws:iam::111122223333:user/maynot."
            : message;
        Assert.Equal(reason, answer.Headers["x-localaws-reason"]);
        var entry = front.Decisions.Find(answer.Decision)!;
        Assert.Equal(("dynamodb", 400, reason), (entry.Target, entry.Refused, entry.Reason));
        Assert.Equal(call.IsForged ? null : $"arn:aws:iam::111122223333:user/{call.User}", entry.Principal);
    }

    [Fact]
    public async Task Is_none_of_a_call_with_nothing_wrong()
    {
        var answer = await front.SendAsync(new RunningFront.Call("GetItem", Get));
        Assert.Equal((200, """{ "Items" : [] }"""), (answer.Status, answer.Body));
        Assert.Equal(
            ["Content-Type", "Date", "Server", "Transfer-Encoding", "x-amz-crc32", "x-amzn-RequestId", "x-localaws-decision", "x-localaws-reason"],
            answer.Headers.Keys.Order(StringComparer.OrdinalIgnoreCase));
        Assert.Equal(("7", answer.Decision), (answer.Headers["x-amz-crc32"], answer.Headers["x-amzn-RequestId"]));
        Assert.StartsWith("Allowed by statement 1 of the identity policy Everything", answer.Headers["x-localaws-reason"], StringComparison.Ordinal);
        var entry = front.Decisions.Find(answer.Decision)!;
        Assert.Equal(("dynamodb:GetItem", RunningFront.Table, null, answer.Headers["x-localaws-reason"]), (entry.Method, entry.Path, entry.Refused, entry.Reason));
    }

    [Theory]
    [InlineData("DynamoDB_20120810", "LocalAws does not let through '.', which it does not know.")]
    [InlineData("DynamoDB_20111205.GetItem", "LocalAws does not let through 'DynamoDB_20111205.GetItem', which it does not know.")]
    [InlineData("DynamoDBStreams_20120810.ListStreams", "LocalAws does not let through ListStreams of DynamoDB Streams: a shard iterator does not tell whose stream it reads.")]
    [InlineData("DynamoDB_20120810.ImportTable", "LocalAws does not let through ImportTable: LocalAws does not follow it to the tables that it concerns.")]
    public async Task Says_what_it_was_that_nobody_knows(string target, string message)
    {
        var answer = await front.SendAsync(new RunningFront.Call("", "{}") { Target = target });
        Assert.Equal($"{FrontEnd}UnknownOperationException", (string?)JsonNode.Parse(answer.Body)!["__type"]);
        Assert.Equal(message, (string?)JsonNode.Parse(answer.Body)!["message"]);
    }

    [Fact]
    public async Task Is_the_missing_signature_of_a_call_that_nobody_signed()
    {
        var answer = await front.SendAsync(new RunningFront.Call("GetItem", Get) { User = null });
        Assert.Equal((400, """{"__type":"com.amazon.coral.service#MissingAuthenticationTokenException","message":"Request is missing Authentication Token"}"""), (answer.Status, answer.Body));
        Assert.Equal("The request is not signed, and only a signature says who calls.", answer.Headers["x-localaws-reason"]);
    }

    [Fact]
    public async Task May_be_read_by_the_page_that_called()
    {
        var answer = await front.SendAsync(new RunningFront.Call("GetItem", Get) { User = RunningFront.MayNot, Origin = "http://localhost:3000" });
        Assert.Equal("*", answer.Headers["Access-Control-Allow-Origin"]);
        Assert.Equal("x-amzn-RequestId,x-amzn-ErrorType,x-amzn-ErrorMessage,x-amz-crc32,Date,x-localaws-decision,x-localaws-reason", answer.Headers["Access-Control-Expose-Headers"]);
    }

    /// <summary>Each is refused for what the policies were asked, which the decision's page then shows step by step.</summary>
    [Theory]
    [InlineData("GetItem", Get, "dynamodb:GetItem on scores")]
    [InlineData("BatchWriteItem", """{"RequestItems":{"scores":[{"DeleteRequest":{"Key":{"UserId":{"S":"alice"}}}}]}}""", "dynamodb:BatchWriteItem on scores")]
    [InlineData("TransactWriteItems", """{"TransactItems":[{"Delete":{"TableName":"scores","Key":{"UserId":{"S":"alice"}}}}]}""", "dynamodb:DeleteItem on scores")]
    [InlineData("ExecuteStatement", """{"Statement":"SELECT * FROM scores"}""", "dynamodb:PartiQLSelect on scores")]
    [InlineData("ExecuteTransaction", """{"TransactStatements":[{"Statement":"DELETE FROM scores WHERE UserId = 'alice'"}]}""", "dynamodb:PartiQLDelete on scores")]
    [InlineData("DescribeBackup", $$"""{"BackupArn":"{{RunningFront.Table}}/backup/b1"}""", "dynamodb:DescribeBackup on scores/backup/b1")]
    [InlineData("CreateTable", """{"TableName":"fresh"}""", "dynamodb:CreateTable on fresh")]
    [InlineData("PutResourcePolicy", $$"""{"ResourceArn":"{{RunningFront.Table}}","Policy":"{}"}""", "dynamodb:PutResourcePolicy on scores")]
    [InlineData("ListTables", "{}", "dynamodb:ListTables")]
    public async Task Can_be_explained(string operation, string body, string title)
    {
        var answer = await front.SendAsync(new RunningFront.Call(operation, body) { User = RunningFront.MayNot });
        Assert.Equal($"{FrontEnd}AccessDeniedException", (string?)JsonNode.Parse(answer.Body)!["__type"]);
        var page = await front.PageAsync($"/_localaws/decisions/{answer.Decision}");
        Assert.StartsWith(title, page, StringComparison.Ordinal);
        Assert.Contains("by arn:aws:iam::111122223333:user/maynot", page, StringComparison.Ordinal);
    }

    private sealed record Mistake(string Name, Func<RunningFront.Call, RunningFront.Call> Make, string Namespace, string Type, string MessageMember, string Message);
}
