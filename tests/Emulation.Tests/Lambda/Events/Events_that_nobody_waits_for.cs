using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Events;

/// <summary>How events are tried and given up. Lambda Developer Guide, "How Lambda handles errors and retries with asynchronous invocation".</summary>
public sealed class Events_that_nobody_waits_for : WaitingEvents
{
    [Fact]
    public async Task Are_tried_again_after_one_minute_and_two_more()
    {
        Answer = Failing("Plain");
        Accept("Plain", "one");
        await NextAsync();
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 60, 63);
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 120, 123);
        var record = await ToldAsync();
        Assert.Equal(("RetriesExhausted", 3, "Unhandled", "no"), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!, (string?)record["responseContext"]!["functionError"], (string?)record["responsePayload"]!["errorMessage"]));
    }

    [Fact]
    public async Task Are_tried_as_often_as_the_template_says()
    {
        Answer = Failing("Once");
        Accept("Once", "one");
        await NextAsync();
        var record = await ToldAsync();
        Assert.Equal(("RetriesExhausted", 1), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!));
    }

    [Fact]
    public async Task Are_given_up_when_they_would_be_too_old()
    {
        Answer = Failing("Brief");
        Accept("Brief", "one");
        await NextAsync();
        Assert.InRange(await SecondsUntilAsync("Brief", "one"), 60, 63);
        var record = await ToldAsync();
        Assert.Equal(("EventAgeExceeded", 2), (Condition(record), (int)record["requestContext"]!["approximateInvokeCount"]!));
    }

    [Fact]
    public async Task Are_given_up_at_once_when_nothing_may_run()
    {
        Accept("Never", "one");
        var record = await ToldAsync();
        Assert.Equal(("ZeroReservedConcurrency", null), (Condition(record), record["responseContext"]));
    }

    [Fact]
    public async Task Wait_while_the_function_runs_as_often_as_it_may()
    {
        var first = new TaskCompletionSource<InvocationResult>();
        Answer = _ => first.Task;
        Accept("Single", "one");
        await NextAsync();
        Accept("Single", "two");
        first.SetResult(Json("1"));
        Assert.InRange(await SecondsUntilAsync("Single", "two"), 0, 10);
    }

    [Fact]
    public async Task Are_run_by_the_next_run_in_the_order_of_their_time()
    {
        Answer = Failing("Plain");
        Accept("Plain", "one");
        Time.Advance(TimeSpan.FromSeconds(2));
        Accept("Plain", "two");
        await NextAsync();
        await NextAsync();
        await UntilAsync(() => Waiting() == 2);
        await Emulator.DisposeAsync();
        Answer = static _ => Task.FromResult(Json("1"));
        Emulator = await StartAsync();
        Assert.InRange(await SecondsUntilAsync("Plain", "one"), 0, 63);
        await NextAsync(static call => call.Function == "Told");
        Assert.InRange(await SecondsUntilAsync("Plain", "two"), 0, 63);
        await UntilAsync(() => Waiting() == 0);
    }

    [Fact]
    public async Task That_ran_when_it_came_to_an_end_run_again()
    {
        Answer = static _ => new TaskCompletionSource<InvocationResult>().Task;
        Accept("Plain", "one");
        await NextAsync();
        await Emulator.DisposeAsync();
        Answer = static _ => Task.FromResult(Json("1"));
        Emulator = await StartAsync();
        Assert.Equal(("Plain", "one", "{\"n\":1}"), await NextAsync());
    }
}
