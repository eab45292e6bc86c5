using System.Buffers;
using Microsoft.Extensions.Time.Testing;

namespace Lambda.Tests.Runtime;

public sealed class Answering_invocations : IAsyncLifetime
{
    private FakeRuntimeApi api = null!;

    public async ValueTask InitializeAsync() => api = await FakeRuntimeApi.StartAsync();

    public ValueTask DisposeAsync() => api.DisposeAsync();

    [Fact]
    public async Task Answers_one_after_the_other()
    {
        await using var function = Run(static (payload, response, _, _) => Echo(payload, response));
        api.Invoke("1", "{\"a\":1}");
        Assert.Equal(new Report("invocation/1/response", null, "{\"a\":1}"), await api.ReportAsync());
        api.Invoke("2", "{\"b\":2}");
        Assert.Equal(new Report("invocation/2/response", null, "{\"b\":2}"), await api.ReportAsync());
    }

    [Fact]
    public async Task Answers_null_when_nothing_was_written()
    {
        await using var function = Run(static (_, _, _, _) => ValueTask.CompletedTask);
        api.Invoke("1", "{}");
        Assert.Equal("null", (await api.ReportAsync()).Body);
    }

    [Fact]
    public async Task Tells_the_handler_about_the_invocation()
    {
        LambdaContext? seen = null;
        await using var function = Run((payload, response, context, _) =>
        {
            seen = context;
            return Echo(payload, response);
        });
        api.Invoke("the-id", "{}", TimeProvider.System.GetUtcNow().AddSeconds(30), "Root=1-67891233-abcdef012345678912345678");
        await api.ReportAsync();
        Assert.Equal("the-id", seen!.RequestId);
        Assert.Equal("arn:aws:lambda:us-east-1:111122223333:function:f", seen.InvokedFunctionArn);
        Assert.Equal("Root=1-67891233-abcdef012345678912345678", seen.TraceId);
        Assert.InRange(seen.RemainingTime, TimeSpan.FromTicks(1), TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task Reports_an_exception_and_goes_on()
    {
        await using var function = Run(static (payload, response, _, _) =>
            payload.Span.SequenceEqual("\"bad\""u8) ? throw new InvalidOperationException("no good", new FormatException("inner")) : Echo(payload, response));
        api.Invoke("1", "\"bad\"");
        var report = await api.ReportAsync();
        Assert.Equal(("invocation/1/error", "InvalidOperationException"), (report.Path, report.ErrorType));
        Assert.StartsWith("{\"errorMessage\":\"no good\",\"errorType\":\"InvalidOperationException\",\"stackTrace\":[\"at ", report.Body, StringComparison.Ordinal);
        Assert.Contains("\"cause\":{\"errorMessage\":\"inner\",\"errorType\":\"FormatException\"", report.Body, StringComparison.Ordinal);
        api.Invoke("2", "\"good\"");
        Assert.Equal("invocation/2/response", (await api.ReportAsync()).Path);
    }

    [Fact]
    public async Task Goes_on_when_an_answer_is_not_taken()
    {
        await using var function = Run(static (payload, response, _, _) => Echo(payload, response));
        foreach (var status in new[] { 413, 400, 202 })
        {
            api.AnswerStatus = status;
            api.Invoke($"{status}", "{}");
            Assert.Equal($"invocation/{status}/response", (await api.ReportAsync()).Path);
        }
    }

    [Fact]
    public async Task Ends_with_code_1_when_the_host_says_that_it_is_broken()
    {
        await using var function = Run(static (payload, response, _, _) => Echo(payload, response));
        api.AnswerStatus = 500;
        api.Invoke("1", "{}");
        await api.ReportAsync();
        await function.Ended;
        Assert.Equal([1], api.Exits);
    }

    [Fact]
    public async Task Ends_with_code_0_when_the_host_is_gone()
    {
        await using var function = Run(static (payload, response, _, _) => Echo(payload, response));
        api.Invoke("1", "{}");
        await api.ReportAsync();
        await api.VanishAsync();
        await function.Ended;
        Assert.Equal([0], api.Exits);
    }

    [Fact]
    public async Task Reports_a_start_that_failed_and_ends_with_code_1()
    {
        await LambdaRuntime.RunAsync(static _ => Task.FromException<LambdaHandler>(new InvalidOperationException("no database")), api.Options, TestContext.Current.CancellationToken);
        var report = await api.ReportAsync();
        Assert.Equal(("init/error", "InvalidOperationException"), (report.Path, report.ErrorType));
        Assert.Contains("no database", report.Body, StringComparison.Ordinal);
        Assert.Equal([1], api.Exits);
    }

    [Fact]
    public async Task Cancels_at_the_deadline()
    {
        var time = new FakeTimeProvider(TimeProvider.System.GetUtcNow());
        var started = new TaskCompletionSource();
        await using var function = Run(
            async (_, _, _, deadline) =>
            {
                started.SetResult();
                await Task.Delay(Timeout.InfiniteTimeSpan, time, deadline);
            },
            time);
        api.Invoke("1", "{}", time.GetUtcNow().AddSeconds(3));
        await started.Task;
        time.Advance(TimeSpan.FromSeconds(4));
        Assert.Equal("TaskCanceledException", (await api.ReportAsync()).ErrorType);
    }

    [Fact]
    public async Task Without_a_host_says_what_to_set()
    {
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => LambdaRuntime.RunAsync(
            static (payload, response, _, _) => Echo(payload, response), new LambdaRuntimeOptions { RuntimeApi = null }, TestContext.Current.CancellationToken));
        Assert.StartsWith("AWS_LAMBDA_RUNTIME_API is not set", error.Message, StringComparison.Ordinal);
    }

    private static ValueTask Echo(ReadOnlyMemory<byte> payload, IBufferWriter<byte> response)
    {
        response.Write(payload.Span);
        return ValueTask.CompletedTask;
    }

    private Running Run(LambdaHandler handler, TimeProvider? time = null)
    {
        var stop = new CancellationTokenSource();
        return new Running(LambdaRuntime.RunAsync(handler, time is null ? api.Options : api.Options with { Time = time }, stop.Token), stop);
    }

    private sealed record Running(Task Ended, CancellationTokenSource Stop) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Stop.CancelAsync();
            await Ended;
            Stop.Dispose();
        }
    }
}
