using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Amazon.DynamoDBv2;
using Amazon.Runtime;
using ServiceDefaults;

namespace DynamoServers;

/// <summary>A running server with data in memory. It ends with this process, whatever ends that.</summary>
public sealed class DynamoServer : IAsyncDisposable
{
    private const int Starts = 5;
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    // Ends the server at the end of its input, which comes even if this process is killed; and ends when the server does.
    private const string EndsWithItsInput = """
        exec 3<&0
        "$@" 3<&- & server=$!
        { read -r _ <&3; kill "$server"; } & reader=$!
        wait "$server"
        kill "$reader" 2>/dev/null
        """;

    private readonly Process process;

    private DynamoServer(Process process, Uri endpoint)
    {
        this.process = process;
        Endpoint = endpoint;
    }

    /// <summary>Such as <c>http://127.0.0.1:40123</c>.</summary>
    public Uri Endpoint { get; }

    /// <summary>Starts a server on a free port, and returns once it listens.</summary>
    /// <exception cref="InvalidOperationException">It ends instead.</exception>
    public static async Task<DynamoServer> StartAsync(ServerProgram program, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(program);
        ConcurrentQueue<string> printed = new();
        for (var start = 0; start < Starts; start++)
        {
            // Somebody else may take the port in between; then the server ends, and the next one gets another.
            var port = FreePort();
            var process = Start(program, port, printed);
            if (await ListensAsync(process, port, cancellation).ConfigureAwait(false))
            {
                return new DynamoServer(process, new Uri($"http://127.0.0.1:{port}"));
            }
        }

        throw new InvalidOperationException($"{program.Name} does not start: {string.Join(Environment.NewLine, printed)}");
    }

    /// <summary>AWS's client for this server, with the settings of the services but the patience of a busy machine.</summary>
    /// <param name="http">Makes its HTTP clients; null for AWS's own.</param>
    /// <param name="retries">How often it repeats a request; null for the services' setting.</param>
    public AmazonDynamoDBClient Client(HttpClientFactory? http = null, int? retries = null)
    {
        var settings = DynamoTable.Settings();
        settings.Timeout = TimeSpan.FromMinutes(1);
        settings.MaxErrorRetry = retries ?? settings.MaxErrorRetry;
        settings.ServiceURL = Endpoint.ToString();
        settings.AuthenticationRegion = "us-east-1";
        settings.HttpClientFactory = http;
        return new AmazonDynamoDBClient(new BasicAWSCredentials("AKIDEXAMPLE", "secret"), settings);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        process.StandardInput.Close();
        await process.WaitForExitAsync().ConfigureAwait(false);
        process.Dispose();
    }

    private static Process Start(ServerProgram program, int port, ConcurrentQueue<string> printed)
    {
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", EndsWithItsInput, "sh", program.File, .. program.Arguments(port)])
            {
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            },
        };
        process.OutputDataReceived += (_, line) => printed.Enqueue(line.Data ?? "");
        process.ErrorDataReceived += (_, line) => printed.Enqueue(line.Data ?? "");
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private static async Task<bool> ListensAsync(Process process, int port, CancellationToken cancellation)
    {
        while (!process.HasExited)
        {
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync(IPAddress.Loopback, port, cancellation).ConfigureAwait(false);
                return true;
            }
            catch (SocketException)
            {
                await Task.Delay(Poll, cancellation).ConfigureAwait(false);
            }
        }

        return false;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
