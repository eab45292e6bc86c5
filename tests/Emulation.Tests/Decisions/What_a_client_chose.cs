using Emulation.Decisions;
using Emulation.Wire;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Emulation.Tests.Decisions;

public class What_a_client_chose
{
    [Theory]
    [InlineData("/orders/1", "/orders/1")]
    [InlineData("ünï 漢字 😀", "ünï 漢字 😀")]
    [InlineData("\u001b]0;OWNED\u0007", "\\u001B]0;OWNED\\u0007")]
    [InlineData("a\r\n12:00:00 info: granted", "a\\u000D\\u000A12:00:00 info: granted")]
    [InlineData("\u009b31m", "\\u009B31m")]
    [InlineData("a\u202eb", "a\\u202Eb")]
    [InlineData("a\u2028b", "a\\u2028b")]
    [InlineData("a\0b\u007f", "a\\u0000b\\u007F")]
    [InlineData(null, "")]
    public void Is_shown_without_what_a_terminal_obeys(string? text, string shown) => Assert.Equal(shown, ClientText.Shown(text));

    [Fact]
    public void Is_shown_without_half_a_character() => Assert.Equal("a\uFFFDb", ClientText.Shown("a\ud800b"));

    [Fact]
    public void Is_cut() => Assert.Equal(new string('a', 256) + "...", ClientText.Shown(new string('a', 6_000_000)));

    [Fact]
    public void Keeps_the_lines_of_a_page() => Assert.Equal("one\n  two\\u001B[2J\n", ClientText.Page("one\n  two\u001b[2J\n"));

    [Theory]
    [InlineData("iam:CreateUser", "iam:CreateUser")]
    [InlineData("apigateway:GET", "apigateway:GET")]
    [InlineData("GET", "GET")]
    [InlineData("iam:\u001b]0;OWNED\u0007", "iam:?")]
    [InlineData("sts:", "sts:?")]
    [InlineData("iam:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "iam:?")]
    [InlineData("iam:Get User", "iam:?")]
    public void Is_no_name_of_an_operation(string method, string kept)
    {
        var log = new DecisionLog(NullLogger.Instance);
        log.Record(Entry() with { Method = method });
        Assert.Equal(kept, log.Snapshot()[0].Method);
    }

    [Fact]
    public void Is_shown_the_same_in_the_log_and_on_the_page()
    {
        var lines = new Lines();
        var log = new DecisionLog(lines);
        var evil = $"\u001b[2J\r\n{new string('x', 100_000)}";
        log.Record(Entry() with { Method = "GET", Path = evil, Target = evil, Principal = evil, Reason = evil });
        var entry = log.Snapshot()[0];
        var line = Assert.Single(lines.All);
        Assert.InRange(line.Length, 1, 4000);
        Assert.DoesNotContain(line, char.IsControl);
        Assert.All((string?[])[entry.Path, entry.Target, entry.Principal, entry.Reason], text =>
        {
            Assert.InRange(text!.Length, 1, 1100);
            Assert.DoesNotContain(text, char.IsControl);
            Assert.Contains(text, line, StringComparison.Ordinal);
        });
    }

    [Fact]
    public void Takes_no_more_memory_the_more_often_it_comes()
    {
        var log = new DecisionLog(NullLogger.Instance);
        for (var i = 0; i < 10_000; i++)
        {
            log.Record(Entry() with { Id = $"{i}", Method = $"iam:{new string('a', 10_000)}", Path = new string('b', 10_000), Reason = new string('c', 10_000) });
        }

        var kept = log.Snapshot();
        Assert.Equal("9999", kept[^1].Id);
        Assert.InRange(kept.Count, 1, DecisionLog.Capacity);
        Assert.InRange(kept.Sum(static entry => entry.Length), 1, 8 * 1024 * 1024);
    }

    private static DecisionEntry Entry() => new("1", DateTimeOffset.UnixEpoch, "iam:GetUser", "", "iam", null, "no") { Refused = 403 };

    private sealed class Lines : ILogger
    {
        public List<string> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(formatter(state, exception));
    }
}
