using System.Buffers.Binary;
using System.IO.Hashing;
using System.Net;
using System.Text;
using Emulation.Lambda;
using Emulation.Protocols.RestJson;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Emulation.Tests.Lambda;

/// <summary>What Lambda's own API streams to whoever calls a function: AWS Lambda API Reference, InvokeWithResponseStream.</summary>
public sealed class A_call_for_a_stream : CalledFunctions
{
    [Fact]
    public async Task Answers_what_is_whole_in_one_piece()
    {
        var answered = await StreamAsync("plain");
        Assert.Equal((HttpStatusCode.OK, "application/vnd.amazon.eventstream", "application/json"), (answered.StatusCode, answered.Content.Headers.ContentType!.ToString(), answered.Headers.GetValues("x-amzn-Remapped-Content-Type").Single()));
        Assert.Equal(["PayloadChunk application/octet-stream {\"a\":1}", "InvokeComplete application/json {}"], await EventsOf(answered));
    }

    [Fact]
    public async Task Tells_the_error_at_its_end()
    {
        Answer = InvocationResult.Failed("Error", "no");
        Assert.Equal(
            ["""InvokeComplete application/json {"ErrorCode":"Unhandled","ErrorDetails":"{\u0022errorMessage\u0022:\u0022no\u0022,\u0022errorType\u0022:\u0022Error\u0022}"}"""],
            await EventsOf(await StreamAsync("plain")));
    }

    [Fact]
    public async Task Passes_on_each_piece()
    {
        var body = new StreamedBody("text/plain");
        Answer = new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = "text/plain", Body = body } };
        await body.WriteAsync("A\0"u8.ToArray());
        var answered = await StreamAsync("plain", HttpCompletionOption.ResponseHeadersRead);
        Assert.Equal("text/plain", answered.Headers.GetValues("x-amzn-Remapped-Content-Type").Single());
        await body.WriteAsync("B"u8.ToArray());
        body.End(default(InvocationResult).WithLog("END\n"u8.ToArray()));
        Assert.Equal(["PayloadChunk application/octet-stream A\0", "PayloadChunk application/octet-stream B", "InvokeComplete application/json {\"LogResult\":\"RU5ECg==\"}"], await EventsOf(answered));
        Assert.True((await Seen.Task).Details!.WantsStream);
    }

    [Fact]
    public async Task Holds_no_function_up_when_its_caller_has_left()
    {
        var body = new StreamedBody("text/plain");
        Answer = new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = "text/plain", Body = body } };
        using var http = Gone();
        await new RestJsonWire([], "nothing").SendAsync(http.Context, "id", "InvokeWithResponseStream", new RestAnswer(200, ReadOnlyMemory<byte>.Empty)
        {
            WriteAsync = (stream, cancellation) => new ResponseStreamWriter(stream).WriteAsync(Answer, cancellation),
        });
        for (var i = 0; i < 20; i++)
        {
            await body.WriteAsync([1]).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("plain", "Stranger", 403)]
    [InlineData("never", "Caller", 429)]
    [InlineData("closed", "Caller", 501)]
    [InlineData("nobody", "Caller", 404)]
    public async Task Is_refused_alike(string function, string role, int status) =>
        Assert.Equal(status, (int)(await CallAsync(function, "{}", role, "response-streaming-invocations", "2021-11-15")).StatusCode);

    /// <summary>A request whose client has gone: nothing can be begun, nor written.</summary>
    private static GoneClient Gone() => new();

    private sealed class GoneClient : IDisposable
    {
        private readonly CancellationTokenSource gone = new();

        public GoneClient()
        {
            gone.Cancel();
            Context.RequestAborted = gone.Token;
            Context.Features.Set<IHttpResponseBodyFeature>(new NoResponse());
        }

        public DefaultHttpContext Context { get; } = new();

        public void Dispose() => gone.Dispose();

        private sealed class NoResponse() : StreamResponseBodyFeature(Stream.Null)
        {
            public override Task StartAsync(CancellationToken cancellationToken = default) => Task.FromCanceled(new CancellationToken(true));
        }
    }

    /// <summary>The messages, their checksums tried.</summary>
    private static async Task<List<string>> EventsOf(HttpResponseMessage answer)
    {
        var bytes = await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
        var events = new List<string>();
        while (bytes.Length > 0)
        {
            var (length, headers) = (BinaryPrimitives.ReadInt32BigEndian(bytes), BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(4)));
            Assert.Equal(Crc32.HashToUInt32(bytes.AsSpan(0, 8)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(8)));
            Assert.Equal(Crc32.HashToUInt32(bytes.AsSpan(0, length - 4)), BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(length - 4)));
            var read = new Dictionary<string, string>();
            for (var at = 12; at < 12 + headers;)
            {
                var name = Encoding.ASCII.GetString(bytes, at + 1, bytes[at]);
                at += 1 + name.Length;
                Assert.Equal(7, bytes[at]);
                var value = Encoding.ASCII.GetString(bytes, at + 3, BinaryPrimitives.ReadInt16BigEndian(bytes.AsSpan(at + 1)));
                at += 3 + value.Length;
                read[name] = value;
            }

            Assert.Equal("event", read[":message-type"]);
            events.Add($"{read[":event-type"]} {read[":content-type"]} {Encoding.UTF8.GetString(bytes, 12 + headers, length - headers - 16)}");
            bytes = bytes[length..];
        }

        return events;
    }

    private Task<HttpResponseMessage> StreamAsync(string function, HttpCompletionOption completion = HttpCompletionOption.ResponseContentRead) =>
        SendAsync(function, "{}", "Caller", "response-streaming-invocations", "2021-11-15", completion, []);
}
