using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Integration.DynamoDb;

/// <summary>A DynamoDB-compatible server that we did not write, in a process of its own, with the front before it.</summary>
public abstract class RealServer : IAsyncLifetime
{
    private Process? process;

    /// <summary>Why the server is not here; null when it is.</summary>
    public string? Absent { get; private set; }

    public Front Front { get; private set; } = null!;

    public Uri Url { get; private set; } = null!;

    /// <summary>The program and its arguments, or why it is absent.</summary>
    protected abstract (string Program, string[] Arguments, string? Absent) Command(int port);

    public async ValueTask InitializeAsync()
    {
        var port = FreePort();
        var (program, arguments, absent) = Command(port);
        Absent = absent;
        if (absent is not null)
        {
            return;
        }

        process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Url = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        await ListensAsync(port);
        Front = await Front.StartAsync(Url);
        foreach (var user in (string[])["alice", "bob"])
        {
            foreach (var game in (string[])["chess", "go"])
            {
                var answer = await Front.CallAsync((string?)null, "PutItem", """{"TableName":"scores","Item":{"UserId":{"S":"USER"},"GameTitle":{"S":"GAME"},"TopScore":{"N":"7"},"Secret":{"S":"USERs secret"}}}""".Replace("USER", user, StringComparison.Ordinal).Replace("GAME", game, StringComparison.Ordinal));
                Assert.Equal(200, answer.Status);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Front is not null)
        {
            await Front.DisposeAsync();
        }

        if (process is not null)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    protected static bool IsOnPath(string program) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    private async Task ListensAsync(int port)
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return;
            }
            catch (SocketException) when (!process!.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

/// <summary>Python's moto.</summary>
public sealed class Moto : RealServer
{
    protected override (string, string[], string?) Command(int port) =>
        ("moto_server", ["-H", "127.0.0.1", "-p", port.ToString(CultureInfo.InvariantCulture)], IsOnPath("moto_server") ? null : "moto is not installed: pip install 'moto[server]'");
}

/// <summary>Node's dynalite: the older calls only, without transactions and PartiQL.</summary>
public sealed class Dynalite : RealServer
{
    private static readonly string Script = Path.Combine(StackFixture.Root, "tests", "Integration", "DynamoDb", "Node", "node_modules", "dynalite", "cli.js");

    protected override (string, string[], string?) Command(int port) => (
        "node", [Script, "--port", port.ToString(CultureInfo.InvariantCulture), "--host", "127.0.0.1", "--createTableMs", "10", "--deleteTableMs", "10", "--updateTableMs", "10"],
        IsOnPath("node") && File.Exists(Script) ? null : "the npm packages are not installed: npm install --prefix tests/Integration/DynamoDb/Node");
}
