using System.Globalization;
using System.Text;
using System.Text.Json;
using Amazon.Runtime.CredentialManagement;
using Amazon.SecurityToken;
using Amazon.SecurityToken.Model;
using SigV4;

namespace Benchmarks.Gateway;

/// <summary>Requests per second through LocalAws, with signature, policies and function, against those through YARP with nothing of the kind.</summary>
internal static class GatewayAgainstProxy
{
    /// <returns>The median over some rounds, each of which measures both in turn.</returns>
    public static async Task<double> MeasureAsync()
    {
        var folder = Directory.CreateTempSubdirectory("localaws-bench-").FullName;
        int gatewayPort = ServerProcess.FreePort(), echoPort = ServerProcess.FreePort(), proxyPort = ServerProcess.FreePort();
        try
        {
            using var gateway = await ServerProcess.StartAsync(
                "LocalAws.dll", gatewayPort, "_localaws/health", "up", "--template", Path.Combine(AppContext.BaseDirectory, "Gateway", "echo.yaml"), "--port", gatewayPort.ToString(CultureInfo.InvariantCulture), "--data", folder);
            using var echo = await ServerProcess.StartAsync("Benchmarks.dll", echoPort, "echo", "echo", $"http://127.0.0.1:{echoPort}");
            using var proxy = await ServerProcess.StartAsync("Benchmarks.dll", proxyPort, "echo", "proxy", $"http://127.0.0.1:{proxyPort}", echo.Url.AbsoluteUri);
            return await SideBySide.RatioAsync(gateway.Url, proxy.Url, await SignedRequestAsync(gateway.Url, folder));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<byte[]> SignedRequestAsync(Uri gateway, string folder)
    {
        using var http = new HttpClient();
        using var stack = JsonDocument.Parse(await http.GetStringAsync(new Uri(gateway, "_localaws/stack")));
        var target = new Uri(stack.RootElement.GetProperty("apis")[0].GetProperty("url").GetString()!).AbsolutePath + "/echo";
        var credentials = await SessionAsync(gateway, folder);
        var body = Encoding.ASCII.GetBytes("\"" + new string('x', 1022) + "\"");
        var signed = new SigV4Signer("us-east-1", "execute-api").Sign(
            "POST", target, [new("host", gateway.Authority), new("content-type", "application/json")], PayloadHash.Of(body), credentials, TimeProvider.System.GetUtcNow());
        var head = $"POST {target} HTTP/1.1\r\nHost: {gateway.Authority}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n"
            + $"X-Amz-Date: {signed.Date}\r\nX-Amz-Security-Token: {signed.SecurityToken}\r\nAuthorization: {signed.Authorization}\r\n\r\n";
        return [.. Encoding.ASCII.GetBytes(head), .. body];
    }

    /// <summary>A session, since that is what services call with; the administrator's, since the template has no role to call as.</summary>
    public static async Task<AwsCredentials> SessionAsync(Uri gateway, string folder)
    {
        new CredentialProfileStoreChain(Path.Combine(folder, "credentials")).TryGetAWSCredentials("admin", out var admin);
        using var sts = new AmazonSecurityTokenServiceClient(admin, new AmazonSecurityTokenServiceConfig { ServiceURL = gateway.AbsoluteUri, AuthenticationRegion = "us-east-1" });
        var session = (await sts.GetSessionTokenAsync(new GetSessionTokenRequest())).Credentials;
        return new AwsCredentials(session.AccessKeyId, session.SecretAccessKey, session.SessionToken);
    }
}
