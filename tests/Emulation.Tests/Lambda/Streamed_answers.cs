using System.Text;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda;

/// <summary>Answers that a function writes piece by piece (captured: <c>lambda/streaming.json</c> of radkawar/stackd).</summary>
public sealed class Streamed_answers
{
    private const string InTwo = "while :; do next; { printf first; while [ ! -e go ]; do sleep 0.02; done; printf second; } | stream text/plain; done";

    [Fact]
    public async Task Are_handed_on_as_they_are_written()
    {
        await using var function = new ScriptedFunction(InTwo);
        var result = await function.InvokeAsync("1", CallDetails.Streamed);
        var stream = result.Details!.Body!;
        Assert.Equal("text/plain", stream.ContentType);
        await using var pieces = stream.ReadAsync(TestContext.Current.CancellationToken).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await pieces.MoveNextAsync());
        Assert.Equal("first", Encoding.UTF8.GetString(pieces.Current));
        Assert.False(stream.Ended.IsCompleted);
        function.GoOn();
        Assert.True(await pieces.MoveNextAsync());
        Assert.Equal("second", Encoding.UTF8.GetString(pieces.Current));
        Assert.False(await pieces.MoveNextAsync());
        Assert.Null((await stream.Ended).FunctionError);
    }

    [Fact]
    public async Task Are_whole_for_whoever_waits_for_all()
    {
        await using var function = new ScriptedFunction(InTwo);
        function.GoOn();
        var result = await function.InvokeAsync("1");
        Assert.Equal(("firstsecond", "text/plain", null, null), (ScriptedFunction.TextOf(result), result.ContentType, result.Details!.Body, result.FunctionError));
    }

    [Fact]
    public async Task Have_the_log_at_their_end()
    {
        await using var function = new ScriptedFunction("while :; do next; echo working; printf all | stream text/plain; echo afterwards; done");
        var result = await function.InvokeAsync("1", new CallDetails { RequestId = "an-id", WantsLog = true, WantsStream = true });
        Assert.Equal("all", await ReadAsync(result));
        Assert.Matches(@"working\nafterwards\nEND RequestId: an-id\nREPORT ", Encoding.UTF8.GetString((await result.Details!.Body!.Ended).Details!.LogTail!));
    }

    /// <summary>The client of the Runtime API goes first, as it would with the program that it is a part of.</summary>
    [Theory]
    [InlineData("sleep 1000", "Task timed out after 3.00 seconds", "Sandbox.Timedout")]
    [InlineData("kill -9 $(cat client) $me; sleep 1000", "Runtime exited with error: signal: killed", "Runtime.ExitError")]
    public async Task Break_off_with_the_function(string fault, string message, string type)
    {
        await using var function = new ScriptedFunction(
            "me=$$; export api id\nwhile :; do next; { printf first; while [ ! -e go ]; do sleep 0.02; done; " + fault + "; } | sh -c 'echo $$ > client; exec curl -sS -o /dev/null -X POST -T - "
                + "-H Expect: -H Lambda-Runtime-Function-Response-Mode:streaming -H Content-Type:text/plain \"$api/invocation/$id/response\"'; done",
            function => function with { Timeout = TimeSpan.FromSeconds(type == "Runtime.ExitError" ? 20 : 3) });
        var result = await function.InvokeAsync("1", CallDetails.Streamed);
        if (type == "Runtime.ExitError")
        {
            function.GoOn();
        }

        Assert.Equal("first", await ReadAsync(result));
        var end = await result.Details!.Body!.Ended;
        Assert.Contains(message, ScriptedFunction.TextOf(end), StringComparison.Ordinal);
        Assert.EndsWith($"\"errorType\":\"{type}\"}}", ScriptedFunction.TextOf(end), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Have_a_limit_where_they_are_whole()
    {
        await using var function = new ScriptedFunction("while :; do next; head -c 6291557 /dev/zero | stream text/plain; cat \"$HOME/said\"; echo; done");
        var (result, tail) = await function.TailAsync("1");
        Assert.Equal("""{"errorMessage":"Response payload size exceeded maximum allowed payload size (6291556 bytes).","errorType":"Function.ResponseSizeTooLarge"}""", ScriptedFunction.TextOf(result));
        Assert.Contains("Exceeded maximum allowed payload size (6291556 bytes).", tail, StringComparison.Ordinal);
        var streamed = await function.InvokeAsync("1", CallDetails.Streamed);
        Assert.Equal(6291557, (await ReadAsync(streamed)).Length);
    }

    [Fact]
    public async Task Do_not_stop_a_function_that_nobody_reads()
    {
        await using var function = new ScriptedFunction("while :; do next; head -c 20000000 /dev/zero | stream text/plain; done");
        var result = await function.InvokeAsync("1", CallDetails.Streamed);
        result.Details!.Body!.Abandon();
        Assert.Null((await result.Details.Body.Ended).FunctionError);
        Assert.NotNull((await function.InvokeAsync("2", CallDetails.Streamed)).Details!.Body);
    }

    private static async Task<string> ReadAsync(InvocationResult result)
    {
        var all = new StringBuilder();
        await foreach (var piece in result.Details!.Body!.ReadAsync(TestContext.Current.CancellationToken))
        {
            all.Append(Encoding.UTF8.GetString(piece));
        }

        return all.ToString();
    }
}
