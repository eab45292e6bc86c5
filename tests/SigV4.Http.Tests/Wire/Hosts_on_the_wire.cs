using System.Net;
using System.Net.Sockets;

namespace SigV4.Http.Tests.Wire;

/// <summary>Addresses whose host HttpClient spells in its own way.</summary>
public class Hosts_on_the_wire
{
    [Theory]
    [InlineData("http://bücher.example:8080/", "xn--bcher-kva.example:8080")]
    [InlineData("http://BÜCHER.example/", "xn--bcher-kva.example")]
    [InlineData("http://API.Example:80/", "api.example")]
    [InlineData("http://api.example:080/", "api.example")]
    [InlineData("http://api.example:443/", "api.example:443")]
    [InlineData("http://api.example./", "api.example.")]
    [InlineData("http://a_b.example/", "a_b.example")]
    [InlineData("http://user:secret@api.example/", "api.example")]
    [InlineData("http://0x7f.1/", "127.0.0.1")]
    [InlineData("http://[::1]:81/", "[::1]:81")]
    [InlineData("http://[::FFFF:1.2.3.4]/", "[::ffff:1.2.3.4]")]
    [InlineData("http://[fe80::1%25eth0]:81/", "[fe80::1]:81")]
    public async Task Are_signed_as_they_are_sent(string address, string host)
    {
        var port = 0;
        using var toServer = new SocketsHttpHandler { AllowAutoRedirect = false, ConnectCallback = async (_, cancellation) => await ConnectAsync(port, cancellation) };
        await using var sender = new Sender(primary: toServer);
        port = sender.Server.Url.Port;
        Assert.Equal([host], (await sender.SendAsync(new HttpRequestMessage(HttpMethod.Get, address))).Values("host"));
    }

    private static async ValueTask<Stream> ConnectAsync(int port, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(IPAddress.Loopback, port, cancellation);
        return new NetworkStream(socket, ownsSocket: true);
    }
}
