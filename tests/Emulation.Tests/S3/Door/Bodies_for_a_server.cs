using System.IO.Pipelines;
using System.Net.Sockets;
using System.Text;
using Emulation.S3.Door;
using Emulation.S3.Wire;

namespace Emulation.Tests.S3.Door;

/// <summary>How bodies get to a server that holds the objects, and when they are asked for.</summary>
[Collection(nameof(BucketsBehind))]
public class Bodies_for_a_server(BucketsBehind buckets)
{
    private const string Trailer = "x-amz-checksum-crc32c";

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(300_000)]
    public async Task Are_in_chunks_with_their_checksum_behind_them_and_of_a_length_that_is_told(int length)
    {
        var bytes = new byte[length];
        Random.Shared.NextBytes(bytes);
        var sent = new MemoryStream();
        await new TrailingBody(new MemoryStream(bytes), length, Trailer, new Dictionary<string, string> { [Trailer] = "AAAAAA==" }).CopyToAsync(sent, TestContext.Current.CancellationToken);

        Assert.Equal(TrailingBody.LengthOf(length, Trailer), sent.Length);
        sent.Position = 0;
        var read = new ChunkedBody(PipeReader.Create(sent), length, null, Trailer);
        var got = new MemoryStream();
        await read.CopyToAsync(got, TestContext.Current.CancellationToken);
        Assert.Equal(bytes, got.ToArray());
        Assert.Equal("AAAAAA==", read.Trailers[Trailer]);
    }

    [Fact]
    public void Have_no_checksum_behind_them_whose_length_nobody_knows() => Assert.False(TrailingBody.Has("x-amz-checksum-newest"));

    /// <summary>Clients that send <c>Expect: 100-continue</c> send nothing that is refused.</summary>
    [Theory]
    [InlineData(BucketsBehind.May, "HTTP/1.1 100 Continue")]
    [InlineData(BucketsBehind.MayNot, "HTTP/1.1 403 Forbidden")]
    public async Task Are_asked_for_once_they_are_allowed(string user, string expected)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync("127.0.0.1", int.Parse(buckets.Authority.Split(':')[1], null), TestContext.Current.CancellationToken);
        await using var stream = socket.GetStream();
        using var answer = new StreamReader(stream);
        await stream.WriteAsync(
            Encoding.ASCII.GetBytes($"PUT {buckets.Presigned("PUT", "/bucket/key", user)} HTTP/1.1\r\nHost: {buckets.Authority}\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n"),
            TestContext.Current.CancellationToken);
        Assert.Equal(expected, await answer.ReadLineAsync(TestContext.Current.CancellationToken));
        if (user == BucketsBehind.May)
        {
            await stream.WriteAsync("hello"u8.ToArray(), TestContext.Current.CancellationToken);
            Assert.Equal(("", "HTTP/1.1 200 OK"), (await answer.ReadLineAsync(TestContext.Current.CancellationToken), await answer.ReadLineAsync(TestContext.Current.CancellationToken)));
        }
    }
}
