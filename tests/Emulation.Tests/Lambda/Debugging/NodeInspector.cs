using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Emulation.Tests.Lambda.Debugging;

/// <summary>An editor's side of Node.js's inspector. Chrome DevTools Protocol, "Debugger" and "Runtime".</summary>
internal sealed class NodeInspector : IAsyncDisposable
{
    private readonly ClientWebSocket socket = new();
    private readonly Queue<JsonObject> events = new();
    private int last;

    /// <summary>Attaches to the process that waits at a port, once it does.</summary>
    public static async Task<NodeInspector> AttachAsync(int port)
    {
        using var http = new HttpClient();
        var inspector = new NodeInspector();
        string? list = null;
        await Patience.UntilAsync(
            async () =>
            {
                try
                {
                    list = await http.GetStringAsync(new Uri($"http://127.0.0.1:{port}/json/list"), TestContext.Current.CancellationToken);
                    return true;
                }
                catch (HttpRequestException)
                {
                    return false;
                }
            },
            $"a process of Node.js that waits at {port}");
        await inspector.socket.ConnectAsync(new Uri((string)JsonNode.Parse(list!)![0]!["webSocketDebuggerUrl"]!), TestContext.Current.CancellationToken);
        return inspector;
    }

    public async Task<JsonNode> AskAsync(string method, object? parameters = null)
    {
        var id = ++last;
        await socket.SendAsync(JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } }), WebSocketMessageType.Text, true, TestContext.Current.CancellationToken);
        while (true)
        {
            var message = await ReadAsync();
            if ((int?)message["id"] == id)
            {
                return message["result"] ?? throw new InvalidOperationException(message.ToJsonString());
            }

            events.Enqueue(message);
        }
    }

    /// <summary>The next event of a name.</summary>
    public async Task<JsonNode> EventAsync(string name)
    {
        while (true)
        {
            var message = events.TryDequeue(out var kept) ? kept : await ReadAsync();
            if ((string?)message["method"] == name)
            {
                return message["params"]!;
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        socket.Dispose();
        await Task.CompletedTask;
    }

    private async Task<JsonObject> ReadAsync()
    {
        using var text = new MemoryStream();
        var buffer = new byte[64 * 1024];
        ValueWebSocketReceiveResult part;
        do
        {
            part = await socket.ReceiveAsync(buffer.AsMemory(), TestContext.Current.CancellationToken);
            text.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(Encoding.UTF8.GetString(text.ToArray()))!.AsObject();
    }
}
