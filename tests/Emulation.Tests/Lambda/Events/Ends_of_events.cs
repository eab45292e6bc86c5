namespace Emulation.Tests.Lambda.Events;

/// <summary>Who is told how an event has ended. Lambda Developer Guide, "Capturing records of Lambda asynchronous invocations".</summary>
public sealed class Ends_of_events : WaitingEvents
{
    [Fact]
    public async Task Are_run_and_told_of()
    {
        Accept("Plain", "one");
        Assert.Equal(("Plain", "one", "{\"n\":1}"), await NextAsync());
        var (function, id, record) = await NextAsync();
        Assert.Equal("Told", function);
        Assert.NotEqual("one", id);
        var arn = Function("Plain").Arn;
        Assert.Equal($$"""{"version":"1.0","timestamp":"2026-01-02T03:04:05.000Z","requestContext":{"requestId":"one","functionArn":"{{arn}}:$LATEST","condition":"Success","approximateInvokeCount":1},"requestPayload":{"n":1},"responseContext":{"statusCode":200,"executedVersion":"$LATEST"},"responsePayload":1}""", record);
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("no JSON", ""","deliveryError":{"statusCode":400,"errorCode":"InvalidRequestContentException","errorMessage":"The function response payload could not be parsed as JSON."}""")]
    public async Task Are_told_of_without_an_answer_that_is_no_JSON(string payload, string told)
    {
        Answer = function => Task.FromResult(Json(function == "Plain" ? payload : "1"));
        Accept("Plain", "one");
        await NextAsync();
        Assert.EndsWith($$"""
            "responseContext":{"statusCode":200,"executedVersion":"$LATEST"}{{told}}}
            """, (await NextAsync()).Payload, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_told_of_to_functions_that_the_role_may_call()
    {
        Accept("Plain", "one");
        await NextAsync();
        Assert.Equal("Told", (await NextAsync()).Function);
        var allowed = await DecisionAsync("told");
        Assert.Null(allowed.Refused);

        Accept("Mute", "two");
        Assert.Equal("Mute", (await NextAsync()).Function);
        await UntilAsync(() => Emulator.Decisions.Snapshot().Any(static entry => entry.Refused == 403));
        var refused = Emulator.Decisions.Snapshot().Last(static entry => entry.Refused == 403);
        Assert.Equal(("lambda:InvokeFunction", Function("Told").Arn.ToString()), (refused.Method, refused.Path));
        await UntilAsync(() => Log("Mute").Contains("\"requestId\":\"two\"", StringComparison.Ordinal));
        Assert.Matches("LocalAws keeps what arn:aws:lambda:.*:function:told should get, since Told is told how events of Mute end, as .*: \\{\"version\":\"1.0\"", Log("Mute"));
    }

    [Fact]
    public async Task Are_kept_in_the_log_where_nobody_can_be_told()
    {
        Answer = Failing("Queued");
        Accept("Queued", "one");
        await NextAsync();
        await UntilAsync(() => Waiting() == 0);
        var log = Log("Queued");
        Assert.Contains("LocalAws keeps what arn:aws:sns:us-east-1:111122223333:failed should get, since LocalAws has no sns: {\"version\":\"1.0\"", log, StringComparison.Ordinal);
        Assert.Contains("LocalAws keeps what arn:aws:sqs:us-east-1:111122223333:dead should get, since LocalAws has no sqs: {\"attributes\":{\"RequestID\":\"one\",\"ErrorCode\":200,\"ErrorMessage\":\"no\"}", log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Are_over_though_the_error_is_half_of_a_surrogate_pair()
    {
        Answer = static function => Task.FromResult(function == "Queued" ? Json("""{"errorMessage":"a\ud83d"}""") with { FunctionError = "Unhandled" } : Json("1"));
        Accept("Queued", "one");
        await NextAsync();
        await UntilAsync(() => Waiting() == 0);
        Assert.Contains("""
            "ErrorCode":200,"ErrorMessage":"a\uFFFD"
            """, Log("Queued"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Do_not_go_round_in_a_circle()
    {
        Accept("Circle", "one");
        await UntilAsync(() => Log("Circle").Contains("16 functions have told each other", StringComparison.Ordinal));
        var count = 0;
        while (Calls.Reader.TryRead(out _))
        {
            count++;
        }

        Assert.Equal(16, count);
        Assert.Equal(0, Waiting());
    }
}
