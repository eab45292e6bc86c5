using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Integration;

/// <summary>An answer as it came over the socket.</summary>
public sealed record Answer(HttpStatusCode Status, string? ErrorType, string Body);

/// <summary>Sends bytes and reads the answer, with nothing in between that would mend either.</summary>
public static class RawHttp
{
    public static async Task<Answer> SendAsync(Uri server, string request, CancellationToken cancellation)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(server.Host, server.Port, cancellation);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(request), cancellation);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(cancellation);
        var head = text[..text.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        var type = head.FirstOrDefault(static line => line.StartsWith("x-amzn-ErrorType: ", StringComparison.OrdinalIgnoreCase))?.Split(": ", 2)[1];
        return new Answer((HttpStatusCode)int.Parse(head[0].Split(' ')[1], CultureInfo.InvariantCulture), type, text[(text.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..]);
    }
}
