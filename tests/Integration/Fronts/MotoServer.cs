using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Harness;
using SigV4;

namespace Integration.Fronts;

/// <summary>moto as a server, and the walks of SDKs through the LocalAws before it.</summary>
internal sealed class MotoServer : IAsyncDisposable
{
    private readonly Process process;

    private MotoServer(Process process, Uri url) => (this.process, Url) = (process, url);

    public static string Folder { get; } = Path.Combine(StackFixture.Root, "tests", "Integration", "Fronts");

    /// <summary>Who walks.</summary>
    public static string Template { get; } = Path.Combine(Folder, "walk.yaml");

    public Uri Url { get; }

    public static async Task<MotoServer> StartAsync()
    {
        ExternalTool.Require("moto_server");
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3, moto"])).ExitCode == 0, "boto3 and moto are not installed for python3");
        var url = FreeAddress();
        var process = Process.Start(new ProcessStartInfo("moto_server", ["-H", url.Host, "-p", url.Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new MotoServer(process, url);
        await server.ListensAsync();
        return server;
    }

    /// <summary>Runs a walk as one who may do everything and one who may do nothing.</summary>
    public Task<ExternalTool.Outcome> WalkAsync(LocalAws aws, string program, string walk, params IEnumerable<string> arguments)
    {
        Assert.SkipUnless(
            program != "node" || Directory.Exists(Path.Combine(Folder, "Node", "node_modules")), "the npm packages are not installed: npm install --prefix tests/Integration/Fronts/Node");
        return ExternalTool.RunAsync(
            program, [Path.Combine(Folder, walk), .. arguments],
            ("ALLOWED", Text(aws.SessionOf("Walker"))), ("REFUSED", Text(aws.SessionOf("Stranger"))), ("PYTHONDONTWRITEBYTECODE", "1"), ("NODE_NO_WARNINGS", "1"));
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync(CancellationToken.None);
        process.Dispose();
    }

    private static string Text(AwsCredentials credentials) => $"{credentials.AccessKeyId},{credentials.SecretAccessKey},{credentials.SessionToken}";

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
    }

    private async Task ListensAsync()
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(Url.Host, Url.Port);
                return;
            }
            catch (SocketException) when (!process.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
