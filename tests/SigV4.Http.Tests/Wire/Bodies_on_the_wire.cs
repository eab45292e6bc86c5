using System.Net.Http.Json;
using System.Text;

namespace SigV4.Http.Tests.Wire;

public class Bodies_on_the_wire
{
    [Fact]
    public async Task Of_every_kind_arrive_whole()
    {
        await using var sender = new Sender();
        foreach (var content in new HttpContent[]
        {
            new StringContent("hällo"), new ByteArrayContent([0, 255, 13, 10]), new ByteArrayContent([]), JsonContent.Create(new { a = 1 }),
            new StreamContent(new MemoryStream(new byte[70_000])), new FormUrlEncodedContent([new("a", "b c")]),
            new MultipartFormDataContent { { new StringContent("x"), "part" } },
        })
        {
            using var copy = new MemoryStream();
            await content.LoadIntoBufferAsync(TestContext.Current.CancellationToken);
            await content.CopyToAsync(copy, TestContext.Current.CancellationToken);
            var sent = await sender.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/") { Content = content });
            Assert.Equal(copy.ToArray(), sent.Body);
        }
    }

    [Fact]
    public async Task From_a_stream_that_can_be_read_once_arrive_whole()
    {
        await using var sender = new Sender();
        var content = new StreamContent(new Forward(Encoding.UTF8.GetBytes(new string('x', 200_000))));
        var sent = await sender.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/") { Content = content });
        Assert.Equal(200_000, sent.Body.Length);
    }

    [Fact]
    public async Task That_can_be_read_once_and_are_beyond_the_bound_are_an_error()
    {
        await using var sender = new Sender(change: static options => options with { MaxBufferedBodyBytes = 1000 });
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StreamContent(new Forward(new byte[1001])) };
        var error = await Assert.ThrowsAnyAsync<Exception>(() => sender.Client.SendAsync(request, TestContext.Current.CancellationToken));
        Assert.Contains("MaxBufferedBodyBytes", error.ToString(), StringComparison.Ordinal);
        Assert.Empty(sender.Server.Requests);
    }

    [Fact]
    public async Task In_chunks_sign_neither_length_nor_encoding()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new StringContent("chunked") };
        request.Headers.TransferEncodingChunked = true;
        var sent = await sender.SendAsync(request);
        Assert.Equal("chunked", Encoding.UTF8.GetString(sent.Body));
        Assert.DoesNotContain("content-length", sent.SignedHeaders);
        Assert.DoesNotContain("transfer-encoding", sent.SignedHeaders);
    }

    [Fact]
    public async Task Sent_synchronously_are_signed()
    {
        await using var sender = new Sender();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/sync") { Content = new StringContent("x") };
        using var response = await Task.Run(() => sender.Client.Send(request, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
        Assert.Null(sender.Server.Requests.Single().Failure);
    }

    /// <summary>A stream as a network gives it: forward only, of unknown length.</summary>
    private sealed class Forward(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
