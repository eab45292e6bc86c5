using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>An editor's side of the Debug Adapter Protocol.</summary>
internal sealed class DebugAdapter : IDisposable
{
    private readonly TcpClient client;
    private readonly NetworkStream stream;
    private readonly List<JsonObject> others = [];
    private int last;

    private DebugAdapter(TcpClient client) => (this.client, stream) = (client, client.GetStream());

    /// <summary>Connects to a port, once somebody listens there.</summary>
    public static async Task<DebugAdapter> ConnectAsync(int port)
    {
        DebugAdapter? attached = null;
        await Patience.UntilAsync(async () => (attached = await TryAsync(port)) is not null, $"a debugger's adapter at {port}");
        return attached!;
    }

    private static async Task<DebugAdapter?> TryAsync(int port)
    {
        var client = new TcpClient();
        try
        {
            await client.ConnectAsync("127.0.0.1", port, TestContext.Current.CancellationToken);
            return new DebugAdapter(client);
        }
        catch (SocketException)
        {
            client.Dispose();
            return null;
        }
    }

    public async Task<int> SendAsync(string command, object? arguments = null)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(new { seq = ++last, type = "request", command, arguments = arguments ?? new { } });
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"Content-Length: {body.Length}\r\n\r\n")), TestContext.Current.CancellationToken);
        await stream.WriteAsync(body, TestContext.Current.CancellationToken);
        return last;
    }

    /// <summary>The answer to a request.</summary>
    public async Task<JsonNode?> AskAsync(string command, object? arguments = null) => await AnswerAsync(await SendAsync(command, arguments));

    /// <summary>The answer to a request that was sent.</summary>
    public async Task<JsonNode?> AnswerAsync(int id)
    {
        var answer = await TakeAsync(message => (int?)message["request_seq"] == id);
        Assert.True((bool?)answer["success"], answer.ToJsonString());
        return answer["body"];
    }

    /// <summary>The next event of a name.</summary>
    public async Task<JsonNode?> EventAsync(string name) => (await TakeAsync(message => (string?)message["event"] == name))["body"];

    public void Dispose() => client.Dispose();

    private async Task<JsonObject> TakeAsync(Predicate<JsonObject> isIt)
    {
        while (true)
        {
            if (others.Find(isIt) is { } kept)
            {
                others.Remove(kept);
                return kept;
            }

            others.Add(await ReadAsync());
        }
    }

    private async Task<JsonObject> ReadAsync()
    {
        var header = new StringBuilder();
        var one = new byte[1];
        while (!header.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal))
        {
            await stream.ReadExactlyAsync(one, TestContext.Current.CancellationToken);
            header.Append((char)one[0]);
        }

        var body = new byte[int.Parse(header.ToString().Split(':')[1].Trim(), CultureInfo.InvariantCulture)];
        await stream.ReadExactlyAsync(body, TestContext.Current.CancellationToken);
        return JsonNode.Parse(body)!.AsObject();
    }
}
