using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Harness;
using SigV4;

namespace Integration.Fronts;

/// <summary>
/// Services behind LocalAws, walked by boto3 as people have it: calls.json has a call for each operation that moto has, and walk.py makes each of them as somebody who may not,
/// as somebody who may, and directly.
/// </summary>
[Trait("Stack", "own")]
public sealed class Every_operation_that_moto_has
{
    private static readonly string[] Services = ["sqs", "sns", "events", "states", "monitoring", "ses", "secretsmanager", "kms", "ssm", "logs", "kinesis"];
    private static readonly string Folder = Path.Combine(StackFixture.Root, "tests", "Integration", "Fronts");

    [Fact]
    public async Task Is_refused_to_a_stranger_and_answers_as_it_would_directly()
    {
        ExternalTool.Require("moto_server");
        ExternalTool.Require("python3");
        Assert.SkipUnless((await ExternalTool.RunAsync("python3", ["-c", "import boto3, moto"])).ExitCode == 0, "boto3 and moto are not installed for python3");
        var moto = FreeAddress();
        using var server = Process.Start(new ProcessStartInfo("moto_server", ["-H", moto.Host, "-p", moto.Port.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        server.OutputDataReceived += static (_, _) => { };
        server.ErrorDataReceived += static (_, _) => { };
        server.BeginOutputReadLine();
        server.BeginErrorReadLine();
        try
        {
            await ListensAsync(server, moto);
            await using var aws = await LocalAws.StartAsync(new LocalAwsOptions
            {
                Template = Path.Combine(Folder, "walk.yaml"),
                Upstreams = Services.ToDictionary(static service => service, _ => moto),
            }, TestContext.Current.CancellationToken);
            var outcome = await ExternalTool.RunAsync(
                "python3", [Path.Combine(Folder, "walk.py"), Path.Combine(Folder, "calls.json"), aws.EndpointUrl.AbsoluteUri.TrimEnd('/'), moto.AbsoluteUri.TrimEnd('/')],
                ("ALLOWED", Text(aws.SessionOf("Walker"))), ("REFUSED", Text(aws.SessionOf("Stranger"))), ("PYTHONDONTWRITEBYTECODE", "1"));
            Assert.Equal("", outcome.Error);
            Assert.Matches(@"\A[0-9]+ calls\z", outcome.Output);
        }
        finally
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync(CancellationToken.None);
        }
    }

    private static string Text(AwsCredentials credentials) => $"{credentials.AccessKeyId},{credentials.SecretAccessKey},{credentials.SessionToken}";

    private static Uri FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}"));
    }

    private static async Task ListensAsync(Process server, Uri address)
    {
        while (true)
        {
            try
            {
                using var socket = new TcpClient();
                await socket.ConnectAsync(address.Host, address.Port);
                return;
            }
            catch (SocketException) when (!server.HasExited)
            {
                await Task.Delay(50);
            }
        }
    }
}
