using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Benchmarks.Gateway;

/// <summary>Sends the same bytes over and over on kept-alive connections: little work of its own, so that the servers' shows.</summary>
internal static class LoadGenerator
{
    public const int Connections = 16;

    /// <param name="server">The server.</param>
    /// <param name="requests">One for each connection, which sends it over and over.</param>
    /// <param name="duration">How long.</param>
    /// <returns>Answers per second, of the status that each must have.</returns>
    /// <exception cref="InvalidOperationException">A server answered otherwise.</exception>
    public static async Task<double> MeasureAsync(Uri server, IReadOnlyList<LoadRequest> requests, TimeSpan duration) =>
        (await RunAsync(server, requests, duration)).PerSecond;

    /// <inheritdoc cref="MeasureAsync"/>
    /// <returns>The answers, and how long each took.</returns>
    public static async Task<LoadResult> RunAsync(Uri server, IReadOnlyList<LoadRequest> requests, TimeSpan duration)
    {
        var started = Stopwatch.GetTimestamp();
        var times = await Task.WhenAll(requests.Select(request => Task.Run(() => SendAsync(server, request, started, duration))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        return LoadResult.Of([.. times.SelectMany(static one => one)], elapsed);
    }

    /// <summary>Every connection sends the same.</summary>
    /// <param name="server">The server.</param>
    /// <param name="request">What each sends over and over.</param>
    /// <param name="duration">How long.</param>
    /// <param name="connections">How many.</param>
    /// <inheritdoc cref="RunAsync(Uri, IReadOnlyList{LoadRequest}, TimeSpan)"/>
    public static Task<LoadResult> RunAsync(Uri server, LoadRequest request, TimeSpan duration, int connections = Connections) =>
        RunAsync(server, [.. Enumerable.Repeat(request, connections)], duration);

    /// <summary>Sends a request once.</summary>
    /// <exception cref="InvalidOperationException">The server answered with another status.</exception>
    public static Task SendOnceAsync(Uri server, LoadRequest request) => SendAsync(server, request, Stopwatch.GetTimestamp(), TimeSpan.FromTicks(1), least: 1);

    private static async Task<List<long>> SendAsync(Uri server, LoadRequest request, long started, TimeSpan duration, int least = 0)
    {
        var client = await ConnectedAsync(server);
        try
        {
            var buffer = new byte[Math.Max(32 * 1024, request.Bytes.Length + (16 * 1024))];
            var times = new List<long>(16 * 1024);
            while (times.Count < least || Stopwatch.GetElapsedTime(started) < duration)
            {
                var sent = Stopwatch.GetTimestamp();
                await client.GetStream().WriteAsync(request.Bytes);
                if (!await ReadAnswerAsync(client.GetStream(), buffer, request.Status))
                {
                    client.Dispose();
                    client = await ConnectedAsync(server);
                }

                times.Add(Stopwatch.GetTimestamp() - sent);
            }

            return times;
        }
        finally
        {
            client.Dispose();
        }
    }

    private static async Task<TcpClient> ConnectedAsync(Uri server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port);
        return client;
    }

    /// <returns>Whether the server keeps the connection.</returns>
    private static async Task<bool> ReadAnswerAsync(NetworkStream stream, byte[] buffer, int status)
    {
        var length = 0;
        var whole = int.MaxValue;
        var keeps = true;
        while (length < whole)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length));
            if (read == 0)
            {
                throw new InvalidOperationException("The server closed the connection.");
            }

            length += read;
            if (whole == int.MaxValue && buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                var head = Encoding.ASCII.GetString(buffer, 0, end);
                whole = end + 4 + ContentLength(head, status);
                keeps = head.StartsWith("HTTP/1.1", StringComparison.Ordinal) && !head.Contains("Connection: close", StringComparison.OrdinalIgnoreCase);
            }
        }

        return keeps;
    }

    private static int ContentLength(string head, int status)
    {
        if (head.Length < 12 || !int.TryParse(head.AsSpan(9, 3), CultureInfo.InvariantCulture, out var answered) || answered != status)
        {
            throw new InvalidOperationException($"The server answered {head}");
        }

        const string Name = "\r\nContent-Length: ";
        var start = head.IndexOf(Name, StringComparison.OrdinalIgnoreCase) + Name.Length;
        var end = head.IndexOf('\r', start);
        return int.Parse(end < 0 ? head.AsSpan(start) : head.AsSpan(start, end - start), CultureInfo.InvariantCulture);
    }
}
