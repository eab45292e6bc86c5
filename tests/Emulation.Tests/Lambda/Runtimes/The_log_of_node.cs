using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Runtimes;

/// <summary>What <c>console</c> writes. Lambda Developer Guide, "Log and monitor Node.js Lambda functions".</summary>
public sealed class The_log_of_node(NodeFunctions functions) : IClassFixture<NodeFunctions>
{
    private const string Code = """
        console.log('at the start');
        exports.handler = async (event, context) => {
          console.trace('t'); console.debug('d %d', 1); console.info('i', { a: [1] }); console.log({ b: 2 }); console.warn('w'); console.error('e', new TypeError('told'));
          process.stdout.write('as it is\n');
          if (event === 'fail') { throw new Error('failed'); }
          return context.awsRequestId;
        };
        """;

    [Fact]
    public async Task Has_lines_with_time_request_level_and_text()
    {
        functions.Write("app.js", Code);
        var id = (string)(await functions.CallAsync("app.handler")).Json!;
        await functions.CallAsync("app.handler", "\"fail\"");
        var log = await functions.LogAsync();
        Assert.Contains(log, static line => line.EndsWith("Z\tundefined\tINFO\tat the start", StringComparison.Ordinal));
        foreach (var end in new[] { "TRACE\tt", "DEBUG\td 1", "INFO\ti { a: [ 1 ] }", "INFO\t{ b: 2 }", "WARN\tw", "ERROR\te TypeError: told" })
        {
            Assert.Contains(log, line => System.Text.RegularExpressions.Regex.IsMatch(line, @"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\t") && line.EndsWith($"\t{id}\t{end}", StringComparison.Ordinal));
        }

        Assert.Contains("as it is", log);
        Assert.Contains(log, static line => line.Contains("\tERROR\tInvoke Error \t{\"errorType\":\"Error\",\"errorMessage\":\"failed\",\"stack\":[\"Error: failed\",", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Is_of_json_where_the_template_says_so()
    {
        functions.Write("app.js", Code);
        var id = (string)(await functions.CallAsync("app.handler", variables: ("AWS_LAMBDA_LOG_FORMAT", "JSON"))).Json!;
        var lines = (await functions.LogAsync()).Where(static line => line.StartsWith("{\"timestamp\"", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line)!)
            .Where(line => (string?)line["requestId"] == id).ToList();
        Assert.Equal(["TRACE", "DEBUG", "INFO", "INFO", "WARN", "ERROR"], lines.Select(static line => (string?)line["level"]));
        Assert.Equal(["\"t\"", "\"d 1\"", "\"i { a: [ 1 ] }\"", """{"b":2}""", "\"w\""], lines.Take(5).Select(static line => line["message"]!.ToJsonString()));
        Assert.Equal(("TypeError", "told", "TypeError: told"), ((string?)lines[5]["errorType"], (string?)lines[5]["errorMessage"], (string?)lines[5]["stackTrace"]![0]));
    }

    [Fact]
    public async Task Leaves_out_what_is_below_the_templates_level()
    {
        functions.Write("app.js", Code);
        await functions.CallAsync("app.handler", "\"fail\"", variables: [("AWS_LAMBDA_LOG_FORMAT", "JSON"), ("AWS_LAMBDA_LOG_LEVEL", "warn")]);
        var lines = (await functions.LogAsync()).Where(static line => line.StartsWith("{\"timestamp\"", StringComparison.Ordinal)).Select(static line => JsonNode.Parse(line)!).ToList();
        Assert.Equal(["WARN", "ERROR", "ERROR"], lines.Select(static line => (string?)line["level"]));
        Assert.Equal(("Error", "failed"), ((string?)lines[2]["message"]!["errorType"], (string?)lines[2]["message"]!["errorMessage"]));
    }
}
