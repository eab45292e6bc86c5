using System.Net;
using System.Text;
using Emulation.Lambda;

namespace Emulation.Tests.Gateway.FunctionUrls;

/// <summary>Answers that reach a URL's caller as the function writes them. Lambda Developer Guide, "Response streaming for Lambda functions".</summary>
public sealed class Streams_of_a_url(UrlStack stack) : IClassFixture<UrlStack>, IDisposable
{
    private const string WithPrelude = "application/vnd.awslambda.http-integration-response";
    private const string End = "\0\0\0\0\0\0\0\0";
    private readonly HttpClient client = new();

    public void Dispose()
    {
        client.Dispose();
        (stack.Answer, stack.Seen, stack.Work) = (null, null, Task.CompletedTask);
    }

    [Fact]
    public async Task Arrive_before_their_end()
    {
        var body = Begin("text/plain");
        await body.WriteAsync("first"u8.ToArray());
        using var answer = await GetAsync();
        Assert.Equal((HttpStatusCode.OK, "text/plain", null), (answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Content.Headers.ContentLength));
        await using var read = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal("first", await PieceAsync(read));
        await body.WriteAsync("second"u8.ToArray());
        Assert.Equal("second", await PieceAsync(read));
        body.End(default);
        Assert.Equal("", await PieceAsync(read));
    }

    [Theory]
    [InlineData("""{"statusCode":206,"headers":{"content-type":"text/x-own","x-own":"1"},"cookies":["a=1","b=2"]}""" + End + "A\0B", 206, "text/x-own", "a=1 b=2", "A\0B")]
    [InlineData("{}" + End + "body", 200, "application/json", "", "body")]
    [InlineData("""{"statusCode":201}""" + End, 201, "application/json", "", "")]
    public async Task Have_status_and_headers_of_their_prelude(string written, int status, string type, string cookies, string text)
    {
        var body = Begin(WithPrelude);
        var bytes = Encoding.UTF8.GetBytes(written);
        foreach (var piece in bytes.Chunk(7))
        {
            await body.WriteAsync(piece);
        }

        body.End(default);
        using var answer = await GetAsync();
        Assert.Equal((status, type, cookies), ((int)answer.StatusCode, answer.Content.Headers.ContentType!.ToString(), answer.Headers.TryGetValues("set-cookie", out var set) ? string.Join(' ', set) : ""));
        Assert.Equal(text, await UrlStack.TextOf(answer));
    }

    [Fact]
    public async Task Without_a_prelude_that_is_one_are_no_answer()
    {
        var body = Begin(WithPrelude);
        await body.WriteAsync(Encoding.UTF8.GetBytes($"no JSON{End}x"));
        using var answer = await GetAsync();
        Assert.Equal((HttpStatusCode.BadGateway, "Internal Server Error"), (answer.StatusCode, await UrlStack.TextOf(answer)));
        Assert.Equal("Stream streams an answer whose prelude is none.", answer.Headers.GetValues("x-localaws-reason").Single());
    }

    [Fact]
    public async Task That_fail_before_their_beginning_tell_the_error()
    {
        Begin(WithPrelude).End(InvocationResult.Failed("t", "m"));
        using var answer = await GetAsync();
        Assert.Equal((HttpStatusCode.OK, """{"errorMessage":"m","errorType":"t"}"""), (answer.StatusCode, await UrlStack.TextOf(answer)));
    }

    [Fact]
    public async Task That_break_off_do_not_look_whole()
    {
        var body = Begin("text/plain");
        await body.WriteAsync("first"u8.ToArray());
        using var answer = await GetAsync();
        await using var read = await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        Assert.Equal("first", await PieceAsync(read));
        body.End(InvocationResult.Failed("Sandbox.Timedout", "late"));
        await Assert.ThrowsAnyAsync<IOException>(() => PieceAsync(read));
    }

    [Fact]
    public async Task Go_on_when_nobody_reads_them()
    {
        var body = Begin("text/plain");
        await body.WriteAsync("first"u8.ToArray());
        var answer = await GetAsync();
        answer.Dispose();
        await NobodyHoldsUp(body);
    }

    [Fact]
    public async Task Go_on_when_their_client_left_before_they_began()
    {
        var (asked, working) = (new TaskCompletionSource(), new TaskCompletionSource());
        (stack.Seen, stack.Work) = (_ => asked.TrySetResult(), working.Task);
        var body = Begin("text/plain");
        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var call = client.GetAsync(stack.Url("Stream"), HttpCompletionOption.ResponseHeadersRead, leaving.Token);
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        working.SetResult();
        await NobodyHoldsUp(body);
    }

    /// <summary>So it is where the client leaves, or the integration's time is up, before the function has begun.</summary>
    [Fact]
    public async Task Go_on_when_the_wait_for_them_was_given_up()
    {
        var answer = new TaskCompletionSource<InvocationResult>();
        using var patience = new CancellationTokenSource();
        var waiting = StreamedBody.AnswerAsync(answer.Task, Timeout.InfiniteTimeSpan, TimeProvider.System, patience.Token);
        await patience.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        var body = Begin("text/plain");
        answer.SetResult(stack.Answer!.Value);
        await NobodyHoldsUp(body);
    }

    [Fact]
    public async Task Are_asked_for_by_urls_that_stream_alone()
    {
        CallDetails? seen = null;
        foreach (var (url, wants) in new[] { ("Stream", true), ("Open", false) })
        {
            stack.Seen = invocation => seen = invocation.Details;
            stack.Answer = UrlStack.Json("1");
            (await stack.SendAsync(HttpMethod.Get, stack.Url(url))).Dispose();
            Assert.Equal(wants, seen is { WantsStream: true });
        }

        stack.Seen = null;
    }

    private static async Task NobodyHoldsUp(StreamedBody body)
    {
        for (var i = 0; i < 100; i++)
        {
            await body.WriteAsync(new byte[1024 * 1024]).AsTask().WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        }
    }

    private StreamedBody Begin(string type)
    {
        var body = new StreamedBody(type);
        stack.Answer = new InvocationResult(default, null) { Details = new AnswerDetails { ContentType = type, Body = body } };
        return body;
    }

    private Task<HttpResponseMessage> GetAsync() => client.GetAsync(stack.Url("Stream"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);

    private static async Task<string> PieceAsync(Stream read)
    {
        var buffer = new byte[64];
        return Encoding.UTF8.GetString(buffer, 0, await read.ReadAsync(buffer, TestContext.Current.CancellationToken));
    }
}
