using System.Globalization;
using System.Text;
using LambdaHost.Logging;
using LambdaHost.RuntimeApi;

namespace LambdaHost.Tests;

/// <summary>One handler, its events one after the other, and what it sends for each.</summary>
public class A_function_from_start_to_end
{
    [Fact]
    public async Task Answers_each_event()
    {
        var (exit, sent, _) = await RunAsync("Forms::Text", "\"a\"", "\"b\"");
        Assert.Equal(0, exit);
        Assert.Equal([("invocation/r-0/response", "\"A\""), ("invocation/r-1/response", "\"B\"")], sent.Select(static one => (one.Path, one.Body)));
        Assert.All(sent, static one => Assert.Equal("application/json", one.Headers["Content-Type"]));
    }

    [Fact]
    public async Task Passes_large_events_and_answers_whole()
    {
        var text = new string('x', 1_000_000);
        var (_, sent, _) = await RunAsync("Forms::Text", $"\"{text}\"");
        Assert.Equal($"\"{text.ToUpperInvariant()}\"", Assert.Single(sent).Body);
    }

    [Fact]
    public async Task Sends_the_error_of_an_event_and_goes_on()
    {
        var (exit, sent, printed) = await RunAsync("Surroundings::Fails", "\"plain\"", "\"caused\"");
        Assert.Equal(0, exit);
        Assert.Equal(["invocation/r-0/error", "invocation/r-1/error"], sent.Select(static one => one.Path));
        Assert.Equal("InvalidOperationException", sent[0].Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Equal("application/vnd.aws.lambda.error+json", sent[0].Headers["Content-Type"]);
        Assert.Contains("\"errorMessage\": \"it broke\"", sent[0].Body, StringComparison.Ordinal);
        Assert.Contains("\tr-0\tfail\tSystem.InvalidOperationException: it broke\n", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sends_why_it_cannot_start_and_ends()
    {
        var (exit, sent, printed) = await RunAsync("FailsToStart::Get", "\"a\"");
        Assert.Equal(1, exit);
        var only = Assert.Single(sent);
        Assert.Equal("init/error", only.Path);
        Assert.Contains("\"errorMessage\": \"no table\"", only.Body, StringComparison.Ordinal);
        Assert.Contains("no table", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Has_the_trace_of_its_event() =>
        Assert.Contains("Root=1-r-0 Root=1-r-0", Assert.Single((await RunAsync("Surroundings::Context", "{}")).Sent).Body, StringComparison.Ordinal);

    [Fact]
    public async Task Prints_what_its_loggers_are_given()
    {
        var (_, _, printed) = await RunAsync("Surroundings::Logs", "{}");
        string[] expected =
        [
            "info\ta line", "warn\ta warning", "crit\tby level", "info\torder o-1 of 007", "fail\twith an exception\nSystem.InvalidOperationException: it broke", "trce\tstatic",
            "fail\tstatic with a level",
        ];
        Assert.Equal(string.Join("\n", expected), string.Join('\n', printed.TrimEnd('\n').Split('\n').Select(static line => line.Split("\tr-0\t")[^1])));
    }

    [Fact]
    public async Task Streams_an_answer()
    {
        var (_, sent, _) = await RunAsync("Surroundings::Streams", "\"whole\"", "\"whole\"");
        Assert.Equal(["invocation/r-0/response", "invocation/r-1/response"], sent.Select(static one => one.Path));
        Assert.Equal("streaming", sent[0].Headers["Lambda-Runtime-Function-Response-Mode"]);
        Assert.Equal("application/vnd.awslambda.http-integration-response", sent[0].Headers["Content-Type"]);
        Assert.Equal("""{"statusCode":202,"headers":{"x-own":"1"}}""" + new string('\0', 8) + "one two", sent[0].Body);
        Assert.False(sent[0].Headers.ContainsKey("Lambda-Runtime-Function-Error-Type"));
    }

    [Fact]
    public async Task Sends_the_error_behind_what_it_has_streamed()
    {
        var (_, sent, _) = await RunAsync("Surroundings::Streams", "\"fail\"", "\"twice\"");
        Assert.EndsWith("one two", sent[0].Body, StringComparison.Ordinal);
        Assert.Equal("OrderException", sent[0].Headers["Lambda-Runtime-Function-Error-Type"]);
        Assert.Contains("after 7 bytes", Encoding.UTF8.GetString(Convert.FromBase64String(sent[0].Headers["Lambda-Runtime-Function-Error-Body"])), StringComparison.Ordinal);
        Assert.Equal("InvalidOperationException", sent[1].Headers["Lambda-Runtime-Function-Error-Type"]);
    }

    private static async Task<(int Exit, IReadOnlyList<Sent> Sent, string Printed)> RunAsync(string handler, params string[] inputs)
    {
        await using var fake = await FakeApi.StartAsync();
        for (var i = 0; i < inputs.Length; i++)
        {
            fake.Invoke($"r-{i}", inputs[i]);
        }

        fake.End();
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        var variables = new Dictionary<string, string> { ["_HANDLER"] = $"Sample.Handlers::Sample.{handler}" };
        await using var api = new InvocationFeed(fake.HostAndPort);
        var exit = await new FunctionRun(variables.GetValueOrDefault, api, new FunctionLines(output, static _ => null, TimeProvider.System)).RunAsync()
            .WaitAsync(TestContext.Current.CancellationToken);
        return (exit, fake.All, output.ToString());
    }
}
