using System.Net.Sockets;
using System.Text;

namespace Integration.Access;

public class A_slow_client(StackFixture stack)
{
    [Theory]
    [InlineData("POST /execute-api/OrdersApi/prod/orders HTTP/1.1\r\nHost: ")]
    [InlineData("POST /execute-api/OrdersApi/prod/orders HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\nx")]
    public async Task Is_dropped(string beginning)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(stack.LocalAws.EndpointUrl.Host, stack.LocalAws.EndpointUrl.Port, TestContext.Current.CancellationToken);
        await socket.GetStream().WriteAsync(Encoding.ASCII.GetBytes(beginning), TestContext.Current.CancellationToken);
        using var answer = new StreamReader(socket.GetStream());

        // Ends only when the server closes the connection: the test would hang otherwise.
        Assert.Contains("408", await answer.ReadToEndAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }
}
