using System.Buffers;
using System.Net.Sockets;
using System.Text;
using Emulation.Lambda;

namespace Emulation.Tests.Lambda.Exchange;

/// <summary>An answer and the next invocation as one exchange: a function sees no difference, and nobody but its process gets to it.</summary>
public sealed class Invocations_over_a_socket : IAsyncLifetime
{
    private readonly CancellationTokenSource stop = new();
    private ExchangingProcess process = null!;
    private Task function = Task.CompletedTask;

    public Invocations_over_a_socket() => Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows is offered no exchange");

    public async ValueTask InitializeAsync() => process = await ExchangingProcess.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await function;
        await process.DisposeAsync();
        stop.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16 * 1024)]
    [InlineData(65 * 1024)]
    [InlineData(RuntimeApi.LongestEvent)]
    public async Task Come_and_go_whole_whatever_their_length(int length)
    {
        function = process.RunAsync(Echo, stop.Token);
        for (var i = 0; i < 4; i++)
        {
            var payload = Enumerable.Range(i, length).Select(static n => (byte)('a' + (n % 26))).ToArray();
            var result = await process.InvokeAsync($"id-{i}", payload);
            Assert.Null(result.FunctionError);
            Assert.True(result.Payload.Span.SequenceEqual(length == 0 ? "null"u8 : payload));
        }

        Assert.Equal(1, process.AskedByAddress);
    }

    [Fact]
    public async Task Tell_the_handler_all_that_the_Runtime_API_tells()
    {
        var seen = new List<global::Lambda.LambdaContext>();
        function = process.RunAsync(
            (payload, response, context, _) =>
            {
                seen.Add(context);
                return Echo(payload, response, context, default);
            },
            stop.Token);
        foreach (var id in new[] { "by-address", "by-socket" })
        {
            await process.InvokeAsync(id, "{}"u8.ToArray(), new CallDetails { ClientContext = "{\"client\":{\"app\":\"one\"}}", CognitoIdentity = "{\"cognitoIdentityId\":\"one\"}" });
        }

        await process.InvokeAsync("bare", "{}"u8.ToArray());
        Assert.Equal(["by-address", "by-socket", "bare"], seen.Select(static context => context.RequestId));
        Assert.All(seen, context => Assert.Equal(process.FunctionArn, context.InvokedFunctionArn));
        Assert.All(seen, static context => Assert.Equal("Root=1-67891233-abcdef012345678912345678", context.TraceId));
        Assert.All(seen, static context => Assert.InRange(context.RemainingTime, TimeSpan.FromHours(23), TimeSpan.FromHours(24)));
        Assert.Equal(("{\"client\":{\"app\":\"one\"}}", "{\"cognitoIdentityId\":\"one\"}"), (seen[1].ClientContext, seen[1].CognitoIdentity));
        Assert.Equal((null, null), (seen[2].ClientContext, seen[2].CognitoIdentity));
    }

    [Fact]
    public async Task Report_an_exception_and_go_on()
    {
        function = process.RunAsync(
            static (payload, response, context, _) => payload.Span.SequenceEqual("1"u8) ? throw new InvalidOperationException("no good") : Echo(payload, response, context, default),
            stop.Token);
        for (var i = 0; i < 2; i++)
        {
            var failed = await process.InvokeAsync($"bad-{i}", "1"u8.ToArray());
            Assert.Equal("Unhandled", failed.FunctionError);
            Assert.Contains("\"errorType\":\"InvalidOperationException\"", Encoding.UTF8.GetString(failed.Payload.Span), StringComparison.Ordinal);
        }

        Assert.Equal("2", Encoding.UTF8.GetString((await process.InvokeAsync("good", "2"u8.ToArray())).Payload.Span));
    }

    [Fact]
    public async Task Wait_for_a_handler_that_waits()
    {
        function = process.RunAsync(
            static async (payload, response, _, deadline) =>
            {
                await Task.Delay(10, deadline);
                response.Write(payload.Span);
            },
            stop.Token);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal($"{i}", Encoding.UTF8.GetString((await process.InvokeAsync($"{i}", Encoding.UTF8.GetBytes($"{i}"))).Payload.Span));
        }
    }

    [Fact]
    public async Task Fail_with_too_long_an_answer_and_go_on()
    {
        function = process.RunAsync(
            static (payload, response, context, _) =>
            {
                if (payload.Span.SequenceEqual("\"long\""u8))
                {
                    response.Write(new byte[RuntimeApi.LongestAnswer + 1]);
                    return ValueTask.CompletedTask;
                }

                return Echo(payload, response, context, default);
            },
            stop.Token);
        await process.InvokeAsync("0", "{}"u8.ToArray());
        var tooLong = await process.InvokeAsync("1", "\"long\""u8.ToArray());
        Assert.Contains("Function.ResponseSizeTooLarge", Encoding.UTF8.GetString(tooLong.Payload.Span), StringComparison.Ordinal);
        Assert.Equal("{}", Encoding.UTF8.GetString((await process.InvokeAsync("2", "{}"u8.ToArray())).Payload.Span));
    }

    [Fact]
    public async Task Go_on_when_an_answer_comes_too_late()
    {
        var late = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        function = process.RunAsync(
            async (payload, response, context, _) =>
            {
                if (context.RequestId == "late")
                {
                    begun.SetResult();
                    await late.Task;
                }

                response.Write(payload.Span);
            },
            stop.Token);
        await process.InvokeAsync("0", "{}"u8.ToArray());
        var given = process.InvokeAsync("late", "{}"u8.ToArray());
        await begun.Task;
        process.GiveUp();
        Assert.Contains("Sandbox.Timedout", Encoding.UTF8.GetString((await given).Payload.Span), StringComparison.Ordinal);
        late.SetResult();
        Assert.Equal("{}", Encoding.UTF8.GetString((await process.InvokeAsync("next", "{}"u8.ToArray())).Payload.Span));
    }

    [Fact]
    public async Task End_with_code_0_when_there_is_no_more_work()
    {
        function = process.RunAsync(Echo, stop.Token);
        await process.InvokeAsync("0", "{}"u8.ToArray());
        process.IsAtItsEnd = true;
        await process.InvokeAsync("1", "{}"u8.ToArray());
        await function.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Equal([0], process.Exits);
    }

    [Fact]
    public async Task End_with_the_invocation_in_hand_when_it_is_told_to_stop()
    {
        var working = new TaskCompletionSource();
        var mayEnd = new TaskCompletionSource();
        function = process.RunAsync(
            async (payload, response, context, _) =>
            {
                if (context.RequestId == "last")
                {
                    working.SetResult();
                    await mayEnd.Task;
                }

                response.Write(payload.Span);
            },
            stop.Token);
        await process.InvokeAsync("0", "{}"u8.ToArray());
        var last = process.InvokeAsync("last", "1"u8.ToArray());
        await working.Task;
        await stop.CancelAsync();
        mayEnd.SetResult();
        Assert.Equal("1", Encoding.UTF8.GetString((await last).Payload.Span));
        await function.WaitAsync(TestContext.Current.CancellationToken);
        Assert.Empty(process.Exits);
    }

    [Fact]
    public async Task Stay_with_the_Runtime_API_where_none_is_offered()
    {
        await using var plain = await ExchangingProcess.StartAsync(offers: false);
        using var ended = new CancellationTokenSource();
        var running = plain.RunAsync(Echo, ended.Token);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal("{}", Encoding.UTF8.GetString((await plain.InvokeAsync($"{i}", "{}"u8.ToArray())).Payload.Span));
        }

        await ended.CancelAsync();
        await running;
        Assert.InRange(plain.AskedByAddress, 3, 4);
    }

    [Fact]
    public async Task End_where_their_folder_was_deleted_before()
    {
        var deleted = await ExchangingProcess.StartAsync();
        Directory.Delete(Path.GetDirectoryName(deleted.SocketPath)!, recursive: true);
        await deleted.DisposeAsync();
    }

    [Fact]
    public async Task Are_offered_to_those_alone_who_ask()
    {
        using var http = new HttpClient();
        _ = process.InvokeAsync("1", "{}"u8.ToArray());
        using var answer = await http.GetAsync(new Uri($"http://{process.HostAndPort}/2018-06-01/runtime/invocation/next"), TestContext.Current.CancellationToken);
        Assert.False(answer.Headers.Contains("X-LocalAws-Exchange"));
    }

    [Fact]
    public async Task Are_no_strangers()
    {
        process.IsOwn = false;
        _ = process.InvokeAsync("1", "\"secret\""u8.ToArray());
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(process.SocketPath), TestContext.Current.CancellationToken);

        // An answer to nothing, which asks for the next invocation.
        byte[] asking = [3, 0, 0, 0, 1, 1, (byte)'0'];
        await SendAsync(socket, asking);
        Assert.Equal(0, await ReceiveAsync(socket));
        Assert.Equal(1, process.Refusals);
    }

    /// <summary>Nobody but the function's process, also of this user, as Linux tells them apart.</summary>
    [Fact]
    public async Task Are_of_the_process_alone_that_was_started()
    {
        Assert.SkipUnless(LoopbackPeer.CanBeTold, "whose a connection is cannot be told here");
        await using var scripted = new ScriptedFunction("while :; do next; answer 1; done");
        await scripted.InvokeAsync("{}");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(Assert.Single(Directory.GetFiles(Path.Combine(scripted.Folder, "homes"), "*.socket"))), TestContext.Current.CancellationToken);
        byte[] asking = [3, 0, 0, 0, 1, 1, (byte)'0'];
        await SendAsync(socket, asking);
        Assert.Equal(0, await ReceiveAsync(socket));
        Assert.Equal("1", ScriptedFunction.TextOf(await scripted.InvokeAsync("{}")));
    }

    [Theory]
    [InlineData("FFFFFFFF")]
    [InlineData("00000000")]
    [InlineData("010000000102")]
    [InlineData("0300000001FF30")]
    public async Task End_with_what_is_no_answer(string bytes)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await socket.ConnectAsync(new UnixDomainSocketEndPoint(process.SocketPath), TestContext.Current.CancellationToken);
        await SendAsync(socket, Convert.FromHexString(bytes));
        socket.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await ReceiveAsync(socket));
    }

    private static async Task SendAsync(Socket socket, byte[] bytes)
    {
        try
        {
            await socket.SendAsync(bytes, TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            // It was closed before.
        }
    }

    private static async Task<int> ReceiveAsync(Socket socket)
    {
        try
        {
            return await socket.ReceiveAsync(new byte[1024], TestContext.Current.CancellationToken);
        }
        catch (SocketException)
        {
            return 0;
        }
    }

    private static ValueTask Echo(ReadOnlyMemory<byte> payload, IBufferWriter<byte> response, global::Lambda.LambdaContext context, CancellationToken deadline)
    {
        response.Write(payload.Span);
        return ValueTask.CompletedTask;
    }
}
