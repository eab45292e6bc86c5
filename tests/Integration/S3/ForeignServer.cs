using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Integration.Targets;

namespace Integration.S3;

/// <summary>A server of somebody else's, in a process of its own at a free port of this machine.</summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    private static readonly string Packages = Path.Combine(StackFixture.Root, "tests", "Integration", "S3", "Node", "node_modules", ".bin");
    private readonly Process process;

    private ForeignServer(Process process, Uri url) => (this.process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Starts a program of the npm packages here, or skips the test where they are not installed.</summary>
    public static Task<ForeignServer> OfNodeAsync(string program, params Func<int, string>[] arguments)
    {
        ExternalTool.Require("node");
        Assert.SkipUnless(File.Exists(Path.Combine(Packages, program)), "the npm packages are not installed: npm install --prefix tests/Integration/S3/Node");
        return StartAsync(Path.Combine(Packages, program), arguments);
    }

    /// <summary>Starts kinesis-local, which is told all by its environment, or skips the test where it is not installed.</summary>
    public static Task<ForeignServer> OfKinesisLocalAsync()
    {
        var certificate = Path.Combine(Path.GetDirectoryName(Packages)!, "kinesis-local", "server.json");
        ExternalTool.Require("node");
        Assert.SkipUnless(File.Exists(certificate), "the npm packages are not installed: npm install --prefix tests/Integration/S3/Node");
        return StartAsync(Path.Combine(Packages, "kinesis-local"), [], port => new()
        {
            ["KINESIS_MOCK_PLAIN_PORT"] = port.ToString(CultureInfo.InvariantCulture),
            ["KINESIS_MOCK_TLS_PORT"] = FreePort.Find().ToString(CultureInfo.InvariantCulture),
            ["KINESIS_MOCK_CERT_PATH"] = certificate,
            ["CREATE_STREAM_DURATION"] = "20ms",
        });
    }

    /// <summary>Starts moto, or skips the test where it is not installed.</summary>
    public static Task<ForeignServer> OfMotoAsync()
    {
        ExternalTool.Require("moto_server");
        return StartAsync("moto_server", [static _ => "-H", static _ => "127.0.0.1", static _ => "-p", static port => port.ToString(CultureInfo.InvariantCulture)]);
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static async Task<ForeignServer> StartAsync(string program, Func<int, string>[] arguments, Func<int, Dictionary<string, string>>? environment = null)
    {
        var port = FreePort.Find();
        var start = new ProcessStartInfo(program, arguments.Select(argument => argument(port))) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment?.Invoke(port) ?? [])
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(IPAddress.Loopback, port);
                return new ForeignServer(process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
