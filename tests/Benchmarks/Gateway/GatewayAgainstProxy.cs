using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Benchmarks.Gateway;

/// <summary>LocalAws, with signature, policies and function, against YARP with nothing of the kind; both end at the same handler.</summary>
/// <param name="Share">Requests per second, as a share of YARP's.</param>
/// <param name="AuthorizationCost">The requests per second of an open route, as a multiple of those of a signed one.</param>
/// <param name="RefusalShare">Refusals per second, as a multiple of what YARP forwards.</param>
/// <param name="Tail">How long all but one in a hundred take, as a multiple of what half of them take.</param>
/// <param name="Costs">Processor time of one request.</param>
internal sealed record GatewayAgainstProxy(double Share, double AuthorizationCost, double RefusalShare, double Tail, GatewayCosts Costs)
{
    private const int Rounds = 5;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(2);

    /// <returns>The medians over some rounds, each of which measures all in turn.</returns>
    public static async Task<GatewayAgainstProxy> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        int gatewayPort = ServerProcess.FreePort(), echoPort = ServerProcess.FreePort(), proxyPort = ServerProcess.FreePort();
        try
        {
            using var gateway = await ServerProcess.StartAsync(
                "LocalAws.dll", gatewayPort, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml"), "--port", gatewayPort.ToString(CultureInfo.InvariantCulture), "--data", folder);
            using var echo = await ServerProcess.StartAsync("Benchmarks.dll", echoPort, "echo", "echo", $"http://127.0.0.1:{echoPort}");
            using var proxy = await ServerProcess.StartAsync("Benchmarks.dll", proxyPort, "echo", "proxy", $"http://127.0.0.1:{proxyPort}", echo.Url.AbsoluteUri);
            var root = await RootAsync(gateway.Url);
            var signed = Signed(gateway.Url, root + "/echo", await SessionAsync(gateway.Url, folder));
            var open = Unsigned(gateway.Url, root + "/open");
            var refused = Unsigned(gateway.Url, root + "/echo") with { Status = 403 };
            (Uri, LoadRequest)[] turns = [(gateway.Url, signed), (proxy.Url, open), (gateway.Url, open), (gateway.Url, refused)];
            foreach (var (server, request) in turns)
            {
                await RunAsync(server, request, WarmUp);
            }

            var rounds = new List<LoadResult[]>();
            var costs = new CostMeter(gateway, proxy, echo);
            for (var i = 0; i < Rounds; i++)
            {
                var before = costs.Now;
                var bySignature = await RunAsync(gateway.Url, signed, Round);
                var byProxy = await RunAsync(proxy.Url, open, Round);
                costs.Add(before, bySignature.Count, byProxy.Count);
                rounds.Add([bySignature, byProxy, await RunAsync(gateway.Url, open, Round), await RunAsync(gateway.Url, refused, Round)]);
            }

            return new GatewayAgainstProxy(
                Median(rounds, static round => round[0].PerSecond / round[1].PerSecond),
                Median(rounds, static round => round[2].PerSecond / round[0].PerSecond),
                Median(rounds, static round => round[3].PerSecond / round[1].PerSecond),
                Median(rounds, static round => round[0].P99 / round[0].Median),
                costs.PerRequest);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Loads the signed route alone, for whoever looks on with a profiler: process ids go to the console, and samples are worth taking after half of the time.</summary>
    public static async Task HoldAsync(TimeSpan duration, TextWriter output)
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        var port = ServerProcess.FreePort();
        try
        {
            using var gateway = await ServerProcess.StartAsync(
                "LocalAws.dll", port, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml"), "--port", port.ToString(CultureInfo.InvariantCulture), "--data", folder);
            await output.WriteLineAsync($"LocalAws is process {gateway.Id}; its functions are its children.");
            var request = Signed(gateway.Url, await RootAsync(gateway.Url) + "/echo", await SessionAsync(gateway.Url, folder));
            await RunAsync(gateway.Url, request, duration / 2);
            var (own, children) = (gateway.UsedMicroseconds, gateway.UsedByChildren);
            var result = await RunAsync(gateway.Url, request, duration / 2);
            await output.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture,
                $"{result.PerSecond:0} a second, {(gateway.UsedMicroseconds - own) / result.Count:0} + {(gateway.UsedByChildren - children) / result.Count:0} microseconds each"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static Task<LoadResult> RunAsync(Uri server, LoadRequest request, TimeSpan duration) =>
        LoadGenerator.RunAsync(server, [.. Enumerable.Repeat(request, LoadGenerator.Connections)], duration);

    private static double Median(IEnumerable<LoadResult[]> rounds, Func<LoadResult[], double> figure) => rounds.Select(figure).Order().ElementAt(Rounds / 2);

    private static async Task<string> RootAsync(Uri gateway)
    {
        using var http = new HttpClient();
        using var stack = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway, "_localaws/stack")));
        return new Uri(stack.RootElement.GetProperty("apis")[0].GetProperty("url").GetString()!).AbsolutePath;
    }

    private static byte[] Body() => Encoding.ASCII.GetBytes("\"" + new string('x', 1022) + "\"");

    private static LoadRequest Signed(Uri gateway, string target, AwsCredentials credentials)
    {
        var body = Body();
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
            "POST", target, [new("host", gateway.Authority), new("content-type", "application/json")], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        return Request(gateway, target, $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n", body);
    }

    private static LoadRequest Unsigned(Uri gateway, string target) => Request(gateway, target, "", Body());

    private static LoadRequest Request(Uri gateway, string target, string headers, byte[] body) => new([
        .. Encoding.ASCII.GetBytes(
            $"POST {target} HTTP/1.1\r\nHost: {gateway.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n{headers}\r\n"),
        .. body]);

    /// <summary>A session, since that is what services call with; the administrator's, since the template has no role to call as.</summary>
    public static async Task<AwsCredentials> SessionAsync(Uri gateway, string folder)
    {
        new CredentialProfileStoreChain(Path.Combine(folder, "credentials")).TryGetAWSCredentials("admin", out var admin);
        using var sts = new AmazonSecurityTokenServiceClient(admin, new AmazonSecurityTokenServiceConfig { ServiceURL = gateway.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest())).Credentials;
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }
}
