using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>What a handler gets, and what becomes of its answer: as on Lambda, whose own runtime client was read for it and whose answers others have recorded.</summary>
public sealed class A_function_in_python(One_python_process python) : IClassFixture<One_python_process>
{
    [Theory]
    [InlineData("""{"name":"é","list":[1,2.5,true,null,"x"]}""", """{"name": "é", "list": [1, 2.5, true, null, "x"]}""")]
    [InlineData("\"text\"", "\"text\"")]
    [InlineData("[]", "[]")]
    [InlineData("{}", "{}")]
    [InlineData("12345678901234567890", "12345678901234567890")]
    public async Task Answers_with_the_value_that_the_handler_returns(string value, string answer) => Assert.Equal(answer, await python.AnswerAsync("echo", JsonNode.Parse(value)));

    [Fact]
    public async Task Answers_null_where_the_handler_returns_nothing() => Assert.Equal("null", await python.AnswerAsync("nothing"));

    [Fact]
    public async Task Writes_decimals_named_tuples_bytes_and_keys_as_Lambda_does() => Assert.Equal(
        "{\"decimal\": 1.10, \"pair\": {\"statusCode\": 200, \"body\": \"bytes\"}, \"tuple\": [1, 2.5, null], \"level\": 3, \"1\": true, \"null\": \"é\u2028\\\"\", \"nan\": NaN}",
        await python.AnswerAsync("values"));

    [Fact]
    public async Task Leaves_bytes_as_they_are() => Assert.Equal("as it is", await python.AnswerAsync("raw"));

    [Theory]
    [InlineData("a_set", "Unable to marshal response: Object of type set is not JSON serializable")]
    [InlineData("a_tuple_as_key", "Unable to marshal response: keys must be str, int, float, bool or None, not tuple")]
    [InlineData("circle", "Unable to marshal response: Circular reference detected")]
    public async Task Fails_with_a_value_that_is_no_JSON(string what, string message)
    {
        var error = await python.ErrorAsync(what);
        Assert.Equal(("Runtime.MarshalError", message, 0), ((string?)error["errorType"], (string?)error["errorMessage"], error["stackTrace"]!.AsArray().Count));
        Assert.Equal(36, ((string)error["requestId"]!).Length);
    }

    [Fact]
    public async Task Takes_as_long_a_value_as_Lambda_does()
    {
        var text = new string('x', 5 * 1024 * 1024);
        Assert.Equal($"\"{text}\"", await python.AnswerAsync("echo", text));
    }

    [Fact]
    public async Task Finds_all_fields_in_its_context()
    {
        var fields = JsonNode.Parse(await python.AnswerAsync("fields"))!;
        Assert.Equal("f", (string?)fields["function_name"]);
        Assert.Equal("$LATEST", (string?)fields["function_version"]);
        Assert.Equal("arn:aws:lambda:us-east-1:111122223333:function:f", (string?)fields["invoked_function_arn"]);
        Assert.Equal("512", (string?)fields["memory_limit_in_mb"]);
        Assert.Equal("/aws/lambda/f", (string?)fields["log_group_name"]);
        Assert.Contains("[$LATEST]", (string?)fields["log_stream_name"], StringComparison.Ordinal);
        Assert.Equal(36, ((string)fields["aws_request_id"]!).Length);
        Assert.Null(fields["client_context"]);
        Assert.Null(fields["tenant_id"]);
    }

    [Fact]
    public async Task Knows_the_time_that_it_has_left() =>
        Assert.InRange(int.Parse(await python.AnswerAsync("remaining"), CultureInfo.InvariantCulture), 1, 20_000);

    [Fact]
    public async Task Sees_the_identity_that_called_it_and_that_of_nobody()
    {
        Assert.Equal("[\"us-east-1:id\", \"us-east-1:pool\"]", await python.AnswerAsync("identity", identity: """{"cognitoIdentityId":"us-east-1:id","cognitoIdentityPoolId":"us-east-1:pool"}"""));
        Assert.Equal("[null, null]", await python.AnswerAsync("identity"));
    }

    [Fact]
    public async Task Shows_its_context_as_on_Lambda()
    {
        var shown = await python.AnswerAsync("shown");
        Assert.StartsWith("\"LambdaContext([aws_request_id=", shown, StringComparison.Ordinal);
        Assert.EndsWith(",client_context=None,identity=CognitoIdentity([cognito_identity_id=None,cognito_identity_pool_id=None]),tenant_id=None])\"", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sees_the_trace_of_each_call()
    {
        foreach (var trace in (string[])["Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1", "Root=1-5759e988-bd862e3fe1be46a994272794;Sampled=0"])
        {
            Assert.Equal($"\"{trace}\"", await python.AnswerAsync("trace", trace: trace));
        }
    }

    [Fact]
    public async Task Runs_in_its_folder_whose_modules_come_first()
    {
        var seen = JsonNode.Parse(await python.AnswerAsync("surroundings"))!;
        Assert.Equal((python.Folder, python.Folder, python.Folder, "AWS_Lambda_python3.13"), ((string?)seen["path"], (string?)seen["folder"], (string?)seen["root"], (string?)seen["kind"]));
        Assert.True(File.Exists(Path.Combine((string)seen["runtime"]!, "bootstrap.py")));
        Assert.Empty(seen["others"]!.AsArray());
    }

    [Fact]
    public async Task Leaves_nothing_among_its_files()
    {
        await python.AnswerAsync("nothing");
        Assert.Equal(["app.py"], Directory.EnumerateFileSystemEntries(python.Folder).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Tells_an_exception_with_the_calls_that_led_to_it()
    {
        var error = await python.ErrorAsync("fail");
        Assert.Equal(["errorMessage", "errorType", "requestId", "stackTrace"], error.AsObject().Select(static member => member.Key));
        Assert.Equal(("PaymentRefused", "no éuros: 3"), ((string?)error["errorType"], (string?)error["errorMessage"]));
        Assert.Equal(36, ((string)error["requestId"]!).Length);
        var frames = error["stackTrace"]!.AsArray().Select(static frame => (string)frame!).ToList();
        Assert.Equal(3, frames.Count);
        Assert.Matches($@"\A  File ""{python.Folder}/app.py"", line \d+, in handler\n    return globals\(\)\[event\[""do""\]\]\(event, context\)\n\z", frames[0].Replace('\\', '/'));
        Assert.Matches(@", line \d+, in charge\n    raise PaymentRefused\(", frames[2]);
    }

    [Fact]
    public async Task Goes_on_after_an_exception()
    {
        var before = JsonNode.Parse(await python.AnswerAsync("surroundings"))!["process"]!.ToJsonString();
        await python.ErrorAsync("fail");
        Assert.Equal(before, JsonNode.Parse(await python.AnswerAsync("surroundings"))!["process"]!.ToJsonString());
    }

    [Fact]
    public async Task Goes_on_after_an_exception_with_half_of_a_surrogate_pair()
    {
        var before = JsonNode.Parse(await python.AnswerAsync("surroundings"))!["process"]!.ToJsonString();
        var error = await python.ErrorAsync("half");
        Assert.Equal(("PaymentRefused", "half ?"), ((string?)error["errorType"], (string?)error["errorMessage"]));
        Assert.Equal(before, JsonNode.Parse(await python.AnswerAsync("surroundings"))!["process"]!.ToJsonString());
        await python.LogWithAsync(@"(?m)^printed half \\ud83d\r?$");
        await python.LogWithAsync(@"(?m)^\[ERROR\] PaymentRefused: half \\ud83d\r?$");
    }

    [Fact]
    public async Task Fails_where_the_handler_takes_other_arguments()
    {
        var error = await python.ErrorAsync("too_few");
        Assert.Equal(("TypeError", "too_few() takes 0 positional arguments but 2 were given"), ((string?)error["errorType"], (string?)error["errorMessage"]));
    }

    [Fact]
    public async Task Writes_its_log_as_Lambda_does()
    {
        var id = (await python.AnswerAsync("log", "41")).Trim('"');
        await python.LogWithAsync($@"(?m)^\[WARNING\]\t\d{{4}}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d\d\dZ\t{id}\tseen 41\r?$");
        await python.LogWithAsync(@"(?m)^printed 41\r?$");
        await python.LogWithAsync(@"(?m)^to the other\r?$");
        Assert.DoesNotContain("not shown", await python.LogWithAsync(@"(?m)^told 41\r?$"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Writes_its_exceptions_to_the_log()
    {
        await python.ErrorAsync("fail");
        await python.AnswerAsync("caught");
        await python.LogWithAsync($@"(?m)^\[ERROR\] PaymentRefused: no éuros: 3\r?\nTraceback \(most recent call last\):\r?\n\u00a0\u00a0File ""{Regex.Escape(Path.Combine(python.Folder, "app.py"))}"", line");
        await python.LogWithAsync(@"(?m)^\[ERROR\]\t[^\t]+\t[0-9a-f-]{36}\tcaught it\r?\nTraceback \(most recent call last\):");
    }
}
