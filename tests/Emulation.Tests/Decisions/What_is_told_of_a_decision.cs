using Emulation.Decisions;
using Microsoft.Extensions.Logging;

namespace Emulation.Tests.Decisions;

/// <summary>Whoever watches sees refusals, in a word that says what became of the call; not what an operation itself said no to, nor a browser's search for a picture.</summary>
public class What_is_told_of_a_decision
{
    [Theory]
    [InlineData(null, true, true, "allowed")]
    [InlineData(403, true, true, "refused")]
    [InlineData(401, true, true, "refused")]
    [InlineData(403, false, false, "no route")]
    [InlineData(404, false, false, "no route")]
    [InlineData(413, false, false, "invalid")]
    [InlineData(400, true, false, "invalid")]
    [InlineData(429, true, false, "throttled")]
    [InlineData(501, true, true, "closed")]
    [InlineData(502, true, false, "failed")]
    [InlineData(500, true, true, "refused")]
    public void Says_what_became_of_a_call_of_an_API(int? status, bool hasRoute, bool isOfAuthorization, string word)
    {
        var entry = Entry("POST", "/orders", "OrdersApi", status) with { HasRoute = hasRoute, IsOfAuthorization = isOfAuthorization };

        Assert.Equal((word, "POST /orders of OrdersApi"), (entry.Outcome, entry.What));
    }

    [Fact]
    public void Names_the_action_and_the_resource_of_a_call_to_a_service()
    {
        Assert.Equal("sts:AssumeRole on arn:aws:iam::1:role/R", Entry("sts:AssumeRole", "arn:aws:iam::1:role/R", "sts", 403).What);
        Assert.Equal("sts:GetCallerIdentity", Entry("sts:GetCallerIdentity", "", "sts", 403).What);
    }

    [Theory]
    [InlineData("lambda:RemovePermission", "arn", 403, true, LogLevel.Information)]
    [InlineData("lambda:RemovePermission", "arn", 404, false, LogLevel.Debug)]
    [InlineData("GET", "/orders", 403, true, LogLevel.Information)]
    [InlineData("GET", "/odrers", 403, false, LogLevel.Information)]
    [InlineData("GET", "/favicon.ico", 403, false, LogLevel.Debug)]
    public void Is_news_when_somebody_was_kept_out(string method, string path, int status, bool isOfAuthorization, LogLevel level)
    {
        var levels = new Levels();
        new DecisionLog(levels).Record(Entry(method, path, "target", status) with { IsOfAuthorization = isOfAuthorization, HasRoute = isOfAuthorization });

        Assert.Equal([level], levels.All);
    }

    private static DecisionEntry Entry(string method, string path, string target, int? status) => new("1", DateTimeOffset.UnixEpoch, method, path, target, null, "why") { Refused = status };

    private sealed class Levels : ILogger
    {
        public List<LogLevel> All { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => All.Add(logLevel);
    }
}
