using System.Net.Sockets;
using System.Text;

namespace Emulation.Tests.S3.Door;

/// <summary>When a client is asked for the body of what goes to a server that holds the objects.</summary>
[Collection(nameof(BucketsBehind))]
public class Bodies_for_a_server(BucketsBehind buckets)
{
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
