using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace LambdaHost.RuntimeApi;

/// <summary>One connection to the Runtime API, kept for all calls of a kind: plain HTTP/1.1 to this machine, so that a start need not load .NET's client.</summary>
internal sealed class HttpConnection : IDisposable
{
    private readonly string authority;
    private readonly TcpClient client = new() { NoDelay = true };
    private readonly byte[] buffer = new byte[16 * 1024];
    private NetworkStream? stream;
    private int start;
    private int end;

    /// <param name="authority">Host and port, as <c>AWS_LAMBDA_RUNTIME_API</c> has them.</param>
    public HttpConnection(string authority) => this.authority = authority;

    /// <summary>Sends the head of a request, and its first bytes with it.</summary>
    /// <exception cref="IOException">Nobody is there.</exception>
    public async Task SendAsync(string method, string path, IEnumerable<(string Name, string Value)> headers, ReadOnlyMemory<byte> body)
    {
        stream ??= await OpenAsync().ConfigureAwait(false);
        var head = new StringBuilder().Append(CultureInfo.InvariantCulture, $"{method} {path} HTTP/1.1\r\nHost: {authority}\r\n");
        foreach (var (name, value) in headers)
        {
            head.Append(name).Append(": ").Append(string.Concat(value.Where(static c => !char.IsControl(c)))).Append("\r\n");
        }

        var start = Encoding.UTF8.GetBytes(head.Append("\r\n").ToString());
        await stream.WriteAsync(body.Length == 0 ? start : (byte[])[.. start, .. body.Span], CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Sends more of the body.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> body, CancellationToken cancellation) => await stream!.WriteAsync(body, cancellation).ConfigureAwait(false);

    /// <summary>Waits for the answer, without limit.</summary>
    /// <exception cref="IOException">The connection was closed.</exception>
    public async Task<HttpAnswer> ReceiveAsync()
    {
        var status = (await LineAsync().ConfigureAwait(false)).Split(' ');
        var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await LineAsync().ConfigureAwait(false) is { Length: > 0 } line)
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            headers[line[..colon]] = line[(colon + 1)..].Trim();
        }

        var body = new MemoryStream();
        if (headers.GetValueOrDefault("Transfer-Encoding") == "chunked")
        {
            while (int.Parse(await LineAsync().ConfigureAwait(false), NumberStyles.HexNumber, CultureInfo.InvariantCulture) is > 0 and var chunk)
            {
                await TakeAsync(body, chunk).ConfigureAwait(false);
                await LineAsync().ConfigureAwait(false);
            }

            await LineAsync().ConfigureAwait(false);
        }
        else if (headers.TryGetValue("Content-Length", out var length))
        {
            await TakeAsync(body, int.Parse(length, CultureInfo.InvariantCulture)).ConfigureAwait(false);
        }

        body.Position = 0;
        return new HttpAnswer(int.Parse(status[1], CultureInfo.InvariantCulture), headers, body);
    }

    public void Dispose() => client.Dispose();

    private async Task<NetworkStream> OpenAsync()
    {
        var colon = authority.LastIndexOf(':');
        try
        {
            await client.ConnectAsync(authority[..colon], int.Parse(authority[(colon + 1)..], CultureInfo.InvariantCulture)).ConfigureAwait(false);
        }
        catch (SocketException e)
        {
            throw new IOException(e.Message, e);
        }

        return client.GetStream();
    }

    private async Task<string> LineAsync()
    {
        var line = new List<byte>();
        while (true)
        {
            var rest = buffer.AsMemory(start, end - start);
            var at = rest.Span.IndexOf((byte)'\n');
            if (at >= 0)
            {
                line.AddRange(rest.Span[..at].ToArray());
                start += at + 1;
                return Encoding.UTF8.GetString([.. line]).TrimEnd('\r');
            }

            line.AddRange(rest.Span.ToArray());
            await FillAsync().ConfigureAwait(false);
        }
    }

    private async Task TakeAsync(MemoryStream body, int count)
    {
        while (count > 0)
        {
            if (start == end)
            {
                await FillAsync().ConfigureAwait(false);
            }

            var part = Math.Min(count, end - start);
            body.Write(buffer, start, part);
            start += part;
            count -= part;
        }
    }

    private async Task FillAsync()
    {
        start = 0;
        end = await stream!.ReadAsync(buffer).ConfigureAwait(false);
        if (end == 0)
        {
            throw new EndOfStreamException("The Runtime API closed the connection.");
        }
    }
}

/// <summary>What the Runtime API answered.</summary>
internal sealed record HttpAnswer(int Status, IReadOnlyDictionary<string, string> Headers, MemoryStream Body);
