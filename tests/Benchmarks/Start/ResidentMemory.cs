using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Benchmarks.Gateway;
using SigV4;

namespace Benchmarks.Start;

/// <summary>What the published program keeps of the machine's memory: after 100,000 signed requests through the gateway, and after as many more.</summary>
/// <param name="Megabytes">After the first.</param>
/// <param name="Growth">How much more it is after all, as a share of that.</param>
internal readonly record struct ResidentMemory(double Megabytes, double Growth)
{
    private const int Requests = 100_000;
    private const int Connections = 16;

    /// <summary>A signature holds for five minutes.</summary>
    private const int OnOneSignature = 10_000;

    public static async Task<ResidentMemory> MeasureAsync(PublishedPrograms programs)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-resident-").FullName;
        var port = ServerProcess.FreePort();
        var start = new ProcessStartInfo(programs.LocalAws,
        [
            "up", "--template", Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml"), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder,
        ])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var gateway = new Uri($"http://127.0.0.1:{port}");
            using var http = new HttpClient(new SocketsHttpHandler { MaxConnectionsPerServer = Connections });
            await ReadyAsync(process, http, gateway);
            await SendAsync(http, gateway, folder);
            var before = Resident(process);
            await SendAsync(http, gateway, folder);
            return new ResidentMemory(before, (Resident(process) / before) - 1);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static double Resident(Process process)
    {
        process.Refresh();
        return process.WorkingSet64 / 1e6;
    }

    private static async Task ReadyAsync(Process process, HttpClient http, Uri gateway)
    {
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(new Uri(gateway, "_localaws/health"));
                return;
            }
            catch (HttpRequestException) when (!process.HasExited)
            {
                await Task.Delay(20);
            }
        }
    }

    private static async Task SendAsync(HttpClient http, Uri gateway, string folder)
    {
        using var stack = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway, "_localaws/stack")));
        var target = new Uri(stack.RootElement.GetProperty("apis")[0].GetProperty("url").GetString()!).AbsolutePath + "/echo";
        var credentials = await LoadedGateway.SessionAsync(gateway, folder);
        var body = Encoding.ASCII.GetBytes("\"" + new string('x', 1022) + "\"");
        for (var sent = 0; sent < Requests; sent += OnOneSignature)
        {
            var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
                "POST", target, [new("host", gateway.Authority), new("content-type", "application/json")], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
            await Task.WhenAll(Enumerable.Range(0, Connections).Select(_ => Task.Run(async () =>
            {
                for (var i = 0; i < OnOneSignature / Connections; i++)
                {
                    using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(gateway, target)) { Content = new ByteArrayContent(body) };
                    request.Content.Headers.ContentType = new("application/json");
                    request.Headers.TryAddWithoutValidation("X-Amz-Date", signed.Date);
                    request.Headers.TryAddWithoutValidation("X-Amz-Security-Token", signed.SecurityToken);
                    request.Headers.TryAddWithoutValidation("Authorization", signed.Authorization);
                    using var answer = await http.SendAsync(request);
                    answer.EnsureSuccessStatusCode();
                }
            })));
        }
    }
}
