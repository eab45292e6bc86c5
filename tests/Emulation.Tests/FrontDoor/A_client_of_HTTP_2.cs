using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Emulation.FrontDoor;
using Microsoft.AspNetCore.Http;

namespace Emulation.Tests.FrontDoor;

/// <summary>AWS's SDKs call some services by HTTP/2 alone, and without TLS they begin with it.</summary>
public sealed class A_client_of_HTTP_2 : IAsyncLifetime
{
    private readonly FrontDoorServer server = new(new EmulatorOptions { Templates = [], Port = 0 });
    private Uri url = null!;

    public async ValueTask InitializeAsync() => url = new Uri(await server.StartAsync(
        static async http =>
        {
            using var body = new StreamReader(http.Request.Body);
            await http.Response.WriteAsync($"{http.Request.Protocol} {http.Request.Scheme} {http.Request.Host} {http.Connection.RemoteIpAddress} {await body.ReadToEndAsync()}");
        },
        TestContext.Current.CancellationToken));

    public ValueTask DisposeAsync() => server.DisposeAsync();

    [Theory]
    [InlineData("2.0", "HTTP/2")]
    [InlineData("1.1", "HTTP/1.1")]
    public async Task Is_answered_at_the_port_of_the_others(string version, string protocol)
    {
        using var client = new HttpClient();
        for (var i = 0; i < 3; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, url)
            {
                Version = Version.Parse(version),
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new StringContent(new string('x', i * 100_000)),
            };
            using var answer = await client.SendAsync(request, TestContext.Current.CancellationToken);
            Assert.Equal($"{protocol} http {url.Authority} 127.0.0.1 {new string('x', i * 100_000)}", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    [Fact]
    public async Task May_be_slow_to_say_so()
    {
        using var socket = await ConnectedAsync();
        foreach (var one in "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        {
            await socket.SendAsync(new[] { (byte)one });
        }

        Assert.Contains("HTTP/1.1 http localhost", await ReadToEndAsync(socket), StringComparison.Ordinal);
    }

    /// <summary>Whether a call came by TLS is a question that policies ask.</summary>
    [Fact]
    public async Task Is_refused_where_it_says_that_it_came_by_TLS()
    {
        using var socket = await ConnectedAsync();
        byte[] authority = [0x41, 9, .. "localhost"u8];

        // By HPACK's table: GET, https, /.
        byte[] headers = [0x82, 0x87, 0x84, .. authority];
        byte[] sent = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(type: 4, flags: 0, stream: 0, []), .. Frame(type: 1, flags: 5, stream: 1, headers)];
        await socket.SendAsync(sent, TestContext.Current.CancellationToken);
        var (type, code) = await EndOfStreamAsync(socket);

        // RST_STREAM, PROTOCOL_ERROR.
        Assert.Equal((3, 1u), (type, code));
    }

    [Theory]
    [InlineData("PRI * HTTP/1.0\r\n\r\n")]
    [InlineData("PRI")]
    public async Task Is_none_who_begins_like_one(string sent)
    {
        using var socket = await ConnectedAsync();
        await socket.SendAsync(Encoding.ASCII.GetBytes(sent), TestContext.Current.CancellationToken);
        socket.Shutdown(SocketShutdown.Send);
        Assert.DoesNotContain(" 200 ", await ReadToEndAsync(socket), StringComparison.Ordinal);
    }

    private static byte[] Frame(byte type, byte flags, byte stream, byte[] payload) => [0, 0, (byte)payload.Length, type, flags, 0, 0, 0, stream, .. payload];

    private async Task<Socket> ConnectedAsync()
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, url.Port, TestContext.Current.CancellationToken);
        return socket;
    }

    private static async Task<string> ReadToEndAsync(Socket socket)
    {
        var all = new MemoryStream();
        var buffer = new byte[4096];
        while (await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken) is var read and > 0)
        {
            all.Write(buffer, 0, read);
        }

        return Encoding.ASCII.GetString(all.ToArray());
    }

    /// <summary>The first frame of a stream: its answer's headers, or its end with the reason.</summary>
    private static async Task<(int Type, uint Code)> EndOfStreamAsync(Socket socket)
    {
        await using var stream = new NetworkStream(socket);
        var head = new byte[9];
        while (true)
        {
            await stream.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
            var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
            await stream.ReadExactlyAsync(payload, TestContext.Current.CancellationToken);
            if (head[8] == 1)
            {
                return (head[3], payload.Length >= 4 ? BinaryPrimitives.ReadUInt32BigEndian(payload) : 0);
            }
        }
    }
}
