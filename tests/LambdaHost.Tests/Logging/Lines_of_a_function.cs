using System.Globalization;
using System.Text.Json;
using LambdaHost.Logging;
using Microsoft.Extensions.Time.Testing;

namespace LambdaHost.Tests.Logging;

/// <summary>"Log and monitor C# Lambda functions": what lines look like, and which are printed.</summary>
public class Lines_of_a_function
{
    private const string Now = "2026-11-29T19:00:00.123Z";

    [Fact]
    public void Have_time_request_level_and_message()
    {
        Assert.Equal($"{Now}\tr-1\tinfo\thello", Written([], static lines => lines.WriteLine("hello")));
        Assert.Equal($"{Now}\tr-1\twarn\thello o-1, 007", Written([], static lines => lines.Write("Warning", null, "hello {id}, {count:000}", ["o-1", 7])));
        Assert.Equal($"{Now}\tr-1\tfail\tSystem.InvalidOperationException: broke", Written([], static lines => lines.WriteError(new InvalidOperationException("broke"))));
        Assert.Equal($"{Now}\tr-1\tcrit\tit\nSystem.InvalidOperationException: broke", Written([], static lines => lines.Write("Critical", new InvalidOperationException("broke"), "it", [])));
    }

    [Fact]
    public void Have_the_message_alone_where_that_is_asked_for() =>
        Assert.Equal("hello", Written(new() { ["AWS_LAMBDA_HANDLER_LOG_FORMAT"] = "Unformatted", ["AWS_LAMBDA_LOG_FORMAT"] = "JSON" }, static lines => lines.WriteLine("hello")));

    [Fact]
    public void Are_JSON_where_that_is_asked_for()
    {
        var json = Json(static lines => lines.Write(
            "Error", new InvalidOperationException("broke"), "order {id} {@order} {tags} {count} {missing}", ["o-1", new { A = 1 }, new[] { "x", "y" }, 7]));
        Assert.Equal(Now, json.GetProperty("timestamp").GetString());
        Assert.Equal("Error", json.GetProperty("level").GetString());
        Assert.Equal("r-1", json.GetProperty("requestId").GetString());
        Assert.Equal("Root=1-2", json.GetProperty("traceId").GetString());
        Assert.Equal("order o-1 { A = 1 } {tags} 7 {missing}", json.GetProperty("message").GetString());
        Assert.Equal("o-1", json.GetProperty("id").GetString());
        Assert.Equal(1, json.GetProperty("order").GetProperty("A").GetInt32());
        Assert.Equal(["x", "y"], json.GetProperty("tags").EnumerateArray().Select(static tag => tag.GetString()));
        Assert.Equal(7, json.GetProperty("count").GetInt32());
        Assert.Equal("System.InvalidOperationException", json.GetProperty("errorType").GetString());
        Assert.Equal("broke", json.GetProperty("errorMessage").GetString());
        Assert.Equal("System.InvalidOperationException: broke", json.GetProperty("stackTrace")[0].GetString());
    }

    [Fact]
    public void Have_no_half_of_a_surrogate_pair()
    {
        var json = Json(static lines => lines.Write("Error", new InvalidOperationException("half \ud83d"), "half \ud83d {id}", ["\ud83d"]));
        Assert.Equal(("half \uFFFD \uFFFD", "half \uFFFD", "\uFFFD"), (json.GetProperty("message").GetString(), json.GetProperty("errorMessage").GetString(), json.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("{0} of {1}", "a of b")]
    [InlineData("{1} of {0}", "b of a")]
    [InlineData("{name} {{literal} {other}", "a {literal} b")]
    [InlineData("{} {open", "{} {open")]
    [InlineData("none", "none")]
    public void Have_their_values_in_place_of_placeholders(string template, string message) =>
        Assert.EndsWith($"\t{message}", Written([], lines => lines.Write("Information", null, template, ["a", "b"])), StringComparison.Ordinal);

    [Theory]
    [InlineData(null, "Information Warning Error Critical")]
    [InlineData("DEBUG", "Debug Information Warning Error Critical")]
    [InlineData("WARN", "Warning Error Critical")]
    [InlineData("FATAL", "Critical")]
    public void Are_those_of_the_level_that_is_asked_for_and_above(string? level, string printed)
    {
        var seen = Written(new() { ["AWS_LAMBDA_LOG_LEVEL"] = level, ["AWS_LAMBDA_LOG_FORMAT"] = "Unformatted" }, static lines =>
        {
            foreach (var level in Enum.GetNames<LineLevel>())
            {
                lines.Write(level, null, level, []);
            }
        });
        Assert.Equal(printed.Split(' '), seen.Split('\n'));
    }

    /// <summary>The runtime's source takes a name that it does not know, or none, for the lowest level, and lets it through.</summary>
    [Fact]
    public void Of_no_known_level_are_always_printed() =>
        Assert.Equal($"{Now}\tr-1\ttrce\thello", Written(new() { ["AWS_LAMBDA_LOG_LEVEL"] = "FATAL" }, static lines => lines.Write("audit", null, "hello", [])));

    [Fact]
    public void Are_what_is_written_to_the_console_as_lines()
    {
        var written = Written([], static lines =>
        {
            using var console = new LineWriter(lines, lines.Output, LineLevel.Error);
            console.WriteLine("text");
            console.WriteLine(7);
            console.WriteLine("{0} of {1}", 1, 2);
            console.WriteLine(new[] { 'a' });
            console.Write("raw\n");
            console.WriteLine();
        });
        Assert.Equal([$"{Now}\tr-1\tfail\ttext", $"{Now}\tr-1\tfail\t7", $"{Now}\tr-1\tfail\t1 of 2", $"{Now}\tr-1\tfail\ta", "raw", $"{Now}\tr-1\tfail\t"], written.Split('\n'));
    }

    private static JsonElement Json(Action<FunctionLines> write)
    {
        using var json = JsonDocument.Parse(Written(new() { ["AWS_LAMBDA_LOG_FORMAT"] = "JSON" }, write));
        return json.RootElement.Clone();
    }

    private static string Written(Dictionary<string, string?> variables, Action<FunctionLines> write)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
        write(new FunctionLines(output, variables.GetValueOrDefault, new FakeTimeProvider(DateTimeOffset.Parse(Now, CultureInfo.InvariantCulture))) { RequestId = "r-1", TraceId = "Root=1-2" });
        return output.ToString()[..^1];
    }
}
